// The tables of the database. No row or index entry is large enough for an overflow page: SQLCipher
// can return one that fails its authentication as zeros.
#ifndef LAMELLA_SRC_VAULT_SCHEMA_H_
#define LAMELLA_SRC_VAULT_SCHEMA_H_

#include <cstdint>

#include "vault/sqlite.h"

namespace lamella::vault {

inline constexpr int64_t kApplicationId = 0x4c4d4c41;  // "LMLA"

// False for a database without any table.
bool has_schema(Connection& connection);

// Makes the tables, the marks of the file, and the row of this installation, in one transaction.
void create_schema(Connection& connection);

// The greatest generation of the key file that a commit saw, so that an older one can be told.
uint64_t noted_generation(Connection& connection);
void note_generation(Connection& connection, uint64_t generation);

// Fails with kDamaged for tables that are not those of a diary. Brings an older format to the
// present one, and fails as migrate() does.
void check_schema(Connection& connection, bool may_write);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_SCHEMA_H_
