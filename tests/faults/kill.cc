// Processes killed at a random moment: what they acknowledged is there, what they had begun is
// there as a whole or not at all.
#include "kill.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <vector>

#include "answers.h"
#include "folder.h"

namespace lamella::faults {

namespace {

using Acknowledge = std::function<void()>;

// What a process does until it is killed, and how its diary is judged then.
struct Work {
  std::string_view name;
  uint64_t full;  // images of the full campaign
  void (*prepare)(const std::string& path, uint64_t seed);
  void (*run)(const std::string& path, uint64_t seed, const Acknowledge& acknowledge);
  Outcome (*judge)(const std::string& path, uint64_t seed, uint64_t acknowledged);
};

void create(const std::string& path, uint64_t /*seed*/) {
  Diary::create(path, device_key()).close();
}

// A diary in one of two states.
Outcome judge_states(Diary& diary, const State& acknowledged, const State& begun) {
  const uint64_t changes = diary.change_count();
  try {
    require(diary, changes == begun.changes ? begun : acknowledged);
  } catch (const WrongAnswer& wrong) {
    const bool lost = changes < acknowledged.changes;
    return {lost ? Verdict::kLost : Verdict::kSilent, wrong.what()};
  }
  return {};
}

// The diary that a number of operations of the workload made, and perhaps one more.
Outcome judge_workload(Diary& diary, uint64_t seed, uint64_t acknowledged) {
  Workload workload(seed);
  State state;
  for (uint64_t i = 0; i < acknowledged; ++i) workload.next(state).change(state);
  State begun = state;
  workload.next(state).change(begun);
  return judge_states(diary, state, begun);
}

void use(Diary& diary, uint64_t seed, const Acknowledge& acknowledge) {
  Workload workload(seed);
  for (State state;;) {
    const Operation operation = workload.next(state);
    operation.run(diary, state);
    acknowledge();
    operation.change(state);
  }
}

void run_use(const std::string& path, uint64_t seed, const Acknowledge& acknowledge) {
  Diary diary = Diary::open(path, device_key());
  use(diary, seed, acknowledge);
}

Outcome judge_use(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  Diary diary = Diary::open(path, device_key());
  return judge_workload(diary, seed, acknowledged);
}

void prepare_nothing(const std::string& /*path*/, uint64_t /*seed*/) {}

// Acknowledges the creation, then the operations on the new diary.
void run_creation(const std::string& path, uint64_t seed, const Acknowledge& acknowledge) {
  Diary diary = Diary::create(path, device_key());
  acknowledge();
  use(diary, seed, acknowledge);
}

Outcome judge_creation(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  if (acknowledged == 0) {
    try {
      Diary::create(path, device_key());
    } catch (const Error& error) {
      if (error.code() != Code::kAlreadyExists) throw;
    }
  }
  Diary diary = Diary::open(path, device_key());
  return judge_workload(diary, seed, acknowledged == 0 ? 0 : acknowledged - 1);
}

using Next = Operation (Workload::*)();

void repeat(const std::string& path, uint64_t seed, Next next, const Acknowledge& acknowledge) {
  Diary diary = Diary::open(path, device_key());
  Workload workload(seed);
  for (State state;;) {
    (workload.*next)().run(diary, state);
    acknowledge();
  }
}

Outcome judge_repeated(const std::string& path, uint64_t seed, Next next, uint64_t acknowledged) {
  Diary diary = Diary::open(path, device_key());
  Workload workload(seed);
  State state;
  for (uint64_t i = 0; i < acknowledged; ++i) (workload.*next)().change(state);
  State begun = state;
  (workload.*next)().change(begun);
  return judge_states(diary, state, begun);
}

// Long puts only: SQLite moves the write-ahead log by itself every few of them.
void run_long_puts(const std::string& path, uint64_t seed, const Acknowledge& acknowledge) {
  repeat(path, seed, &Workload::long_notes, acknowledge);
}

Outcome judge_long_puts(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  return judge_repeated(path, seed, &Workload::long_notes, acknowledged);
}

// Many transactions each, of which the last one alone makes an entry.
void run_attach(const std::string& path, uint64_t seed, const Acknowledge& acknowledge) {
  repeat(path, seed, &Workload::large_photograph, acknowledge);
}

// An attachment that was begun is no entry, and check() finds nothing of it.
Outcome judge_attach(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  return judge_repeated(path, seed, &Workload::large_photograph, acknowledged);
}

// Records that come in parts, as those of an import do, and are one transaction.
void run_import(const std::string& path, uint64_t seed, const Acknowledge& acknowledge) {
  constexpr size_t kPart = 256;
  Diary diary = Diary::open(path, device_key());
  for (Workload workload(seed);;) {
    const Operation import = workload.import();
    auto next = import.entries.begin();
    const auto next_part = [&] {
      std::vector<NewRecord> part;
      for (; next != import.entries.end() && part.size() < kPart; ++next) {
        part.push_back({encode(next->second), next->first});
      }
      return part;
    };
    diary.put(RecordStream{next_part, [](std::span<const PutResult>) {}});
    acknowledge();
  }
}

Outcome judge_import(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  return judge_repeated(path, seed, &Workload::import, acknowledged);
}

constexpr uint64_t kOperationsBefore = 60;

void create_filled(const std::string& path, uint64_t seed) {
  Diary diary = Diary::create(path, device_key());
  Workload workload(seed);
  State state;
  for (uint64_t i = 0; i < kOperationsBefore; ++i) {
    const Operation operation = workload.next(state);
    operation.run(diary, state);
    operation.change(state);
  }
}

void run_rebuild(const std::string& path, uint64_t /*seed*/, const Acknowledge& acknowledge) {
  for (Diary diary = Diary::open(path, device_key());;) {
    diary.rebuild();
    acknowledge();
  }
}

Outcome judge_filled(const std::string& path, uint64_t seed, uint64_t /*acknowledged*/) {
  Diary diary = Diary::open(path, device_key());
  return judge_workload(diary, seed, kOperationsBefore);
}

// The n-th key that is given to a diary beside the one that opens it always.
Credential other_key(uint64_t n) {
  std::vector<uint8_t> bytes(32, 0xee);
  bytes[0] = static_cast<uint8_t>(n);
  bytes[1] = static_cast<uint8_t>(n >> 8);
  return Credential::device_key(bytes);
}

// Adds a key, gives its slot to another, removes it, over and over.
void run_keys(const std::string& path, uint64_t /*seed*/, const Acknowledge& acknowledge) {
  Diary diary = Diary::open(path, device_key());
  for (uint64_t n = 0;; n += 2) {
    Id slot = diary.add_key(other_key(n));
    acknowledge();
    slot = diary.replace_key(slot, other_key(n + 1));
    acknowledge();
    diary.remove_key(slot);
    acknowledge();
  }
}

bool opens(const std::string& path, const Credential& credential) {
  try {
    Diary::open(path, credential);
    return true;
  } catch (const Error& error) {
    if (error.code() != Code::kWrongSecret) throw;
    return false;
  }
}

// The key of the last change that was acknowledged opens the diary, or that of the one begun.
Outcome judge_keys(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  const uint64_t round = 2 * (acknowledged / 3);
  const bool first = opens(path, other_key(round));
  const bool second = opens(path, other_key(round + 1));
  const uint64_t step = acknowledged % 3;
  const bool right = step == 0 ? !second : step == 1 ? first != second : !first;
  if (!right) return {Verdict::kSilent, "a key opens the diary that should not, or does not"};
  Diary diary = Diary::open(path, device_key());
  if (diary.keys().size() > 2) return {Verdict::kSilent, "a slot was left over"};
  return judge_workload(diary, seed, kOperationsBefore);
}

void run_rotation(const std::string& path, uint64_t /*seed*/, const Acknowledge& acknowledge) {
  Diary diary = Diary::open(path, device_key());
  for (;;) {
    const Credential keep[] = {device_key()};
    diary.rotate(keep);
    acknowledge();
  }
}

constexpr std::string_view kPaper = "a passphrase on paper";

Credential paper() {
  return Credential::passphrase({reinterpret_cast<const uint8_t*>(kPaper.data()), kPaper.size()},
                                {.memory_kib = 19'456, .passes = 2});
}

std::string backup_path(const std::string& path, uint64_t n) {
  return path + "-backup-" + std::to_string(n);
}

void run_backup(const std::string& path, uint64_t /*seed*/, const Acknowledge& acknowledge) {
  Diary diary = Diary::open(path, device_key());
  for (uint64_t n = 0;; ++n) {
    const Credential credentials[] = {paper()};
    diary.backup(backup_path(path, n), credentials);
    acknowledge();
  }
}

// The last backup that was acknowledged is whole, and one begun after it is whole or not there.
Outcome judge_backup(const std::string& path, uint64_t seed, uint64_t acknowledged) {
  for (const uint64_t n : {acknowledged - 1, acknowledged}) {
    if (n == UINT64_MAX || (n == acknowledged && !std::filesystem::exists(backup_path(path, n)))) {
      continue;
    }
    const std::string restored = path + "-restored-" + std::to_string(n);
    Diary::restore_backup(backup_path(path, n), paper(), restored);
    Diary diary = Diary::open(restored, paper());
    const Outcome outcome = judge_workload(diary, seed, kOperationsBefore);
    if (outcome.verdict != Verdict::kRight) return outcome;
  }
  return judge_filled(path, seed, acknowledged);
}

constexpr Work kWorks[] = {
    {"put, edit, remove", 6'000, create, run_use, judge_use},
    {"create", 2'000, prepare_nothing, run_creation, judge_creation},
    {"long puts", 1'000, create, run_long_puts, judge_long_puts},
    {"attach", 1'000, create, run_attach, judge_attach},
    {"import", 1'000, create, run_import, judge_import},
    {"rebuild", 1'000, create_filled, run_rebuild, judge_filled},
    {"keys", 1'000, create_filled, run_keys, judge_keys},
    {"rotation", 1'000, create_filled, run_rotation, judge_filled},
    {"backup", 500, create_filled, run_backup, judge_backup},
};

// 5 to 250 ms, short times more often: half of them are below 35 ms.
int milliseconds(Random& random) {
  const double part = static_cast<double>(random.below(1'000)) / 1'000;
  return static_cast<int>(5 * std::pow(50, part));
}

// Starts this program as the work's process, kills it, and returns how often it acknowledged.
uint64_t run_and_kill(const Run& run, const Work& work, const std::string& path, uint64_t seed,
                      int after_ms) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe could be made");
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execlp(run.program.c_str(), run.program.c_str(), "child", std::string(work.name).c_str(),
             path.c_str(), std::to_string(seed).c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  ::poll(nullptr, 0, after_ms);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  uint64_t acknowledged = 0;
  char bytes[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], bytes, sizeof bytes)) > 0;) {
    acknowledged += static_cast<uint64_t>(got);
  }
  ::close(ends[0]);
  if (!WIFSIGNALED(status)) throw std::runtime_error("the process ended before it was killed");
  return acknowledged;
}

Outcome kill_one(const Run& run, const Work& work, const Folder& folder, uint64_t image) {
  Random random(run.seed, image);
  const uint64_t seed = random.next();
  folder.replace_with({});
  work.prepare(folder.diary(), seed);
  const uint64_t acknowledged = run_and_kill(run, work, folder.diary(), seed, milliseconds(random));
  try {
    return work.judge(folder.diary(), seed, acknowledged);
  } catch (const Error& error) {
    return needless(error, "after " + std::to_string(acknowledged) + " acknowledged");
  }
}

}  // namespace

int kill_child(const std::string& name, const std::string& path, uint64_t seed) {
  for (const Work& work : kWorks) {
    if (work.name != name) continue;
    work.run(path, seed, [] {
      // A pipe that is full would stop the process where nothing happens.
      if (::write(STDOUT_FILENO, ".", 1) != 1) ::_exit(1);
    });
  }
  return 1;
}

std::vector<Row> kill(const Run& run) {
  std::vector<Row> rows;
  const Folder folder;
  for (const Work& work : kWorks) {
    if (!wanted(run, std::string(work.name))) continue;
    rows.push_back(
        judge_images(run, "kill", std::string(work.name), run.full ? work.full : work.full / 100,
                     [&](uint64_t image) { return kill_one(run, work, folder, image); }));
  }
  return rows;
}

}  // namespace lamella::faults
