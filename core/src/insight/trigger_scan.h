// Whether an exposure goes with an outcome on any of the 24 lag kernels: score statistics of one
// fit without the exposure, which all exposures share (statistics reference 3).
//
//   NullFit null(itch, {one, weekend, step});
//   std::vector<KernelRow> features(null.days());
//   lag_features(centred(pollen), features);
//   LargestT found = largest(null.scan(features));  // T* and its kernel
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_SCAN_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_SCAN_H_

#include <cstdint>
#include <span>
#include <vector>

#include "insight/lag_kernels.h"
#include "insight/reml.h"

namespace lamella::insight {

// A kernel with a higher variance inflation cannot be told from the covariates.
inline constexpr double kMostVif = 5;

struct TriggerScan {
  // beta_k = w_k'w_y / |w_k|^2, its standard error s / |w_k|, and T_k, their ratio; 0 where a
  // kernel has nothing of its own.
  KernelRow slope{};
  KernelRow standard_error{};
  KernelRow t{};
  KernelRow vif{};  // |M_1 W f_k|^2 / |M_Z W f_k|^2; infinite where it has nothing

  // Written so that a NaN is not usable.
  bool usable(size_t kernel) const { return vif[kernel] <= kMostVif; }
};

struct LargestT {
  double t = 0;
  int32_t kernel = -1;
};

// T* = max |T_k| over the usable kernels; 0 of kernel -1 when there is none.
LargestT largest(const TriggerScan& scan);

// y = Z gamma + u, fitted once by REML on the days that have a value.
class NullFit {
 public:
  // `outcome` and each of `columns` have one value for each calendar day; the outcome is NaN where
  // it was not recorded. Fails as reml_fit does.
  NullFit(std::span<const double> outcome, const Columns& columns);

  const RemlFit& fit() const { return fit_; }
  const Columns& columns() const { return columns_; }  // on every calendar day
  size_t days() const { return adjoint_.size(); }
  std::span<const int32_t> recorded() const { return recorded_; }

  // nu = m - p - 1: the exposure takes one more.
  double freedom() const;

  // g = R^-1 (y - Z gamma), 0 on days without a value.
  std::span<const double> adjoint() const { return adjoint_; }

  // T_k and VIF from the f_k of every calendar day.
  TriggerScan scan(std::span<const KernelRow> features) const;

  // w_k = M_Z W f_k on the recorded days.
  std::vector<KernelRow> projected(std::span<const KernelRow> features) const;

 private:
  Columns columns_;
  std::vector<int32_t> recorded_;
  RemlFit fit_;
  Whitening whitening_;
  Projection projection_;         // onto the whitened columns
  std::vector<double> residual_;  // w_y = M_Z W y
  std::vector<double> one_;  // W 1 / |W 1|, the whitened intercept; empty when it is direction 0
  std::vector<double> adjoint_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_SCAN_H_
