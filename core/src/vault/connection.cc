#include "vault/connection.h"

#include <sodium.h>
#include <sqlite3.h>

#include <algorithm>
#include <sstream>

#include "lamella/error.h"
#include "lamella/version.h"

namespace lamella::vault {

namespace {

constexpr int kLeastSqlite = 3051003;
constexpr int kBusyTimeoutMs = 5000;

// Page size and HMAC are SQLCipher 4's defaults, so that other tools can open the file. A negative
// cache size is in KiB; fullfsync matters on Apple's systems alone.
constexpr const char* kSettings[] = {
    "PRAGMA cipher_page_size=4096", "PRAGMA cipher_hmac_algorithm=HMAC_SHA512",
    "PRAGMA cache_size=-8192",      "PRAGMA mmap_size=0",
    "PRAGMA foreign_keys=ON",       "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",     "PRAGMA journal_size_limit=4194304",
    "PRAGMA fullfsync=ON",          "PRAGMA checkpoint_fullfsync=ON",
    "PRAGMA synchronous=FULL",
};

std::string uri_of(const std::string& path, Access access) {
  constexpr std::string_view kPlain = "/-._~";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      const auto byte = static_cast<uint8_t>(c);
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return access == Access::kImmutable ? uri + "?immutable=1" : uri;
}

int flags_of(Access access, Threads threads) {
  const int common = SQLITE_OPEN_URI | SQLITE_OPEN_PRIVATECACHE |
                     (threads == Threads::kAny ? SQLITE_OPEN_FULLMUTEX : SQLITE_OPEN_NOMUTEX);
  switch (access) {
    case Access::kCreate:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::kWrite:
      return common | SQLITE_OPEN_READWRITE;
    default:
      return common | SQLITE_OPEN_READONLY;
  }
}

bool reads_only(Access access) { return access == Access::kRead || access == Access::kImmutable; }

sqlite3_file* file_of(const Connection& connection) {
  sqlite3_file* file = nullptr;
  const int result =
      sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (result != SQLITE_OK) throw_sqlite(result);
  return file;
}

std::string answer(Connection& connection, std::string_view sql) {
  Statement question(connection, sql);
  return question.step() ? std::string(question.text(0)) : std::string();
}

}  // namespace

Library library() {
  return {sqlite3_compileoption_used("HAS_CODEC") != 0, sqlite3_libversion_number(),
          sqlcipher_version()};
}

void require_encryption(const Library& library) {
  if (!library.has_codec || library.cipher_version.empty()) {
    throw Error(Code::kNotEncrypted, "this build's sqlite does not encrypt");
  }
  if (library.sqlite_version < kLeastSqlite) {
    throw Error(Code::kNotEncrypted, "this build's sqlite is " +
                                         std::to_string(library.sqlite_version) +
                                         ", at least 3051003 is needed");
  }
}

SecretBytes raw_key(const SecretBytes& data_key, const Salt& salt) {
  // x' + hexadecimal digits + ', and the NUL that libsodium appends.
  const size_t key_digits = 2 * data_key.size();
  const size_t salt_digits = 2 * salt.size();
  SecretBytes key(2 + key_digits + salt_digits + 1);
  SecretBytes digits(key_digits + salt_digits + 1);
  char* text = reinterpret_cast<char*>(digits.data());
  sodium_bin2hex(text, key_digits + 1, data_key.data(), data_key.size());
  sodium_bin2hex(text + key_digits, salt_digits + 1, salt.data(), salt.size());
  key.data()[0] = 'x';
  key.data()[1] = '\'';
  std::copy_n(digits.data(), key_digits + salt_digits, key.data() + 2);
  key.data()[key.size() - 1] = '\'';
  return key;
}

std::unique_ptr<Connection> open_file(const std::string& database, Access access, Threads threads) {
  sqlite3* db = nullptr;
  const int result =
      sqlite3_open_v2(uri_of(database, access).c_str(), &db, flags_of(access, threads), nullptr);
  auto connection = std::make_unique<Connection>(db);
  if (result != SQLITE_OK) throw_sqlite(db == nullptr ? result : sqlite3_extended_errcode(db));
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, kBusyTimeoutMs);
  if (!reads_only(access) && sqlite3_db_readonly(db, "main") != 0) {
    throw Error(Code::kReadOnly, "the database cannot be written: open it to read");
  }
  return connection;
}

uint64_t database_bytes(const Connection& connection) {
  sqlite3_file* file = file_of(connection);
  sqlite3_int64 size = 0;
  const int result = file->pMethods->xFileSize(file, &size);
  if (result != SQLITE_OK) throw_sqlite(result);
  return static_cast<uint64_t>(size);
}

Salt read_header(const Connection& connection) {
  sqlite3_file* file = file_of(connection);
  Salt header{};
  const int result = file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0);
  if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) throw_sqlite(result);
  return header;
}

bool is_plain_text(const Salt& header) {
  constexpr std::string_view kMark("SQLite format 3\0", 16);
  return std::equal(kMark.begin(), kMark.end(), header.begin());
}

std::unique_ptr<Connection> open_in_memory() {
  sqlite3* db = nullptr;
  const int result = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, nullptr);
  auto connection = std::make_unique<Connection>(db);
  if (result != SQLITE_OK) throw_sqlite(result);
  return connection;
}

void hand_over_key(Connection& connection, const SecretBytes& key) {
  const int result =
      sqlite3_key_v2(connection.handle(), "main", key.data(), static_cast<int>(key.size()));
  if (result != SQLITE_OK) throw_sqlite(result);
  // SQLCipher logs to stderr unless told so after the key and before any other statement.
  connection.execute("PRAGMA cipher_log_level=NONE");
  if (answer(connection, "PRAGMA cipher_version").empty()) {
    throw Error(Code::kNotEncrypted, "this build's sqlite does not encrypt");
  }
}

void unlock(Connection& connection, const SecretBytes& key, Access access) {
  hand_over_key(connection, key);
  for (const char* setting : kSettings) connection.execute(setting);
  if (reads_only(access)) connection.execute("PRAGMA query_only=ON");
}

void set_up_writing(Connection& connection) {
  connection.execute("PRAGMA auto_vacuum=NONE");
  if (answer(connection, "PRAGMA journal_mode=WAL") != "wal") {
    throw Error(Code::kIo, "this file system does not allow a write-ahead log");
  }
}

std::unique_ptr<Connection> open_reader(const std::string& database, const SecretBytes& key,
                                        Access access) {
  std::unique_ptr<Connection> connection = open_file(database, access, Threads::kOne);
  unlock(*connection, key, access);
  return connection;
}

void rekey(Connection& connection, const SecretBytes& key) {
  const int result =
      sqlite3_rekey_v2(connection.handle(), "main", key.data(), static_cast<int>(key.size()));
  if (result != SQLITE_OK) throw_sqlite(result);
}

void copy_database(Connection& source, const std::string& database, const SecretBytes& key,
                   Task* task) {
  constexpr int kPagesAtOnce = 1'000;
  const std::unique_ptr<Connection> target = open_file(database, Access::kCreate);
  unlock(*target, key, Access::kCreate);
  // Nobody sees the copy before it is whole and verified.
  target->execute("PRAGMA journal_mode=OFF");
  target->execute("PRAGMA synchronous=OFF");
  const Transaction snapshot(source, Transaction::Kind::kRead);
  sqlite3_backup* copy = sqlite3_backup_init(target->handle(), "main", source.handle(), "main");
  if (copy == nullptr) throw_sqlite(sqlite3_extended_errcode(target->handle()));
  int result = SQLITE_OK;
  while (result == SQLITE_OK) {
    const auto pages = static_cast<uint64_t>(sqlite3_backup_pagecount(copy));
    try {
      report(task, pages - static_cast<uint64_t>(sqlite3_backup_remaining(copy)), pages);
    } catch (...) {
      sqlite3_backup_finish(copy);
      throw;
    }
    result = sqlite3_backup_step(copy, kPagesAtOnce);
  }
  const int finished = sqlite3_backup_finish(copy);
  if (result != SQLITE_DONE) throw_sqlite(result);
  if (finished != SQLITE_OK) throw_sqlite(finished);
}

std::vector<std::string> damaged_pages(const std::string& database, const SecretBytes& key,
                                       Access access, bool structure) {
  std::vector<std::string> lines;
  // One bad page spoils a connection: each looks on its own.
  const auto look = [&](const char* pragma) {
    try {
      const std::unique_ptr<Connection> connection = open_reader(database, key, access);
      Statement found(*connection, pragma);
      while (found.step()) {
        // Of integrity_check, one row is a heading and several lines.
        std::istringstream row{std::string(found.text(0))};
        for (std::string line; std::getline(row, line);) {
          if (line != "ok" && !line.starts_with("***")) lines.push_back(line);
        }
      }
    } catch (const Error& error) {
      if (error.code() == Code::kOutOfMemory) throw;
      lines.emplace_back(error.what());
    }
  };
  look("PRAGMA cipher_integrity_check");
  if (structure) look("PRAGMA integrity_check");
  return lines;
}

bool truncate_log(Connection& connection) {
  sqlite3* db = connection.handle();
  sqlite3_busy_timeout(db, 0);
  const auto checkpoint = [&] {
    return sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  };
  int result = checkpoint();
  // An interrupt that found no statement running waits for the next checkpoint, which clears it.
  if (result == SQLITE_INTERRUPT) result = checkpoint();
  sqlite3_busy_timeout(db, kBusyTimeoutMs);
  if (result == SQLITE_OK) return true;
  const int primary = result & 0xff;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) return false;
  throw_sqlite(result);
}

}  // namespace lamella::vault
