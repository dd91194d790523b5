// The only way to SQLite: connections, statements, transactions.
//
//   Statement find(connection, "SELECT t FROM entry WHERE day = ?1");
//   for (find.bind(1, day); find.step();) use(find.integer(0));
//   find.reset();
//
// Every failure is a lamella::Error with the extended SQLite code as its detail. Nothing here logs.
#ifndef LAMELLA_SRC_VAULT_SQLITE_H_
#define LAMELLA_SRC_VAULT_SQLITE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace lamella::vault {

// Throws the Error for an extended SQLite code. Its message holds no SQL, values or paths.
[[noreturn]] void throw_sqlite(int extended_code);

// One connection, used by one thread at a time. Moves; closes at the end.
class Connection {
 public:
  explicit Connection(sqlite3* db) : db_(db) {}
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  // Runs SQL without results or parameters. Never with a secret in it.
  void execute(const char* sql);
  // Rows that the last INSERT, UPDATE or DELETE changed.
  int64_t changes() const;
  sqlite3* handle() const { return db_; }

 private:
  sqlite3* db_;
};

// A prepared statement. Parameters count from 1, columns from 0. Views stay valid until the next
// step() or reset(). Its connection must outlive it.
class Statement {
 public:
  Statement(Connection& connection, std::string_view sql);
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int parameter, int64_t value);
  // Blobs are borrowed until the next reset().
  Statement& bind(int parameter, std::string_view blob);
  Statement& bind_null(int parameter);

  // True on a row, false at the end.
  bool step();
  // Makes it ready to be bound and run again.
  void reset();
  // step() to the end and reset().
  void run();

  int64_t integer(int column) const;
  std::string_view blob(int column) const;
  std::string_view text(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
};

// BEGIN IMMEDIATE for a write, a snapshot for a read; rolled back unless committed. A read ends
// without commit().
class Transaction {
 public:
  enum class Kind : uint8_t { kRead, kWrite };

  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_SQLITE_H_
