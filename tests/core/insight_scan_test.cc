// The scan of 24 lag kernels and the p of its largest statistic. Digits of one diary:
// statistics/SOURCE.md of the reference data.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "failure.h"
#include "insight/max_t.h"
#include "insight/random.h"
#include "insight/significance.h"
#include "insight/trigger_scan.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using lamella::insight::CommonNormals;
using lamella::insight::DrawnP;
using lamella::insight::KernelRow;
using lamella::insight::kKernels;
using lamella::insight::lag_kernels;
using lamella::insight::LagKernel;
using lamella::insight::LargestT;
using lamella::insight::max_t_p;
using lamella::insight::NullFit;
using lamella::insight::Random;
using lamella::insight::TriggerScan;

namespace {

using Values = std::vector<double>;

bool near(double value, double expected, double absolute) {
  return std::fabs(value - expected) <= absolute;
}

Values random_values(size_t count, Random& random) {
  Values values(count);
  for (double& value : values) value = random.normal();
  return values;
}

double weight(const LagKernel& kernel, int32_t lag) {
  if (lag < kernel.first || lag > kernel.last) return 0;
  return std::pow(kernel.decay, lag - kernel.first);
}

}  // namespace

TEST_CASE("the fit without triggers gives the digits of the reference diary") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const ReferenceTable expected("statistics/trigger_oracle_fit.csv");
  const auto number = [&](const char* name) { return expected.numbers(name)[0]; };
  CHECK(static_cast<double>(null.recorded().size()) == number("m"));
  CHECK(near(null.fit().correlation.rho, number("rho"), 1e-6));
  CHECK(null.fit().correlation.kappa == 0);
  CHECK(near(null.fit().minus_two_log_likelihood, number("m2ll"), 1e-6));
  CHECK(near(null.fit().variance, number("s2"), 1e-6));
  const char* names[] = {"g_one", "g_weekend", "g_sin", "g_cos", "g_step"};
  for (size_t k = 0; k < 5; ++k) CHECK(near(null.fit().coefficients[k], number(names[k]), 1e-6));
}

TEST_CASE("the statistics of 40 triggers and 24 kernels give the digits of the reference diary") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const ReferenceTable expected("statistics/trigger_oracle_scan.csv");
  const ReferenceTable triggers("statistics/trigger_oracle_triggers.csv");
  for (size_t j = 0; j < diary.exposures.size(); ++j) {
    CAPTURE(j);
    const TriggerScan scan = null.scan(features_of(diary.exposures[j]));
    for (size_t k = 0; k < kKernels; ++k) {
      CAPTURE(k);
      const Values digits = expected.numbers("k" + std::to_string(k));
      CHECK(near(scan.t[k], digits[2 * j], 1e-6));
      CHECK(near(scan.vif[k], digits[2 * j + 1], 1e-5));  // as many as are printed
    }
    const LargestT found = largest(scan);
    CHECK(near(found.t, triggers.numbers("Tstar")[j], 1e-6));
    CHECK(found.kernel == static_cast<int32_t>(triggers.numbers("kstar")[j]));
  }
}

TEST_CASE("every kernel weighs the days before as its lags say, and backwards in the adjoint") {
  CHECK(lag_kernels()[14].first == 14);
  CHECK(lag_kernels()[16].last == 4);
  CHECK(lag_kernels()[22].first == 1);
  Random random(1, 0);
  const Values x = random_values(150, random);
  const Values g = random_values(150, random);
  std::vector<KernelRow> features(150);
  std::vector<KernelRow> weights(150);
  lamella::insight::lag_features(x, features);
  lamella::insight::lag_adjoint(g, weights);
  for (size_t k = 0; k < kKernels; ++k) {
    CAPTURE(k);
    double forward = 0;
    double backward = 0;
    for (int32_t t = 0; t < 150; ++t) {
      double feature = 0;
      for (int32_t lag = 0; lag <= t; ++lag) {
        feature += weight(lag_kernels()[k], lag) * x[static_cast<size_t>(t - lag)];
      }
      const auto day = static_cast<size_t>(t);
      REQUIRE(near(features[day][k], feature, 1e-12));
      forward += g[day] * feature;
      backward += weights[day][k] * x[day];
    }
    CHECK(near(forward, backward, 1e-10));
  }
}

TEST_CASE("an exposure is centred on its known days and 0 on the others") {
  const double none = std::nan("");
  const Values centred = lamella::insight::centred(Values{3, none, 5, none, 10});
  const Values expected = {-3, 0, -1, 0, 4};
  for (size_t day = 0; day < expected.size(); ++day) CHECK(centred[day] == expected[day]);
  CHECK(lamella::insight::centred(Values{none})[0] == 0);
  CHECK(lamella::insight::mean_of_known(Values{none}) == 0);
  for (const double value : {1e308, -std::numeric_limits<double>::infinity()}) {
    CHECK(refused([&] { lamella::insight::centred(Values{1, value}); }));
  }
}

TEST_CASE("T is that of a regression with the feature beside the covariates") {
  const TriggerDiary diary = null_trigger_diary({200, .8, .5, false}, 2);
  const NullFit null(diary.outcome, diary.columns);
  const std::vector<KernelRow> features = features_of(diary.exposures[0]);
  const TriggerScan scan = null.scan(features);
  Values outcome;
  for (const int32_t day : null.recorded()) {
    outcome.push_back(diary.outcome[static_cast<size_t>(day)]);
  }
  for (size_t k = 0; k < kKernels; ++k) {
    lamella::insight::Columns columns(2, Values(outcome.size(), 1.0));
    for (size_t i = 0; i < outcome.size(); ++i) {
      columns[1][i] = features[static_cast<size_t>(null.recorded()[i])][k];
    }
    const auto joint =
        lamella::insight::gls_fit(null.recorded(), outcome, columns, null.fit().correlation);
    CHECK(near(scan.t[k], joint.coefficients[1] / joint.standard_errors[1], 1e-9));
  }
}

TEST_CASE("T does not change with what the covariates explain of the outcome or the exposure") {
  TriggerDiary diary = null_trigger_diary({300, .8, .5, false}, 3);
  Values weekend(300);
  for (size_t day = 0; day < 300; ++day) weekend[day] = day % 7 >= 5 ? 1 : 0;
  diary.columns.push_back(weekend);
  const NullFit plain(diary.outcome, diary.columns);
  for (size_t day = 0; day < 300; ++day) diary.outcome[day] += 5 - 2 * weekend[day];
  const NullFit moved(diary.outcome, diary.columns);
  std::vector<KernelRow> features = features_of(diary.exposures[0]);
  const TriggerScan before = plain.scan(features);
  for (size_t day = 0; day < 300; ++day) {
    for (double& feature : features[day]) feature += 7 - 3 * weekend[day];
  }
  const TriggerScan after = moved.scan(features);
  for (size_t k = 0; k < kKernels; ++k) {
    CHECK(near(after.t[k], before.t[k], 1e-6));
  }
}

TEST_CASE("projected features are those that T and VIF are made of") {
  const TriggerDiary diary = null_trigger_diary({250, .5, .8, true}, 4);
  const NullFit null(diary.outcome, diary.columns);
  const std::vector<KernelRow> features = features_of(diary.exposures[0]);
  const TriggerScan scan = null.scan(features);
  const std::vector<KernelRow> rows = null.projected(features);
  REQUIRE(rows.size() == null.recorded().size());
  for (size_t k = 0; k < kKernels; ++k) {
    double own = 0;
    for (const KernelRow& row : rows) own += row[k] * row[k];
    double product = 0;  // f_k'g = w_k'w_y
    for (size_t day = 0; day < null.days(); ++day)
      product += features[day][k] * null.adjoint()[day];
    const double freedom = null.freedom();
    const double total = null.fit().variance * (freedom + 1);
    const double rest = (total - product * product / own) / freedom;
    CHECK(near(scan.t[k], product / std::sqrt(own * rest), 1e-8));
  }
}

TEST_CASE(
    "a kernel that the covariates explain is not usable, and has T of 0 when nothing is left") {
  TriggerDiary diary = null_trigger_diary({200, .5, .5, true}, 5);
  Values step(200);
  for (size_t day = 0; day < 200; ++day) step[day] = day < 90 ? 1 : 0;
  diary.columns.push_back(step);
  const NullFit null(diary.outcome, diary.columns);
  const TriggerScan same = null.scan(features_of(step));
  CHECK_FALSE(same.usable(0));
  CHECK(same.t[0] == 0);
  CHECK(std::isinf(same.vif[0]));
  CHECK_FALSE(same.usable(1));

  // Beside the intercept alone nothing inflates a variance.
  const TriggerDiary plain = null_trigger_diary({200, .5, .5, true}, 5);
  const TriggerScan alone =
      NullFit(plain.outcome, plain.columns).scan(features_of(plain.exposures[0]));
  for (const double vif : alone.vif) CHECK(near(vif, 1, 1e-12));

  const TriggerScan nothing = null.scan(features_of(Values(200, 0.0)));
  for (size_t k = 0; k < kKernels; ++k) CHECK(nothing.t[k] == 0);
  CHECK(largest(nothing).kernel == -1);
  CHECK(largest(nothing).t == 0);

  TriggerScan scan;
  scan.vif.fill(1);
  scan.vif[5] = 5.1;
  scan.t[5] = 9;
  scan.t[7] = -3;
  CHECK(largest(scan).kernel == 7);
  CHECK(largest(scan).t == 3);
}

TEST_CASE("a diary without an entry, or with covariates of another length, is refused by name") {
  const Values one(30, 1.0);
  CHECK(failure_of([&] { NullFit(Values(30, std::nan("")), {one}); }).message ==
        "too few days are recorded for the covariates");
  CHECK(failure_of([&] { NullFit(Values(20, 1.0), {one}); }).message ==
        "a covariate has not one value for each day");
}

TEST_CASE("p of the largest statistic agrees with the reference diary for all 40 triggers") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const CommonNormals normals(1, 20'000);
  const ReferenceTable triggers("statistics/trigger_oracle_triggers.csv");
  for (size_t j = 0; j < diary.exposures.size(); ++j) {
    CAPTURE(j);
    const std::vector<KernelRow> features = features_of(diary.exposures[j]);
    const TriggerScan scan = null.scan(features);
    const DrawnP result = max_t_p(null, features, scan, normals, {20'000, 20'000});
    const double p = triggers.numbers("p_mvt")[j];
    const double draws = 50 / p;  // the reference stopped there
    if (result.draws == 0) {
      CHECK(p > .8);  // every kernel alone is above .2
      continue;
    }
    CAPTURE(p);
    CAPTURE(result.p);
    CHECK(near(result.p, p, 4 * std::sqrt(p * (1 - p) * (1 / draws + 1.0 / result.draws))));
  }
}

TEST_CASE("p of one kernel is that of Student's t, and of independent ones that of their maximum") {
  // Pulses of an exposure without memory are all but independent.
  const TriggerDiary diary = null_trigger_diary({900, 0, 0, false}, 6);
  const NullFit null(diary.outcome, diary.columns);
  const std::vector<KernelRow> features = features_of(diary.exposures[0]);
  const CommonNormals normals(2, 40'000);
  for (const size_t kernels : {size_t{1}, size_t{15}}) {
    TriggerScan scan;
    for (size_t k = 0; k < kKernels; ++k) {
      scan.vif[k] = k < kernels ? 1 : 100;
      scan.t[k] = k == 0 ? 2.2 : 0;
    }
    const DrawnP result = max_t_p(null, features, scan, normals, {40'000, 40'000});
    CHECK(result.draws == 40'000);
    const double alone = lamella::insight::two_sided_p_of_t(2.2, null.freedom());
    const double p = 1 - std::pow(1 - alone, kernels);
    CHECK(near(result.p, p, 4 * std::sqrt(p * (1 - p) / 40'000) + (kernels == 1 ? 0 : .01)));
  }
}

TEST_CASE("kernels that say the same count once") {
  const TriggerDiary diary = null_trigger_diary({300, .5, .5, false}, 8);
  const NullFit null(diary.outcome, diary.columns);
  std::vector<KernelRow> features = features_of(diary.exposures[0]);
  for (KernelRow& row : features) row.fill(row[3]);
  TriggerScan scan;
  scan.vif.fill(1);
  scan.t.fill(2.2);
  const DrawnP result = max_t_p(null, features, scan, CommonNormals(6, 40'000), {40'000, 40'000});
  const double p = lamella::insight::two_sided_p_of_t(2.2, null.freedom());
  CHECK(near(result.p, p, 4 * std::sqrt(p * (1 - p) / 40'000)));
}

TEST_CASE("few degrees of freedom make a large statistic likelier") {
  // One recorded day more than the fit needs twice: nu = 1, 2 and 3.
  for (const size_t days : {3, 4, 5, 9}) {
    Values outcome(days);
    Values exposure(days);
    Random random(9, days);
    for (size_t day = 0; day < days; ++day) {
      outcome[day] = random.normal();
      exposure[day] = random.normal();
    }
    const NullFit null(outcome, {Values(days, 1.0)});
    TriggerScan scan;
    scan.vif.fill(100);
    scan.vif[0] = 1;
    scan.t[0] = 5;
    const double p = lamella::insight::two_sided_p_of_t(5, null.freedom());
    const CommonNormals normals(3, 40'000);
    const DrawnP result = max_t_p(null, features_of(exposure), scan, normals, {40'000, 40'000});
    CHECK(result.draws == 40'000);
    CHECK(near(result.p, p, 4 * std::sqrt(p * (1 - p) / 40'000)));
  }
}

TEST_CASE("a p that needs no draw takes none, and a clear one stops at 50 exceedances") {
  const TriggerDiary diary = null_trigger_diary({300, .5, .5, false}, 7);
  const NullFit null(diary.outcome, diary.columns);
  const std::vector<KernelRow> features = features_of(diary.exposures[0]);
  TriggerScan scan = null.scan(features);
  const CommonNormals normals(4, 9999);
  const auto p_of = [&](double t) {
    scan.t.fill(0);
    scan.t[3] = -t;
    return max_t_p(null, features, scan, normals);
  };
  CHECK(p_of(1.2).p == 1);
  CHECK(p_of(1.2).draws == 0);
  const DrawnP middle = p_of(2.2);
  CHECK(middle.exceedances == 50);
  CHECK(middle.p == 50.0 / middle.draws);
  const DrawnP small = p_of(4);
  CHECK(small.draws == 9999);
  CHECK(small.p == (1.0 + small.exceedances) / 10'000);
  const DrawnP tiny = p_of(6);
  CHECK(tiny.draws == 0);
  CHECK(tiny.p == 24 * lamella::insight::two_sided_p_of_t(6, null.freedom()));
  scan.vif.fill(100);
  CHECK(max_t_p(null, features, scan, normals).p == 1);
}

TEST_CASE("the Cauchy combination keeps the digits of small p and lies between its parts") {
  using lamella::insight::cauchy_combination;
  CHECK(near(cauchy_combination(Values{.3, .3}), .3, 1e-15));
  CHECK(near(cauchy_combination(Values{.00750075, .00910747}), .00822641, 1e-8));
  CHECK(near(cauchy_combination(Values{.735294, .806452}), .775446, 1e-6));
  CHECK(std::fabs(cauchy_combination(Values{1e-12, .5}) / 2e-12 - 1) < 1e-9);
  CHECK(cauchy_combination(Values{1, 1e-20}) == 1);
}

TEST_CASE("null diaries are rejected as often as the level says") {
  // 400 diaries: 5% is 20, and a bound of four standard errors would catch a level of 10% or 1%.
  for (const double phi : {0.0, .8}) {
    const CommonNormals normals(5, 999);
    int rejected = 0;
    for (uint64_t seed = 1; seed <= 400; ++seed) {
      const TriggerDiary diary = null_trigger_diary({180, .8, phi, false}, seed);
      const NullFit null(diary.outcome, diary.columns);
      const std::vector<KernelRow> features = features_of(diary.exposures[0]);
      rejected += max_t_p(null, features, null.scan(features), normals).p < .05 ? 1 : 0;
    }
    CAPTURE(rejected);
    CHECK(rejected >= 5);
    CHECK(rejected <= 37);
  }
}
