#include "log/contents.h"

#include <algorithm>

#include "base/hash.h"
#include "lamella/error.h"

namespace lamella::log {

namespace {

constexpr int kNumberBytes = 6;
constexpr int64_t kSweptAtOnce = 300;  // chunks of a transaction: 1 MiB

bool goes(ContentState state) {
  return state == ContentState::kArriving || state == ContentState::kLeaving ||
         state == ContentState::kFilling;
}

}  // namespace

int64_t content_number(const Id& content) {
  int64_t n = 0;
  for (int i = 0; i < kNumberBytes; ++i) n = n << 8 | content.bytes[static_cast<size_t>(i)];
  return n;
}

std::optional<ContentState> Contents::state(int64_t n) {
  vault::Statement& row = statements_("SELECT state FROM content WHERE n = ?1");
  row.bind(1, n);
  std::optional<ContentState> state;
  if (row.step()) state = static_cast<ContentState>(row.integer(0));
  row.reset();
  return state;
}

void Contents::set(int64_t n, ContentState state) {
  vault::Statement& row = statements_(
      "INSERT INTO content(n, state) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET state = ?2");
  row.bind(1, n).bind(2, static_cast<int64_t>(state)).run();
}

Id Contents::begin() {
  Id content = random_id();
  while (state(content_number(content))) content = random_id();
  set(content_number(content), ContentState::kArriving);
  return content;
}

void Contents::begin_filling(const Id& content) {
  const int64_t n = content_number(content);
  if (state(n) != ContentState::kAbsent) {
    throw Error(Code::kAlreadyExists, "the content of the attachment is here or on its way");
  }
  set(n, ContentState::kFilling);
}

void Contents::append(const Id& content, uint64_t offset, std::string_view bytes) {
  const int64_t n = content_number(content);
  const auto before = state(n);
  if (before != ContentState::kArriving && before != ContentState::kFilling) {
    throw Error(Code::kNotFound, "the entry of this content was deleted meanwhile");
  }
  vault::Statement& insert = statements_("INSERT INTO content_chunk(k, bytes) VALUES(?1, ?2)");
  for (uint64_t part = offset / kChunkBytes; !bytes.empty(); ++part) {
    insert.bind(1, chunk_key(n, part)).bind(2, bytes.substr(0, kChunkBytes)).run();
    bytes.remove_prefix(std::min(bytes.size(), kChunkBytes));
  }
}

void Contents::end_filling(const Id& content) {
  const int64_t n = content_number(content);
  if (state(n) != ContentState::kFilling) {
    throw Error(Code::kNotFound, "the entry of this content was deleted meanwhile");
  }
  set(n, ContentState::kKept);
}

void Contents::claim(const Id& content) {
  const int64_t n = content_number(content);
  const auto before = state(n);
  if (before == ContentState::kArriving) {
    set(n, ContentState::kKept);
  } else if (!before) {
    set(n, ContentState::kAbsent);
  } else if (before == ContentState::kLeaving) {
    // A restored entry, before the sweep of its deletion came to an end.
    while (!sweep(n)) continue;
    set(n, ContentState::kAbsent);
  } else {
    throw Error(Code::kAlreadyExists, "the content belongs to another entry");
  }
}

void Contents::drop(const Id& content) {
  const int64_t n = content_number(content);
  if (state(n)) set(n, ContentState::kLeaving);
}

bool Contents::sweep(int64_t n) {
  const auto before = state(n);
  if (!before || !goes(*before)) return true;
  vault::Statement& chunks = statements_(
      "DELETE FROM content_chunk WHERE k IN"
      " (SELECT k FROM content_chunk WHERE k BETWEEN ?1 AND ?2 ORDER BY k LIMIT ?3)");
  chunks.bind(1, chunk_key(n, 0)).bind(2, chunk_key(n + 1, 0) - 1).bind(3, kSweptAtOnce).run();
  if (statements_.connection().changes() == kSweptAtOnce) return false;
  if (before == ContentState::kFilling) {
    set(n, ContentState::kAbsent);
  } else {
    statements_("DELETE FROM content WHERE n = ?1").bind(1, n).run();
  }
  return true;
}

std::vector<int64_t> Contents::unfinished() {
  std::vector<int64_t> numbers;
  vault::Statement& rows = statements_("SELECT n, state FROM content");
  while (rows.step()) {
    if (goes(static_cast<ContentState>(rows.integer(1)))) numbers.push_back(rows.integer(0));
  }
  rows.reset();
  return numbers;
}

void Contents::read(const codec::Content& content,
                    const std::function<void(std::string_view)>& use) {
  const int64_t n = content_number(content.id);
  if (state(n) != ContentState::kKept) {
    throw Error(Code::kNotFound, "the content of the attachment is not in this diary");
  }
  base::Hasher hasher;
  uint64_t size = 0;
  // Of its own: `use` may ask the diary for something else.
  vault::Statement chunks(statements_.connection(),
                          "SELECT bytes FROM content_chunk WHERE k BETWEEN ?1 AND ?2 ORDER BY k");
  chunks.bind(1, chunk_key(n, 0)).bind(2, chunk_key(n + 1, 0) - 1);
  while (chunks.step()) {
    const std::string_view bytes = chunks.blob(0);
    hasher.update(bytes);
    size += bytes.size();
    use(bytes);
  }
  if (size != content.size || hasher.finish() != content.hash) {
    throw Error(Code::kDamaged, "the content of an attachment does not match its hash");
  }
}

}  // namespace lamella::log
