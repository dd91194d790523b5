#include "lamella/simulate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "insight/random.h"
#include "lamella/error.h"
#include "lamella/grid.h"

namespace lamella {

namespace {

using insight::Random;

constexpr int32_t kBurnInDays = 60;
constexpr int32_t kMaxLag = 30;
static_assert(kMaxLag < kBurnInDays);
constexpr double kMaxEffect = 100;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Which random numbers a stream decides. A factor more or less changes no other series.
enum Stream : uint64_t { kLatentStream = 0, kMissingStream = 1, kFirstFactorStream = 2 };

[[noreturn]] void refuse(const std::string& rule) { throw Error(Code::kInvalidArgument, rule); }

// Written so that NaN is refused.
bool below_one(double value) { return value >= 0 && value < 1; }

void check(const SimulatedFactor& factor) {
  if (factor.code.empty()) refuse("code of a factor is empty");
  if (factor.binary && !(factor.prevalence > 0 && factor.prevalence < 1)) {
    refuse("prevalence of a factor is not between 0 and 1");
  }
  if (!below_one(factor.phi)) refuse("phi of a factor is not in [0, 1)");
  if (!(std::fabs(factor.effect) <= kMaxEffect)) refuse("effect of a factor is not -100 to 100");
  if (factor.lag < 0 || factor.lag > kMaxLag) refuse("lag of a factor is not 0 to 30");
}

void check(const SimulateOptions& options) {
  if (options.days < 1 || options.days > kMaxGridDays) {
    refuse("days is not 1 to " + std::to_string(kMaxGridDays));
  }
  if (options.first_day < kFirstDay || options.first_day > kLastDay - options.days + 1) {
    refuse("first_day puts days before year 1 or after year 9999");
  }
  if (!below_one(options.rho)) refuse("rho is not in [0, 1)");
  if (!below_one(options.missing)) refuse("missing is not in [0, 1)");
  if (options.max_score < 1 || options.max_score > 100) refuse("max_score is not 1 to 100");
  std::set<std::string_view> codes;
  for (const SimulatedFactor& factor : options.factors) {
    check(factor);
    if (!codes.insert(factor.code).second) refuse("code of a factor comes twice");
  }
}

// Two triggers of the size that a year of entries can just show (statistics reference 4.1), and
// four factors that are harmless, though their memory makes some look otherwise to a plain
// correlation.
std::vector<SimulatedFactor> default_factors() {
  return {
      {.code = "sweat", .binary = true, .prevalence = 0.2, .phi = 0.3, .effect = 0.7, .lag = 1},
      {.code = "pollen", .binary = false, .phi = 0.8, .effect = 0.3, .lag = 2},
      {.code = "dairy", .binary = true, .prevalence = 0.4, .phi = 0.5},
      {.code = "wool", .binary = true, .prevalence = 0.15, .phi = 0.8},
      {.code = "stress", .binary = false, .phi = 0.6},
      {.code = "humidity", .binary = false, .phi = 0.9},
  };
}

// Unit variance, from its stationary law on.
std::vector<double> gaussian_chain(size_t days, double coefficient, Random& random) {
  const double innovation = std::sqrt(1 - coefficient * coefficient);
  std::vector<double> values{random.normal()};
  while (values.size() < days) {
    values.push_back(coefficient * values.back() + innovation * random.normal());
  }
  return values;
}

std::vector<double> binary_chain(size_t days, const SimulatedFactor& factor, Random& random) {
  std::vector<double> values{random.chance(factor.prevalence) ? 1.0 : 0.0};
  while (values.size() < days) {
    const double probability = factor.phi * values.back() + (1 - factor.phi) * factor.prevalence;
    values.push_back(random.chance(probability) ? 1.0 : 0.0);
  }
  return values;
}

// The 0 to 10 scale of the statistics reference 4.1, round(3 + 2.2 L), stretched to max_score.
// Halves are rounded away from zero.
double score_of(double latent, int32_t max_score) {
  const double score = std::round((3 + 2.2 * latent) * (max_score / 10.0));
  return std::clamp(score, 0.0, static_cast<double>(max_score));
}

}  // namespace

Simulation simulate(const SimulateOptions& options) {
  check(options);
  Simulation simulation{options, {}, {}, {}};
  if (options.factors.empty()) simulation.options.factors = default_factors();
  const auto days = static_cast<size_t>(options.days);

  Random random(options.seed, kLatentStream);
  const std::vector<double> latent = gaussian_chain(kBurnInDays + days, options.rho, random);
  simulation.latent.assign(latent.begin() + kBurnInDays, latent.end());
  uint64_t stream = kFirstFactorStream;
  for (const SimulatedFactor& factor : simulation.options.factors) {
    Random own(options.seed, stream++);
    const std::vector<double> x = factor.binary
                                      ? binary_chain(kBurnInDays + days, factor, own)
                                      : gaussian_chain(kBurnInDays + days, factor.phi, own);
    const auto first = x.begin() + kBurnInDays;
    for (size_t day = 0; day < days; ++day) {
      simulation.latent[day] +=
          factor.effect * x[kBurnInDays + day - static_cast<size_t>(factor.lag)];
    }
    simulation.factors.push_back({factor, {first, x.end()}});
  }

  Random loss(options.seed, kMissingStream);
  for (size_t day = 0; day < days; ++day) {
    const bool missing = loss.chance(options.missing);
    simulation.score.push_back(missing ? kMissing
                                       : score_of(simulation.latent[day], options.max_score));
    if (!missing) continue;
    for (SimulatedSeries& series : simulation.factors) series.values[day] = kMissing;
  }
  return simulation;
}

}  // namespace lamella
