#include "vault/sqlite.h"

#include <sqlite3.h>

#include <utility>

#include "lamella/error.h"

namespace lamella::vault {

namespace {

Code code_of(int extended) {
  if (extended == SQLITE_IOERR_NOMEM) return Code::kOutOfMemory;
  switch (extended & 0xff) {
    case SQLITE_NOMEM:
      return Code::kOutOfMemory;
    case SQLITE_FULL:
      return Code::kDiskFull;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::kBusy;
    case SQLITE_INTERRUPT:
      return Code::kCancelled;
    case SQLITE_READONLY:
      return Code::kReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Code::kDamaged;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return Code::kIo;
    default:
      return Code::kInternal;
  }
}

}  // namespace

void throw_sqlite(int extended) {
  const Code code = code_of(extended);
  throw Error(code,
              "the database refused: " + std::string(name(code)) + " (sqlite " +
                  std::to_string(extended) + ")",
              extended);
}

namespace {

void check(sqlite3* db, int result) {
  if (result != SQLITE_OK) throw_sqlite(sqlite3_extended_errcode(db));
}

}  // namespace

Connection::Connection(Connection&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(db_, other.db_);
  return *this;
}

Connection::~Connection() { sqlite3_close_v2(db_); }

void Connection::execute(const char* sql) {
  check(db_, sqlite3_exec(db_, sql, nullptr, nullptr, nullptr));
}

int64_t Connection::changes() const { return sqlite3_changes64(db_); }

Statement::Statement(Connection& connection, std::string_view sql)
    : db_(connection.handle()), statement_(nullptr) {
  check(db_,
        sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr));
}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int parameter, int64_t value) {
  check(db_, sqlite3_bind_int64(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view blob) {
  // A null pointer would bind NULL instead of an empty blob.
  const char* data = blob.data() == nullptr ? "" : blob.data();
  check(db_, sqlite3_bind_blob64(statement_, parameter, data, blob.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(db_, sqlite3_bind_null(statement_, parameter));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  const int extended = sqlite3_extended_errcode(db_);
  reset();  // gives back the locks of the failed run
  throw_sqlite(extended);
}

void Statement::reset() {
  sqlite3_reset(statement_);  // its result repeats the failure that step() reported
  sqlite3_clear_bindings(statement_);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr) {
    if (sqlite3_errcode(db_) == SQLITE_NOMEM) throw_sqlite(SQLITE_NOMEM);
    return {};
  }
  return {static_cast<const char*>(data), static_cast<size_t>(size)};
}

std::string_view Statement::text(int column) const {
  const unsigned char* data = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr) {
    if (sqlite3_errcode(db_) == SQLITE_NOMEM) throw_sqlite(SQLITE_NOMEM);
    return {};
  }
  return {reinterpret_cast<const char*>(data), static_cast<size_t>(size)};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

namespace {

// Some failures roll back by themselves, and then there is nothing left to undo. An interrupt can
// meet the rollback too, which must happen all the same.
void roll_back(sqlite3* db) {
  int result = SQLITE_INTERRUPT;
  while (sqlite3_get_autocommit(db) == 0 && (result & 0xff) == SQLITE_INTERRUPT) {
    result = sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  // The rollback of the one before can have failed for want of memory.
  sqlite3* const db = connection_.handle();
  roll_back(db);
  if (sqlite3_get_autocommit(db) == 0) throw_sqlite(sqlite3_extended_errcode(db));
  try {
    connection_.execute(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
  } catch (const Error&) {
    roll_back(db);
    throw;
  }
}

Transaction::~Transaction() {
  if (open_) roll_back(connection_.handle());
}

void Transaction::commit() {
  connection_.execute("COMMIT");
  open_ = false;
}

}  // namespace lamella::vault
