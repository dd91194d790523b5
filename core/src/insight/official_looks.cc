#include "insight/official_looks.h"

#include <array>

namespace lamella::insight {

namespace {

constexpr std::array<int32_t, 6> kFirstLooks = {120, 180, 270, 365, 545, 730};
constexpr int32_t kYear = 365;

// Days of the look with this number, from 0 on.
int64_t days_of_look(size_t number) {
  if (number < kFirstLooks.size()) return kFirstLooks[number];
  return kFirstLooks.back() +
         int64_t{kYear} * static_cast<int64_t>(number + 1 - kFirstLooks.size());
}

// How many looks are due.
size_t due(Day first_recorded, Day last_recorded) {
  const int64_t days = int64_t{last_recorded} - first_recorded + 1;
  size_t number = 0;
  while (days_of_look(number) <= days) ++number;
  return number;
}

OfficialLook look(Day first_recorded, size_t number) {
  const auto days = static_cast<int32_t>(days_of_look(number));
  return {days, first_recorded + days - 1};
}

}  // namespace

std::optional<OfficialLook> latest_look(Day first_recorded, Day last_recorded) {
  const size_t number = due(first_recorded, last_recorded);
  if (number == 0) return std::nullopt;
  return look(first_recorded, number - 1);
}

OfficialLook next_look(Day first_recorded, Day last_recorded) {
  return look(first_recorded, due(first_recorded, last_recorded));
}

}  // namespace lamella::insight
