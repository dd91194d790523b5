#include "insight/chance_shares.h"

namespace lamella::insight {

namespace {

constexpr ChanceShare kChanceShares[] = {
#include "insight/chance_shares.inc"
};

constexpr int32_t kLeastFindings = 50;

}  // namespace

std::span<const ChanceShare> chance_shares() { return kChanceShares; }

std::optional<double> chance_share(TriggerLooks looks, TriggerTier tier, int32_t days) {
  const ChanceShare* found = nullptr;
  for (const ChanceShare& row : kChanceShares) {
    if (row.looks == looks && row.tier == tier && row.days <= days) found = &row;
  }
  if (found == nullptr || found->findings < kLeastFindings) return std::nullopt;
  return static_cast<double>(found->chance) / found->findings;
}

}  // namespace lamella::insight
