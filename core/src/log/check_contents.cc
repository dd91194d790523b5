#include "log/check_contents.h"

#include <optional>

#include "log/check.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 1'024;

bool comes_or_goes(ContentState state) {
  return state == ContentState::kArriving || state == ContentState::kLeaving;
}

bool fits(const FoundContent& found, const codec::Content& content) {
  return found.in_order && found.size == content.size && found.hash == content.hash;
}

// Why a content is not as its entry, if it has one, and its state say; null when it is.
const char* fault_of(ContentState state, const codec::Content* named, const FoundContent* found) {
  if (comes_or_goes(state)) {
    return named == nullptr ? nullptr : "the content of an attachment is about to be erased";
  }
  if (named == nullptr) return "a content is kept of which no entry knows";
  if (state == ContentState::kAbsent) {
    return found == nullptr ? nullptr : "a content is there that counts as absent";
  }
  if (state != ContentState::kKept) return nullptr;
  if (found == nullptr) return "the content of an attachment is missing";
  return fits(*found, *named) ? nullptr : "the content of an attachment does not match its hash";
}

template <typename Map>
auto find(const Map& map, int64_t n) {
  const auto found = map.find(n);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

FoundContents read_contents(Statements& statements, Task* task) {
  FoundContents found;
  vault::Statement states(statements.connection(), "SELECT n, state FROM content");
  while (states.step()) {
    found.states[states.integer(0)] = static_cast<ContentState>(states.integer(1));
  }
  vault::Statement rows(statements.connection(), "SELECT k, bytes FROM content_chunk ORDER BY k");
  std::optional<base::Hasher> hasher;
  FoundContent* content = nullptr;
  int64_t last = 0;
  uint64_t read = 0;
  const auto finish = [&] {
    if (content != nullptr) content->hash = hasher->finish();
  };
  while (rows.step()) {
    if (read++ % kProgressSteps == 0) report(task, read, 0);
    const int64_t key = rows.integer(0);
    const int64_t n = content_of_chunk(key);
    if (content == nullptr || n != last) {
      finish();
      content = &found.chunks[n];
      hasher.emplace();
      last = n;
    }
    const std::string_view bytes = rows.blob(1);
    content->in_order = content->in_order && key == chunk_key(n, content->chunks);
    ++content->chunks;
    content->size += bytes.size();
    hasher->update(bytes);
  }
  finish();
  return found;
}

void compare_contents(const std::vector<codec::Content>& named, const FoundContents& found,
                      CheckReport& report) {
  const auto add = [&](const char* what) { add_finding(report, FindingKind::kAttachment, what); };
  std::map<int64_t, codec::Content> of_entries;
  for (const codec::Content& content : named) {
    const int64_t n = content_number(content.id);
    if (!of_entries.emplace(n, content).second) add("two entries name one content");
    if (find(found.states, n) == nullptr) add("the content of an attachment is missing");
  }
  for (const auto& [n, state] : found.states) {
    if (const char* fault = fault_of(state, find(of_entries, n), find(found.chunks, n))) add(fault);
  }
  for (const auto& [n, chunks] : found.chunks) {
    if (find(found.states, n) == nullptr) add("there is content that belongs to no attachment");
  }
}

}  // namespace lamella::log
