#include "insight/trigger_guards.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "insight/dot.h"
#include "insight/exposure_law.h"

namespace lamella::insight {

namespace {

constexpr int32_t kLeastDays = 120;
constexpr int32_t kLeastRecorded = 90;
constexpr int32_t kLeastOffMode = 10;
constexpr int32_t kLeastExposed = 5;
constexpr int32_t kLeastEpisodes = 4;
constexpr int32_t kLeastValues = 8;

GuardResult lacks(TriggerGuard guard, int32_t there, int32_t least) {
  if (there >= least) return {};
  return {guard, least - there, there};
}

GuardResult guard_presence(std::span<const double> outcome, std::span<const double> there) {
  int32_t exposed = 0;
  int32_t unexposed = 0;
  int32_t episodes = 0;
  bool before = false;
  for (size_t i = 0; i < there.size(); ++i) {
    if (std::isnan(there[i]) || std::isnan(outcome[i])) continue;
    const bool now = there[i] == 1;
    exposed += now ? 1 : 0;
    unexposed += now ? 0 : 1;
    episodes += now && !before ? 1 : 0;
    before = now;
  }
  const GuardResult days =
      lacks(TriggerGuard::kFewExposures, std::min(exposed, unexposed), kLeastExposed);
  return days.passes() ? lacks(TriggerGuard::kFewEpisodes, episodes, kLeastEpisodes) : days;
}

}  // namespace

int32_t exposed_days(std::span<const double> outcome, std::span<const double> exposure) {
  if (!intermittent(exposure)) return 0;
  const std::vector<double> there = presence(exposure);
  int32_t days = 0;
  for (size_t i = 0; i < there.size(); ++i) {
    days += there[i] == 1 && !std::isnan(outcome[i]) ? 1 : 0;
  }
  return days;
}

GuardResult guard_outcome(std::span<const double> outcome) {
  std::map<double, int32_t> counts;
  int32_t recorded = 0;
  int32_t most_frequent = 0;
  for (const double score : outcome) {
    if (std::isnan(score)) continue;
    ++recorded;
    most_frequent = std::max(most_frequent, ++counts[score]);
  }
  const GuardResult days =
      lacks(TriggerGuard::kTooShort, static_cast<int32_t>(outcome.size()), kLeastDays);
  const GuardResult scores = lacks(TriggerGuard::kTooShort, recorded, kLeastRecorded);
  if (!days.passes() && !scores.passes()) {
    // The one that takes longer at the pace so far: missing / there.
    const bool longer =
        int64_t{days.missing} * scores.there >= int64_t{scores.missing} * days.there;
    return longer ? days : scores;
  }
  if (!days.passes()) return days;
  if (!scores.passes()) return scores;
  return lacks(TriggerGuard::kSteadyOutcome, recorded - most_frequent, kLeastOffMode);
}

GuardResult guard_exposure(std::span<const double> outcome, std::span<const double> exposure) {
  const auto is_large = [](double value) { return std::fabs(value) > kLargestValue; };
  if (std::any_of(exposure.begin(), exposure.end(), is_large)) {
    return {TriggerGuard::kOutOfRange, 0, 0};
  }
  if (intermittent(exposure)) return guard_presence(outcome, presence(exposure));
  std::set<double> values;
  for (size_t i = 0; i < exposure.size(); ++i) {
    if (!std::isnan(exposure[i]) && !std::isnan(outcome[i])) values.insert(exposure[i]);
  }
  return lacks(TriggerGuard::kFewValues, static_cast<int32_t>(values.size()), kLeastValues);
}

GuardResult guard_scan(const TriggerScan& scan) {
  for (size_t kernel = 0; kernel < kKernels; ++kernel) {
    if (scan.usable(kernel)) return {};
  }
  return {TriggerGuard::kCollinear, 0, 0};
}

}  // namespace lamella::insight
