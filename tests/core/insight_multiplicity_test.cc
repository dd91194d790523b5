#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "failure.h"
#include "insight/random.h"
#include "lamella/multiplicity.h"

using lamella::adjusted_p;
using lamella::Adjustment;
using lamella::rejected;

namespace {

using Family = std::vector<std::optional<double>>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr auto kBh = Adjustment::kFalseDiscovery;
constexpr auto kBy = Adjustment::kFalseDiscoveryAnyDependence;
constexpr auto kHolm = Adjustment::kFamilyWise;

void check_near(const Family& p, Adjustment adjustment, const Family& expected) {
  const Family adjusted = adjusted_p(p, adjustment);
  REQUIRE(adjusted.size() == expected.size());
  for (size_t i = 0; i < p.size(); ++i) {
    CAPTURE(i);
    REQUIRE(adjusted[i].has_value() == expected[i].has_value());
    if (expected[i]) CHECK(std::fabs(*adjusted[i] - *expected[i]) <= 1e-13 * *expected[i]);
  }
}

// The rule as it is published, without adjusted values: reject p(1..k), k the greatest i with
// p(i) <= q i / M.
size_t benjamini_hochberg_count(std::vector<double> p, double q) {
  std::sort(p.begin(), p.end());
  size_t count = 0;
  for (size_t i = 1; i <= p.size(); ++i) {
    if (p[i - 1] <= q * static_cast<double>(i) / static_cast<double>(p.size())) count = i;
  }
  return count;
}

}  // namespace

TEST_CASE("adjusted p-values have the digits of R and statsmodels") {
  const Family p = {.01, .02, .03, .04, .05};
  check_near(p, kBh, {.05, .05, .05, .05, .05});
  const double by = .05 * (1 + 1 / 2. + 1 / 3. + 1 / 4. + 1 / 5.);
  CHECK(std::fabs(by - .114166666667) < 1e-12);
  check_near(p, kBy, {by, by, by, by, by});
  check_near(p, kHolm, {.05, .08, .09, .09, .09});
}

TEST_CASE("adjusted p-values stand in the order of the given ones, and equal ones are equal") {
  const Family p = {.5, .001, .04, .04, .9, .04};
  check_near(p, kBh, {.6, .006, .06, .06, .9, .06});
  check_near(p, kHolm, {1, .006, .2, .2, 1, .2});
  check_near({.6, .7}, kHolm, {1, 1});
  CHECK(adjusted_p(p, kBy)[0] == 1);
}

TEST_CASE("an undefined p leaves the family without touching the others") {
  for (const Adjustment adjustment : {kBh, kBy, kHolm}) {
    const Family alone = adjusted_p(Family{.01, .2, .03}, adjustment);
    const Family all = adjusted_p(Family{{}, .01, kNan, .2, .03, {}}, adjustment);
    CHECK(all == Family{{}, alone[0], {}, alone[1], alone[2], {}});
    CHECK(adjusted_p(Family{{}, kNan}, adjustment) == Family{{}, {}});
    CHECK(adjusted_p(Family{}, adjustment).empty());
    CHECK(adjusted_p(Family{0.3}, adjustment) == Family{0.3});
  }
}

TEST_CASE("p-values of 1e-300 keep their digits, and 0 and 1 stay") {
  check_near({1e-300, 2e-300, .5, 1}, kBh, {4e-300, 4e-300, 2 / 3., 1});
  check_near({3e-300, 1e-300, .5, 1}, kHolm, {9e-300, 4e-300, 1, 1});
  for (const Adjustment adjustment : {kBh, kBy, kHolm}) {
    CHECK(adjusted_p(Family{0, 1}, adjustment) == Family{0, 1});
  }
}

TEST_CASE("the findings at q are those of the published step-up rule") {
  lamella::insight::Random random(5, 0);
  for (int run = 0; run < 200; ++run) {
    std::vector<double> p(static_cast<size_t>(1 + run % 40));
    for (double& one : p) one = random.uniform() * random.uniform();
    const Family family(p.begin(), p.end());
    CHECK(rejected(family, .2, kBh).size() == benjamini_hochberg_count(p, .2));
    CHECK(rejected(family, .2, kBy).size() <= rejected(family, .2, kBh).size());
    CHECK(rejected(family, .2, kHolm).size() <= rejected(family, .2, kBh).size());
  }
  CHECK(rejected(Family{.9, .01, {}, .02}, .05, kBh) == std::vector<size_t>{1, 3});
  CHECK(rejected(Family{.03, .01}, .03, kHolm) == std::vector<size_t>{0, 1});
}

TEST_CASE("what is no p and no q is refused") {
  for (const double wrong : {-1e-300, 1.0000001, std::numeric_limits<double>::infinity()}) {
    CHECK(refused([&] { adjusted_p(Family{.5, wrong}, kBh); }));
  }
  for (const double wrong : {0.0, 1.0, -.1, kNan}) {
    CHECK(refused([&] { rejected(Family{.5}, wrong, kBh); }));
  }
  CHECK(refused([&] { adjusted_p(Family{.5}, static_cast<Adjustment>(9)); }));
}
