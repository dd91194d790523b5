// The schedule of a planned test, and what its analysis makes of days that are given.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "failure.h"
#include "insight_planned_fixture.h"

using lamella::analyse_trigger_test;
using lamella::Day;
using lamella::Error;
using lamella::plan_trigger_test;
using lamella::sentence;
using lamella::trigger_schedule;
using lamella::TriggerDay;
using lamella::TriggerPlan;
using lamella::TriggerPlanOptions;
using lamella::TriggerTest;
using lamella::TriggerVerdict;
using lamella::WhyNotEnough;

namespace {

using Values = std::vector<double>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Blocks of three days of which two are analysed.
const TriggerPlanOptions kShort = {
    .effect = 1, .missing = 0, .block_days = 3, .washout_days = 1, .seed = 3};

// Days whose pair differences (on - off) are these. The first day of a block is nonsense, which
// must not count.
std::vector<TriggerDay> days_of(const TriggerPlan& plan, const Values& differences) {
  std::vector<TriggerDay> days;
  for (const lamella::TriggerBlock& block : plan.blocks) {
    const double pair = differences[days.size() / 6];
    days.push_back({block.first, block.on ? 900 : -900, !block.on});
    for (const double spread : {0.5, -0.5}) {
      days.push_back({block.analysed + (spread < 0), 5 + spread + (block.on ? pair : 0), block.on});
    }
  }
  return days;
}

TriggerTest test_of(const Values& differences) {
  const TriggerPlan plan = trigger_schedule(kShort, static_cast<int32_t>(differences.size()));
  return analyse_trigger_test(plan, days_of(plan, differences));
}

// Share of all sign flips of d - b whose sum is at least as far from 0.
double two_sided_p(const Values& d, double b) {
  const size_t all = size_t{1} << d.size();
  size_t as_far = 0;
  double own = 0;
  for (const double one : d) own += one - b;
  for (size_t flips = 0; flips < all; ++flips) {
    double sum = 0;
    for (size_t i = 0; i < d.size(); ++i) sum += (flips >> i & 1) != 0 ? b - d[i] : d[i] - b;
    if (std::fabs(sum) >= std::fabs(own) - 1e-9) ++as_far;
  }
  return static_cast<double>(as_far) / static_cast<double>(all);
}

const Values kDifferences = {1.25, 0.5, 2, -0.75, 1.75, 0.25, 3, 1.5};

}  // namespace

TEST_CASE("a schedule is pairs of blocks, one of each with the trigger, the same from a seed") {
  const TriggerPlan plan = trigger_schedule(kShort, 60);
  REQUIRE(plan.blocks.size() == 120);
  CHECK(plan.days() == 360);
  int on_first = 0;
  for (size_t i = 0; i < plan.blocks.size(); ++i) {
    const lamella::TriggerBlock& block = plan.blocks[i];
    CHECK(block.first == kShort.first_day + 3 * static_cast<Day>(i));
    CHECK(block.analysed == block.first + 1);
    CHECK(block.last == block.first + 2);
    if (i % 2 == 1) CHECK(block.on != plan.blocks[i - 1].on);
    if (i % 2 == 0 && block.on) ++on_first;
  }
  CHECK(on_first > 15);
  CHECK(on_first < 45);
  CHECK(trigger_schedule(kShort, 60).blocks == plan.blocks);
  TriggerPlanOptions other = kShort;
  other.seed = 4;
  CHECK(trigger_schedule(other, 60).blocks != plan.blocks);
}

TEST_CASE("the lots of a seed are these on every platform") {
  std::string lots;
  for (const lamella::TriggerBlock& block : trigger_schedule({.seed = 7}, 12).blocks) {
    lots += block.on ? '1' : '0';
  }
  CHECK(lots == "011010100101010110101010");
}

TEST_CASE("p and interval are those of all sign flips, counted one by one") {
  const TriggerTest test = test_of(kDifferences);
  REQUIRE(test.effect.has_value());
  CHECK(test.counted);
  CHECK(test.pairs == 8);
  CHECK(*test.effect == doctest::Approx(9.5 / 8));
  CHECK(*test.p == two_sided_p(kDifferences, 0));
  for (const double inside : {*test.low + 1e-6, *test.high - 1e-6}) {
    CHECK(two_sided_p(kDifferences, inside) > 0.05);
  }
  for (const double outside : {*test.low - 1e-6, *test.high + 1e-6}) {
    CHECK(two_sided_p(kDifferences, outside) <= 0.05);
  }
}

TEST_CASE("sums that differ from 0 by rounding alone tie, on either side") {
  const Values ties = {0.1, 0.2, -0.3, 0.7, 0.4, -0.1, 0.3, 1.1};
  Values mirrored;
  for (const double d : ties) mirrored.push_back(-d);
  CHECK(*test_of(ties).p == two_sided_p(ties, 0));
  CHECK(*test_of(mirrored).p == two_sided_p(ties, 0));
}

TEST_CASE("a drawn test agrees with the counted one, and its interval with its p") {
  for (const double shift : {0.0, 0.3, 0.6, 1.2}) {
    Values d;
    for (int i = 0; i < 16; ++i) d.push_back(shift + std::sin(5 * i + shift) * 2);
    const TriggerTest counted = test_of(d);
    d.push_back(*counted.effect);
    const TriggerTest drawn = test_of(d);
    CHECK(counted.counted);
    CHECK_FALSE(drawn.counted);
    CHECK(std::fabs(*counted.p - *drawn.p) < 0.05);
    CHECK(std::fabs(*counted.low - *drawn.low) < 0.15);
    CHECK(std::fabs(*counted.high - *drawn.high) < 0.15);
    for (const TriggerTest& test : {counted, drawn}) {
      CHECK((*test.p <= test.alpha) == (*test.low > 0 || *test.high < 0));
    }
    CHECK(*test_of(d).p == *drawn.p);
  }
}

TEST_CASE("every pair is drawn, also the thirtieth and the seventieth") {
  for (const size_t first : {size_t{32}, size_t{64}}) {
    Values late(80, 0);
    for (size_t i = first; i < first + 16; ++i) late[i] = 1;
    CHECK(*test_of(late).p < 0.001);
  }
}

TEST_CASE("the verdict is of the interval: changes, no effect, or neither") {
  const TriggerTest changes = test_of(kDifferences);
  CHECK(changes.verdict == TriggerVerdict::kChanges);
  CHECK(sentence(changes) ==
        "The trigger changes the score by +1.19 points (95% interval +0.25 to +2.17).");
  Values lowers;
  for (const double d : kDifferences) lowers.push_back(-d);
  CHECK(test_of(lowers).verdict == TriggerVerdict::kChanges);
  CHECK(*test_of(lowers).low == -*changes.high);

  const TriggerTest none = test_of({0.5, -0.5, 0.25, -0.25, 0.125, -0.25, 0.25, 0});
  CHECK(none.verdict == TriggerVerdict::kNoEffect);
  CHECK(sentence(none) ==
        "No effect of at least 0.30 points was found (95% interval -0.25 to +0.30).");
  for (const double sign : {1, -1}) {
    Values skew = {2.5, -0.5, 2, -0.25, 1.5, -0.25, 1, 0};
    for (double& d : skew) d *= sign;
    CHECK(*test_of(skew).p > 0.05);
    CHECK(std::max(std::fabs(*test_of(skew).low), std::fabs(*test_of(skew).high)) > 1);
    CHECK(std::min(std::fabs(*test_of(skew).low), std::fabs(*test_of(skew).high)) < 1);
    CHECK(test_of(skew).verdict == TriggerVerdict::kNotEnough);
  }
  const TriggerTest wide = test_of({4, -4, 3, -2, 2, -3, 1, 0});
  CHECK(wide.verdict == TriggerVerdict::kNotEnough);
  CHECK(wide.why_not == WhyNotEnough::kEnough);
  CHECK(sentence(wide) ==
        "Not enough: an effect of 1.00 points is neither shown nor excluded (95% interval -2.50 to "
        "+2.67).");
}

TEST_CASE("a sentence rounds its interval outward and names its level") {
  TriggerTest test;
  test.verdict = TriggerVerdict::kChanges;
  test.alpha = 0.001;
  test.effect = -1.005001;
  test.low = -2.001;
  test.high = -0.509;
  CHECK(sentence(test) ==
        "The trigger changes the score by -1.01 points (99.9% interval -2.01 to -0.50).");
  test.verdict = TriggerVerdict::kNoEffect;
  test.alpha = 0.1;
  test.low = -0.001;
  test.high = 0.301;
  CHECK(sentence(test) ==
        "No effect of at least 0.31 points was found (90% interval -0.01 to +0.31).");
}

TEST_CASE("a verdict without its effect or its interval has no sentence") {
  constexpr const char* kRule = "this verdict needs an effect with its interval";
  CHECK_THROWS_WITH_AS((void)sentence(TriggerTest{}), kRule, Error);
  for (const TriggerVerdict verdict : {TriggerVerdict::kChanges, TriggerVerdict::kNoEffect}) {
    TriggerTest test{.verdict = verdict, .effect = 1, .low = 0.5, .high = 1.5};
    CHECK_NOTHROW((void)sentence(test));
    for (std::optional<double> TriggerTest::*number :
         {&TriggerTest::effect, &TriggerTest::low, &TriggerTest::high}) {
      TriggerTest broken = test;
      broken.*number = std::nullopt;
      CHECK_THROWS_WITH_AS((void)sentence(broken), kRule, Error);
      broken.*number = std::nan("");
      CHECK_THROWS_WITH_AS((void)sentence(broken), kRule, Error);
    }
  }
}

TEST_CASE("too few pairs, no scores, equal blocks and an unfinished test say why, without a p") {
  const auto check_why = [](const TriggerTest& test, WhyNotEnough why, const char* text) {
    CHECK(test.verdict == TriggerVerdict::kNotEnough);
    CHECK(test.why_not == why);
    CHECK_FALSE((test.effect || test.p || test.low || test.high || test.as_lived));
    CHECK(sentence(test) == text);
  };
  check_why(test_of({2, 2, 2, 2, 2}), WhyNotEnough::kTooFewPairs,
            "Not enough: 5 of 5 pairs of blocks have enough scores, too few for any result.");
  CHECK(test_of({2, 2, 2, 2, 2, 2}).verdict == TriggerVerdict::kChanges);
  check_why(test_of(Values(8, 0)), WhyNotEnough::kConstant,
            "Not enough: the score was the same in both blocks of each pair.");

  const TriggerPlan plan = trigger_schedule(kShort, 8);
  std::vector<TriggerDay> days = days_of(plan, kDifferences);
  // Three scores of 0.1 have another mean than two, by rounding alone.
  const TriggerPlan longer = trigger_schedule({.seed = 3}, 8);
  std::vector<TriggerDay> constant = lived_days(longer, {}, 5);
  for (TriggerDay& day : constant) {
    if (day.score) day.score = 0.1;
  }
  check_why(analyse_trigger_test(longer, constant), WhyNotEnough::kConstant,
            "Not enough: the score was the same in both blocks of each pair.");
  const auto unfinished = std::span(days).first(days.size() - 1);
  check_why(analyse_trigger_test(plan, unfinished), WhyNotEnough::kNotFinished,
            "Not enough: the test is not finished.");
  check_why(analyse_trigger_test(plan, {}), WhyNotEnough::kNotFinished,
            "Not enough: the test is not finished.");
  for (TriggerDay& day : days) day.score.reset();
  check_why(analyse_trigger_test(plan, days), WhyNotEnough::kNoScores,
            "Not enough: no pair of blocks has enough scores.");
}

TEST_CASE("a pair without enough scores in a block is left out, and the count is told") {
  const TriggerPlanOptions options = {.block_days = 7, .washout_days = 2, .seed = 2};
  const TriggerPlan plan = trigger_schedule(options, 8);
  std::vector<TriggerDay> days = lived_days(plan, {.effect = 4}, 1);
  for (TriggerDay& day : days) day.score = day.score.value_or(3);
  CHECK(analyse_trigger_test(plan, days).pairs == 8);
  // Five analysed days need two scores; those of the washout do not count.
  for (size_t i = 16; i < 20; ++i) days[i].score.reset();
  const TriggerTest left_out = analyse_trigger_test(plan, days);
  CHECK(left_out.pairs == 7);
  CHECK(left_out.planned_pairs == 8);
  CHECK(left_out.blocks[2].answered == 1);
  CHECK_FALSE(left_out.blocks[2].mean.has_value());
  CHECK(left_out.verdict == TriggerVerdict::kChanges);
  days[16].score = 3;
  CHECK(analyse_trigger_test(plan, days).pairs == 8);
  // Days around the plan do not count either.
  const TriggerTest without = analyse_trigger_test(plan, days);
  days.insert(days.begin(), {plan.blocks.front().first - 1, 800.0, true});
  days.push_back({plan.blocks.back().last + 1, 800.0, true});
  CHECK(*analyse_trigger_test(plan, days).p == *without.p);
  CHECK(*analyse_trigger_test(plan, days).effect == *without.effect);
}

TEST_CASE("a broken block is told and stays where the lot put it") {
  const TriggerPlan plan = trigger_schedule(kShort, 8);
  std::vector<TriggerDay> days = days_of(plan, kDifferences);
  const TriggerTest kept = analyse_trigger_test(plan, days);
  CHECK(kept.broken_blocks == 0);
  REQUIRE(kept.as_lived.has_value());
  CHECK(kept.as_lived->effect == doctest::Approx(*kept.effect));
  CHECK(*kept.as_lived->low == doctest::Approx(*kept.low));
  CHECK(*kept.as_lived->high == doctest::Approx(*kept.high));
  CHECK(kept.as_lived->exposure == 1);
  CHECK(kept.as_lived->pairs == 8);

  days[1].exposed = !*days[1].exposed;
  const TriggerTest broken = analyse_trigger_test(plan, days);
  CHECK(broken.broken_blocks == 1);
  CHECK(broken.blocks[0].broken);
  CHECK(broken.blocks[0].against_plan == 1);
  CHECK(broken.blocks[0].known == 2);
  CHECK(*broken.effect == *kept.effect);
  CHECK(*broken.p == *kept.p);
  CHECK(broken.as_lived->exposure == 7.5 / 8);
  CHECK(broken.as_lived->effect == doctest::Approx(9.5 / 7.5));
  CHECK(broken.as_lived->low.has_value());

  // A block that was lived the other way round leaves no interval, and no more than a point.
  for (const size_t i : {1, 2, 4, 5}) days[i].exposed = !planned_on(plan, days[i].day);
  const TriggerTest swapped = analyse_trigger_test(plan, days);
  CHECK(swapped.broken_blocks == 2);
  CHECK(swapped.as_lived->effect == doctest::Approx(9.5 / 6));
  CHECK_FALSE(swapped.as_lived->low.has_value());
  // A pair of which one block is unknown is no part of it.
  for (const size_t block : {0, 1}) {
    std::vector<TriggerDay> partly = days_of(plan, kDifferences);
    for (size_t i = 3 * block; i < 3 * block + 3; ++i) partly[i].exposed.reset();
    const TriggerTest one_less = analyse_trigger_test(plan, partly);
    CHECK(one_less.as_lived->pairs == 7);
    CHECK(one_less.as_lived->effect == doctest::Approx(8.25 / 7));
    CHECK(one_less.pairs == 8);
  }
  // Exposure that nobody wrote down breaks nothing and shows nothing.
  for (TriggerDay& day : days) day.exposed.reset();
  const TriggerTest unknown = analyse_trigger_test(plan, days);
  CHECK(unknown.broken_blocks == 0);
  CHECK_FALSE(unknown.as_lived.has_value());
  CHECK(*unknown.p == *kept.p);
}

TEST_CASE("broken_share is the share of known days that may go against the plan") {
  TriggerPlanOptions options = kShort;
  options.broken_share = 0.5;
  const TriggerPlan plan = trigger_schedule(options, 8);
  std::vector<TriggerDay> days = days_of(plan, kDifferences);
  days[1].exposed = !*days[1].exposed;
  CHECK(analyse_trigger_test(plan, days).broken_blocks == 0);
  days[2].exposed.reset();
  CHECK(analyse_trigger_test(plan, days).broken_blocks == 1);
}

TEST_CASE("one exposure all the time gives no as-lived effect") {
  const TriggerPlan plan = trigger_schedule(kShort, 8);
  std::vector<TriggerDay> days = days_of(plan, kDifferences);
  for (TriggerDay& day : days) day.exposed = true;
  const TriggerTest test = analyse_trigger_test(plan, days);
  CHECK(test.broken_blocks == 8);
  CHECK(test.effect.has_value());
  CHECK_FALSE(test.as_lived.has_value());
}

TEST_CASE("days out of order, scores that are no numbers and another schedule are refused") {
  const TriggerPlan plan = trigger_schedule(kShort, 8);
  const std::vector<TriggerDay> days = days_of(plan, kDifferences);
  const auto refuses = [&](const TriggerPlan& of, size_t at, const TriggerDay& day) {
    std::vector<TriggerDay> changed = days;
    changed[at] = day;
    return failure_of([&] { analyse_trigger_test(of, changed); });
  };
  CHECK(refuses(plan, 4, days[3]).message == "days are not ascending");
  CHECK(refuses(plan, 3, days[4]).code == lamella::Code::kInvalidArgument);
  for (const double wrong : {kNan, HUGE_VAL, -HUGE_VAL, 1.1e6}) {
    CHECK(refuses(plan, 4, {days[4].day, wrong, true}).message ==
          "a score is not finite, or beyond 1e6");
  }
  TriggerPlan other = plan;
  other.options.seed = 4;
  const std::string rule = "the schedule is not the one that its options and seed make";
  CHECK(refuses(other, 4, days[4]).message == rule);
  other = plan;
  std::swap(other.blocks[0].on, other.blocks[1].on);
  CHECK(refuses(other, 4, days[4]).message == rule);
  other.blocks.clear();
  other.pairs = 0;
  CHECK(refuses(other, 4, days[4]).code == lamella::Code::kInvalidArgument);
}

TEST_CASE("a plan asks for more pairs where the effect is smaller or the symptom is noisier") {
  const auto pairs = [](const TriggerPlanOptions& options) {
    return plan_trigger_test(options).pairs;
  };
  const TriggerPlan plan = plan_trigger_test({});
  CHECK(plan.blocks == trigger_schedule({}, plan.pairs).blocks);
  CHECK(pairs({.effect = 2}) < plan.pairs);
  CHECK(pairs({.effect = 2, .sd = 3}) > pairs({.effect = 2}));
  CHECK(pairs({.seed = 99}) == plan.pairs);
  // No result of five pairs reaches 0.05, however large the effect.
  CHECK(pairs({.effect = 1000, .missing = 0}) == 6);
  CHECK(pairs({.effect = 1000, .missing = 0, .alpha = 0.01}) == 8);
}

TEST_CASE("the formula has the numbers of an evaluation in NumPy and SciPy") {
  const auto by_formula = [](const TriggerPlanOptions& options) {
    return plan_trigger_test(options).pairs_by_formula;
  };
  CHECK(by_formula({}) == 35);
  CHECK(by_formula({.effect = 2, .missing = 0.5}) == 16);
  CHECK(by_formula({.noise = 0.3}) == 30);
  CHECK(by_formula({.memory = 0.95}) == 17);
  CHECK(by_formula({.effect = 1.5, .block_days = 14, .washout_days = 4}) == 16);
  CHECK(by_formula({.block_days = 1, .washout_days = 0}) == 23);
  CHECK(by_formula({.effect = 2, .alpha = 0.01, .power = 0.9}) == 19);
  CHECK(by_formula({.effect = 4, .missing = 0.75, .block_days = 4, .washout_days = 0}) == 54);
  CHECK(by_formula({.effect = 1000}) == 6);
}

TEST_CASE("the simulation adds pairs where the formula promises too much, alike everywhere") {
  const TriggerPlan large = plan_trigger_test({.effect = 3});
  CHECK(large.pairs_by_formula == 6);
  CHECK(large.pairs == 7);
  CHECK(large.simulated_power == 0.8472);
  const TriggerPlan noisy = plan_trigger_test({.effect = 4, .noise = 0.4, .missing = 0.7});
  CHECK(noisy.pairs == 36);
  CHECK(noisy.simulated_power == 0.8212);
  CHECK(noisy.simulated_power >= noisy.options.power);
}

TEST_CASE("an option out of range is refused by its name, and an effect that takes years") {
  const auto names = [](TriggerPlanOptions options, const std::string& name) {
    const Failure failure = failure_of([&] { plan_trigger_test(options); });
    CHECK(failure.code == lamella::Code::kInvalidArgument);
    CHECK(failure.message.rfind(name, 0) == 0);
  };
  for (const double wrong : {0.0, -1.0, 1001.0, kNan}) {
    names({.effect = wrong}, "effect");
    names({.sd = wrong}, "sd");
  }
  for (const double wrong : {-0.1, 1.0, kNan}) {
    names({.memory = wrong}, "memory");
    names({.noise = wrong}, "noise");
    names({.missing = wrong}, "missing");
    names({.alpha = wrong}, "alpha");
    names({.power = wrong}, "power");
    names({.broken_share = wrong}, "broken_share");
  }
  names({.block_days = 0}, "block_days");
  names({.block_days = 91}, "block_days");
  names({.block_days = 7, .washout_days = 7}, "washout_days");
  names({.washout_days = -1}, "washout_days");
  names({.first_day = lamella::kLastDay}, "first_day");
  names({.effect = 0.1}, "to find this effect with this power would take more than 1095 days");
  CHECK(refused([] { trigger_schedule({}, 0); }));
  CHECK(refused([] { trigger_schedule({}, 79); }));
  CHECK(trigger_schedule({}, 78).days() == 1092);
}
