#include "insight/trigger_family.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "insight/exposure_law.h"
#include "insight/joint_model.h"
#include "insight/lag_kernels.h"
#include "lamella/multiplicity.h"

namespace lamella::insight {

namespace {

constexpr double kHintBelow = 0.05;
constexpr double kStrongShare = 0.10;
constexpr int32_t kLeastForModerate = 8;
constexpr int32_t kFirstDraws = 9'999;
// A tenth of what is tracked are true triggers: the assumption behind every share of chance.
constexpr int32_t kLeastPerFinding = 10;

GuardResult guard(const NullFit& null, std::span<const double> outcome,
                  std::span<const double> exposure) {
  const GuardResult result = guard_exposure(outcome, exposure);
  if (!result.passes()) return result;
  std::vector<KernelRow> features(null.days());
  lag_features(centred_filled(exposure, null.columns()), features);
  return guard_scan(null.scan(features));
}

TriggerTier tier_of(const FamilyMember& member, double q) {
  if (!member.test) return TriggerTier::kNotEnough;
  if (*member.false_discovery > q) {
    return member.test->p < kHintBelow ? TriggerTier::kHint : TriggerTier::kUnclear;
  }
  if (member.caps.any()) return TriggerTier::kGoesTogether;
  return *member.false_discovery_any_dependence <= kStrongShare ? TriggerTier::kStrong
                                                                : TriggerTier::kModerate;
}

// Those at q, the smallest p first: of two that say the same the stronger stays.
std::vector<size_t> findings(const TriggerFamily& family, double q) {
  std::vector<size_t> found;
  for (size_t i = 0; i < family.members.size(); ++i) {
    if (family.members[i].test && *family.members[i].false_discovery <= q) found.push_back(i);
  }
  std::stable_sort(found.begin(), found.end(), [&](size_t a, size_t b) {
    return family.members[a].test->p < family.members[b].test->p;
  });
  return found;
}

// Tells those that are not independent of the others, and by which of these they are explained.
void eliminate(std::span<const double> outcome, const Columns& columns,
               std::span<const Candidate> candidates, std::span<const size_t> found,
               TriggerFamily& family) {
  std::vector<Selected> selected;
  for (const size_t i : found) {
    selected.push_back({candidates[i].values,
                        static_cast<size_t>(std::max(family.members[i].test->largest.kernel, 0))});
  }
  const std::vector<size_t> kept = backward_elimination(outcome, columns, selected);
  for (const size_t k : kept) family.kept.push_back(found[k]);
  for (size_t i = 0; i < found.size(); ++i) {
    if (kept.empty() || std::find(kept.begin(), kept.end(), i) != kept.end()) continue;
    family.members[found[i]].caps.explained = true;
    family.members[found[i]].explained_by = found[most_alike(outcome, columns, selected, i, kept)];
  }
}

double harmonic(int32_t terms) {
  double sum = 0;
  for (int32_t i = 1; i <= terms; ++i) sum += 1.0 / i;
  return sum;
}

// Goes on drawing for those whose p the first draws leave too coarse for their rank.
void resolve(const NullFit& null, const VarianceModel& variance,
             std::span<const Candidate> candidates, const FamilyRules& rules, TriggerFamily& family,
             Task* task) {
  std::vector<double> p;
  for (const FamilyMember& member : family.members) p.push_back(member.test ? member.test->p : 2);
  for (size_t i = 0; i < candidates.size(); ++i) {
    std::optional<TriggerTest>& test = family.members[i].test;
    if (!test || !test->randomised) continue;
    const auto rank =
        std::count_if(p.begin(), p.end(), [&](double other) { return other <= p[i]; });
    const DrawLimits limits{
        draws_to_resolve(family.tested, static_cast<int32_t>(rank), rules.most_draws)};
    report(task, i, candidates.size());
    test->randomised = randomised_p(null, variance, test->scan, candidates[i].values,
                                    candidates[i].seed, limits, *test->randomised);
    test->p = test->randomised->p;
  }
}

// Benjamini and Hochberg take p M / rank. In a family of few that is little more than p, and of
// single findings at .05 four in ten are chance where a tenth of all exposures are triggers. So a
// finding counts as one of ten exposures at least: never less than 10 p.
void adjust(TriggerFamily& family) {
  std::vector<std::optional<double>> p;
  for (const FamilyMember& member : family.members) {
    p.push_back(member.test ? std::optional(member.test->p) : std::nullopt);
  }
  const auto hochberg = adjusted_p(p, Adjustment::kFalseDiscovery);
  const auto yekutieli = adjusted_p(p, Adjustment::kFalseDiscoveryAnyDependence);
  const double dearer = harmonic(std::max(family.tested, kLeastPerFinding));
  for (size_t i = 0; i < p.size(); ++i) {
    if (!p[i]) continue;
    const double least = std::min(kLeastPerFinding * *p[i], 1.0);
    family.members[i].false_discovery = std::max(*hochberg[i], least);
    family.members[i].false_discovery_any_dependence =
        std::max(*yekutieli[i], std::min(dearer * least, 1.0));
  }
}

}  // namespace

int32_t draws_to_resolve(int32_t tested, int32_t rank, int32_t most) {
  const int32_t size = std::max(tested, kLeastPerFinding * rank);
  const double threshold = kStrongShare * rank / (size * harmonic(size));
  const double draws = std::ceil(10 / threshold);
  return static_cast<int32_t>(std::min<double>(std::max<double>(draws, kFirstDraws), most));
}

TriggerFamily trigger_family(std::span<const double> outcome, const Columns& columns,
                             std::span<const Candidate> candidates, const FamilyRules& rules,
                             Task* task) {
  TriggerFamily family;
  family.members.resize(candidates.size());
  family.outcome = guard_outcome(outcome);
  for (size_t i = 0; i < candidates.size(); ++i) {
    family.members[i].exposed_days = exposed_days(outcome, candidates[i].values);
    family.members[i].guard = family.outcome;
  }
  if (!family.outcome.passes()) return family;
  const NullFit null(outcome, columns);
  family.fit = null.fit();
  for (size_t i = 0; i < candidates.size(); ++i) {
    FamilyMember& member = family.members[i];
    member.guard = guard(null, outcome, candidates[i].values);
    family.tested += member.guard.passes() ? 1 : 0;
  }
  const VarianceModel variance(null);
  const DrawLimits first{std::min(kFirstDraws, rules.most_draws)};
  const CommonNormals normals(rules.seed, first.draws);
  for (size_t i = 0; i < candidates.size(); ++i) {
    report(task, i, candidates.size());
    if (!family.members[i].guard.passes()) continue;
    family.members[i].test =
        test_trigger(null, variance, normals, candidates[i].values, candidates[i].seed, first);
  }
  resolve(null, variance, candidates, rules, family, task);
  report(task, candidates.size(), candidates.size());
  adjust(family);
  const std::vector<size_t> found = findings(family, rules.q);
  for (const size_t i : found) {
    FamilyMember& member = family.members[i];
    member.lead = lead_test(null, outcome, candidates[i].values);
    member.exposure_model = exposure_test(columns, outcome, candidates[i].values);
    member.caps.few_exposures =
        member.test->intermittent && member.exposed_days < kLeastForModerate;
    member.caps.skin_may_drive =
        member.lead->p <= kReversedBelow || member.exposure_model->p <= kReversedBelow;
  }
  eliminate(outcome, columns, candidates, found, family);
  for (FamilyMember& member : family.members) member.tier = tier_of(member, rules.q);
  return family;
}

}  // namespace lamella::insight
