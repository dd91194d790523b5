// The topic table: the series that entries belong to, numbered.
#ifndef LAMELLA_SRC_LOG_TOPICS_H_
#define LAMELLA_SRC_LOG_TOPICS_H_

#include <cstdint>
#include <map>
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

// Counts the entries of each topic; a topic goes with its last entry, so that the name of a deleted
// series does not stay. Works within the caller's transaction.
class Topics {
 public:
  explicit Topics(Statements& statements) : statements_(statements) {}

  // The number of the topic with this key, which is made when it is new. One more entry has it.
  int64_t add_entry(const std::string& key);
  // One entry less has it.
  void remove_entry(int64_t n);
  // The number of a topic that an entry has.
  int64_t number(const std::string& key);
  // Writes what changed.
  void flush();

  std::vector<NumberedTopic> all();
  // For a rebuild: no entry counts any more, the numbers stay until drop_unused().
  void forget_entries();
  void drop_unused();

 private:
  int64_t find_or_make(const std::string& key);

  Statements& statements_;
  std::map<std::string, int64_t> numbers_;
  std::map<int64_t, int64_t> changes_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_TOPICS_H_
