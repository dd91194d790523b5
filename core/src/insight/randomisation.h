// Whether an intermittent exposure goes with an outcome, judged against exposures drawn from its
// own law: the Markov conditional randomisation test (statistics reference 3). Unlike a t test it
// holds for rare exposures and for scores that are mostly zero.
#ifndef LAMELLA_SRC_INSIGHT_RANDOMISATION_H_
#define LAMELLA_SRC_INSIGHT_RANDOMISATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "insight/exposure_law.h"
#include "insight/lag_kernels.h"
#include "insight/projection.h"
#include "insight/sequential.h"
#include "insight/trigger_scan.h"

namespace lamella::insight {

// |M_Z W f_k(x)|^2 of any path x of an intermittent exposure, nearly, as a linear form in the
// autocovariance sums of the path. Fitted by least squares over 64 simulated paths, once for an
// outcome.
class VarianceModel {
 public:
  // Lags 0 to 7 singly, 8-10, 11-14, 15-20 and 21-30.
  static constexpr size_t kBins = 12;
  using Sums = std::array<double, kBins>;

  explicit VarianceModel(const NullFit& null);

  // u_b(x) = sum over the lags of bin b of sum_s (x_s - mean)(x_s+lag - mean).
  static Sums autocovariance(std::span<const double> path);
  // The same when it is known which values are not 0.
  static Sums autocovariance(std::span<const double> path, std::span<const size_t> others);

  // v_k = sum_b a_k(b) u_b, at least 5% of a_k(0) u_0.
  double variance(size_t kernel, const Sums& sums) const;

 private:
  std::array<Sums, kKernels> a_{};
};

// What happens to days on which an exposure was not recorded, in the data and in every draw.
enum class Unrecorded : uint8_t {
  kFilled,   // they hold what the days around them let expect
  kLeftOut,  // they hold nothing
};

// max_k over the usable kernels, of one path.
struct PathStatistics {
  double plain = 0;        // M = |N_k| / (c_k |M_Z x|)
  double studentised = 0;  // M' = |N_k| / sqrt(v_k)
};

// Both statistics of any path that has the records of one exposure.
class PathScore {
 public:
  // Fails with kInvalidArgument when the covariates depend on each other on the days of the sum.
  PathScore(const NullFit& null, const VarianceModel& variance, const TriggerScan& scan,
            std::span<const size_t> days);

  // `path` has a value for each calendar day; only those on the days of the sum count.
  PathStatistics of(std::span<const double> path);

 private:
  const VarianceModel& variance_;
  std::vector<size_t> usable_;
  std::vector<size_t> days_;
  std::vector<KernelRow> weights_;  // q_k(s), its regression on Z taken off
  KernelRow spread_{};              // c_k = sd of q_k
  size_t covariates_ = 0;
  std::vector<double> directions_{};  // Q, an orthonormal base of Z on these days, day by day
  // Of one path, kept for the next.
  std::vector<double> values_;
  std::vector<double> along_{};
  std::vector<double> calendar_;
  std::vector<size_t> places_;
};

struct RandomisedP {
  PathStatistics statistics{};
  DrawnP plain{};
  DrawnP studentised{};
  double p = 1;  // their Cauchy combination
};

// `exposure` is intermittent and has one value for each calendar day; `scan` is its own. Draw b
// comes from stream b of the seed, whatever other exposures there are. Both statistics see the same
// draws. Goes on from what was drawn `before` with the same arguments and fewer draws.
RandomisedP randomised_p(const NullFit& null, const VarianceModel& variance,
                         const TriggerScan& scan, std::span<const double> exposure, uint64_t seed,
                         DrawLimits limits = {}, const RandomisedP& before = {},
                         Unrecorded unrecorded = Unrecorded::kFilled);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_RANDOMISATION_H_
