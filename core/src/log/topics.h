// The topic table: the series that entries belong to, numbered.
#ifndef LAMELLA_SRC_LOG_TOPICS_H_
#define LAMELLA_SRC_LOG_TOPICS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "codec/topic.h"
#include "log/statements.h"

namespace lamella::log {

struct NumberedTopic {
  int64_t n = 0;
  codec::Topic topic;
};

// A topic goes with its last entry, so that the name of a deleted series does not stay. Works
// within the caller's transaction.
class Topics {
 public:
  explicit Topics(Statements& statements) : statements_(statements) {}

  // The number of the topic with this key, which is made when it is new. As all() it fails with
  // kDamaged for a number that no topic can have.
  int64_t number(const std::string& key);
  // An entry has this topic now, or has it no more; flush() drops a topic whose last entry it was.
  void gained(int64_t n) { gained_.insert(n); }
  void lost(int64_t n) { lost_.insert(n); }
  // After the entries of a transaction are written.
  void flush();
  // Drops every topic with a number that none can have, to begin a rebuild.
  void drop_impossible();
  // Drops every topic that no entry has, to end a rebuild.
  void drop_unused();

  std::vector<NumberedTopic> all();

 private:
  int64_t next_number();

  Statements& statements_;
  std::map<std::string, int64_t> numbers_;
  std::set<int64_t> gained_;
  std::set<int64_t> lost_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_TOPICS_H_
