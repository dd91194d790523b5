#include "lamella/day.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "lamella/error.h"

namespace lamella {

namespace {

namespace chrono = std::chrono;

chrono::sys_days sys_days_of(Day day) { return chrono::sys_days(chrono::days(day)); }

// Digits of `text` as a number, or -1.
int digits(std::string_view text) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && text.front() != '-' ? value
                                                                                         : -1;
}

}  // namespace

CivilDate civil_date(Day day) {
  const chrono::year_month_day date(sys_days_of(day));
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

Day day_of_civil(const CivilDate& date) {
  const chrono::year_month_day ymd(chrono::year(date.year),
                                   chrono::month(static_cast<unsigned>(date.month)),
                                   chrono::day(static_cast<unsigned>(date.day)));
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.day < 1 || !ymd.ok()) {
    throw Error(Code::kInvalidArgument, "no such calendar day");
  }
  return static_cast<Day>(chrono::sys_days(ymd).time_since_epoch().count());
}

int weekday(Day day) {
  return static_cast<int>(chrono::weekday(sys_days_of(day)).iso_encoding()) - 1;
}

std::string iso_date(Day day) {
  const CivilDate date = civil_date(day);
  std::array<char, 32> text;
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return {text.data(), static_cast<size_t>(size)};
}

Day parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    throw Error(Code::kInvalidArgument, "a date is written YYYY-MM-DD");
  }
  return day_of_civil(
      {digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2))});
}

}  // namespace lamella
