#include "calibration/findings.h"

#include <algorithm>

namespace lamella::calibration {

namespace {

template <typename Rule>
Places places(const TriggerReport& report, Rule rule) {
  Places found;
  for (size_t i = 0; i < report.findings.size(); ++i) {
    if (rule(report.findings[i])) found.insert(i);
  }
  return found;
}

int32_t count(const Diary& diary, const Places& found, Role role) {
  return static_cast<int32_t>(std::count_if(
      found.begin(), found.end(), [&](size_t i) { return diary.candidates[i].role == role; }));
}

}  // namespace

Places before_cap(const TriggerReport& report) {
  return places(report, [&](const TriggerFinding& one) {
    return one.false_discovery && *one.false_discovery <= report.q && !one.caps.explained;
  });
}

Places after_cap(const TriggerReport& report) {
  return places(report,
                [](const TriggerFinding& one) { return one.tier >= TriggerTier::kModerate; });
}

Places of_tier(const TriggerReport& report, TriggerTier tier) {
  return places(report, [&](const TriggerFinding& one) { return one.tier == tier; });
}

Places below(const Family& p, double limit) {
  Places found;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] && *p[i] < limit) found.insert(i);
  }
  return found;
}

int32_t chance_among(const Diary& diary, const Places& found) {
  return count(diary, found, Role::kNoise);
}

int32_t active_among(const Diary& diary, const Places& found) {
  return count(diary, found, Role::kActive);
}

void Rates::add(const Diary& diary, const Places& found) {
  const auto all = static_cast<double>(found.size());
  const double chance = chance_among(diary, found);
  false_discovery_rate_.add(all == 0 ? 0 : chance / all);
  chance_per_diary_.add(chance);
  power_.add(active_among(diary, found), diary.active());
  pooled_.add(chance, all);
}

void Rates::merge(const Rates& other) {
  false_discovery_rate_.merge(other.false_discovery_rate_);
  chance_per_diary_.merge(other.chance_per_diary_);
  power_.merge(other.power_);
  pooled_.merge(other.pooled_);
}

TriggerReport report_of(const Diary& diary, TriggerLooks looks, uint64_t seed) {
  const TriggerOptions options{.looks = looks, .seed = seed};
  return triggers(diary.grid, diary.names(), kOutcome, diary.in_force, options);
}

}  // namespace lamella::calibration
