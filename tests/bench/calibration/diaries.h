// Diaries of which the truth is known (statistics reference 4.1, 4.2 and 4.5). Each is a function
// of what is wanted and a seed.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_DIARIES_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_DIARIES_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lamella/grid.h"
#include "lamella/triggers.h"

namespace lamella::calibration {

inline constexpr char kOutcome[] = "score";
inline constexpr double kLost = 0.2;  // of all days, independently: neither score nor exposure

enum class Role : uint8_t {
  kNoise,   // a finding of it is false
  kActive,  // a true trigger
  kProxy,   // goes with a true trigger: a finding of it counts as one and is not false
};

struct Candidate {
  std::string name{};
  Role role = Role::kNoise;
  // Points on lags 0 to 3 for one more of a binary exposure, or one of a continuous: 0 for noise,
  // not defined for a proxy.
  double four_days = 0;
};

struct Diary {
  DayGrid grid{};
  std::vector<Candidate> candidates{};
  std::vector<InForce> in_force{};

  std::vector<std::string> names() const;
  int32_t active() const;  // how many
};

// The first days of it.
Diary first_days(const Diary& diary, int32_t days);

// Section 4.5: 40 exposures of many kinds, of which four act; weekend, season and a treatment.
struct WholeApp {
  int32_t days = 365;
  double rho = 0.8;
  bool without_trigger = false;
  bool mostly_zero = false;  // 85% of the scores
  // Binary exposures are there on .02 to .15 of the days, also those that act, instead of on .04 to
  // .40 with .2 for those that act.
  bool rare = false;
  // Counted from 1, days that are never lost beside the first and the last. A diary is as long as
  // from its first score to its last, so these two make `days` the length that the report sees.
  std::vector<int32_t> recorded{};
};

inline constexpr std::array<int32_t, 4> kActive = {2, 7, 22, 31};
inline constexpr std::array<int32_t, 2> kProxies = {3, 23};  // of 2 and 22

Diary whole_app_diary(const WholeApp& wanted, uint64_t seed);

// Sections 4.1 and 4.2: one exposure, nothing else.
enum class Effect : uint8_t {
  kTransient,   // on the next day's score
  kPersistent,  // on the next day's latent severity, which keeps it
  kReverse,     // of the severity on the next day's exposure
};

struct SingleExposure {
  int32_t days = 365;
  double phi = 0.8;
  bool binary = true;
  Effect effect = Effect::kTransient;
};

Diary single_exposure_diary(const SingleExposure& wanted, uint64_t seed);

// What a person writes down of a latent severity.
class Scoring {
 public:
  explicit Scoring(bool mostly_zero) : cuts_(mostly_zero ? kMostlyZero : kUsual) {}

  // 0 to 3: how many cuts are below. Usually 40, 30, 20 and 10% of the days.
  double operator()(double latent) const;

 private:
  using Cuts = std::array<double, 3>;
  static constexpr Cuts kUsual = {-0.2533, 0.5244, 1.2816};
  static constexpr Cuts kMostlyZero = {1.04, 1.5, 2.0};

  Cuts cuts_;
};

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_DIARIES_H_
