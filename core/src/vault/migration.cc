#include "vault/migration.h"

#include <algorithm>
#include <string>

#include "lamella/error.h"

namespace lamella::vault {

int64_t known_format(Connection& connection, int64_t newest) {
  Statement question(connection, "PRAGMA user_version");
  const int64_t format = question.step() ? question.integer(0) : 0;
  if (format > newest) {
    throw Error(Code::kTooNew, "a newer version wrote the database: format " +
                                   std::to_string(format) + ", at most " + std::to_string(newest) +
                                   " is known");
  }
  if (format == 0 && newest > 0) {
    throw Error(Code::kUnreleasedFormat,
                "a development version wrote the database: its format 0 is not read any more");
  }
  return format;
}

void migrate(Connection& connection, std::span<const Migration> steps, int64_t newest,
             bool may_write) {
  const int64_t found = known_format(connection, newest);
  if (found == newest) return;
  if (!may_write) {
    throw Error(Code::kReadOnly, "the database has an older format: open it to write once");
  }
  Transaction write(connection, Transaction::Kind::kWrite);
  for (int64_t format = found; format < newest; ++format) {
    const auto step = std::find_if(steps.begin(), steps.end(),
                                   [&](const Migration& each) { return each.from == format; });
    if (step == steps.end()) {
      throw Error(Code::kDamaged, "the database has a format that there never was");
    }
    step->run(connection);
    connection.execute(("PRAGMA user_version=" + std::to_string(format + 1)).c_str());
  }
  write.commit();
}

}  // namespace lamella::vault
