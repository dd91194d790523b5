#include "log/topics.h"

#include "lamella/error.h"
#include "log/position.h"

namespace lamella::log {

int64_t Topics::number(const std::string& key) {
  const auto known = numbers_.find(key);
  if (known != numbers_.end()) return known->second;
  vault::Statement& find = statements_("SELECT n FROM topic WHERE key = ?1");
  find.bind(1, key);
  int64_t n = -1;
  if (find.step()) n = find.integer(0);
  find.reset();
  if (n < 0) {
    vault::Statement& last = statements_("SELECT ifnull(max(n), -1) FROM topic");
    last.step();
    n = last.integer(0) + 1;
    last.reset();
    if (n >= kMaxTopics) {
      throw Error(Code::kInvalidArgument,
                  "the diary has more than " + std::to_string(kMaxTopics) + " series");
    }
    vault::Statement& insert = statements_("INSERT INTO topic(n, key) VALUES(?1, ?2)");
    insert.bind(1, n).bind(2, key);
    insert.run();
  }
  numbers_.emplace(key, n);
  return n;
}

void Topics::flush() {
  // Found at once for a series in use; only the last entry of one costs a scan. A count of entries
  // in the topic's row would cost every put another page.
  vault::Statement& erase = statements_(
      "DELETE FROM topic WHERE n = ?1 AND NOT EXISTS(SELECT 1 FROM entry WHERE topic = ?1)");
  for (int64_t n : lost_) {
    if (gained_.contains(n)) continue;
    erase.bind(1, n);
    erase.run();
  }
  gained_.clear();
  lost_.clear();
  numbers_.clear();
}

void Topics::drop_unused() {
  statements_.connection().execute(
      "DELETE FROM topic WHERE n NOT IN (SELECT topic FROM entry WHERE topic NOT NULL)");
}

std::vector<NumberedTopic> Topics::all() {
  std::vector<NumberedTopic> topics;
  vault::Statement& rows = statements_("SELECT n, key FROM topic");
  while (rows.step()) topics.push_back({rows.integer(0), codec::decode_topic(rows.blob(1))});
  rows.reset();
  return topics;
}

}  // namespace lamella::log
