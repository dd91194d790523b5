#include "specimen.h"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

#include "disk.h"
#include "shim_vfs.h"

namespace lamella::faults {

namespace {

// Fails the first attempt to empty the write-ahead log: the last step of a creation but one.
class UnfinishedCreation : public Watcher {
 public:
  int before(const Call& call) override {
    return call.call == FileCall::kTruncate ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
  }
};

// Ends like the creation of a diary that was stopped, and opens it once.
std::string create(const std::string& path) {
  UnfinishedCreation stop;
  watch(&stop);
  try {
    Diary::create(path, device_key());
  } catch (const Error&) {
  }
  watch(nullptr);
  std::string keys = read_bytes(path + "-keys");
  Diary::open(path, device_key()).close();
  if (keys.empty() || keys == read_bytes(path + "-keys")) {
    throw std::runtime_error("the creation of the specimen was not stopped");
  }
  return keys;
}

void run(const Operation& operation, Diary& diary, State& state) {
  operation.run(diary, state);
  operation.change(state);
}

// The next operation that writes few pages.
Operation next_small(Workload& workload, const State& state) {
  constexpr size_t kFew = 4;
  Operation operation = workload.next(state);
  while (operation.entries.size() > kFew) operation = workload.next(state);
  return operation;
}

// Removing would empty the write-ahead log.
void run_without_removing(size_t operations, Workload& workload, Diary& diary,
                          std::vector<State>& states) {
  for (size_t i = 0; i < operations; ++i) {
    State state = states.back();
    Operation operation = next_small(workload, state);
    while (operation.kind == Operation::Kind::kRemove) operation = next_small(workload, state);
    run(operation, diary, state);
    states.push_back(std::move(state));
  }
}

// The write-ahead log of a diary that was never closed.
std::string log_of_another(uint64_t seed) {
  const Folder folder;
  Workload workload(seed);
  std::vector<State> states(1);
  Recorder recorder;
  watch(&recorder);
  Diary diary = Diary::create(folder.diary(), device_key());
  run_without_removing(20, workload, diary, states);
  watch(nullptr);
  return after({}, recorder, recorder.changes().size()).at(std::string(kWal));
}

}  // namespace

Specimen::Specimen(uint64_t seed) {
  const Folder folder;
  Workload workload(seed);
  unfinished_keys = create(folder.diary());
  {
    Diary diary = Diary::open(folder.diary(), device_key());
    for (size_t i = 0; i < 60; ++i) run(next_small(workload, older_state), diary, older_state);
    run(workload.long_notes(), diary, older_state);
    run(workload.photograph(), diary, older_state);
  }
  older = folder.files();

  states.push_back(older_state);
  Recorder recorder;
  watch(&recorder);
  Diary diary = Diary::open(folder.diary(), device_key());
  run_without_removing(30, workload, diary, states);
  killed = after(older, recorder, recorder.changes().size());
  watch(nullptr);

  state = states.back();
  for (size_t i = 0; i < 30; ++i) run(next_small(workload, state), diary, state);
  diary.close();
  files = folder.files();
  foreign_log = log_of_another(seed + 1);
}

}  // namespace lamella::faults
