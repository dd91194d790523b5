// Which days of a diary say what was used.
#ifndef LAMELLA_SRC_DIARY_ANSWERED_DAYS_H_
#define LAMELLA_SRC_DIARY_ANSWERED_DAYS_H_

#include <optional>
#include <vector>

#include "lamella/record.h"
#include "log/statements.h"

namespace lamella {

// The days that a person checked, from the diary's first dose on, in order: neither silence nor a
// diary that is kept without medicines is a day without one.
std::vector<Day> answered_days(log::Statements& statements, std::optional<Day> first_day,
                               std::optional<Day> last_day);

// Whether the table knows the drug, and nothing says that it was taken otherwise than on the skin:
// a strength of a mass, as of a tablet.
bool is_topical_steroid(const Dose& dose);

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_ANSWERED_DAYS_H_
