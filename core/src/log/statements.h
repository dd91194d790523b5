// The prepared statements of one connection, each prepared once.
#ifndef LAMELLA_SRC_LOG_STATEMENTS_H_
#define LAMELLA_SRC_LOG_STATEMENTS_H_

#include <map>
#include <string_view>

#include "vault/sqlite.h"

namespace lamella::log {

// Goes before its connection. Not for a statement that is still in use further up the stack.
class Statements {
 public:
  explicit Statements(vault::Connection& connection) : connection_(connection) {}

  // `sql` is a literal: the view is kept.
  vault::Statement& operator()(std::string_view sql) {
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
  std::map<std::string_view, vault::Statement> statements_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_STATEMENTS_H_
