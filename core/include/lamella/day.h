// Calendar days: numbers of days since 1970-01-01 in the proleptic Gregorian calendar.
#ifndef LAMELLA_DAY_H_
#define LAMELLA_DAY_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace lamella {

using Day = int32_t;

inline constexpr int64_t kMsPerDay = 86'400'000;
inline constexpr Day kFirstDay = -719'162;  // 0001-01-01
inline constexpr Day kLastDay = 2'932'896;  // 9999-12-31

struct CivilDate {
  int year;   // 1 to 9999
  int month;  // 1 to 12
  int day;    // 1 to 31
};

// The day of an instant at a place whose local time is UTC + `offset_min`.
inline constexpr Day day_of(int64_t utc_ms, int32_t offset_min) {
  // The offset is added to the time of the day, so that no instant overflows.
  int64_t day = utc_ms / kMsPerDay;
  int64_t local_ms = utc_ms % kMsPerDay + int64_t{offset_min} * 60'000;
  day += local_ms / kMsPerDay;
  local_ms %= kMsPerDay;
  return static_cast<Day>(local_ms < 0 ? day - 1 : day);
}

CivilDate civil_date(Day day);
Day day_of_civil(const CivilDate& date);

// Monday is 0.
int weekday(Day day);

// "2026-11-25".
std::string iso_date(Day day);

// The day of "2026-11-25". Fails with kInvalidArgument for anything else, 2026-02-30 included.
Day parse_iso_date(std::string_view text);

}  // namespace lamella

#endif  // LAMELLA_DAY_H_
