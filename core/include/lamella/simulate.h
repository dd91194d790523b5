// Diaries with known truth, to test an analysis on.
//
//   lamella::Simulation simulation = lamella::simulate({.seed = 7, .days = 365});
//   // simulation.factors[0].effect is the truth that an analysis of simulation.score should find
//
// The same options give the same diary on every platform. Pure functions without I/O.
#ifndef LAMELLA_SIMULATE_H_
#define LAMELLA_SIMULATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lamella/day.h"

namespace lamella {

// One possible trigger. A binary factor is a two-state chain: P(x_t = 1) = phi x_{t-1} + (1 - phi)
// prevalence. A continuous one is a Gaussian AR(1) of unit variance with coefficient phi.
struct SimulatedFactor {
  std::string code{};
  bool binary = true;
  double prevalence = 0.2;  // of a binary factor, in (0, 1)
  double phi = 0;           // its own lag-1 autocorrelation, in [0, 1)
  double effect = 0;        // added to the latent severity, in its standard deviations; -100 to 100
  int32_t lag = 1;          // days until the effect, 0 to 30
};

struct SimulateOptions {
  uint64_t seed = 1;
  int32_t days = 365;      // 1 to 40,000 (kMaxGridDays)
  Day first_day = 19'723;  // 2024-01-01
  double rho = 0.8;        // lag-1 autocorrelation of the latent severity, in [0, 1)
  double missing = 0.2;    // chance that a day has no entry at all, in [0, 1)
  int32_t max_score = 10;  // the score is 0 to max_score, 1 to 100
  // Empty: two triggers and four harmless factors.
  std::vector<SimulatedFactor> factors = {};
};

struct SimulatedSeries {
  SimulatedFactor truth{};
  std::vector<double> values{};  // one a day; NaN on a missing day
};

struct Simulation {
  SimulateOptions options{};
  // z_t = rho z_{t-1} + sqrt(1 - rho^2) e_t, plus effect x_{t-lag} of each factor.
  std::vector<double> latent{};  // one a day, also on missing days
  std::vector<double> score{};   // one a day; NaN on a missing day
  std::vector<SimulatedSeries> factors{};
};

// Fails with kInvalidArgument, naming the option, when one is out of its range or a code comes
// twice.
Simulation simulate(const SimulateOptions& options);

}  // namespace lamella

#endif  // LAMELLA_SIMULATE_H_
