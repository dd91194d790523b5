// All that derives from the op-log: entry rows, topics and sample blocks, kept together.
#ifndef LAMELLA_SRC_LOG_DERIVED_H_
#define LAMELLA_SRC_LOG_DERIVED_H_

#include <cstdint>
#include <limits>
#include <memory_resource>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "codec/topic.h"
#include "lamella/id.h"
#include "log/entity.h"
#include "log/sample_store.h"
#include "log/topics.h"

namespace lamella::log {

// Days beyond the calendar, so that queries by day leave them out.
inline constexpr Day kUndated = std::numeric_limits<Day>::max() - 1;  // definitions
inline constexpr Day kDeleted = std::numeric_limits<Day>::max();
// The time in an entry's key where there is no instant: before all of the day.
inline constexpr int64_t kNoInstant = -2'000'000'000;

// An entry as the derived tables see it.
struct Standing {
  Id id;
  Entity entity;
  codec::Indexed indexed;      // of the shown record; empty when deleted
  Position body_position = 0;  // of the shown body
};

// Where an entry stands in the order of entries.
struct EntryKey {
  Day day = 0;
  int64_t t = 0;  // instant - day * kMsPerDay, or kNoInstant
  Id id;
};
EntryKey entry_key(const Standing& standing);

// The row of the entry table, but for the number of its topic.
struct EntryRow {
  EntryKey key;
  uint32_t type = 0;
  uint32_t life = 0;
  std::optional<Position> position{};  // of an entry that one change wrote whole
  std::string versions{};              // of any other that is not deleted
};
EntryRow entry_row(const Standing& standing);

// The number in an entry, for the blocks of its series.
std::optional<Sample> sample_of(const Standing& standing);

class Derived {
 public:
  explicit Derived(Statements& statements)
      : statements_(statements), topics_(statements), samples_(statements) {}

  void add(const Standing& standing);
  // `standing` as it was added.
  void remove(const Standing& standing);
  // Writes what was gathered; at the end of a transaction, and before when that is much.
  void flush();
  // Entries gathered since the last flush.
  size_t gathered() const { return new_ids_.size(); }
  // The entry, if it was added since the last flush.
  std::optional<EntryKey> gathered(const Id& id) const;
  // Empties the tables for a rebuild. The numbers of the topics stay: once the entry that made one
  // is erased, the log cannot tell them any more. But one that no topic can have goes.
  void clear();
  // Ends a rebuild.
  void drop_unused_topics() { topics_.drop_unused(); }

  std::optional<EntryKey> find(const Id& id);
  // Of each id, in the order of the table: in any other each would cost a page of a large diary.
  std::vector<std::optional<EntryKey>> find(std::span<const Id> ids);
  // The state of a found entry.
  Entity entity(const EntryKey& key);

 private:
  Statements& statements_;
  Topics topics_;
  SampleStore samples_;
  // A long import has a million of them.
  std::pmr::unsynchronized_pool_resource new_ids_memory_;
  std::pmr::unordered_map<Id, EntryKey, base::IdHash> new_ids_{&new_ids_memory_};
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_DERIVED_H_
