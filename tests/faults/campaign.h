// A campaign tries many images of a diary, each in a process that may crash, and counts verdicts.
#ifndef LAMELLA_TESTS_FAULTS_CAMPAIGN_H_
#define LAMELLA_TESTS_FAULTS_CAMPAIGN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lamella::faults {

enum class Verdict : uint8_t {
  kRight,       // what it should answer
  kRefused,     // an error, where one may be
  kStale,       // an older state, of which Diary::check does not tell either
  kLost,        // an acknowledged change is not there
  kSilent,      // a wrong answer without an error
  kCrash,       // a signal ended the process, or it did not end
  kFalseAlarm,  // a sound diary refused, or an error that names no cause (internal)
  kEnd,         // no image has this number, nor a greater one
};
inline constexpr size_t kVerdicts = static_cast<size_t>(Verdict::kEnd);

struct Outcome {
  Verdict verdict = Verdict::kRight;
  std::string what{};
};

// What the command line asks for.
struct Run {
  uint64_t seed = 1;
  bool full = false;
  std::optional<uint64_t> only{};  // one image alone
  std::string part{};              // one part of the campaign alone; empty: all
  std::string program{};           // this executable
};

// One row of the table.
struct Row {
  std::string campaign;
  std::string part;
  std::array<uint64_t, kVerdicts> count{};
  double seconds = 0;

  uint64_t of(Verdict verdict) const { return count[static_cast<size_t>(verdict)]; }
  uint64_t images() const;
  uint64_t failures() const;
  bool failed() const { return images() == 0 || failures() > 0; }
};

using Judge = std::function<Outcome(uint64_t image)>;

// Judges the images 0, step, 2 step, ... below `images`, or until kEnd, and prints each failure
// with the command that repeats it. Every `fresh` images a new process begins. Stops after 100
// failures.
Row judge_images(const Run& run, const std::string& campaign, const std::string& part,
                 uint64_t images, const Judge& judge, uint64_t step = 1, uint64_t fresh = 1'000);

inline bool wanted(const Run& run, const std::string& part) {
  return run.part.empty() || run.part == part;
}

void print_table(const std::vector<Row>& rows);

// The campaigns. Each returns its rows, a row a part.
std::vector<Row> power_cut(const Run& run);
std::vector<Row> io(const Run& run);
std::vector<Row> mutate(const Run& run);
std::vector<Row> kill(const Run& run);
std::vector<Row> allocation(const Run& run);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_CAMPAIGN_H_
