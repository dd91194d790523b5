#include "insight/max_t.h"

#include <algorithm>
#include <cmath>

#include "insight/cholesky.h"
#include "insight/random.h"
#include "insight/significance.h"

namespace lamella::insight {

namespace {

constexpr double kHopeless = .2;
constexpr double kBonferroni = 5e-4;

// Streams of the seed: normal numbers of draw b from 2 b, chi-squares from 2 b + 1.
uint64_t stream(int32_t draw, uint64_t what) { return 2 * static_cast<uint64_t>(draw) + what; }

// Gamma of a shape of at least 1 and scale 1 (Marsaglia and Tsang 2000, ACM TOMS 26, 363).
double gamma_draw(double shape, Random& random) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = random.normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = random.uniform();
    if (u < 1 - .0331 * (x * x) * (x * x)) return d * v;
    if (std::log(u) < .5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

// sqrt(chi^2_nu / nu), nu = 1, 2, ...
double chi_scale(double freedom, Random& random) {
  if (freedom < 2) return std::fabs(random.normal());
  return std::sqrt(2 * gamma_draw(freedom / 2, random) / freedom);
}

std::vector<size_t> usable_kernels(const TriggerScan& scan) {
  std::vector<size_t> kernels;
  for (size_t k = 0; k < kKernels; ++k) {
    if (scan.usable(k)) kernels.push_back(k);
  }
  return kernels;
}

// corr(w) of the given kernels, row by row.
std::vector<double> correlations(std::span<const KernelRow> projected,
                                 std::span<const size_t> kernels) {
  std::vector<KernelRow> products(kKernels, KernelRow{});
  for (const KernelRow& row : projected) {
    for (size_t i = 0; i < kKernels; ++i) {
      for (size_t j = 0; j < kKernels; ++j) products[i][j] += row[i] * row[j];
    }
  }
  std::vector<double> matrix;
  for (const size_t i : kernels) {
    for (const size_t j : kernels) {
      matrix.push_back(products[i][j] / std::sqrt(products[i][i] * products[j][j]));
    }
  }
  return matrix;
}

// max_k |(L z)_k| >= threshold, ties included.
bool reaches(const Cholesky& factor, const KernelRow& z, double threshold) {
  for (size_t k = 0; k < factor.size(); ++k) {
    const std::span<const double> row = factor.row(k);
    double value = 0;
    for (size_t j = 0; j <= k; ++j) value += row[j] * z[j];
    if (std::fabs(value) >= threshold - kTie) return true;
  }
  return false;
}

}  // namespace

CommonNormals::CommonNormals(uint64_t seed, int32_t draws)
    : seed_(seed), rows_(static_cast<size_t>(draws)) {
  for (int32_t draw = 0; draw < draws; ++draw) {
    Random random(seed, stream(draw, 0));
    for (double& value : rows_[static_cast<size_t>(draw)]) value = random.normal();
  }
}

DrawnP max_t_p(const NullFit& null, std::span<const KernelRow> features, const TriggerScan& scan,
               const CommonNormals& normals, DrawLimits limits) {
  const std::vector<size_t> kernels = usable_kernels(scan);
  const double freedom = null.freedom();
  // All kernels have the same law, so the smallest p is that of the largest |T_k|.
  const double t = largest(scan).t;
  const double smallest = kernels.empty() ? 1 : two_sided_p_of_t(t, freedom);
  if (smallest > kHopeless) return {};
  const double bonferroni = static_cast<double>(kernels.size()) * smallest;
  if (bonferroni < kBonferroni) return {bonferroni, 0, 0};

  const Cholesky factor(correlations(null.projected(features), kernels), kernels.size());
  limits.draws = std::min(limits.draws, normals.draws());
  SequentialP counter(limits);
  for (int32_t draw = 0; !counter.done(); ++draw) {
    Random random(normals.seed(), stream(draw, 1));
    counter.count(reaches(factor, normals.row(draw), t * chi_scale(freedom, random)));
  }
  return counter.result();
}

}  // namespace lamella::insight
