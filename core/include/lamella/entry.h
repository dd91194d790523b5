// Entries of a diary and the questions that one can ask for them.
#ifndef LAMELLA_ENTRY_H_
#define LAMELLA_ENTRY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/day.h"
#include "lamella/id.h"

namespace lamella {

// A serialized record to put, under this id or a new one.
struct NewRecord {
  std::string record{};
  std::optional<Id> id{};
};

enum class PutStatus : uint8_t {
  kAdded = 0,
  kExists = 1,   // the id holds this record already
  kDiffers = 2,  // the id holds another record, which stays
  kDeleted = 3,  // the id was deleted, and stays so
};

struct PutResult {
  Id id{};
  PutStatus status = PutStatus::kAdded;
};

struct PutOptions {
  // Reports an id in use instead of failing with kAlreadyExists: for imports.
  bool skip_existing = false;
  // Writes nothing: the results are those that a put would have.
  bool dry_run = false;
};

// Where the records of a long put come from and where its results go. Neither may write to the
// diary or close it.
struct RecordStream {
  // The next records; none at the end.
  std::function<std::vector<NewRecord>()> next{};
  // What became of those that `next` gave last.
  std::function<void(std::span<const PutResult>)> done{};
};

// Where the content of an attachment comes from: fills the start of `room` and returns how many
// bytes that were, 0 at the end. It may use the diary, but not close, suspend or resume it.
using ContentSource = std::function<size_t(std::span<char> room)>;
// Where it goes. The same holds for it.
using ContentSink = std::function<void(std::string_view part)>;

// A register of which two devices wrote different values, neither having seen the other.
struct Conflict {
  uint32_t register_number = 0;
  // The field's bytes in the versions that are not shown; empty is a cleared field.
  std::vector<std::string> others{};
};

// One entry as it stands.
struct Entry {
  Id id{};
  uint32_t type = 0;
  // What this entry shows, to hand back to `edit`. Opaque.
  std::string revision{};
  // Serialized lamella.v1.Record.
  std::string record{};
  std::vector<Conflict> conflicts{};
  // Made by a newer version: shown as such, and not edited.
  bool newer = false;
};

// Which entries, all conditions together. Empty or absent conditions take all.
struct Query {
  std::optional<Day> first_day{};  // both included
  std::optional<Day> last_day{};
  std::optional<int64_t> from_ms{};    // instant at or after; leaves out entries without an instant
  std::optional<int64_t> before_ms{};  // instant before
  std::vector<uint32_t> types{};       // body field numbers
  std::optional<std::string> code{};   // symptom item, factor, measurement kind or drug
  std::optional<std::string> site{};   // "" is the whole body
  uint32_t limit = 100;                // entries a page, 1 to 10,000
  bool newest_first = false;
  std::string token{};  // `next_token` of the page before; empty for the first
};

// A page in the order (local day, instant, id), a snapshot of its own.
struct Page {
  std::vector<Entry> entries{};
  std::string next_token{};  // empty on the last page
  bool changed = false;      // the diary moved since page one
};

// Which numbers. A series is named "type.code", for example "symptom.itch"; the bare code will do
// where one type alone has it.
struct SampleQuery {
  std::vector<std::string> series{};  // empty: all
  std::optional<std::string> site{};
  std::optional<Day> first_day{};  // both included
  std::optional<Day> last_day{};
  // Adds the column `record` with the id of each sample's entry, a look-up each.
  bool record_ids = false;
};

}  // namespace lamella

#endif  // LAMELLA_ENTRY_H_
