#include "lamella/planned_test.h"

#include <algorithm>
#include <cmath>

#include "insight/flips.h"
#include "insight/planned.h"
#include "insight/random.h"
#include "lamella/error.h"

namespace lamella {

namespace {

constexpr double kGreatestScore = 1e6;
// Block means that differ by rounding alone are the same.
constexpr double kRounding = 1e-12;
// With less difference in exposure than this the as-lived effect says nothing.
constexpr double kLeastExposure = 0.25;
constexpr insight::FlipEffort kEffort = {kMostCountedPairs, kDrawnAssignments};

[[noreturn]] void refuse(const std::string& rule) { throw Error(Code::kInvalidArgument, rule); }

void check_days(std::span<const TriggerDay> days) {
  for (size_t i = 0; i < days.size(); ++i) {
    if (i > 0 && days[i].day <= days[i - 1].day) refuse("days are not ascending");
    // Written so that NaN is refused.
    if (days[i].score && !(std::fabs(*days[i].score) <= kGreatestScore)) {
      refuse("a score is not finite, or beyond 1e6");
    }
  }
}

void check_plan(const TriggerPlan& plan) {
  if (trigger_schedule(plan.options, plan.pairs).blocks != plan.blocks) {
    refuse("the schedule is not the one that its options and seed make");
  }
}

TriggerBlockResult result_of(const TriggerBlock& block, std::span<const TriggerDay> days,
                             const TriggerPlanOptions& options) {
  TriggerBlockResult result;
  double sum = 0;
  const auto first = std::lower_bound(days.begin(), days.end(), block.analysed,
                                      [](const TriggerDay& a, Day day) { return a.day < day; });
  for (auto day = first; day != days.end() && day->day <= block.last; ++day) {
    if (day->score) {
      sum += *day->score;
      ++result.answered;
    }
    if (day->exposed) {
      ++result.known;
      if (*day->exposed != block.on) ++result.against_plan;
    }
  }
  if (result.answered >= insight::least_answered(options)) result.mean = sum / result.answered;
  result.broken = result.against_plan > options.broken_share * result.known;
  return result;
}

double exposure(const TriggerBlock& block, const TriggerBlockResult& result) {
  const double against = static_cast<double>(result.against_plan) / result.known;
  return block.on ? 1 - against : against;
}

// The on block of a pair minus its off block.
struct Difference {
  double score = 0;
  std::optional<double> exposure{};
  bool alike = false;  // the means differ by no more than rounding
};

std::vector<Difference> differences(const TriggerPlan& plan,
                                    const std::vector<TriggerBlockResult>& results) {
  std::vector<Difference> all;
  for (size_t pair = 0; pair < results.size(); pair += 2) {
    const size_t on = plan.blocks[pair].on ? pair : pair + 1;
    const size_t off = plan.blocks[pair].on ? pair + 1 : pair;
    if (!results[on].mean || !results[off].mean) continue;
    Difference difference{*results[on].mean - *results[off].mean};
    const double size = std::max(std::fabs(*results[on].mean), std::fabs(*results[off].mean));
    difference.alike = std::fabs(difference.score) <= kRounding * size;
    if (results[on].known > 0 && results[off].known > 0) {
      difference.exposure =
          exposure(plan.blocks[on], results[on]) - exposure(plan.blocks[off], results[off]);
    }
    all.push_back(difference);
  }
  return all;
}

// With k pairs the least p is 2 of 2^k.
bool too_few(size_t pairs, double alpha) {
  return std::ldexp(1, 1 - static_cast<int>(pairs)) > alpha;
}

WhyNotEnough why_not_enough(const TriggerPlan& plan, std::span<const TriggerDay> days,
                            const std::vector<Difference>& all) {
  if (days.empty() || days.back().day < plan.blocks.back().last) return WhyNotEnough::kNotFinished;
  if (all.empty()) return WhyNotEnough::kNoScores;
  if (too_few(all.size(), plan.options.alpha)) return WhyNotEnough::kTooFewPairs;
  if (std::all_of(all.begin(), all.end(), [](const Difference& one) { return one.alike; })) {
    return WhyNotEnough::kConstant;
  }
  return WhyNotEnough::kEnough;
}

void analyse_as_assigned(const TriggerPlan& plan, const std::vector<Difference>& all,
                         TriggerTest& test) {
  std::vector<double> d(all.size());
  double sum = 0;
  for (size_t i = 0; i < all.size(); ++i) sum += d[i] = all[i].alike ? 0 : all[i].score;
  const std::vector<double> ones(d.size(), 1);
  insight::Random random(plan.options.seed, insight::kFlipStream);
  const insight::FlipTest flips = insight::flip_test(d, ones, test.alpha, kEffort, random);
  test.effect = sum / static_cast<double>(d.size());
  test.p = flips.p;
  test.low = flips.low;
  test.high = flips.high;
  test.counted = flips.counted;
}

// effect = sum d / sum e, e the differences in exposure of the same pairs, and those b for which
// flipping the signs of d - b e does not reject.
std::optional<AsLived> as_lived(const TriggerPlan& plan, const std::vector<Difference>& all) {
  std::vector<double> d;
  std::vector<double> e;
  double sum_d = 0;
  double sum_e = 0;
  for (const Difference& one : all) {
    if (!one.exposure) continue;
    sum_d += one.score;
    sum_e += *one.exposure;
    d.push_back(one.score);
    e.push_back(*one.exposure);
  }
  if (d.empty() || sum_e < kLeastExposure * static_cast<double>(d.size())) return {};
  AsLived lived;
  lived.effect = sum_d / sum_e;
  lived.pairs = static_cast<int32_t>(d.size());
  lived.exposure = sum_e / static_cast<double>(d.size());
  if (std::any_of(e.begin(), e.end(), [](double one) { return one <= 0; })) return lived;
  insight::Random random(plan.options.seed, insight::kAsLivedStream);
  const insight::FlipTest flips = insight::flip_test(d, e, plan.options.alpha, kEffort, random);
  lived.low = flips.low;
  lived.high = flips.high;
  return lived;
}

TriggerVerdict verdict_of(const TriggerTest& test) {
  if (*test.p <= test.alpha) return TriggerVerdict::kChanges;
  if (*test.low > -test.sought && *test.high < test.sought) return TriggerVerdict::kNoEffect;
  return TriggerVerdict::kNotEnough;
}

}  // namespace

TriggerTest analyse_trigger_test(const TriggerPlan& plan, std::span<const TriggerDay> days) {
  check_plan(plan);
  check_days(days);
  TriggerTest test;
  test.alpha = plan.options.alpha;
  test.sought = plan.options.effect;
  test.planned_pairs = plan.pairs;
  for (const TriggerBlock& block : plan.blocks) {
    test.blocks.push_back(result_of(block, days, plan.options));
    if (test.blocks.back().broken) ++test.broken_blocks;
  }
  const std::vector<Difference> all = differences(plan, test.blocks);
  test.pairs = static_cast<int32_t>(all.size());
  test.why_not = why_not_enough(plan, days, all);
  if (test.why_not != WhyNotEnough::kEnough) return test;
  analyse_as_assigned(plan, all, test);
  test.as_lived = as_lived(plan, all);
  test.verdict = verdict_of(test);
  return test;
}

}  // namespace lamella
