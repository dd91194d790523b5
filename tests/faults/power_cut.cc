// Power cuts: unsynced writes lost, reordered and torn, under an encrypted diary.
#include <memory>

#include "answers.h"
#include "disk.h"

namespace lamella::faults {

namespace {

constexpr size_t kOperations = 200;
constexpr uint64_t kImagesAWorkload = 100;

// A diary that was used for a while on a disk that is watched.
struct Session {
  Session(uint64_t seed, bool safe_overwrite);

  Files before;  // when it was created and closed
  Recorder recorder;
  std::vector<State> states;  // after 0, 1, ... operations
};

Session::Session(uint64_t seed, bool safe_overwrite) : recorder(safe_overwrite) {
  const Folder folder;
  Diary::create(folder.diary(), device_key()).close();
  before = folder.files();
  Workload workload(seed);
  states.emplace_back();
  watch(&recorder);
  Diary diary = Diary::open(folder.diary(), device_key());
  for (size_t i = 1; i <= kOperations; ++i) {
    const Operation operation = workload.next(states.back());
    operation.run(diary, states.back());
    recorder.acknowledge(i);
    states.push_back(states.back());
    operation.change(states.back());
  }
  diary.close();
  watch(nullptr);
}

// Which of the states the diary is in: that of so many changes.
std::optional<size_t> state_of(const std::vector<State>& states, uint64_t changes) {
  for (size_t i = 0; i < states.size(); ++i) {
    if (states[i].changes == changes) return i;
  }
  return std::nullopt;
}

// The image in `folder` must open and hold the first n operations whole, n >= `acknowledged`.
Outcome judge(const Folder& folder, const std::vector<State>& states, size_t acknowledged) {
  try {
    Diary diary = Diary::open(folder.diary(), device_key());
    const std::optional<size_t> n = state_of(states, diary.change_count());
    if (!n) return {Verdict::kSilent, "a part of a transaction is there"};
    if (*n < acknowledged) {
      return {Verdict::kLost, std::to_string(acknowledged - *n) + " operations"};
    }
    require(diary, states[*n]);
  } catch (const Error& error) {
    return needless(error, "open after a power cut");
  } catch (const WrongAnswer& wrong) {
    return {Verdict::kSilent, wrong.what()};
  }
  return {};
}

// Once more, while the diary recovers from the first cut.
Outcome judge_recovery(const Folder& folder, const std::vector<State>& states, size_t acknowledged,
                       Random& random) {
  const Files before = folder.files();
  Recorder recorder;
  watch(&recorder);
  try {
    Diary::open(folder.diary(), device_key()).close();
  } catch (const Error& error) {
    watch(nullptr);
    return needless(error, "open after a power cut");
  }
  watch(nullptr);
  const size_t cut = random.below(recorder.changes().size() + 1);
  folder.replace_with(after_power_cut(before, recorder, cut, Sectors::kTorn, random));
  return judge(folder, states, acknowledged);
}

enum class Cut : uint8_t { kWhole, kTorn, kTwice };

Row cut_power(const Run& run, const std::string& part, Cut kind, uint64_t images) {
  const Folder folder;
  std::unique_ptr<Session> session;
  uint64_t made = UINT64_MAX;
  return judge_images(run, "power-cut", part, images, [&](uint64_t image) -> Outcome {
    const uint64_t number = image / kImagesAWorkload;
    if (session == nullptr || made != number) {
      session = std::make_unique<Session>(Random(run.seed, number).next(), number % 2 == 0);
      made = number;
    }
    Random random(run.seed, image);
    const size_t cut = random.below(session->recorder.changes().size() + 1);
    const Sectors sectors = kind == Cut::kWhole ? Sectors::kWhole : Sectors::kTorn;
    folder.replace_with(after_power_cut(session->before, session->recorder, cut, sectors, random));
    const size_t acknowledged = session->recorder.acknowledged(cut);
    if (kind != Cut::kTwice) return judge(folder, session->states, acknowledged);
    return judge_recovery(folder, session->states, acknowledged, random);
  });
}

}  // namespace

std::vector<Row> power_cut(const Run& run) {
  install_shim();
  struct Part {
    const char* name;
    Cut cut;
    uint64_t full;
  };
  std::vector<Row> rows;
  for (const Part& part :
       {Part{"writes lost", Cut::kWhole, 4'000}, Part{"sectors torn", Cut::kTorn, 4'000},
        Part{"again in recovery", Cut::kTwice, 2'000}}) {
    if (!wanted(run, part.name)) continue;
    rows.push_back(cut_power(run, part.name, part.cut, run.full ? part.full : part.full / 40));
  }
  return rows;
}

}  // namespace lamella::faults
