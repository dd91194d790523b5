// Reads the entries of one type as their bodies.
#ifndef LAMELLA_SRC_DIARY_EACH_BODY_H_
#define LAMELLA_SRC_DIARY_EACH_BODY_H_

#include <functional>
#include <optional>
#include <utility>

#include "lamella/id.h"
#include "lamella/record.h"
#include "log/statements.h"

namespace lamella {

// Calls `use(id, when, body)` for each entry with a day from `first_day` to `last_day`, in the
// order of the diary. A change from another device was not validated: what no put would accept,
// such as a negative dose or a day beyond the calendar, is left out of what is made of entries. So
// `when` has a day wherever the type needs one.
using UseBody = std::function<void(const Id&, const When&, Body&)>;
void for_each_body(log::Statements& statements, Type type, std::optional<Day> first_day,
                   std::optional<Day> last_day, const UseBody& use);

// The same with the body as what it is.
template <typename Kind, typename Use>
void for_each_body(log::Statements& statements, Type type, std::optional<Day> first_day,
                   std::optional<Day> last_day, Use use) {
  for_each_body(statements, type, first_day, last_day,
                [&](const Id& id, const When& when, Body& body) {
                  if (auto* kind = std::get_if<Kind>(&body)) use(id, when, std::move(*kind));
                });
}

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_EACH_BODY_H_
