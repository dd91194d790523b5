// Whether the direction of a finding can be wrong.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "insight/falsification.h"
#include "insight/random.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using namespace lamella::insight;  // NOLINT(google-build-using-namespace): the tests speak of it

namespace {

using Values = std::vector<double>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// A score with memory, and an exposure that the score of the day before makes more likely, where
// `driven` says so.
struct Driven {
  Values score;
  Values exposure;
  Columns columns;

  Driven(bool driven, bool binary, uint64_t seed, size_t days = 365) {
    Random random(seed, 7);
    double latent = random.normal();
    for (size_t day = 0; day < days; ++day) {
      const double before = latent;
      latent = .8 * before + .6 * random.normal();
      const double pull = driven ? before : 0;
      if (binary) {
        const double chance = std::fmin(std::fmax(.2 + .12 * pull, .02), .95);
        exposure.push_back(random.chance(chance) ? 1 : 0);
      } else {
        exposure.push_back(.4 * pull + random.normal());
      }
      score.push_back(std::round(3 + 2 * latent));
      if (random.chance(.2)) score.back() = exposure.back() = kNan;
    }
    columns = {Values(days, 1)};
  }
  double lead() const { return lead_test(NullFit(score, columns), score, exposure).p; }
  double model() const { return exposure_test(columns, score, exposure).p; }
};

// How many of 100 diaries have a p of at most .05.
template <typename P>
int fires(bool driven, bool binary, P p) {
  int count = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) count += p(Driven(driven, binary, seed)) <= .05;
  return count;
}

}  // namespace

TEST_CASE("both tests give the digits of the reference diary") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const ReferenceTable expected("statistics/trigger_oracle_triggers.csv");
  const auto lead_t = expected.numbers("lead_t");
  const auto lead_p = expected.numbers("lead_p");
  const auto exposure_z = expected.numbers("expo_stat");
  const auto exposure_p = expected.numbers("expo_p");
  for (size_t i = 0; i < diary.exposures.size(); ++i) {
    CAPTURE(i);
    const FalsificationTest lead = lead_test(null, diary.outcome, diary.exposures[i]);
    CHECK(std::fabs(lead.statistic - lead_t[i]) < 1e-6);
    CHECK(std::fabs(lead.p - lead_p[i]) < 1e-6);
    const FalsificationTest model = exposure_test(diary.columns, diary.outcome, diary.exposures[i]);
    CHECK(std::fabs(model.statistic - exposure_z[i]) < 1e-6);
    CHECK(std::fabs(model.p - exposure_p[i]) < 1e-6);
  }
}

TEST_CASE("a score that drives the exposure is found out, and one that does not is left alone") {
  for (const bool binary : {true, false}) {
    CAPTURE(binary);
    // The reference has 70 to 97 % and 91 to 97 % at 365 days, and 3 to 7 % without.
    CHECK(fires(true, binary, [](const Driven& one) { return one.lead(); }) >= 60);
    CHECK(fires(true, binary, [](const Driven& one) { return one.model(); }) >= 80);
    CHECK(fires(false, binary, [](const Driven& one) { return one.lead(); }) <= 14);
    CHECK(fires(false, binary, [](const Driven& one) { return one.model(); }) <= 14);
  }
}

TEST_CASE("an exposure that repeats itself almost without fail is tested all the same") {
  const Driven diary(false, true, 4);
  Values exposure(diary.score.size(), 0);
  for (size_t i = 0; i < exposure.size(); ++i) exposure[i] = i / 60 % 2 == 1 ? 1 : 0;
  const FalsificationTest test = exposure_test(diary.columns, diary.score, exposure);
  CHECK(std::isfinite(test.statistic));
  CHECK(std::fabs(test.statistic) < 5);
  CHECK(test.p > 1e-6);
}

TEST_CASE("days that do not allow a test give none, and never a number that is none") {
  const Values score = Driven(false, true, 3, 60).score;
  const Columns one = {Values(60, 1)};
  const NullFit null(score, one);
  Values late(60, 0);
  late[59] = 1;
  for (const Values& exposure : {Values(60, 0), Values(60, 1), Values(60, kNan), late}) {
    for (const FalsificationTest& test :
         {lead_test(null, score, exposure), exposure_test(one, score, exposure)}) {
      CHECK(std::isfinite(test.statistic));
      CHECK(test.p >= 0);
      CHECK(test.p <= 1);
    }
  }
  CHECK(lead_test(null, score, Values(60, 1)).p == 1);
  CHECK(exposure_test(one, score, Values(60, kNan)).p == 1);
}
