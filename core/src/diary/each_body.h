// Reads the entries of one type as their bodies.
#ifndef LAMELLA_SRC_DIARY_EACH_BODY_H_
#define LAMELLA_SRC_DIARY_EACH_BODY_H_

#include <optional>
#include <utility>

#include "lamella/record.h"
#include "log/query.h"

namespace lamella {

// Calls `use(id, when, body)` for each entry with a day from `first_day` to `last_day`, in the
// order of the diary. A change from another device was not validated here: an entry without a day
// counts as one of day 0.
template <typename Body, typename Use>
void for_each_body(log::Statements& statements, Type type, std::optional<Day> first_day,
                   std::optional<Day> last_day, Use use) {
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](const log::View& view) {
                        Record record = decode(view.record);
                        auto* body = std::get_if<Body>(&record.body);
                        if (body == nullptr) return;
                        When when = record.when.value_or(When{});
                        when.local_day = when.local_day.value_or(0);
                        use(view.id, when, std::move(*body));
                      });
}

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_EACH_BODY_H_
