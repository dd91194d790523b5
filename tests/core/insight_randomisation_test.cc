// Exposures drawn at random from their own law. Digits of one diary: statistics/SOURCE.md of the
// reference data.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "failure.h"
#include "insight/exposure_law.h"
#include "insight/random.h"
#include "insight/randomisation.h"
#include "insight/significance.h"
#include "insight/trigger_test.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using lamella::insight::chain_of;
using lamella::insight::CommonNormals;
using lamella::insight::Gaps;
using lamella::insight::KernelRow;
using lamella::insight::kKernels;
using lamella::insight::NullFit;
using lamella::insight::Random;
using lamella::insight::randomised_p;
using lamella::insight::RandomisedP;
using lamella::insight::test_trigger;
using lamella::insight::TriggerScan;
using lamella::insight::TriggerTest;
using lamella::insight::Unrecorded;
using lamella::insight::VarianceModel;

namespace {

using Values = std::vector<double>;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr char kOracleTriggers[] = "statistics/trigger_oracle_triggers.csv";
constexpr size_t kFirstContinuous = 20;

bool near(double value, double expected, double absolute) {
  return std::fabs(value - expected) <= absolute;
}

// Four standard errors of the difference of two Monte-Carlo p; the reference stopped at 50.
double monte_carlo(double p, int32_t draws) {
  return 4 * std::sqrt(p * (1 - p) * (p / 50 + 1.0 / draws));
}

TriggerScan filled_scan(const NullFit& null, const Values& exposure) {
  std::vector<KernelRow> features(exposure.size());
  lamella::insight::lag_features(lamella::insight::centred_filled(exposure, null.columns()),
                                 features);
  return null.scan(features);
}

}  // namespace

TEST_CASE("the plain and the studentised statistic agree with the reference diary") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const ReferenceTable triggers(kOracleTriggers);
  double worst = 0;
  double mean = 0;
  for (size_t j = 0; j < kFirstContinuous; ++j) {
    CAPTURE(j);
    const Values& exposure = diary.exposures[j];
    const RandomisedP result = randomised_p(null, variance, null.scan(features_of(exposure)),
                                            exposure, j, {4000, 4000}, {}, Unrecorded::kLeftOut);
    // The reference is right to 2.7e-6; dense algebra agrees with this to 1e-9.
    CHECK(near(result.statistics.plain, triggers.numbers("crt_stat")[j], 3e-6));
    const double p = triggers.numbers("p")[j];
    CHECK(near(result.plain.p, p, monte_carlo(p, result.plain.draws)));
    // Other simulated paths give another form of the variance, a few per cent off.
    const double ratio = result.statistics.studentised / triggers.numbers("stud_stat")[j] - 1;
    worst = std::max(worst, std::fabs(ratio));
    mean += ratio / kFirstContinuous;
    const double p_studentised = triggers.numbers("p_stud")[j];
    CHECK(near(result.studentised.p, p_studentised,
               monte_carlo(p_studentised, result.studentised.draws) +
                   .3 * p_studentised * (1 - p_studentised)));
  }
  CHECK(worst < .08);
  CHECK(std::fabs(mean) < .02);
}

TEST_CASE("the statistic has the digits of dense algebra") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  // numpy: R, its inverse and I - Z (Z'Z)^-1 Z' in full.
  const std::pair<size_t, double> expected[] = {{1, 1.7472794747635363},
                                                {5, 1.4293230125589576},
                                                {6, 2.1181057100518563},
                                                {15, 3.059171402259053}};
  for (const auto& [j, statistic] : expected) {
    const Values& exposure = diary.exposures[j];
    const RandomisedP result = randomised_p(null, variance, null.scan(features_of(exposure)),
                                            exposure, 1, {1, 1}, {}, Unrecorded::kLeftOut);
    CHECK(near(result.statistics.plain, statistic, 1e-8));
  }
}

TEST_CASE("the p that ships agrees with the reference diary for every binary trigger") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const Values expected = ReferenceTable(kOracleTriggers).numbers("p_filled24");
  for (size_t j = 0; j < kFirstContinuous; ++j) {
    CAPTURE(j);
    const Values& exposure = diary.exposures[j];
    const RandomisedP result =
        randomised_p(null, variance, filled_scan(null, exposure), exposure, 100 + j, {4000, 4000});
    CAPTURE(result.p);
    CHECK(near(result.p, expected[j],
               monte_carlo(expected[j], 4000) + .2 * expected[j] * (1 - expected[j])));
  }
}

TEST_CASE("the form of the variance is near the variance of paths it has not seen") {
  const TriggerDiary diary = null_trigger_diary({400, .8, .5, true}, 11);
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel model(null);
  double sum = 0;
  int count = 0;
  for (const double memory : {.1, .5, .8}) {
    Random random(12, static_cast<uint64_t>(10 * memory));
    Values path(400);
    lamella::insight::draw_path({.25, memory}, random, path);
    path = lamella::insight::centred(path);
    std::vector<KernelRow> features(400);
    lamella::insight::lag_features(path, features);
    const std::vector<KernelRow> rows = null.projected(features);
    const VarianceModel::Sums sums = VarianceModel::autocovariance(path);
    for (size_t k = 0; k < kKernels; ++k) {
      double exact = 0;
      for (const KernelRow& row : rows) exact += row[k] * row[k];
      sum += std::pow(model.variance(k, sums) / exact - 1, 2);
      ++count;
    }
  }
  CHECK(std::sqrt(sum / count) < .2);
}

TEST_CASE("autocovariance sums are those of their bins of lags") {
  Random random(13, 0);
  Values path(100);
  for (double& value : path) value = random.chance(.5) ? 0 : 3 + random.normal();
  const auto sums = VarianceModel::autocovariance(path);
  path = lamella::insight::centred(path);
  const auto at_lag = [&](size_t lag) {
    double sum = 0;
    for (size_t day = lag; day < path.size(); ++day) sum += path[day] * path[day - lag];
    return sum;
  };
  const std::pair<size_t, size_t> bins[] = {{0, 0}, {1, 1}, {2, 2},  {3, 3},   {4, 4},   {5, 5},
                                            {6, 6}, {7, 7}, {8, 10}, {11, 14}, {15, 20}, {21, 30}};
  for (size_t b = 0; b < VarianceModel::kBins; ++b) {
    double expected = 0;
    for (size_t lag = bins[b].first; lag <= bins[b].second; ++lag) expected += at_lag(lag);
    CHECK(near(sums[b], expected, 1e-10));
  }
  // A path shorter than the lags.
  const auto few = VarianceModel::autocovariance(Values{1, 0, 0, 1});
  CHECK(near(few[0], 1, 1e-15));
  CHECK(near(few[3], .25, 1e-15));
  CHECK(few[4] == 0);
}

TEST_CASE("draws are the same for any number of threads, and other exposures change nothing") {
  const TriggerDiary diary = null_trigger_diary({200, .8, .5, true}, 14);
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const CommonNormals normals(1, 999);
  const auto test = [&] {
    return test_trigger(null, variance, normals, diary.exposures[0], 3, {999, 50});
  };
  const TriggerTest alone = test();
  std::vector<TriggerTest> results(3);
  std::vector<std::thread> threads;
  threads.reserve(results.size());
  for (TriggerTest& result : results) threads.emplace_back([&] { result = test(); });
  for (std::thread& thread : threads) thread.join();
  for (const TriggerTest& result : results) {
    CHECK(result.p == alone.p);
    CHECK(result.max_t.p == alone.max_t.p);
    CHECK(result.scan.t == alone.scan.t);
  }
}

TEST_CASE("a trigger of a binary and of a continuous kind is found at its lag") {
  for (const bool binary : {true, false}) {
    TriggerDiary diary = null_trigger_diary({400, .5, .3, binary}, 15);
    for (size_t day = 2; day < 400; ++day) {
      const double before = diary.exposures[0][day - 2];
      if (!std::isnan(before)) diary.outcome[day] += (binary ? 1.2 : .5) * before;
    }
    const NullFit null(diary.outcome, diary.columns);
    const TriggerTest test =
        test_trigger(null, VarianceModel(null), CommonNormals(1, 9999), diary.exposures[0], 4);
    CHECK(test.intermittent == binary);
    CHECK(test.largest.kernel == 2);
    CHECK(test.p < .001);
    CHECK(test.randomised.has_value() == binary);
  }
}

TEST_CASE("an exposure that never changes, or never was recorded, has a p of 1") {
  const TriggerDiary diary = null_trigger_diary({150, .5, .3, true}, 16);
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const CommonNormals normals(1, 99);
  for (const double value : {0.0, 1.0, 3.0, kNone}) {
    CHECK(test_trigger(null, variance, normals, Values(150, value), 1).p == 1);
  }
  TriggerScan all;
  all.vif.fill(1);
  for (const double value : {0.0, 1.0, kNone}) {
    const RandomisedP result = randomised_p(null, variance, all, Values(150, value), 1);
    CHECK(result.statistics.plain == 0);
    CHECK(result.plain.p == 1);
    CHECK(result.studentised.p == 1);
    CHECK(result.p == 1);
  }
  CHECK(refused([&] { test_trigger(null, variance, normals, Values(149, 1.0), 1); }));
  CHECK(refused([&] { test_trigger(null, variance, normals, Values(150, 1e200), 1); }));
  Values rising(150);
  for (size_t day = 0; day < rising.size(); ++day) rising[day] = static_cast<double>(day);
  CHECK(refused([&] { randomised_p(null, variance, all, rising, 1); }));
}

TEST_CASE("an exposure that the covariates explain has a statistic of 0") {
  TriggerDiary diary = null_trigger_diary({150, .5, .3, true}, 17);
  TriggerScan all;
  all.vif.fill(1);
  for (const size_t length : {20, 51, 77, 100, 139}) {
    Values step(150, 0.0);
    std::fill(step.begin(), step.begin() + static_cast<int32_t>(length), 1.0);
    const NullFit null(diary.outcome, {Values(150, 1.0), step});
    const RandomisedP result = randomised_p(null, VarianceModel(null), all, step, 1, {1, 1});
    CHECK(result.statistics.plain == 0);
    CHECK(result.statistics.studentised == 0);
  }
}

TEST_CASE("the statistics are the largest of those of the usable kernels") {
  const TriggerDiary diary = null_trigger_diary({200, .5, .3, true}, 18);
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const auto statistics = [&](const TriggerScan& scan) {
    return randomised_p(null, variance, scan, diary.exposures[0], 1, {1, 1}).statistics;
  };
  TriggerScan all;
  all.vif.fill(1);
  double plain = 0;
  double studentised = 0;
  for (size_t k = 0; k < kKernels; ++k) {
    TriggerScan one;
    one.vif.fill(9);
    one.vif[k] = 1;
    plain = std::max(plain, statistics(one).plain);
    studentised = std::max(studentised, statistics(one).studentised);
    one.vif[k] = 9;
    CHECK(statistics(one).plain == 0);
  }
  CHECK(statistics(all).plain == plain);
  CHECK(statistics(all).studentised == studentised);
}

TEST_CASE("p counts draws that have the records' gaps, filled from their own neighbours") {
  const TriggerDiary diary = null_trigger_diary({120, .5, .6, true}, 19);
  const NullFit null(diary.outcome, diary.columns);
  const VarianceModel variance(null);
  const Values& exposure = diary.exposures[0];
  const TriggerScan scan = filled_scan(null, exposure);
  const RandomisedP result = randomised_p(null, variance, scan, exposure, 5, {300, 300});

  std::vector<size_t> days(120);
  for (size_t day = 0; day < 120; ++day) days[day] = day;
  lamella::insight::PathScore score(null, variance, scan, days);
  const Gaps gaps(exposure);
  const double observed = score.of(lamella::insight::filled(exposure, null.columns())).plain;
  CHECK(result.statistics.plain == observed);
  int32_t exceedances = 0;
  for (uint64_t draw = 0; draw < 300; ++draw) {
    Values path(120);
    Random random(5, draw);
    lamella::insight::draw_path(chain_of(exposure), random, path);
    gaps.fill_binary(chain_of(exposure), path);
    exceedances += score.of(path).plain >= observed ? 1 : 0;
  }
  CHECK(result.plain.exceedances == exceedances);
  CHECK(result.plain.p == (1.0 + exceedances) / 301);
}

TEST_CASE("a binary exposure that multivariate t finds hopeless is not randomised") {
  const CommonNormals normals(1, 999);
  int randomised = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const TriggerDiary diary = null_trigger_diary({150, .5, .3, true}, seed);
    const NullFit null(diary.outcome, diary.columns);
    const TriggerTest test =
        test_trigger(null, VarianceModel(null), normals, diary.exposures[0], 1, {99, 20});
    CHECK(test.randomised.has_value() == (test.max_t.p <= .2));
    CHECK((test.randomised.has_value() || test.p == 1));
    randomised += test.randomised.has_value() ? 1 : 0;
  }
  CHECK(randomised >= 1);
  CHECK(randomised <= 20);
}

TEST_CASE("null diaries with a rare binary exposure are rejected as often as the level says") {
  // 400 diaries: 5% is 20; about four standard errors on either side.
  int rejected = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    const TriggerDiary diary = null_trigger_diary({150, .8, .8, true}, seed);
    const NullFit null(diary.outcome, diary.columns);
    const VarianceModel variance(null);
    const Values& exposure = diary.exposures[0];
    const RandomisedP result =
        randomised_p(null, variance, filled_scan(null, exposure), exposure, seed, {399, 40});
    rejected += result.p < .05 ? 1 : 0;
  }
  CAPTURE(rejected);
  CHECK(rejected >= 5);
  CHECK(rejected <= 37);
}
