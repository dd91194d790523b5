#include "calibration/looks.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "calibration/designs.h"
#include "calibration/table.h"

namespace lamella::calibration {

namespace {

constexpr int32_t kYear = 365;
constexpr double kOfficialShare = 0.05;
constexpr double kSingleShare = 0.10;
constexpr std::array<double, 3> kRhos = {0.5, 0.8, 0.95};
constexpr std::array<TriggerTier, 4> kTiers = {TriggerTier::kHint, TriggerTier::kGoesTogether,
                                               TriggerTier::kModerate, TriggerTier::kStrong};

// Whether a single analysis of the same days says the same as the official look. p does not depend
// on the kind of look, and all that does, which findings are set beside each other and the tiers,
// asks only whether adjusted p is at most .05 or .10: the same when none lies between.
bool same_at_both_shares(const TriggerReport& report) {
  return std::none_of(report.findings.begin(), report.findings.end(), [](const auto& one) {
    return one.false_discovery && *one.false_discovery > kOfficialShare &&
           *one.false_discovery <= kSingleShare;
  });
}

void add_chance(const Diary& diary, const TriggerReport& report, TriggerLooks looks, int32_t days,
                LooksRow& row) {
  for (const TriggerTier tier : kTiers) {
    const Places found = of_tier(report, tier);
    row.chance[{looks, tier, days}].add(chance_among(diary, found),
                                        static_cast<double>(found.size()));
  }
}

void add_told(const Diary& diary, const TriggerReport& report, LooksRow& row) {
  for (const TriggerTier tier : kTiers) {
    for (const size_t place : of_tier(report, tier)) {
      const std::optional<double>& share = report.findings[place].chance_share;
      if (!share) continue;
      row.told[tier].expected += *share;
      row.told[tier].chance += chance_among(diary, {place});
    }
  }
}

void add_diary(const Diary& diary, uint64_t seed, LooksRow& row) {
  Places ever_before;
  Places ever_after;
  for (const int32_t days : kLookDays) {
    const Diary so_far = first_days(diary, days);
    const TriggerReport report = report_of(so_far, TriggerLooks::kOfficial, seed);
    add_chance(diary, report, TriggerLooks::kOfficial, days, row);
    add_told(diary, report, row);
    add_chance(
        diary,
        same_at_both_shares(report) ? report : report_of(so_far, TriggerLooks::kSingle, seed),
        TriggerLooks::kSingle, days, row);
    const Places before = before_cap(report);
    const Places after = after_cap(report);
    row.alone[days].before.add(diary, before);
    row.alone[days].after.add(diary, after);
    ever_before.insert(before.begin(), before.end());
    ever_after.insert(after.begin(), after.end());
    if (days == kYear) {
      row.first_year.before.add(diary, ever_before);
      row.first_year.after.add(diary, ever_after);
    }
  }
  row.two_years.before.add(diary, ever_before);
  row.two_years.after.add(diary, ever_after);
}

std::string name_of(TriggerLooks looks) {
  return looks == TriggerLooks::kOfficial ? "official" : "single";
}

void add_ever(const std::string& name, const EverReported& ever, Table& table) {
  table.add({name, text(ever.before.false_discovery_rate()), text(ever.before.power()),
             text(ever.after.false_discovery_rate()), counted(ever.after.pooled()),
             text(ever.after.power())});
}

void print_ever(const std::vector<LooksRow>& by_rho, const LooksRow& all) {
  Table table(
      "Official looks: of everything that was ever reported",
      {"looks", "FDR before the cap", "power", "FDR after", "pooled chance after", "power"});
  for (size_t i = 0; i < kRhos.size(); ++i) {
    add_ever("one year, rho " + text(kRhos[i], 2), by_rho[i].first_year, table);
    add_ever("two years, rho " + text(kRhos[i], 2), by_rho[i].two_years, table);
  }
  add_ever("one year", all.first_year, table);
  add_ever("two years", all.two_years, table);
  for (const auto& [days, alone] : all.alone) {
    add_ever("day " + std::to_string(days) + " alone", alone, table);
  }
  table.print();
}

void print_chance(const LooksRow& all) {
  std::vector<std::string> columns = {"look, days"};
  for (const TriggerTier tier : kTiers) columns.emplace_back(name(tier));
  Table table("Chance among the findings of a tier, pooled over diaries", columns);
  for (const TriggerLooks looks : {TriggerLooks::kOfficial, TriggerLooks::kSingle}) {
    for (const int32_t days : kLookDays) {
      std::vector<std::string> cells = {name_of(looks) + ", " + std::to_string(days)};
      for (const TriggerTier tier : kTiers) {
        cells.push_back(counted(all.chance.at({looks, tier, days})));
      }
      table.add(cells);
    }
  }
  table.print();
}

// In the order that the library wants: by looks, tier and days, as the map has them.
void write_shares(const std::string& file, const Run& run, const LooksRow& all) {
  std::ofstream out(file);
  out << "// lamella_calibration looks: " << run.diaries
      << " diaries for each of three memories, seeds from " << run.seed << ".\n";
  for (const auto& [key, share] : all.chance) {
    const auto& [looks, tier, days] = key;
    const auto tier_name = [tier = tier] {
      switch (tier) {
        case TriggerTier::kHint:
          return "kHint";
        case TriggerTier::kGoesTogether:
          return "kGoesTogether";
        case TriggerTier::kModerate:
          return "kModerate";
        default:
          return "kStrong";
      }
    };
    out << "{TriggerLooks::" << (looks == TriggerLooks::kOfficial ? "kOfficial" : "kSingle")
        << ", TriggerTier::" << tier_name() << ", " << days << ", " << text(share.whole(), 0)
        << ", " << text(share.part(), 0) << "},\n";
  }
  if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

}  // namespace

void LooksRow::merge(const LooksRow& other) {
  first_year.merge(other.first_year);
  two_years.merge(other.two_years);
  for (const auto& [days, ever] : other.alone) alone[days].merge(ever);
  for (const auto& [key, share] : other.chance) chance[key].merge(share);
  for (const auto& [tier, one] : other.told) {
    told[tier].expected += one.expected;
    told[tier].chance += one.chance;
  }
}

void add_looks(double rho, const Run& run, LooksRow& row) {
  const WholeApp wanted{.days = 730, .rho = rho, .recorded = {kLookDays.begin(), kLookDays.end()}};
  Progress progress("looks, rho " + text(rho, 2), run.diaries);
  for (int i = 0; i < run.diaries; ++i) {
    const uint64_t seed = run.seed + static_cast<uint64_t>(i);
    add_diary(whole_app_diary(wanted, seed), seed, row);
    progress.step();
  }
}

void print_looks(const Run& run, const std::string& shares) {
  std::vector<LooksRow> by_rho(kRhos.size());
  LooksRow all;
  for (size_t i = 0; i < kRhos.size(); ++i) {
    add_looks(kRhos[i], run, by_rho[i]);
    all.merge(by_rho[i]);
  }
  print_ever(by_rho, all);
  print_chance(all);
  if (!shares.empty()) write_shares(shares, run, all);
}

}  // namespace lamella::calibration
