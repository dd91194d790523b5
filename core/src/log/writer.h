// Every change of the diary: put, edit, delete, restore.
#ifndef LAMELLA_SRC_LOG_WRITER_H_
#define LAMELLA_SRC_LOG_WRITER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/entry.h"
#include "lamella/task.h"
#include "log/contents.h"
#include "log/derived.h"
#include "log/op_log.h"
#include "log/payload.h"
#include "log/prepare.h"
#include "log/view.h"

namespace lamella::log {

// Lives for one call and its write transaction, which its owner commits after finish(). Public
// semantics of each function: lamella/diary.h.
class Writer {
 public:
  Writer(Statements& statements, int64_t wall_ms);

  // May be called again within the call's transaction; `total` is how many there will be, 0: not
  // known.
  std::vector<PutResult> put(std::vector<Prepared> records, const PutOptions& options, Task* task,
                             uint64_t total);
  std::string edit(const Id& id, std::string_view revision, std::string_view patch,
                   std::span<const uint32_t> clear);
  // Returns the content that the entry had, for it to be swept.
  std::optional<Id> remove(const Id& id);
  void restore(const Id& id, std::string_view record);
  void mint_replica() { log_.mint_replica(); }
  // What a living entry names. Fails with kNotFound when it is no attachment.
  codec::Content content_of(const Id& id);
  Contents& contents() { return contents_; }
  // Recreates the derived tables from the op-log.
  void rebuild(Task* task);

  // Writes what was gathered; nothing is complete without it.
  void finish();

 private:
  // Where the entry stood before this part, if it did.
  PutStatus existing(const Prepared& prepared, const std::optional<EntryKey>& before,
                     const PutOptions& options);
  void append_new(const Id& id, uint32_t life, Prepared prepared);
  // The entry, alive or deleted. Fails with kNotFound.
  View find(const Id& id);
  void check_revision(const codec::Revision& revision, const View& current);
  void erase_content(const View& view);
  codec::Hlc next_hlc();

  OpLog log_;
  Derived derived_;
  Contents contents_;
  PayloadSealer sealer_;
  codec::Hlc hlc_;
  int64_t wall_ms_;
  bool appended_ = false;
  uint64_t done_ = 0;  // records of put
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_WRITER_H_
