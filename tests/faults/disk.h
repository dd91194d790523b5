// A disk that forgets: what was written to it, and what of that a power cut may leave.
#ifndef LAMELLA_TESTS_FAULTS_DISK_H_
#define LAMELLA_TESTS_FAULTS_DISK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "folder.h"
#include "random.h"
#include "shim_vfs.h"

namespace lamella::faults {

// Records what changes files while it watches.
class Recorder : public Watcher {
 public:
  explicit Recorder(bool safe_overwrite = true) : safe_overwrite_(safe_overwrite) {}

  // Everything that was done until now has been promised to the caller.
  void acknowledge(size_t operations);

  void after(const Call& call) override;
  // Without the claim that a write leaves the bytes beside it alone, SQLite fills its sectors.
  int characteristics(int real) override { return safe_overwrite_ ? real : 0; }

  struct Change {
    FileCall call;  // kWrite, kTruncate, kSync or kDelete
    std::string file;
    int64_t offset;
    std::string data;
    bool lost = false;
  };
  struct Mark {
    size_t changes;
    size_t operations;
  };
  const std::vector<Change>& changes() const { return changes_; }
  // Operations that were acknowledged before the change number `cut`.
  size_t acknowledged(size_t cut) const;
  // Changes that were made when the last operation was acknowledged.
  size_t last_promise() const { return marks_.empty() ? 0 : marks_.back().changes; }
  // What was written to the file since its last sync never arrives: so does a system that reports
  // the failure of a sync once and then believes its pages clean.
  void lose_unsynced(std::string_view file);

 private:
  bool safe_overwrite_;
  std::vector<Change> changes_;
  std::vector<Mark> marks_;
};

enum class Sectors : uint8_t {
  kWhole,  // a write arrives or is lost
  kTorn,   // it arrives in some of its sectors of 512 bytes
};

// The files after a power cut before the change number `cut`, on a disk that held `before`.
// What a later sync of the same file covers is there; of the rest a third is lost.
Files after_power_cut(const Files& before, const Recorder& recorder, size_t cut, Sectors sectors,
                      Random& random);
// The files with every change before `cut`: those that other programs see.
Files after(const Files& before, const Recorder& recorder, size_t cut);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_DISK_H_
