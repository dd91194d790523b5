// Files that were changed behind the diary's back: an error, or exactly the right answer.
#include <algorithm>
#include <memory>
#include <utility>

#include "answers.h"
#include "shim_vfs.h"
#include "specimen.h"

namespace lamella::faults {

namespace {

std::string& bytes(Files& files, std::string_view name) { return files.at(std::string(name)); }

void flip(std::string& bytes, size_t at, Random& random) {
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
}

// What an image may answer without an error besides the right answer.
enum class Older : uint8_t {
  kNever,
  kMixed,   // pages of another time: anything, but Diary::check must tell
  kPrefix,  // a state that the diary was in
};

struct Expected {
  const State& state;
  Older older = Older::kNever;
};

// What everything that can be read of the diary says.
Outcome read(const Folder& folder, const Specimen& specimen, const Expected& expected,
             bool read_only) {
  try {
    Diary diary = Diary::open(folder.diary(), device_key(), {.read_only = read_only});
    const auto found = difference(diary, expected.state);
    if (!found) return {};
    const bool is_prefix =
        expected.older == Older::kPrefix &&
        std::any_of(specimen.states.begin(), specimen.states.end(),
                    [&](const State& state) { return !difference(diary, state); });
    if (expected.older != Older::kMixed && !is_prefix) return {Verdict::kSilent, *found};
    const CheckReport report = diary.check();
    if (report.is_sound()) return {Verdict::kStale, *found};
    return {Verdict::kRefused, "check: " + report.findings.front().what};
  } catch (const Error& error) {
    return refused(error);
  }
}

// First to read, then to write, which may recover and checkpoint: the worse outcome counts.
Outcome read_twice(const Folder& folder, const Specimen& specimen, const Expected& expected) {
  Outcome to_read = read(folder, specimen, expected, true);
  Outcome to_write = read(folder, specimen, expected, false);
  return to_write.verdict > to_read.verdict ? to_write : to_read;
}

class Mutator {
 public:
  explicit Mutator(const Run& run) : run_(run), specimen_(run.seed) {}

  std::vector<Row> rows();

 private:
  using Change = std::function<Expected(Files& files, uint64_t image, Random& random)>;

  void add(const std::string& part, uint64_t images, uint64_t small_step, const Change& change);
  void add_pages();
  void add_older();
  void add_cuts();
  void add_logs();
  void add_keys();
  Outcome judge_foreign_log();
  Outcome judge_key_bit(uint64_t image, Random& random);

  const std::string& database() const { return specimen_.files.at(std::string(kDatabase)); }

  const Run& run_;
  const Specimen specimen_;
  const Folder folder_;
  std::vector<Row> rows_;
};

void Mutator::add(const std::string& part, uint64_t images, uint64_t small_step,
                  const Change& change) {
  if (!wanted(run_, part)) return;
  rows_.push_back(judge_images(
      run_, "mutate", part, images,
      [&](uint64_t image) {
        Random random(run_.seed, image);
        Files files = specimen_.files;
        const Expected expected = change(files, image, random);
        folder_.replace_with(files);
        return read_twice(folder_, specimen_, expected);
      },
      run_.full ? 1 : small_step));
}

void Mutator::add_pages() {
  const uint64_t pages = database().size() / kPage;
  add("bit in a page", pages * 4, 9, [this](Files& files, uint64_t image, Random& random) {
    constexpr size_t kVector = 4016;  // the IV of 16 bytes, then the HMAC of 64
    constexpr size_t kCode = 4032;
    const size_t places[] = {random.below(kPage), random.below(kVector), kVector + random.below(16),
                             kCode + random.below(64)};
    flip(bytes(files, kDatabase), image / 4 * kPage + places[image % 4], random);
    return Expected{specimen_.state};
  });
  add("page zeroed", pages, 9, [this](Files& files, uint64_t image, Random&) {
    bytes(files, kDatabase).replace(image * kPage, kPage, kPage, '\0');
    return Expected{specimen_.state};
  });
  add("pages swapped", pages, 9, [this, pages](Files& files, uint64_t image, Random& random) {
    const auto begin = bytes(files, kDatabase).begin();
    const uint64_t other = (image + 1 + random.below(pages - 1)) % pages;
    const auto one = begin + static_cast<ptrdiff_t>(image * kPage);
    std::swap_ranges(one, one + kPage, begin + static_cast<ptrdiff_t>(other * kPage));
    return Expected{specimen_.state};
  });
  const std::string& older = specimen_.older.at(std::string(kDatabase));
  std::vector<size_t> changed;
  for (size_t at = 0; at < older.size(); at += kPage) {
    if (older.compare(at, kPage, database(), at, kPage) != 0) changed.push_back(at);
  }
  add("stale page", changed.size(), 3,
      [this, changed, &older](Files& files, uint64_t image, Random&) {
        bytes(files, kDatabase).replace(changed[image], kPage, older, changed[image], kPage);
        return Expected{specimen_.state, Older::kMixed};
      });
}

void Mutator::add_older() {
  add("older database", 1, 1, [this](Files& files, uint64_t, Random&) {
    bytes(files, kDatabase) = specimen_.older.at(std::string(kDatabase));
    return Expected{specimen_.state, Older::kPrefix};
  });
  // In the second copy, the first, or both.
  add("older key file", 3, 1, [this](Files& files, uint64_t image, Random&) {
    if (image != 0) bytes(files, kKeys) = specimen_.unfinished_keys;
    if (image != 1) bytes(files, kSecondKeys) = specimen_.unfinished_keys;
    return Expected{specimen_.state};
  });
}

void Mutator::add_cuts() {
  std::vector<size_t> sizes{0, 1, 15, 16, 100, kPage - 1, kPage + 1, database().size() - 1};
  for (size_t border = kPage; border < database().size(); border += kPage) sizes.push_back(border);
  add("database cut", sizes.size(), 5, [this, sizes](Files& files, uint64_t image, Random&) {
    bytes(files, kDatabase).resize(sizes[image]);
    return Expected{specimen_.state};
  });
}

void Mutator::add_logs() {
  const std::string& log = specimen_.killed.at(std::string(kWal));
  const State& at_kill = specimen_.states.back();
  add("log cut", 200, 13, [&](Files& files, uint64_t image, Random& random) {
    files = specimen_.killed;
    bytes(files, kWal).resize(image == 0 ? 0 : random.below(log.size()));
    return Expected{at_kill, Older::kPrefix};
  });
  add("bit in the log", 400, 13, [&](Files& files, uint64_t, Random& random) {
    files = specimen_.killed;
    flip(bytes(files, kWal), random.below(log.size()), random);
    return Expected{at_kill, Older::kPrefix};
  });
  add("log deleted", 1, 1, [&](Files& files, uint64_t, Random&) {
    files = specimen_.killed;
    files.erase(std::string(kWal));
    return Expected{at_kill, Older::kPrefix};
  });
  add("log of an earlier time", 1, 1, [&](Files& files, uint64_t, Random&) {
    files[std::string(kWal)] = log;
    return Expected{specimen_.state, Older::kMixed};
  });
  add("damaged index of the log", 20, 5, [&](Files& files, uint64_t, Random& random) {
    files = specimen_.killed;
    std::string& index = files[std::string(kSharedMemory)];
    index.resize(32'768);
    for (char& byte : index) byte = static_cast<char>(random.next());
    return Expected{at_kill};
  });
  if (!wanted(run_, "log of another diary")) return;
  rows_.push_back(judge_images(run_, "mutate", "log of another diary", 1,
                               [&](uint64_t) { return judge_foreign_log(); }));
}

// It must not get into the database: without it, everything is there again.
Outcome Mutator::judge_foreign_log() {
  Files files = specimen_.files;
  files[std::string(kWal)] = specimen_.foreign_log;
  folder_.replace_with(files);
  Outcome with_log = read_twice(folder_, specimen_, {specimen_.state});
  Files without = folder_.files();
  without.erase(std::string(kWal));
  without.erase(std::string(kSharedMemory));
  folder_.replace_with(without);
  const Outcome after = read_twice(folder_, specimen_, {specimen_.state});
  if (after.verdict == Verdict::kRight) return with_log;
  return {Verdict::kLost, with_log.what + ", and without the log: " + after.what};
}

void Mutator::add_keys() {
  const size_t size = specimen_.files.at(std::string(kKeys)).size();
  const auto judge = [&](uint64_t image) {
    Random random(run_.seed, image);
    return judge_key_bit(image, random);
  };
  if (wanted(run_, "bit in a key file")) {
    rows_.push_back(
        judge_images(run_, "mutate", "bit in a key file", size * 3, judge, run_.full ? 1 : 31));
  }
}

// In the first copy, the second, or both: one sound copy is enough.
Outcome Mutator::judge_key_bit(uint64_t image, Random& random) {
  Files files = specimen_.files;
  std::string& keys = bytes(files, kKeys);
  std::string damaged = keys;
  flip(damaged, image / 3, random);
  if (image % 3 != 0) bytes(files, kSecondKeys) = damaged;
  if (image % 3 != 1) keys = damaged;
  folder_.replace_with(files);
  Outcome outcome = read_twice(folder_, specimen_, {specimen_.state});
  if (image % 3 != 2 && outcome.verdict == Verdict::kRefused) {
    return {Verdict::kFalseAlarm, "one copy was sound: " + outcome.what};
  }
  return outcome;
}

std::vector<Row> Mutator::rows() {
  add_pages();
  add_older();
  add_cuts();
  add_logs();
  add_keys();
  return std::move(rows_);
}

}  // namespace

std::vector<Row> mutate(const Run& run) {
  install_shim();
  return Mutator(run).rows();
}

}  // namespace lamella::faults
