#include "diary/each_body.h"

#include "codec/validate.h"
#include "log/query.h"

namespace lamella {

void for_each_body(log::Statements& statements, Type type, std::optional<Day> first_day,
                   std::optional<Day> last_day, const UseBody& use) {
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](const log::View& view) {
                        Record record = decode(view.record);
                        if (!codec::is_valid(record)) return;
                        use(view.id, record.when.value_or(When{}), record.body);
                      });
}

}  // namespace lamella
