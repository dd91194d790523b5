#include "diary/each_body.h"

#include "log/query.h"

namespace lamella {

void for_each_body(log::Statements& statements, Type type, std::optional<Day> first_day,
                   std::optional<Day> last_day, const UseBody& use) {
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](const log::View& view) {
                        Record record = decode(view.record);
                        When when = record.when.value_or(When{});
                        when.local_day = when.local_day.value_or(0);
                        use(view.id, when, record.body);
                      });
}

}  // namespace lamella
