#include "log/topics.h"

#include "lamella/error.h"
#include "log/position.h"

namespace lamella::log {

int64_t Topics::find_or_make(const std::string& key) {
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
    vault::Statement& insert = statements_("INSERT INTO topic(n, key, entries) VALUES(?1, ?2, 0)");
    insert.bind(1, n).bind(2, key);
    insert.run();
  }
  numbers_.emplace(key, n);
  return n;
}

int64_t Topics::add_entry(const std::string& key) {
  const int64_t n = find_or_make(key);
  ++changes_[n];
  return n;
}

void Topics::remove_entry(int64_t n) { --changes_[n]; }

int64_t Topics::number(const std::string& key) { return find_or_make(key); }

void Topics::flush() {
  vault::Statement& update = statements_("UPDATE topic SET entries = entries + ?2 WHERE n = ?1");
  for (const auto& [n, change] : changes_) {
    if (change == 0) continue;
    update.bind(1, n).bind(2, change);
    update.run();
    if (change < 0) {
      vault::Statement& erase = statements_("DELETE FROM topic WHERE n = ?1 AND entries = 0");
      erase.bind(1, n);
      erase.run();
    }
  }
  changes_.clear();
  numbers_.clear();
}

std::vector<NumberedTopic> Topics::all() {
  std::vector<NumberedTopic> topics;
  vault::Statement& rows = statements_("SELECT n, key FROM topic");
  while (rows.step()) topics.push_back({rows.integer(0), codec::decode_topic(rows.blob(1))});
  rows.reset();
  return topics;
}

void Topics::drop_unused() { statements_("DELETE FROM topic WHERE entries = 0").run(); }

void Topics::forget_entries() { statements_("UPDATE topic SET entries = 0").run(); }

}  // namespace lamella::log
