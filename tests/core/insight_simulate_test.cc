#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "failure.h"
#include "insight/random.h"
#include "lamella/grid.h"
#include "lamella/simulate.h"

using lamella::simulate;
using lamella::SimulatedFactor;
using lamella::SimulateOptions;
using lamella::Simulation;

namespace {

using Values = std::vector<double>;

constexpr int kDraws = 400'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// FNV-1a over the bits of the values; every missing value counts the same.
void digest(const Values& values, uint64_t& hash) {
  for (const double value : values) {
    uint64_t bits = std::isnan(value) ? ~uint64_t{0} : std::bit_cast<uint64_t>(value);
    for (int byte = 0; byte < 8; ++byte, bits >>= 8) {
      hash = (hash ^ (bits & 0xff)) * 0x100000001b3;
    }
  }
}

uint64_t digest(const Simulation& simulation) {
  uint64_t hash = 0xcbf29ce484222325;
  digest(simulation.latent, hash);
  digest(simulation.score, hash);
  for (const auto& factor : simulation.factors) digest(factor.values, hash);
  return hash;
}

double mean(const Values& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance(const Values& values) {
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(values.size());
}

double autocorrelation(const Values& values) {
  const double centre = mean(values);
  double sum = 0;
  for (size_t day = 1; day < values.size(); ++day) {
    sum += (values[day] - centre) * (values[day - 1] - centre);
  }
  return sum / static_cast<double>(values.size()) / variance(values);
}

SimulateOptions long_diary(const SimulatedFactor& factor) {
  SimulateOptions options;
  options.seed = 11;
  options.days = lamella::kMaxGridDays;
  options.missing = 0;
  options.rho = 0;
  options.factors = {factor};
  return options;
}

// Slope of the latent severity on the factor `lag` days before, its true standard error about
// 1 / sqrt(days var(x)).
double slope(const Simulation& simulation, int32_t lag) {
  const Values& x = simulation.factors[0].values;
  const double centre_x = mean(x);
  const double centre_y = mean(simulation.latent);
  double xy = 0;
  double xx = 0;
  for (size_t day = static_cast<size_t>(lag); day < x.size(); ++day) {
    const double dx = x[day - static_cast<size_t>(lag)] - centre_x;
    xy += dx * (simulation.latent[day] - centre_y);
    xx += dx * dx;
  }
  return xy / xx;
}

}  // namespace

TEST_CASE("the same options make the same diary on every platform") {
  CHECK(digest(simulate({})) == digest(simulate({})));
  CHECK(digest(simulate({})) == 0xef41b93e6dfed658);
  CHECK(digest(simulate({.seed = 2})) == 0xd3f6691e0a1f4e74);
  CHECK(digest(simulate({.seed = ~uint64_t{0}, .days = 1000, .rho = 0.95, .max_score = 4})) ==
        0x8010c5a4cdcbc8d7);
}

TEST_CASE("the options that a simulation reports make it again") {
  const Simulation first = simulate({.seed = 9});
  CHECK(first.options.factors.size() == 6);
  CHECK(digest(simulate(first.options)) == digest(first));
}

TEST_CASE("another factor changes no other series") {
  SimulateOptions options{.seed = 3};
  options.factors = {{.code = "sweat", .phi = 0.3}};
  const Simulation one = simulate(options);
  options.factors.push_back({.code = "wool"});
  const Simulation two = simulate(options);
  CHECK(one.latent == two.latent);
  uint64_t a = 0;
  uint64_t b = 0;
  digest(one.factors[0].values, a);
  digest(two.factors[0].values, b);
  CHECK(a == b);
}

TEST_CASE("normal numbers have the moments of a normal distribution") {
  lamella::insight::Random random(5, 0);
  double power[5] = {};
  int beyond[4] = {};
  for (int i = 0; i < kDraws; ++i) {
    const double z = random.normal();
    for (int k = 1; k < 5; ++k) power[k] += std::pow(z, k);
    for (int k = 1; k < 4; ++k) beyond[k] += z > k ? 1 : 0;
  }
  const double root = std::sqrt(1.0 / kDraws);
  // Four standard errors each.
  CHECK(std::fabs(power[1] / kDraws) < 4 * root);
  CHECK(std::fabs(power[2] / kDraws - 1) < 4 * root * std::sqrt(2.0));
  CHECK(std::fabs(power[3] / kDraws) < 4 * root * std::sqrt(15.0));
  CHECK(std::fabs(power[4] / kDraws - 3) < 4 * root * std::sqrt(96.0));
  for (int k = 1; k < 4; ++k) {
    const double tail = std::erfc(k / std::sqrt(2.0)) / 2;
    CHECK(std::fabs(beyond[k] / double{kDraws} - tail) < 4 * root * std::sqrt(tail));
  }
}

TEST_CASE("uniform numbers fill the open interval evenly") {
  lamella::insight::Random random(6, 1);
  int counts[10] = {};
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.uniform();
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    ++counts[static_cast<int>(u * 10)];
  }
  for (const int count : counts)
    CHECK(std::abs(count - kDraws / 10) < 4 * std::sqrt(kDraws * 0.09));
}

TEST_CASE("the latent severity has unit variance and the memory that was asked for") {
  for (const double rho : {0.0, 0.5, 0.8, 0.95}) {
    CAPTURE(rho);
    SimulateOptions options = long_diary({.code = "none"});
    options.rho = rho;
    const Simulation simulation = simulate(options);
    const double days = options.days;
    CHECK(std::fabs(autocorrelation(simulation.latent) - rho) <
          4 * std::sqrt((1 - rho * rho) / days) + 1e-3);
    const double se = std::sqrt(2 / days * (1 + rho * rho) / (1 - rho * rho));
    CHECK(std::fabs(variance(simulation.latent) - 1) < 4 * se);
  }
}

TEST_CASE("a factor has the prevalence, the memory and the effect of its truth") {
  for (const double phi : {0.0, 0.3, 0.8}) {
    CAPTURE(phi);
    const double root = std::sqrt((1 + phi) / (1 - phi) / lamella::kMaxGridDays);
    const Simulation binary = simulate(long_diary(
        {.code = "sweat", .binary = true, .prevalence = 0.2, .phi = phi, .effect = 0.7, .lag = 3}));
    CHECK(std::fabs(mean(binary.factors[0].values) - 0.2) < 4 * 0.4 * root);
    CHECK(std::fabs(autocorrelation(binary.factors[0].values) - phi) < 0.03);
    CHECK(std::fabs(slope(binary, 3) - 0.7) < 4 / 0.4 / 200);
    CHECK(std::fabs(slope(binary, 4) - 0.7 * phi) < 4 / 0.4 / 200);
    const Simulation continuous = simulate(
        long_diary({.code = "pollen", .binary = false, .phi = phi, .effect = -0.3, .lag = 0}));
    CHECK(std::fabs(mean(continuous.factors[0].values)) < 4 * root);
    CHECK(std::fabs(variance(continuous.factors[0].values) - 1) < 0.07);
    CHECK(std::fabs(autocorrelation(continuous.factors[0].values) - phi) < 0.03);
    CHECK(std::fabs(slope(continuous, 0) + 0.3) < 4.0 / 200);
  }
}

TEST_CASE("effects reach the first day from the days before the diary") {
  SimulatedFactor factor{.code = "sweat", .prevalence = 0.5, .effect = 50, .lag = 30};
  int exposed = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SimulateOptions options{.seed = seed, .days = 1};
    options.factors = {factor};
    exposed += simulate(options).latent[0] > 25 ? 1 : 0;
  }
  CHECK(std::abs(exposed - 100) < 4 * 7.1);
}

TEST_CASE("the score is the rounded latent severity within its scale") {
  for (const int32_t top : {1, 3, 10, 100}) {
    CAPTURE(top);
    const Simulation simulation = simulate({.days = 5000, .missing = 0, .max_score = top});
    double low = top;
    double high = 0;
    for (size_t day = 0; day < 5000; ++day) {
      const double score = simulation.score[day];
      const double exact = (3 + 2.2 * simulation.latent[day]) * top / 10;
      REQUIRE(score == std::floor(score));
      if (exact > 0 && exact < top) CHECK(std::fabs(score - exact) <= 0.5 + 1e-9);
      low = std::min(low, score);
      high = std::max(high, score);
    }
    CHECK(low == 0);
    CHECK(high == top);
  }
}

TEST_CASE("a missing day loses the score and every factor, and no latent severity") {
  const Simulation simulation = simulate({.days = 20'000, .missing = 0.2});
  int missing = 0;
  for (size_t day = 0; day < 20'000; ++day) {
    const bool lost = std::isnan(simulation.score[day]);
    missing += lost ? 1 : 0;
    for (const auto& factor : simulation.factors) REQUIRE(std::isnan(factor.values[day]) == lost);
    REQUIRE(std::isfinite(simulation.latent[day]));
  }
  CHECK(std::fabs(missing / 20'000.0 - 0.2) < 4 * 0.4 / std::sqrt(20'000.0));
}

TEST_CASE("the default diary has two triggers and four harmless factors with memory") {
  const Simulation simulation = simulate({});
  CHECK(simulation.score.size() == 365);
  int triggers = 0;
  for (const auto& factor : simulation.factors) {
    triggers += factor.truth.effect != 0 ? 1 : 0;
    CHECK(factor.truth.phi > 0);
    CHECK(factor.values.size() == 365);
  }
  CHECK(triggers == 2);
  CHECK(simulation.factors.size() == 6);
}

TEST_CASE("an option out of its range is refused by its name") {
  const auto refusal = [](const SimulateOptions& options) {
    const Failure failure = failure_of([&] { simulate(options); });
    CHECK(failure.code == lamella::Code::kInvalidArgument);
    return failure.message.substr(0, failure.message.find(' '));
  };
  CHECK(refusal({.days = 0}) == "days");
  CHECK(refusal({.days = 40'001}) == "days");
  CHECK(refusal({.first_day = lamella::kFirstDay - 1}) == "first_day");
  CHECK(refusal({.days = 2, .first_day = lamella::kLastDay}) == "first_day");
  for (const double bad : {-0.1, 1.0, kNan}) {
    CHECK(refusal({.rho = bad}) == "rho");
    CHECK(refusal({.missing = bad}) == "missing");
    CHECK(refusal({.factors = {{.code = "a", .phi = bad}}}) == "phi");
    CHECK(refusal({.factors = {{.code = "a", .prevalence = bad}}}) == "prevalence");
  }
  CHECK(refusal({.factors = {{.code = "a", .prevalence = 0}}}) == "prevalence");
  CHECK(refusal({.max_score = 0}) == "max_score");
  CHECK(refusal({.max_score = 101}) == "max_score");
  for (const double bad : {100.5, -101.0, kNan, std::numeric_limits<double>::infinity()}) {
    CHECK(refusal({.factors = {{.code = "a", .effect = bad}}}) == "effect");
  }
  for (const int32_t bad : {-1, 31}) {
    CHECK(refusal({.factors = {{.code = "a", .lag = bad}}}) == "lag");
  }
  CHECK(refusal({.factors = {{.code = ""}}}) == "code");
  CHECK(refusal({.factors = {{.code = "a"}, {.code = "b"}, {.code = "a"}}}) == "code");
  CHECK(simulate({.days = 1, .first_day = lamella::kLastDay}).score.size() == 1);
}
