// The prepared statements of one connection, each prepared once.
#ifndef LAMELLA_SRC_LOG_STATEMENTS_H_
#define LAMELLA_SRC_LOG_STATEMENTS_H_

#include <map>

#include "vault/sqlite.h"

namespace lamella::log {

// Goes before its connection. Not for a statement that is still in use further up the stack.
class Statements {
 public:
  explicit Statements(vault::Connection& connection) : connection_(connection) {}

  // `sql` is a literal: its address stands for it, which costs less than comparing texts.
  vault::Statement& operator()(const char* sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) {
      found->second.reset();
      return found->second;
    }
    return statements_.emplace(sql, vault::Statement(connection_, sql)).first->second;
  }

  vault::Connection& connection() { return connection_; }

 private:
  vault::Connection& connection_;
  std::map<const char*, vault::Statement> statements_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_STATEMENTS_H_
