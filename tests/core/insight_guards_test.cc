// What must be there before a trigger can get a verdict.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "insight/exposure_law.h"
#include "insight/trigger_guards.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using namespace lamella::insight;  // NOLINT(google-build-using-namespace): the tests speak of it

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Values = std::vector<double>;

// So many days, of which the score is 1 on the last `off`, with the first `lost` not recorded.
Values outcome(size_t days, size_t off, size_t lost = 0) {
  Values scores(days, 0);
  for (size_t i = 0; i < off; ++i) scores[days - 1 - i] = 1;
  for (size_t i = 0; i < lost; ++i) scores[i] = kNan;
  return scores;
}

// 1 on the days that are named.
Values exposed_on(const std::vector<size_t>& days, size_t length = 200) {
  Values exposure(length, 0);
  for (const size_t day : days) exposure[day] = 1;
  return exposure;
}

GuardResult judged(const Values& exposure) {
  return guard_exposure(outcome(exposure.size(), 50), exposure);
}

}  // namespace

TEST_CASE("a verdict needs 120 days, 90 with a score, and says how many more") {
  CHECK(guard_outcome(outcome(119, 50)).guard == lamella::TriggerGuard::kTooShort);
  CHECK(guard_outcome(outcome(119, 50)).missing == 1);
  CHECK(guard_outcome(outcome(120, 50)).passes());
  CHECK(guard_outcome(outcome(200, 50, 111)).missing == 1);
  CHECK(guard_outcome(outcome(200, 50, 110)).passes());
  CHECK(guard_outcome({}).missing == 120);
}

TEST_CASE("a score that never moves tells nothing") {
  CHECK(guard_outcome(outcome(200, 9)).guard == lamella::TriggerGuard::kSteadyOutcome);
  CHECK(guard_outcome(outcome(200, 9)).missing == 1);
  CHECK(guard_outcome(outcome(200, 10)).passes());
  CHECK(guard_outcome(outcome(200, 191)).guard == lamella::TriggerGuard::kSteadyOutcome);
}

TEST_CASE("a binary exposure needs five days with, five without, and four times apart") {
  CHECK(judged(exposed_on({1, 3, 5, 7})).guard == lamella::TriggerGuard::kFewExposures);
  CHECK(judged(exposed_on({1, 3, 5, 7})).missing == 1);
  CHECK(judged(exposed_on({1, 3, 5, 7, 9})).passes());
  CHECK(judged(exposed_on({1, 2, 3, 4, 6, 9})).guard == lamella::TriggerGuard::kFewEpisodes);
  CHECK(judged(exposed_on({1, 2, 3, 4, 6, 9})).missing == 1);
  Values almost_always(200, 1);
  for (const size_t day : {20, 40, 60, 80}) almost_always[day] = 0;
  CHECK(judged(almost_always).guard == lamella::TriggerGuard::kFewExposures);
  almost_always[100] = 0;
  CHECK(judged(almost_always).passes());
  CHECK(judged(Values(200, 0)).missing == 5);
  CHECK(judged(Values(200, kNan)).guard == lamella::TriggerGuard::kFewExposures);
}

TEST_CASE("days without a record are no exposure, and do not part an episode") {
  Values exposure = exposed_on({1, 5, 9, 13, 17});
  Values scores = outcome(200, 50);
  CHECK(guard_exposure(scores, exposure).passes());
  scores[17] = kNan;
  CHECK(guard_exposure(scores, exposure).missing == 1);
  exposure = exposed_on({1, 3, 9, 13, 17});
  exposure[2] = kNan;  // the known day before day 3 was one with it
  CHECK(guard_exposure(outcome(200, 50), exposure).passes());
  exposure[13] = 0;
  exposure[18] = 1;
  CHECK(guard_exposure(outcome(200, 50), exposure).guard == lamella::TriggerGuard::kFewEpisodes);
}

TEST_CASE("an amount that comes and goes needs exposures and not different values") {
  Values doses(200, 0);
  for (size_t day = 0; day < 200; day += 20) doses[day] = day % 40 == 0 ? 1 : 2;
  CHECK(judged(doses).passes());
  for (size_t day = 80; day < 200; ++day) doses[day] = 0;
  CHECK(judged(doses).guard == lamella::TriggerGuard::kFewExposures);
  CHECK(judged(doses).missing == 1);
  CHECK(judged(doses).there == 4);
}

TEST_CASE("a value that no square holds is out of range") {
  Values steps(200, 0);
  steps[3] = 1e101;
  CHECK(judged(steps).guard == lamella::TriggerGuard::kOutOfRange);
}

TEST_CASE("a continuous exposure needs eight values") {
  Values steps(200);
  for (size_t i = 0; i < steps.size(); ++i) steps[i] = static_cast<double>(i % 7) * 0.5;
  CHECK(judged(steps).guard == lamella::TriggerGuard::kFewValues);
  CHECK(judged(steps).missing == 1);
  steps[0] = 99;
  CHECK(judged(steps).passes());
}

TEST_CASE("an exposure that cannot be told from the covariates on any lag has no verdict") {
  TriggerScan scan;
  for (double& vif : scan.vif) vif = 5.01;
  CHECK(guard_scan(scan).guard == lamella::TriggerGuard::kCollinear);
  scan.vif[7] = 5;
  CHECK(guard_scan(scan).passes());
  for (double& vif : scan.vif) vif = kNan;
  CHECK_FALSE(guard_scan(scan).passes());
  CHECK(name(lamella::TriggerGuard::kCollinear) == "collinear");
}

TEST_CASE("every exposure of the reference diary passes or fails as the reference has it") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const ReferenceTable expected("statistics/trigger_oracle_triggers.csv");
  const auto guards = expected.numbers("guard");
  CHECK(guard_outcome(diary.outcome).passes());
  REQUIRE(guards.size() == diary.exposures.size());
  for (size_t i = 0; i < guards.size(); ++i) {
    CAPTURE(i);
    GuardResult result = guard_exposure(diary.outcome, diary.exposures[i]);
    if (result.passes()) {
      std::vector<KernelRow> features(null.days());
      lag_features(centred(diary.exposures[i]), features);
      result = guard_scan(null.scan(features));
    }
    constexpr lamella::TriggerGuard kReference[] = {
        lamella::TriggerGuard::kPasses,       lamella::TriggerGuard::kTooShort,
        lamella::TriggerGuard::kFewExposures, lamella::TriggerGuard::kFewEpisodes,
        lamella::TriggerGuard::kFewValues,    lamella::TriggerGuard::kCollinear,
        lamella::TriggerGuard::kSteadyOutcome};
    CHECK(result.guard == kReference[static_cast<size_t>(guards[i])]);
  }
}
