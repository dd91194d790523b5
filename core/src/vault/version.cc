#include "lamella/version.h"

#include <sqlite3.h>

#include <mutex>
#include <string>

#include "vault/sqlite.h"

namespace lamella {

namespace {

// Empty when this SQLite knows no cipher.
std::string ask_sqlcipher() {
  sqlite3* db = nullptr;
  const int result = sqlite3_open(":memory:", &db);
  vault::Connection connection(db);
  if (result != SQLITE_OK) vault::throw_sqlite(result);
  vault::Statement version(connection, "PRAGMA cipher_version");
  return version.step() ? std::string(version.text(0)) : std::string();
}

}  // namespace

std::string_view version() { return LAMELLA_VERSION; }

std::string_view sqlcipher_version() {
  static std::mutex mutex;
  static std::string answer;
  const std::lock_guard guard(mutex);
  // An empty answer may come from a lack of memory, which passes.
  if (answer.empty()) answer = ask_sqlcipher();
  return answer;
}

}  // namespace lamella
