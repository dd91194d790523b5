// A SQLite that does not encrypt, and does not say so when it is given a key.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <string>

#include "core/failure.h"
#include "core/vault_fixture.h"
#include "lamella/diary.h"
#include "lamella/salvage.h"
#include "lamella/version.h"

// The two functions of SQLCipher that the core calls and the system's SQLite lacks.
extern "C" {

struct sqlite3;

int sqlite3_key_v2(sqlite3* /*db*/, const char* /*name*/, const void* /*key*/, int /*size*/) {
  return 0;
}

int sqlite3_rekey_v2(sqlite3* /*db*/, const char* /*name*/, const void* /*key*/, int /*size*/) {
  return 0;
}

}  // extern "C"

namespace lamella {
namespace {

using vault_test::contents;
using vault_test::device_key;
using vault_test::TempFolder;
using vault_test::write_bytes;

template <typename Call>
bool says_so(const Call& call) {
  return failure_of(call).code == Code::kNotEncrypted;
}

TEST_CASE("with a SQLite that does not encrypt nothing is made, opened or changed") {
  REQUIRE(sqlcipher_version().empty());
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  CHECK(says_so([&] { Diary::create(path, device_key()); }));
  CHECK(says_so([&] { Diary::restore_backup(folder / "backup", device_key(), path); }));
  CHECK(contents(folder.path()).empty());
  for (const char* suffix : {"", "-keys", "-keys.bak"}) write_bytes(path + suffix, "as it was");
  const auto before = contents(folder.path());
  CHECK(says_so([&] { Diary::open(path, device_key()); }));
  CHECK(says_so([&] { Diary::open(path, device_key(), {.read_only = true}); }));
  CHECK(says_so([&] { salvage(path, device_key(), folder / "saved.db", device_key()); }));
  CHECK(contents(folder.path()) == before);
}

}  // namespace
}  // namespace lamella
