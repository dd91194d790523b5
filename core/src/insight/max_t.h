// How often the largest of 24 dependent statistics is as large by chance: the multivariate t law of
// their maximum (statistics reference 3), for continuous exposures and as a first look at others.
#ifndef LAMELLA_SRC_INSIGHT_MAX_T_H_
#define LAMELLA_SRC_INSIGHT_MAX_T_H_

#include <cstdint>
#include <span>
#include <vector>

#include "insight/lag_kernels.h"
#include "insight/sequential.h"
#include "insight/trigger_scan.h"

namespace lamella::insight {

// Standard normal numbers that all exposures of a report share, so that the order in which they are
// tested changes nothing. Made once; only read afterwards, by any thread.
class CommonNormals {
 public:
  CommonNormals(uint64_t seed, int32_t draws);

  uint64_t seed() const { return seed_; }
  int32_t draws() const { return static_cast<int32_t>(rows_.size()); }
  const KernelRow& row(int32_t draw) const { return rows_[static_cast<size_t>(draw)]; }

 private:
  uint64_t seed_;
  std::vector<KernelRow> rows_;
};

// P(max |N_k| / sqrt(chi^2_nu / nu) >= T*) over the usable kernels, N ~ N(0, corr(w)), nu = m-p-1.
// Without a draw: 1 when every kernel alone has p > .2 or none is usable; Bonferroni K min p when
// that is below 5e-4. At most as many draws as `normals` has.
DrawnP max_t_p(const NullFit& null, std::span<const KernelRow> features, const TriggerScan& scan,
               const CommonNormals& normals, DrawLimits limits = {});

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_MAX_T_H_
