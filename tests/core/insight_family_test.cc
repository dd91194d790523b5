// All exposures of one outcome: guards, adjusted p, and how far a finding goes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "insight/covariates.h"
#include "insight/random.h"
#include "insight/trigger_family.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using namespace lamella::insight;  // NOLINT(google-build-using-namespace): the tests speak of it

namespace {

using Values = std::vector<double>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Each with a seed of its own place.
std::vector<Candidate> with_seeds(const std::vector<Values>& exposures) {
  std::vector<Candidate> candidates;
  candidates.reserve(exposures.size());
  for (const Values& values : exposures) candidates.push_back({values, candidates.size() + 1});
  return candidates;
}

// Two years of a score with memory .8 that the first of `factors` binary exposures raises on the
// day after; a fifth of the days is lost.
struct Diary {
  Values score;
  std::vector<Values> exposures;

  Diary(double effect, size_t factors, uint64_t seed, size_t days = 730) : exposures(factors) {
    Random random(seed, 11);
    double latent = random.normal();
    bool before = false;
    for (size_t day = 0; day < days; ++day) {
      latent = .8 * latent + .6 * random.normal();
      score.push_back(std::round(std::fmax(0, 3 + 2.2 * (latent + (before ? effect : 0)))));
      for (Values& exposure : exposures) exposure.push_back(random.chance(.25) ? 1 : 0);
      before = exposures.front().back() == 1;
      if (random.chance(.2)) {
        score.back() = kNan;
        for (Values& exposure : exposures) exposure.back() = kNan;
      }
    }
  }
  TriggerFamily family(double q = .05) const {
    const Covariates known = covariates(20'000, score, {});
    return trigger_family(score, known.columns, with_seeds(exposures),
                          {.q = q, .most_draws = 1'999});
  }
};

}  // namespace

TEST_CASE("a strong trigger is found among harmless factors, and they are left alone") {
  int false_findings = 0;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const TriggerFamily family = Diary(.8, 10, seed).family();
    CHECK(family.tested == 10);
    CHECK(family.members[0].tier >= lamella::TriggerTier::kModerate);
    CHECK(family.members[0].lead->p > kReversedBelow);
    for (size_t i = 1; i < family.members.size(); ++i) {
      false_findings += family.members[i].tier > lamella::TriggerTier::kHint ? 1 : 0;
    }
  }
  CHECK(false_findings <= 2);
}

TEST_CASE("without any trigger next to nothing is found") {
  int findings = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    for (const FamilyMember& one : Diary(0, 10, seed, 365).family().members) {
      findings += one.tier > lamella::TriggerTier::kHint ? 1 : 0;
      CHECK(one.lead.has_value() == (*one.false_discovery <= .05));
    }
  }
  CHECK(findings <= 3);
}

TEST_CASE("too short a diary tests nothing and says how much is missing") {
  const TriggerFamily family = Diary(.8, 3, 1, 100).family();
  CHECK(family.tested == 0);
  CHECK_FALSE(family.fit.has_value());
  for (const FamilyMember& one : family.members) {
    CHECK(one.tier == lamella::TriggerTier::kNotEnough);
    CHECK(one.guard.guard == lamella::TriggerGuard::kTooShort);
    CHECK(one.guard.missing == 20);
  }
}

TEST_CASE("what cannot be tested leaves the family, and the others as they were") {
  Diary diary(.8, 4, 2);
  const TriggerFamily before = diary.family();
  diary.exposures.push_back(Values(730, 1));     // every day
  diary.exposures.push_back(Values(730, kNan));  // never recorded
  diary.exposures.push_back(Values(730, 0));
  diary.exposures.back()[300] = 1;  // once
  const TriggerFamily after = diary.family();
  CHECK(after.tested == 4);
  for (size_t i = 0; i < 4; ++i) {
    CHECK(after.members[i].test->p == before.members[i].test->p);
    CHECK(after.members[i].false_discovery == before.members[i].false_discovery);
    CHECK(after.members[i].tier == before.members[i].tier);
  }
  for (size_t i = 4; i < 7; ++i) {
    CHECK(after.members[i].tier == lamella::TriggerTier::kNotEnough);
    CHECK_FALSE(after.members[i].false_discovery.has_value());
  }
}

TEST_CASE("the reference diary: as many pairs are tested, and what it found is found") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const TriggerFamily family =
      trigger_family(diary.outcome, diary.columns, with_seeds(diary.exposures), {.q = .10});
  const ReferenceTable fit("statistics/trigger_oracle_fit.csv");
  CHECK(family.tested == fit.numbers("M")[0]);
  const ReferenceTable triggers("statistics/trigger_oracle_triggers.csv");
  const auto found = triggers.numbers("p_filled24");
  // By Benjamini and Hochberg at .10 of M pairs, from the reference's own p.
  std::vector<double> sorted;
  for (size_t i = 0; i < found.size(); ++i) {
    if (family.members[i].test) sorted.push_back(found[i]);
  }
  std::sort(sorted.begin(), sorted.end());
  double threshold = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    const double limit = .10 * static_cast<double>(i + 1) / family.tested;
    if (sorted[i] <= limit) threshold = sorted[i];
  }
  for (size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    if (!family.members[i].test) continue;
    CHECK((family.members[i].tier > lamella::TriggerTier::kHint) == (found[i] <= threshold));
  }
}
