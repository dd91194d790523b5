#include "log/topics.h"

#include <optional>

#include "lamella/error.h"
#include "log/position.h"

namespace lamella::log {

namespace {

// The number is a part of the keys of blocks and a place in memory.
int64_t checked(int64_t n) {
  if (n < 0 || n >= kMaxTopics) throw Error(Code::kDamaged, "a series has an impossible number");
  return n;
}

}  // namespace

int64_t Topics::number(const std::string& key) {
  const auto known = numbers_.find(key);
  if (known != numbers_.end()) return known->second;
  vault::Statement& find = statements_("SELECT n FROM topic WHERE key = ?1");
  find.bind(1, key);
  std::optional<int64_t> found;
  if (find.step()) found = find.integer(0);
  find.reset();
  const int64_t n = found ? checked(*found) : next_number();
  if (!found) {
    vault::Statement& insert = statements_("INSERT INTO topic(n, key) VALUES(?1, ?2)");
    insert.bind(1, n).bind(2, key);
    insert.run();
  }
  numbers_.emplace(key, n);
  return n;
}

int64_t Topics::next_number() {
  vault::Statement& last = statements_("SELECT max(n) FROM topic");
  last.step();
  std::optional<int64_t> most;
  if (!last.is_null(0)) most = last.integer(0);
  last.reset();
  if (!most) return 0;
  if (checked(*most) == kMaxTopics - 1) {
    throw Error(Code::kInvalidArgument,
                "the diary has more than " + std::to_string(kMaxTopics) + " series");
  }
  return *most + 1;
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

void Topics::drop_impossible() {
  vault::Statement& drop = statements_("DELETE FROM topic WHERE n NOT BETWEEN 0 AND ?1");
  drop.bind(1, kMaxTopics - 1).run();
}

void Topics::drop_unused() {
  statements_.connection().execute(
      "DELETE FROM topic WHERE n NOT IN (SELECT topic FROM entry WHERE topic NOT NULL)");
}

std::vector<NumberedTopic> Topics::all() {
  std::vector<NumberedTopic> topics;
  vault::Statement& rows = statements_("SELECT n, key FROM topic");
  while (rows.step()) {
    topics.push_back({checked(rows.integer(0)), codec::decode_topic(rows.blob(1))});
  }
  rows.reset();
  return topics;
}

}  // namespace lamella::log
