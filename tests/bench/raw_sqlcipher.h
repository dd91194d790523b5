// SQLCipher without Lamella: what the figures are measured against. Same amalgamation, same
// settings.
#ifndef LAMELLA_TESTS_BENCH_RAW_SQLCIPHER_H_
#define LAMELLA_TESTS_BENCH_RAW_SQLCIPHER_H_

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lamella::bench {

inline constexpr std::string_view kRawKey =
    "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'";

class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_));
    check(sqlite3_key_v2(db_, "main", kRawKey.data(), static_cast<int>(kRawKey.size())));
    for (const char* setting :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-8192",
          "PRAGMA mmap_size=0", "PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF",
          "PRAGMA cell_size_check=ON", "PRAGMA temp_store=MEMORY",
          "PRAGMA journal_size_limit=4194304"}) {
      execute(setting);
    }
  }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;
  ~RawDatabase() { sqlite3_close(db_); }

  void execute(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
      throw std::runtime_error(sqlite3_errmsg(db_));
    }
  }
  sqlite3* handle() const { return db_; }

 private:
  sqlite3* db_ = nullptr;
};

class RawStatement {
 public:
  RawStatement(RawDatabase& database, const char* sql) : database_(database) {
    database.check(sqlite3_prepare_v2(database.handle(), sql, -1, &statement_, nullptr));
  }
  RawStatement(const RawStatement&) = delete;
  RawStatement& operator=(const RawStatement&) = delete;
  ~RawStatement() { sqlite3_finalize(statement_); }

  void bind(int at, int64_t value) { database_.check(sqlite3_bind_int64(statement_, at, value)); }
  void bind(int at, double value) { database_.check(sqlite3_bind_double(statement_, at, value)); }
  void bind(int at, std::string_view blob) {
    database_.check(sqlite3_bind_blob(statement_, at, blob.data(), static_cast<int>(blob.size()),
                                      SQLITE_STATIC));
  }
  bool step() {
    const int code = sqlite3_step(statement_);
    database_.check(code);
    return code == SQLITE_ROW;
  }
  void run() {
    step();
    sqlite3_reset(statement_);
  }
  int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
  double real(int column) { return sqlite3_column_double(statement_, column); }

 private:
  RawDatabase& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace lamella::bench

#endif  // LAMELLA_TESTS_BENCH_RAW_SQLCIPHER_H_
