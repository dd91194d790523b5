// From an older schema to the newest, in one transaction.
#ifndef LAMELLA_SRC_VAULT_MIGRATION_H_
#define LAMELLA_SRC_VAULT_MIGRATION_H_

#include <cstdint>
#include <span>

#include "vault/sqlite.h"

namespace lamella::vault {

// A step from one format to the one after it.
struct Migration {
  int64_t from = 0;
  void (*run)(Connection& connection) = nullptr;
};

// The format of a database. Fails with kTooNew for a later one than `newest`, kUnreleasedFormat for
// format 0 once there is another.
int64_t known_format(Connection& connection, int64_t newest);

// Brings a database to the format `newest` by the steps that lead there. Whenever it stops, the
// database has the old format or the newest. Fails as known_format() does, with kReadOnly when
// there is a step to take and `may_write` is false, and kDamaged for a format that no step leads
// from.
void migrate(Connection& connection, std::span<const Migration> steps, int64_t newest,
             bool may_write);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_MIGRATION_H_
