// What a planned test is worth: its p under no effect, its power, its interval.
//
// The figures of core/src/insight/README.md:
//   lamella_tests --no-skip -tc="measure the planned test*"
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "insight_planned_fixture.h"

namespace {

struct Measured {
  std::vector<double> p;
  int changes = 0;  // verdicts
  int no_effect = 0;
  int covered = 0;     // intervals that hold the effect
  int lived = 0;       // as-lived intervals
  int lived_held = 0;  // of these, hold the effect
};

Measured measure(const lamella::TriggerPlan& plan, const LivedTest& lived, int tests) {
  Measured result;
  for (int i = 0; i < tests; ++i) {
    // Each test has lots of its own, as each person has.
    lamella::TriggerPlanOptions options = plan.options;
    options.seed = 1000 + static_cast<uint64_t>(i);
    const lamella::TriggerPlan own = lamella::trigger_schedule(options, plan.pairs);
    const auto test = lamella::analyse_trigger_test(own, lived_days(own, lived, options.seed));
    // Without a p (too few pairs are left) nothing is found, and nothing is wrong.
    result.p.push_back(test.p.value_or(1));
    if (test.verdict == lamella::TriggerVerdict::kChanges) ++result.changes;
    if (test.verdict == lamella::TriggerVerdict::kNoEffect) ++result.no_effect;
    if (!test.p || (*test.low <= lived.effect && lived.effect <= *test.high)) ++result.covered;
    if (!test.as_lived || !test.as_lived->low) continue;
    ++result.lived;
    if (*test.as_lived->low <= lived.effect && lived.effect <= *test.as_lived->high) {
      ++result.lived_held;
    }
  }
  return result;
}

// Kolmogorov and Smirnov's distance from the uniform law, at the values that p has: a share of
// 1/128 is no distance where p is a multiple of it.
double distance(std::vector<double> p) {
  std::sort(p.begin(), p.end());
  double greatest = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (i + 1 < p.size() && p[i + 1] == p[i]) continue;
    const double below = static_cast<double>(i + 1) / static_cast<double>(p.size());
    greatest = std::max(greatest, std::fabs(below - p[i]));
  }
  return greatest;
}

double share(int count, size_t tests) { return count / static_cast<double>(tests); }

// Monte-Carlo standard error of a share.
double error_of(double share, size_t tests) {
  return std::sqrt(share * (1 - share) / static_cast<double>(tests));
}

}  // namespace

TEST_CASE("p is uniform when nothing has an effect, though days resemble each other") {
  for (const int32_t pairs : {12, 20}) {
    const auto plan = lamella::trigger_schedule({.memory = 0.8, .noise = 0.1}, pairs);
    const Measured none = measure(plan, {}, 1000);
    // Beyond this in 0.1% of samples of a uniform law.
    CHECK(distance(none.p) < 1.95 / std::sqrt(1000));
    CHECK(share(none.changes, 1000) < 0.05 + 4 * error_of(0.05, 1000));
    CHECK(share(none.covered, 1000) > 0.95 - 4 * error_of(0.05, 1000));
  }
}

TEST_CASE("what a block leaves behind within the washout is found neither way") {
  lamella::TriggerPlanOptions options{.memory = 0.8};
  const LivedTest lived{.carry_over = 6};
  const auto plan = lamella::trigger_schedule(options, 14);
  CHECK(distance(measure(plan, lived, 1000).p) < 1.95 / std::sqrt(1000));
  // Without a washout the days after an on block count against its off block: half of the pairs
  // begin with an on block, whose next 2 of 7 days are 6 points worse.
  options.washout_days = 0;
  double sum = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    options.seed = seed;
    auto washed = options;
    washed.washout_days = 2;
    const auto days = lived_days(lamella::trigger_schedule(washed, 14), lived, seed);
    sum += *lamella::analyse_trigger_test(lamella::trigger_schedule(options, 14), days).effect;
  }
  CHECK(std::fabs(sum / 200 + 0.5 * 6 * 2 / 7) < 0.2);
}

TEST_CASE("the power is the planned one, also with what is left behind in the washout") {
  for (const double memory : {0.5, 0.8}) {
    const auto plan = lamella::plan_trigger_test({.effect = 1.5, .memory = memory, .noise = 0.1});
    const Measured found = measure(plan, {.effect = 1.5, .carry_over = 2}, 1000);
    const double power = share(found.changes, 1000);
    CHECK(std::fabs(power - plan.simulated_power) < 4 * error_of(power, 1000));
    CHECK(power > 0.8 - 4 * error_of(0.8, 1000));
    CHECK(power < 0.9);
    CHECK(share(found.covered, 1000) > 0.95 - 4 * error_of(0.05, 1000));
  }
}

TEST_CASE("the as-lived interval holds the effect where the plan was broken by chance") {
  const auto plan = lamella::trigger_schedule({.memory = 0.8, .noise = 0.1}, 14);
  const Measured broken = measure(plan, {.effect = 2, .broken = 0.15}, 1000);
  CHECK(broken.lived > 800);
  CHECK(share(broken.lived_held, 1000) > 0.95 * broken.lived / 1000 - 4 * error_of(0.05, 1000));
}

namespace {

struct Row {
  std::string name;
  lamella::TriggerPlanOptions options;
  LivedTest lived{};
};

void measure_row(const Row& row) {
  constexpr int kTests = 10'000;
  const auto plan = lamella::plan_trigger_test(row.options);
  LivedTest lived = row.lived;
  lived.effect = 0;
  const Measured none = measure(plan, lived, kTests);
  lived.effect = row.options.effect;
  const Measured found = measure(plan, lived, kTests);
  const auto percent = [](int count, int of) {
    const double part = share(count, static_cast<size_t>(of));
    return std::to_string(100 * part) + " +- " +
           std::to_string(100 * error_of(part, static_cast<size_t>(of)));
  };
  MESSAGE(row.name, ": pairs ", plan.pairs, " (formula ", plan.pairs_by_formula, "), days ",
          plan.days(), ", planned ", plan.simulated_power, "; null: changes ",
          percent(none.changes, kTests), ", KS ", distance(none.p), ", no effect ",
          percent(none.no_effect, kTests), "; effect: changes ", percent(found.changes, kTests),
          ", no effect ", percent(found.no_effect, kTests), ", covered ",
          percent(found.covered, kTests), ", as lived covered ",
          found.lived > 0 ? percent(found.lived_held, found.lived) : "none", " of ", found.lived);
  CHECK(distance(none.p) < 1.95 / std::sqrt(kTests));
}

}  // namespace

TEST_CASE("measure the planned test" * doctest::skip()) {
  using Options = lamella::TriggerPlanOptions;
  const std::vector<Row> rows = {
      {"rho 0", Options{.effect = 1.5, .memory = 0}},
      {"rho .5", Options{.effect = 1.5, .memory = 0.5}},
      {"rho .8", Options{.effect = 1.5}},
      {"rho .8, noise .2", Options{.effect = 1.5, .noise = 0.2}},
      {"rho .95", Options{.effect = 1.5, .memory = 0.95}},
      {"rho .8, blocks of 4, washout 1",
       Options{.effect = 1.5, .block_days = 4, .washout_days = 1}},
      {"rho .8, blocks of 14, washout 4",
       Options{.effect = 1.5, .block_days = 14, .washout_days = 4}},
      {"rho .8, half of the days lost", Options{.effect = 1.5, .missing = 0.5}},
      {"rho .8, a large effect", Options{.effect = 3}},
      {"rho .8, a small effect", Options{.effect = 1}},
      {"rho .8, power .9, alpha .01", Options{.effect = 1.5, .alpha = 0.01, .power = 0.9}},
      {"rho .8, whole points 0 to 10", Options{.effect = 1.5}, {.rounded = true}},
      {"rho .8, carry-over 3 points", Options{.effect = 1.5}, {.carry_over = 3}},
      {"rho .8, 10% of days against the plan", Options{.effect = 1.5}, {.broken = 0.1}},
  };
  for (const Row& row : rows) measure_row(row);
}
