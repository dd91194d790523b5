// Months of the calendar, as guidelines count them.
#ifndef LAMELLA_SRC_CLINICAL_MONTHS_H_
#define LAMELLA_SRC_CLINICAL_MONTHS_H_

#include <algorithm>
#include <chrono>

#include "lamella/day.h"

namespace lamella::clinical {

// The same day some months later, or the last one of a shorter month; no later than kLastDay.
inline Day months_after(Day day, int32_t months) {
  namespace chrono = std::chrono;
  const chrono::year_month_day begin(chrono::sys_days{chrono::days(day)});
  chrono::year_month_day end = begin + chrono::months(months);
  if (!end.ok()) end = end.year() / end.month() / chrono::last;
  return std::min(kLastDay, static_cast<Day>(chrono::sys_days(end).time_since_epoch().count()));
}

}  // namespace lamella::clinical

#endif  // LAMELLA_SRC_CLINICAL_MONTHS_H_
