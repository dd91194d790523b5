// The way out of a damaged diary: what of it still verifies goes into a new one.
//
//   lamella::SalvageReport report = lamella::salvage("diary.db", credential, "saved.db",
//   credential); for (const std::string& line : report.what_was_lost) std::puts(line.c_str());
#ifndef LAMELLA_SALVAGE_H_
#define LAMELLA_SALVAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lamella/credential.h"
#include "lamella/id.h"
#include "lamella/task.h"

namespace lamella {

// Changes of one device that are not there any more: one of them at least, but not always all.
struct SequenceGap {
  Id replica{};  // zeros when its name is lost as well
  uint64_t first = 0;
  uint64_t last = 0;  // included
};

struct SalvageReport {
  bool is_whole() const { return what_was_lost.empty(); }

  uint64_t pages = 0;          // of the damaged database
  uint64_t damaged_pages = 0;  // of these
  uint64_t changes = 0;        // of the log, that verify
  uint64_t entries = 0;        // in the new diary
  std::vector<Id> lost{};      // entries that could not be recovered, of those with a trace left
  std::vector<Id> older{};     // entries that are without a later edit
  std::vector<Id> without_content{};  // attachments whose content could not be recovered
  std::vector<SequenceGap> gaps{};
  std::vector<std::string> what_was_lost{};  // one line each, with ids and numbers alone
};

// Reads each page of the damaged diary by itself, and puts every entry whose bytes verify into a
// new diary, under the same id and as it was last shown; deleted entries stay deleted, and history
// stays behind. The damaged diary is only read, under its lock. Fails as Diary::open and
// Diary::create do, and with kDamaged or kMismatch when not one page verifies; then there is no new
// diary. Holds the records of the diary in memory, and not the contents of its attachments.
SalvageReport salvage(const std::string& damaged_path, const Credential& credential,
                      const std::string& new_path, const Credential& new_credential,
                      Task* task = nullptr);

}  // namespace lamella

#endif  // LAMELLA_SALVAGE_H_
