#include "log/check_contents.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "log/check.h"
#include "log/contents.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 1'024;

// The chunks of one content as they come.
struct Chunks {
  int64_t n = -1;
  uint64_t count = 0;
  uint64_t size = 0;
  bool in_order = true;
  base::Hasher hasher{};
};

class ContentsWalk {
 public:
  ContentsWalk(Statements& statements, CheckReport& report, Task* task)
      : statements_(statements), report_(report), task_(task) {}

  void check(const std::vector<codec::Content>& named) {
    for (const codec::Content& content : named) {
      if (!named_.emplace(content_number(content.id), content).second) {
        add("two entries name one content");
      }
    }
    read_states();
    read_chunks();
    for (const auto& [n, state] : states_) {
      if (state == ContentState::kKept && named_.count(n) != 0) {
        add("the content of an attachment is missing");
      }
    }
  }

 private:
  void add(const char* what) { add_finding(report_, FindingKind::kAttachment, what); }

  void read_states() {
    vault::Statement rows(statements_.connection(), "SELECT n, state FROM content");
    while (rows.step()) {
      states_[rows.integer(0)] = static_cast<ContentState>(rows.integer(1));
    }
    for (const auto& [n, state] : states_) {
      const bool has_entry = named_.count(n) != 0;
      const bool comes_or_goes =
          state == ContentState::kArriving || state == ContentState::kLeaving;
      if (has_entry == comes_or_goes) {
        add(has_entry ? "the content of an attachment is about to be erased"
                      : "a content is kept of which no entry knows");
      }
    }
    for (const auto& [n, content] : named_) {
      if (states_.count(n) == 0) add("the content of an attachment is missing");
    }
  }

  void read_chunks() {
    vault::Statement rows(statements_.connection(),
                          "SELECT k, bytes FROM content_chunk ORDER BY k");
    std::optional<Chunks> chunks;
    uint64_t read = 0;
    while (rows.step()) {
      if (read++ % kProgressSteps == 0) lamella::report(task_, report_.changes + read, 0);
      const int64_t key = rows.integer(0);
      const std::string_view bytes = rows.blob(1);
      if (!chunks || chunks->n != content_of_chunk(key)) {
        finish(chunks);
        chunks.emplace().n = content_of_chunk(key);
      }
      chunks->in_order = chunks->in_order && key == chunk_key(chunks->n, chunks->count++);
      chunks->size += bytes.size();
      chunks->hasher.update(bytes);
    }
    finish(chunks);
  }

  void finish(std::optional<Chunks>& chunks) {
    if (!chunks) return;
    const auto state = states_.find(chunks->n);
    if (state == states_.end()) return add("there is content that belongs to no attachment");
    if (state->second == ContentState::kAbsent) {
      add("a content is there that counts as absent");
    } else if (state->second == ContentState::kKept) {
      const auto content = named_.find(chunks->n);
      if (content != named_.end() && !fits(*chunks, content->second)) {
        add("the content of an attachment does not match its hash");
      }
    }
    states_.erase(state);
  }

  static bool fits(Chunks& chunks, const codec::Content& content) {
    return chunks.in_order && chunks.size == content.size && chunks.hasher.finish() == content.hash;
  }

  Statements& statements_;
  CheckReport& report_;
  Task* task_;
  std::map<int64_t, codec::Content> named_;
  std::map<int64_t, ContentState> states_;  // of those whose chunks were not met yet
};

}  // namespace

void check_contents(Statements& statements, const std::vector<codec::Content>& named,
                    CheckReport& report, Task* task) {
  ContentsWalk(statements, report, task).check(named);
}

}  // namespace lamella::log
