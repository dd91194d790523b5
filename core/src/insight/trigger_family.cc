#include "insight/trigger_family.h"

#include <cmath>
#include <utility>

#include "insight/exposure_chain.h"
#include "insight/lag_kernels.h"
#include "lamella/multiplicity.h"

namespace lamella::insight {

namespace {

constexpr double kHintBelow = 0.05;
constexpr double kStrongShare = 0.10;
constexpr int32_t kLeastForModerate = 8;

int32_t exposed_days(std::span<const double> outcome, std::span<const double> exposure) {
  if (!binary(exposure)) return 0;
  int32_t days = 0;
  for (size_t i = 0; i < exposure.size(); ++i) {
    days += exposure[i] == 1 && !std::isnan(outcome[i]) ? 1 : 0;
  }
  return days;
}

GuardResult guard(const NullFit& null, std::span<const double> outcome,
                  std::span<const double> exposure) {
  const GuardResult result = guard_exposure(outcome, exposure);
  if (!result.passes()) return result;
  std::vector<KernelRow> features(null.days());
  lag_features(centred(exposure), features);
  return guard_scan(null.scan(features));
}

bool is_reversed(const TriggerFinding& finding) {
  return finding.lead->p <= kReversedBelow || finding.exposure_model->p <= kReversedBelow;
}

TriggerTier tier_of(const TriggerFinding& finding, const FamilyRules& rules) {
  if (!finding.test) return TriggerTier::kNotEnough;
  if (*finding.false_discovery > rules.q) {
    return finding.test->p < kHintBelow ? TriggerTier::kHint : TriggerTier::kNone;
  }
  const bool few = finding.test->binary && finding.exposed_days < kLeastForModerate;
  if (few || is_reversed(finding)) return TriggerTier::kGoesTogether;
  return *finding.false_discovery_any_dependence <= kStrongShare ? TriggerTier::kStrong
                                                                 : TriggerTier::kModerate;
}

}  // namespace

std::string_view name(TriggerTier tier) {
  switch (tier) {
    case TriggerTier::kNotEnough:
      return "not_enough";
    case TriggerTier::kNone:
      return "none";
    case TriggerTier::kHint:
      return "hint";
    case TriggerTier::kGoesTogether:
      return "goes_together";
    case TriggerTier::kModerate:
      return "moderate";
    case TriggerTier::kStrong:
      return "strong";
  }
  return "unknown";
}

TriggerFamily trigger_family(std::span<const double> outcome, const Columns& columns,
                             std::span<const std::vector<double>> exposures,
                             const FamilyRules& rules) {
  TriggerFamily family;
  family.findings.resize(exposures.size());
  family.outcome = guard_outcome(outcome);
  if (!family.outcome.passes()) {
    for (TriggerFinding& finding : family.findings) finding.guard = family.outcome;
    return family;
  }
  const NullFit null(outcome, columns);
  family.fit = null.fit();
  const VarianceModel variance(null);
  const CommonNormals normals(rules.seed, rules.most_draws);
  std::vector<std::optional<double>> p(exposures.size());
  for (size_t i = 0; i < exposures.size(); ++i) {
    TriggerFinding& finding = family.findings[i];
    finding.exposed_days = exposed_days(outcome, exposures[i]);
    finding.guard = guard(null, outcome, exposures[i]);
    if (!finding.guard.passes()) continue;
    finding.test = test_trigger(null, variance, normals, exposures[i], rules.seed + i);
    p[i] = finding.test->p;
    ++family.tested;
  }
  const auto hochberg = adjusted_p(p, Adjustment::kFalseDiscovery);
  const auto yekutieli = adjusted_p(p, Adjustment::kFalseDiscoveryAnyDependence);
  for (size_t i = 0; i < exposures.size(); ++i) {
    TriggerFinding& finding = family.findings[i];
    finding.false_discovery = hochberg[i];
    finding.false_discovery_any_dependence = yekutieli[i];
    if (hochberg[i] && *hochberg[i] <= rules.q) {
      finding.lead = lead_test(null, outcome, exposures[i]);
      finding.exposure_model = exposure_test(columns, outcome, exposures[i]);
    }
    finding.tier = tier_of(finding, rules);
  }
  return family;
}

}  // namespace lamella::insight
