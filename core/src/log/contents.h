// The contents of attachments, beside the log: in rows of their own, of which none is so large that
// it needs an overflow page.
#ifndef LAMELLA_SRC_LOG_CONTENTS_H_
#define LAMELLA_SRC_LOG_CONTENTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/topic.h"
#include "lamella/id.h"
#include "log/statements.h"

namespace lamella::log {

// What one row of content_chunk holds, but for the last of a content.
inline constexpr size_t kChunkBytes = 3'500;
// The row ids of a content's chunks: the first 48 bits of its id, then the number of the chunk.
inline constexpr int kChunkBits = 15;
inline constexpr int64_t chunk_key(int64_t n, uint64_t part) {
  return (n << kChunkBits) | static_cast<int64_t>(part);
}
inline constexpr int64_t content_of_chunk(int64_t key) { return key >> kChunkBits; }
inline constexpr uint64_t chunks_of(uint64_t size) {
  return (size + kChunkBytes - 1) / kChunkBytes;
}
// The number of a content in this database.
int64_t content_number(const Id& content);

// Each is a promise to the next writable opening, which finishes what was begun.
enum class ContentState : uint8_t {
  kArriving = 0,  // no entry has it yet: goes
  kKept = 1,      // an entry has it
  kLeaving = 2,   // its entry was deleted: goes
  kAbsent = 3,    // an entry has it, and it is not here
  kFilling = 4,   // comes after its entry: becomes absent again
};

// Reads and writes within the caller's transaction.
class Contents {
 public:
  explicit Contents(Statements& statements) : statements_(statements) {}

  // A new content that arrives, empty.
  Id begin();
  // For an entry whose content is absent. Fails with kAlreadyExists when it is here, or on its way.
  void begin_filling(const Id& content);
  // Appends to a content that arrives. All parts but the last are whole chunks; `offset` are the
  // bytes before. Fails with kNotFound when the content left meanwhile.
  void append(const Id& content, uint64_t offset, std::string_view bytes);
  // The content of a filling is whole.
  void end_filling(const Id& content);

  // An entry has the content: it is kept when it has arrived, and else absent. Fails with
  // kAlreadyExists when another entry has it.
  void claim(const Id& content);
  // Its entry was deleted, or it is not wanted: sweep() it.
  void drop(const Id& content);
  // Erases some of a content that goes. True when nothing of it is left.
  bool sweep(int64_t n);
  // Every content of which something is to be swept.
  std::vector<int64_t> unfinished();

  // None: no entry ever had it.
  std::optional<ContentState> state(int64_t n);
  // Calls `use` with the chunks in their order. Fails with kNotFound when the content is not here,
  // and with kDamaged, after the last chunk, when it is not the one that `content` names.
  void read(const codec::Content& content, const std::function<void(std::string_view)>& use);

 private:
  void set(int64_t n, ContentState state);

  Statements& statements_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_CONTENTS_H_
