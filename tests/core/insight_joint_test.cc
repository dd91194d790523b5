// All findings of one outcome in one regression.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "failure.h"
#include "insight/joint_model.h"
#include "insight/random.h"
#include "insight/significance.h"

using namespace lamella::insight;  // NOLINT(google-build-using-namespace): the tests speak of it

namespace {

using Values = std::vector<double>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kNextDay = 1;  // the kernel of a pulse at lag 1

// A score with memory .8 that a trigger raises by `points` on the next day and by half of that on
// the second; a proxy of it that is there on most of the same days; and a bystander.
struct Diary {
  Values score;
  std::vector<Selected> selected = std::vector<Selected>(3);
  Columns columns;

  Diary(double points, uint64_t seed, size_t days = 500) {
    Random random(seed, 5);
    double latent = random.normal();
    Values trigger;
    for (size_t day = 0; day < days; ++day) {
      latent = .8 * latent + .6 * random.normal();
      trigger.push_back(random.chance(.25) ? 1 : 0);
      const double effect =
          (day >= 1 ? trigger[day - 1] : 0) + .5 * (day >= 2 ? trigger[day - 2] : 0);
      score.push_back(4 + latent + points * effect);
      const bool proxy = random.chance(.6) ? trigger.back() == 1 : random.chance(.25);
      selected[0].exposure.push_back(trigger.back());
      selected[1].exposure.push_back(proxy ? 1 : 0);
      selected[2].exposure.push_back(random.chance(.25) ? 1 : 0);
      if (random.chance(.2)) score.back() = kNan;
      if (random.chance(.1)) selected[0].exposure.back() = kNan;
    }
    columns = {Values(days, 1)};
    for (Selected& one : selected) one.kernel = kNextDay;
  }
};

std::vector<FourDayEffect> effects_of(const std::vector<double>& score, const Columns& columns,
                                      const std::vector<Selected>& selected, double coverage) {
  std::vector<std::vector<double>> exposures;
  exposures.reserve(selected.size());
  for (const Selected& one : selected) exposures.push_back(one.exposure);
  return FourDayModel(score, columns, exposures).effects(coverage);
}

}  // namespace

TEST_CASE("a proxy of the trigger and a bystander are dropped, and the trigger stays") {
  int kept_alone = 0;
  int kept_trigger = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Diary diary(.8, seed);
    const auto kept = backward_elimination(diary.score, diary.columns, diary.selected);
    kept_trigger += std::find(kept.begin(), kept.end(), size_t{0}) != kept.end() ? 1 : 0;
    kept_alone += kept.size() == 1 ? 1 : 0;
  }
  CHECK(kept_trigger >= 19);
  CHECK(kept_alone >= 15);  // each of the two others stays once in twenty by chance
}

TEST_CASE("a feature that depends on another one is dropped before anything is fitted") {
  Diary diary(.8, 3);
  diary.selected[1] = diary.selected[0];
  const auto kept = backward_elimination(diary.score, diary.columns, diary.selected);
  CHECK(kept.front() == 0);
  CHECK(std::find(kept.begin(), kept.end(), size_t{1}) == kept.end());
}

TEST_CASE("the points over four days are those that were put in, and the interval holds them") {
  constexpr double kPoints = .6;
  constexpr double kTruth = 1.5 * kPoints;  // lag 1, and half of it at lag 2
  double sum = 0;
  int held = 0;
  constexpr int kDiaries = 100;
  for (uint64_t seed = 1; seed <= kDiaries; ++seed) {
    Diary diary(kPoints, seed);
    diary.selected.resize(1);
    const auto effects = effects_of(diary.score, diary.columns, diary.selected, .95);
    REQUIRE(effects.size() == 1);
    sum += effects[0].effect;
    held += effects[0].low <= kTruth && kTruth <= effects[0].high ? 1 : 0;
    CHECK(std::fabs(effects[0].high + effects[0].low - 2 * effects[0].effect) < 1e-9);
  }
  CHECK(sum / kDiaries == doctest::Approx(kTruth).epsilon(.1));
  CHECK(held >= 88);
}

TEST_CASE("a wider coverage is a wider interval, and one that cannot be is refused") {
  Diary diary(.6, 4);
  const auto narrow = effects_of(diary.score, diary.columns, diary.selected, .9);
  const auto wide = effects_of(diary.score, diary.columns, diary.selected, .99);
  for (size_t i = 0; i < 3; ++i) {
    CHECK(wide[i].effect == narrow[i].effect);
    CHECK(wide[i].low < narrow[i].low);
  }
  for (const double coverage : {0.0, 1.0, kNan, -1.0}) {
    CHECK(failure_of([&] {
            effects_of(diary.score, diary.columns, diary.selected, coverage);
          }).code == lamella::Code::kInvalidArgument);
  }
  CHECK(t_quantile(.975, 10) == doctest::Approx(2.228138851986274).epsilon(1e-12));
}

TEST_CASE("days that do not carry the fit give no effects, and nothing that is no number") {
  Diary diary(.6, 5, 15);
  CHECK(effects_of(diary.score, diary.columns, diary.selected, .95).empty());
  diary = Diary(.6, 5);
  diary.selected[1] = diary.selected[0];
  CHECK(effects_of(diary.score, diary.columns, diary.selected, .95).empty());
  CHECK(effects_of(diary.score, diary.columns, {}, .95).empty());
  CHECK(backward_elimination(diary.score, diary.columns, {}).empty());
}
