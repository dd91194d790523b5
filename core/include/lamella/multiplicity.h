// Many p-values at once: which of them still count.
//
//   std::vector<std::optional<double>> all = lamella::adjusted_p(p, Adjustment::kFalseDiscovery);
//   // all[i] <= 0.10: finding i belongs to a list of which at most 10% are false on average
//
// Pure functions without I/O.
#ifndef LAMELLA_MULTIPLICITY_H_
#define LAMELLA_MULTIPLICITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lamella {

enum class Adjustment : uint8_t {
  // Benjamini and Hochberg: at most q of the findings are false on average, when the p-values are
  // independent or positively dependent.
  kFalseDiscovery,
  // Benjamini and Yekutieli: the same under any dependence, dearer by 1 + 1/2 + ... + 1/M.
  kFalseDiscoveryAnyDependence,
  // Holm: the chance that any finding at all is false is at most q, under any dependence.
  kFamilyWise,
};

// For each p the least q at which it is a finding, in the order given. With p(1) <= ... <= p(M):
//   false discovery  min over j >= i of p(j) M / j           (times 1 + ... + 1/M: any dependence)
//   family-wise      max over j <= i of p(j) (M - j + 1)
// and never above 1. One that is absent or NaN stays absent and is no part of the family of M. The
// relative error is a few units in the last place down to 1e-300. Fails with kInvalidArgument for
// a p outside [0, 1].
std::vector<std::optional<double>> adjusted_p(std::span<const std::optional<double>> p,
                                              Adjustment adjustment);

// Indices, rising, of those whose adjusted p is at most `q`. Fails with kInvalidArgument for a p
// outside [0, 1] or q outside (0, 1).
std::vector<size_t> rejected(std::span<const std::optional<double>> p, double q,
                             Adjustment adjustment);

}  // namespace lamella

#endif  // LAMELLA_MULTIPLICITY_H_
