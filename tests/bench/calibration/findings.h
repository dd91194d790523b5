// What was found in a diary against what is true of it.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_FINDINGS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_FINDINGS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "calibration/diaries.h"
#include "calibration/tally.h"
#include "lamella/triggers.h"

namespace lamella::calibration {

// Places of candidates.
using Places = std::set<size_t>;

// At the share of the report, by p alone and not explained by others: what a cap takes the verdict
// from is in here.
Places before_cap(const TriggerReport& report);
// Those with a verdict: moderate or strong.
Places after_cap(const TriggerReport& report);
Places of_tier(const TriggerReport& report, TriggerTier tier);

// Of a family of p-values, absent where not tested.
using Family = std::vector<std::optional<double>>;
Places below(const Family& p, double limit);

int32_t chance_among(const Diary& diary, const Places& found);
int32_t active_among(const Diary& diary, const Places& found);

// How a rule does, over diaries.
class Rates {
 public:
  void add(const Diary& diary, const Places& found);
  void merge(const Rates& other);

  const Mean& false_discovery_rate() const { return false_discovery_rate_; }
  const Mean& chance_per_diary() const { return chance_per_diary_; }
  const Share& power() const { return power_; }    // of the active ones those that were found
  const Share& pooled() const { return pooled_; }  // of all findings those that are chance

 private:
  Mean false_discovery_rate_;
  Mean chance_per_diary_;
  Share power_;
  Share pooled_;
};

TriggerReport report_of(const Diary& diary, TriggerLooks looks, uint64_t seed);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_FINDINGS_H_
