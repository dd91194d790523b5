// Calls to the file system that fail: operation n of a kind, once, or from then on.
#include <sqlite3.h>

#include <algorithm>
#include <string>

#include "answers.h"
#include "disk.h"
#include "session.h"
#include "shim_vfs.h"

namespace lamella::faults {

namespace {

constexpr size_t kOperations = 40;

struct Fault {
  const char* part;
  FileCall call;
  int result;
  bool stays = false;      // fails from then on
  bool power_cut = false;  // and then the power fails
};

constexpr Fault kFaults[] = {
    {"read", FileCall::kRead, SQLITE_IOERR_READ},
    {"short read", FileCall::kRead, SQLITE_IOERR_SHORT_READ},
    {"write", FileCall::kWrite, SQLITE_IOERR_WRITE},
    {"sync", FileCall::kSync, SQLITE_IOERR_FSYNC},
    {"truncate", FileCall::kTruncate, SQLITE_IOERR_TRUNCATE},
    {"open", FileCall::kOpen, SQLITE_CANTOPEN},
    {"size", FileCall::kSize, SQLITE_IOERR_FSTAT},
    {"delete", FileCall::kDelete, SQLITE_IOERR_DELETE},
    {"look", FileCall::kAccess, SQLITE_IOERR_ACCESS},
    {"map", FileCall::kMapShared, SQLITE_IOERR_SHMMAP},
    {"every write fails", FileCall::kWrite, SQLITE_IOERR_WRITE, true},
    {"every sync fails", FileCall::kSync, SQLITE_IOERR_FSYNC, true},
    {"disk full", FileCall::kWrite, SQLITE_FULL, true},
    {"sync, then power cut", FileCall::kSync, SQLITE_IOERR_FSYNC, false, true},
    {"write, then power cut", FileCall::kWrite, SQLITE_IOERR_WRITE, false, true},
};

// Fails call number `point` of the fault's kind, counted from 0. Records what reached the disk.
class FailingDisk : public Recorder {
 public:
  FailingDisk(const Fault& fault, uint64_t point) : fault_(fault), point_(point) {}

  int before(const Call& call) override {
    if (call.call != fault_.call) return SQLITE_OK;
    const uint64_t number = calls_++;
    if (number < point_ || (number > point_ && !fault_.stays)) return SQLITE_OK;
    if (call.call == FileCall::kSync) lose_unsynced(call.file);
    return fault_.result;
  }
  uint64_t calls() const { return calls_; }

 private:
  const Fault& fault_;
  uint64_t point_;
  uint64_t calls_ = 0;
};

// The whole life of a diary with the fault, then a look at it without.
Outcome try_point(const Run& run, const Folder& folder, const Fault& fault, uint64_t point) {
  folder.replace_with({});
  Session session(folder.diary(), run.seed);
  FailingDisk disk(fault, point);
  watch(&disk);
  session.create();
  session.work(kOperations);
  watch(nullptr);
  return session.judge();
}

// A power cut at the moment of the last promise, some operations after the fault.
Outcome try_point_and_cut(const Run& run, const Folder& folder, const Fault& fault,
                          uint64_t point) {
  folder.replace_with({});
  Random random(run.seed, point);
  Session session(folder.diary(), run.seed);
  session.create();
  const Files before = folder.files();
  FailingDisk disk(fault, point);
  watch(&disk);
  session.work(random.between(1, kOperations), [&] { disk.acknowledge(0); });
  watch(nullptr);
  Files files = after_power_cut(before, disk, disk.last_promise(), Sectors::kTorn, random);
  // The key file does not go through SQLite: each of its updates is durable at once.
  for (std::string_view name : {kKeys, kSecondKeys}) {
    files[std::string(name)] = read_bytes(folder / name);
  }
  folder.replace_with(files);
  return session.judge();
}

uint64_t points(const Run& run, const Fault& fault) {
  const Folder folder;
  FailingDisk sound(fault, UINT64_MAX);
  Session session(folder.diary(), run.seed);
  watch(&sound);
  session.create();
  session.work(kOperations);
  watch(nullptr);
  return sound.calls();
}

Row fail(const Run& run, const Fault& fault) {
  constexpr uint64_t kSmall = 5;
  const uint64_t all = points(run, fault);
  const uint64_t step = run.full ? 1 : std::max<uint64_t>(1, all / kSmall);
  const Folder folder;
  const auto judge = [&](uint64_t point) {
    return fault.power_cut ? try_point_and_cut(run, folder, fault, point)
                           : try_point(run, folder, fault, point);
  };
  return judge_images(run, "io", fault.part, all, judge, step);
}

}  // namespace

std::vector<Row> io(const Run& run) {
  install_shim();
  std::vector<Row> rows;
  for (const Fault& fault : kFaults) {
    if (wanted(run, fault.part)) rows.push_back(fail(run, fault));
  }
  return rows;
}

}  // namespace lamella::faults
