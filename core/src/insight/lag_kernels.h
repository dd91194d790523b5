// The 24 ways in which an exposure may act on the days after it (statistics reference 3).
#ifndef LAMELLA_SRC_INSIGHT_LAG_KERNELS_H_
#define LAMELLA_SRC_INSIGHT_LAG_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lamella::insight {

inline constexpr size_t kKernels = 24;

// h(lag) = decay^(lag - first) for lag of first to last, 0 elsewhere.
struct LagKernel {
  int32_t first;
  int32_t last;
  double decay;
};

// In this order: pulses at lag 0 to 14; windows 0-2, 1-4, 0-6, 7-13 and 0-13; build-up and decay by
// .5, .8, .8 from lag 1 and .95.
const std::array<LagKernel, kKernels>& lag_kernels();

// One value of each kernel.
using KernelRow = std::array<double, kKernels>;

// f_k(t) = sum over lags of h_k(lag) x(t - lag) for each day of `exposure`; days before the first
// contribute 0. The two spans have the same length.
void lag_features(std::span<const double> exposure, std::span<KernelRow> features);

// q_k(s) = sum over lags of h_k(lag) g(s + lag), so that sum f_k(t) g(t) = sum q_k(s) x(s): what
// one unit of exposure on day s adds to the inner product of the feature with g.
void lag_adjoint(std::span<const double> g, std::span<KernelRow> weights);

// x - mean of the known x, and 0 where it is missing (NaN). Fails with kInvalidArgument for a value
// beyond 1e100.
std::vector<double> centred(std::span<const double> exposure);

// The mean of the known x, 0 when there is none. Fails as `centred` does.
double mean_of_known(std::span<const double> exposure);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_LAG_KERNELS_H_
