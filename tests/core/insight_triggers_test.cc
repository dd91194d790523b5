// The whole analysis: what a person is told about possible triggers, and when.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "failure.h"
#include "insight/chance_shares.h"
#include "insight/random.h"
#include "lamella/error.h"
#include "lamella/simulate.h"
#include "lamella/triggers.h"

using namespace lamella;

namespace {

using Values = std::vector<double>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr Day kFirst = 19'723;  // 2024-01-01
const std::string kScore = "symptom.itch";

// A grid to which series are added.
struct Days {
  DayGrid grid{};
  std::vector<std::string> exposures{};

  explicit Days(const Values& score) {
    grid.first_day = kFirst;
    grid.days = static_cast<int32_t>(score.size());
    grid.columns.push_back({kScore, "0-10", Reduce::kMean, score});
  }
  explicit Days(const Simulation& simulation) : Days(simulation.score) {
    for (const SimulatedSeries& factor : simulation.factors) add(factor.truth.code, factor.values);
  }
  void add(const std::string& code, const Values& values) {
    exposures.push_back("exposure." + code);
    grid.columns.push_back({exposures.back(), "1", Reduce::kMax, values});
  }
  TriggerReport report(const TriggerOptions& options = {},
                       const std::vector<InForce>& in_force = {}) const {
    return triggers(grid, exposures, kScore, in_force, options);
  }
};

// Two years of which sweat (lag 1) and pollen (lag 2) are true triggers.
Days two_years(int32_t days = 730) { return Days(simulate({.seed = 3, .days = days})); }

// By value: a report may be gone after the line that asks for it.
TriggerFinding of(const TriggerReport& report, const std::string& code) {
  const auto found =
      std::find_if(report.findings.begin(), report.findings.end(),
                   [&](const TriggerFinding& one) { return one.exposure == "exposure." + code; });
  REQUIRE(found != report.findings.end());
  return *found;
}

Values noise(size_t days, uint64_t seed, double memory = .8) {
  insight::Random random(seed, 77);
  Values values{random.normal()};
  while (values.size() < days) {
    values.push_back(memory * values.back() + std::sqrt(1 - memory * memory) * random.normal());
  }
  return values;
}

Values coins(size_t days, uint64_t seed, double share = .25) {
  insight::Random random(seed, 78);
  Values values;
  while (values.size() < days) values.push_back(random.chance(share) ? 1 : 0);
  return values;
}

bool all_finite(const TriggerReport& report) {
  bool finite = std::isfinite(report.meaningful) && std::isfinite(report.rho);
  for (const TriggerFinding& one : report.findings) {
    finite = finite && std::isfinite(one.p.value_or(0)) && std::isfinite(one.per);
    for (const auto& effect : {one.effect, one.effect_now}) {
      if (!effect) continue;
      finite = finite && std::isfinite(effect->effect) && std::isfinite(effect->shrunk) &&
               std::isfinite(effect->low.value_or(0)) && std::isfinite(effect->high.value_or(0));
    }
    for (const LagPoint& point : one.profile) {
      finite = finite && std::isfinite(point.effect) && std::isfinite(point.standard_error);
    }
  }
  return finite;
}

}  // namespace

TEST_CASE("two years: the true triggers are found with their lag, the harmless are not") {
  const TriggerReport report = two_years().report();
  CHECK(report.tested == 6);
  CHECK(of(report, "sweat").tier >= TriggerTier::kModerate);
  CHECK(of(report, "pollen").tier >= TriggerTier::kModerate);
  REQUIRE(of(report, "sweat").lag.has_value());
  CHECK(of(report, "sweat").lag->first_lag == 1);
  CHECK(of(report, "pollen").lag->first_lag == 2);
  CHECK(of(report, "pollen").profile.size() == 15);
  CHECK(of(report, "sweat").effect->effect > 0);
  for (const char* code : {"dairy", "wool", "stress", "humidity"}) {
    CHECK(of(report, code).tier <= TriggerTier::kHint);
  }
  CHECK(all_finite(report));
}

TEST_CASE("the interval of a chosen finding is wider than that of the others") {
  const TriggerReport report = two_years().report();
  const double level = of(report, "sweat").effect->level;
  CHECK(level == doctest::Approx(1 - .05 * 2 / 6));
  CHECK(of(report, "wool").effect->level == .95);
}

TEST_CASE("a short diary is told how many days are missing, and sees its estimates") {
  const TriggerReport report = two_years(100).report();
  CHECK(report.guard == TriggerGuard::kTooShort);
  CHECK_FALSE(report.look.has_value());
  const TriggerFinding sweat = of(report, "sweat");
  CHECK(sweat.tier == TriggerTier::kNotEnough);
  CHECK_FALSE(sweat.p.has_value());
  CHECK(sweat.missing > 0);
  CHECK(sweat.known_by == report.next_look);
  CHECK(sweat.effect_now.has_value());
  CHECK(sentence(report, sweat).find("more days with itch; if you go on as you do, by") !=
        std::string::npos);
  const TriggerReport shorter = two_years(50).report();
  CHECK_FALSE(of(shorter, "sweat").effect_now.has_value());
}

TEST_CASE("between looks the verdict stays and the estimate goes on") {
  const Days all = two_years(500);
  const TriggerReport at_400 = two_years(400).report();
  const TriggerReport at_500 = all.report();
  CHECK(at_400.look == at_500.look);
  CHECK(*at_500.look == at_500.first_day + 364);
  for (size_t i = 0; i < at_400.findings.size(); ++i) {
    CHECK(at_400.findings[i].p == at_500.findings[i].p);
    CHECK(at_400.findings[i].tier == at_500.findings[i].tier);
    CHECK(at_400.findings[i].effect->effect == at_500.findings[i].effect->effect);
    CHECK(at_400.findings[i].effect_now->effect != at_500.findings[i].effect_now->effect);
  }
  CHECK(*at_500.next_look == at_500.first_day + 544);
}

TEST_CASE("a single look takes all days at its own share, and says so") {
  const TriggerReport report = two_years(500).report({.looks = TriggerLooks::kSingle});
  CHECK(report.q == .10);
  CHECK_FALSE(report.look.has_value());
  CHECK_FALSE(report.next_look.has_value());
  CHECK(report.last_day == report.last_recorded);
  CHECK_FALSE(report.findings[0].effect_now.has_value());
}

TEST_CASE("one exposure alone is judged as one of ten, so that a short list finds no chance") {
  int plain = 0;
  int found = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    Days days(noise(365, seed));
    days.add("harmless", coins(365, seed));
    const TriggerFinding finding = days.report({.looks = TriggerLooks::kSingle}).findings[0];
    plain += *finding.p <= .10 ? 1 : 0;
    found += finding.tier > TriggerTier::kHint ? 1 : 0;
    CHECK(*finding.false_discovery >= std::min(1.0, 10 * *finding.p));
    const bool hint = finding.tier == TriggerTier::kHint;
    if (finding.tier <= TriggerTier::kHint) CHECK(hint == (*finding.p < .05));
  }
  CHECK(plain >= 3);  // as Benjamini and Hochberg would have it
  CHECK(found <= 4);
}

TEST_CASE("two identical exposures: one is told, the other is explained by it") {
  const Simulation simulation = simulate({.seed = 3, .days = 730});
  Days days(simulation);
  days.add("sauna", simulation.factors[0].values);
  const TriggerReport report = days.report();
  const TriggerFinding sweat = of(report, "sweat");
  const TriggerFinding sauna = of(report, "sauna");
  const TriggerFinding& told = sweat.caps.explained ? sauna : sweat;
  const TriggerFinding& other = sweat.caps.explained ? sweat : sauna;
  CHECK(told.tier >= TriggerTier::kModerate);
  CHECK(other.tier == TriggerTier::kGoesTogether);
  CHECK(other.explained_by == told.exposure);
  const std::string twin = other.exposure.substr(other.exposure.find('.') + 1);
  CHECK(sentence(report, told).find("It may as well be " + twin) != std::string::npos);
}

TEST_CASE("another exposure changes no p of the others, nor does the order of the exposures") {
  Days days = two_years();
  const TriggerReport before = days.report();
  days.add("apples", coins(730, 5));
  std::reverse(days.exposures.begin(), days.exposures.end());
  const TriggerReport after = days.report();
  for (const TriggerFinding& one : before.findings) {
    const std::string code = one.exposure.substr(one.exposure.find('.') + 1);
    CHECK(of(after, code).p == one.p);
  }
}

TEST_CASE("a treatment that changes the score is not blamed on what changed with it") {
  Values score = noise(400, 9);
  Values habit;
  insight::Random random(9, 1);
  for (size_t day = 0; day < score.size(); ++day) {
    const bool treated = day >= 200;
    score[day] += treated ? -1.5 : 0;
    habit.push_back(random.chance(treated ? .1 : .45) ? 1 : 0);
  }
  Days days(score);
  days.add("wool", habit);
  const TriggerOptions single{.looks = TriggerLooks::kSingle};
  const InForce injections{"drug dupilumab", {{kFirst + 200, kFirst + 399}}};
  const TriggerReport known = days.report(single, {injections});
  CHECK(known.covariates.back() == "drug dupilumab");
  CHECK(known.findings[0].tier <= TriggerTier::kHint);
}

TEST_CASE("an amount at rest at its highest value has upright intervals and its own words") {
  // Hours of sleep: ten on most days, fewer on the others; the score follows a day later.
  Values sleep = coins(400, 12, .4);
  Values mirrored = sleep;
  insight::Random random(12, 1);
  Values score = noise(400, 12, .5);
  for (size_t day = 0; day < sleep.size(); ++day) {
    const double missed = sleep[day] == 1 ? 2 + random.uniform() : 0;
    sleep[day] = 10 - missed;
    mirrored[day] = missed;
    if (day + 1 < score.size()) score[day + 1] += missed / 2;
  }
  Days days(score);
  days.add("sleep", sleep);
  days.add("wake", noise(400, 13, .5));
  Days other(score);
  other.add("sleep", mirrored);
  other.add("wake", noise(400, 13, .5));
  for (const TriggerOptions& options :
       {TriggerOptions{}, TriggerOptions{.looks = TriggerLooks::kSingle}}) {
    const TriggerReport report = days.report(options);
    const TriggerFinding& told = report.findings[0];
    const TriggerFinding wanted = other.report(options).findings[0];
    CHECK(told.tier == wanted.tier);
    CHECK(told.per == doctest::Approx(-wanted.per));
    CHECK(told.lag->effect == doctest::Approx(wanted.lag->effect));
    CHECK(told.profile[1].standard_error == doctest::Approx(wanted.profile[1].standard_error));
    CHECK(told.effect->effect == doctest::Approx(wanted.effect->effect));
    CHECK(told.effect->standard_error == doctest::Approx(wanted.effect->standard_error));
    CHECK(told.effect->shrunk == doctest::Approx(wanted.effect->shrunk));
    CHECK(*told.effect->low == doctest::Approx(*wanted.effect->low));
    CHECK(*told.effect->high == doctest::Approx(*wanted.effect->high));
    CHECK(sentence(report, told)
              .find("after a day with less sleep (on average 2.5 less), itch "
                    "was on average") != std::string::npos);
    CHECK(sentence(report, told).find(" higher, summed") != std::string::npos);
  }
}

TEST_CASE("what cannot be separated from the season says so") {
  Values score = noise(200, 4);
  Values light;
  for (size_t day = 0; day < score.size(); ++day) {
    light.push_back(std::sin(2 * 3.141592653589793 * (kFirst + static_cast<double>(day)) / 365.25));
  }
  Days days(score);
  days.add("daylight", light);
  const TriggerReport report = days.report();
  CHECK(report.findings[0].tier == TriggerTier::kNotEnough);
  CHECK(report.findings[0].guard == TriggerGuard::kCollinear);
  CHECK(sentence(report, report.findings[0]) ==
        "Cannot be separated from weekday, season or treatment.");
}

TEST_CASE("one exposure out of range, or without any record, leaves the others as they were") {
  Days days = two_years(400);
  const TriggerReport before = days.report();
  Values outlier = coins(400, 6);
  outlier[7] = 1e308;
  days.add("typo", outlier);
  days.add("never", Values(400, kNan));
  const TriggerReport after = days.report();
  CHECK(of(after, "typo").guard == TriggerGuard::kOutOfRange);
  CHECK(of(after, "never").guard == TriggerGuard::kFewExposures);
  CHECK(after.tested == before.tested);
  for (size_t i = 0; i < before.findings.size(); ++i) {
    CHECK(after.findings[i].p == before.findings[i].p);
    CHECK(after.findings[i].tier == before.findings[i].tier);
  }
  CHECK(all_finite(after));
}

TEST_CASE("what is missing on all days is what the sentence names") {
  // At day 120 wool was there on 3 days; later on 3 more, right after each other.
  Values wool(150, 0);
  for (const size_t day : {10, 30, 31, 125, 126, 127}) wool[day] = 1;
  Values typo = coins(150, 6, .02);
  typo[140] = 1e308;
  Days days(noise(150, 1));
  days.add("wool", wool);
  days.add("typo", typo);
  const TriggerReport report = days.report();
  REQUIRE(report.last_day == kFirst + 119);
  CHECK(of(report, "wool").exposed_days == 3);
  CHECK(of(report, "wool").guard == TriggerGuard::kFewEpisodes);
  CHECK(of(report, "wool").missing == 1);
  CHECK(sentence(report, of(report, "wool")).find("1 more time that wool comes anew") !=
        std::string::npos);
  CHECK(sentence(report, of(report, "typo")) == "A value is too large to be one.");
}

TEST_CASE("a score on few days waits for the slower of calendar days and scores") {
  // Two of three days: the 120th calendar day has 80 scores, and 90 take until day 135.
  Values score = noise(60, 8);
  for (size_t day = 1; day + 1 < score.size(); day += 3) score[day] = kNan;
  const TriggerReport report = Days(score).report();
  CHECK(report.guard == TriggerGuard::kTooShort);
  CHECK(report.missing == 50);
  CHECK(report.known_by == kFirst + 179);
}

TEST_CASE("bad input is refused by name, and whatever is not refused is a number") {
  const Days days = two_years(200);
  const auto refusal = [](auto call) { return failure_of(call).message; };
  CHECK(refusal([&] { days.report({.most_draws = 10}); }) == "most_draws is not 999 to 10,000,000");
  CHECK(refusal([&] { days.report({.meaningful = kNan}); }) ==
        "meaningful is not above 0 and at most 1e6 points");
  CHECK(refusal([&] {
          days.report({}, {{"cream", {{5, 4}}}});
        }) == "the first day of a span in force is after its last");
  const std::vector<std::string> twice = {"exposure.sweat", "exposure.sweat"};
  CHECK(refusal([&] { triggers(days.grid, twice, kScore); }) ==
        "an exposure comes twice, or is the outcome");
  const std::vector<std::string> absent = {"exposure.cats"};
  CHECK(failure_of([&] { triggers(days.grid, absent, kScore); }).code == Code::kNotFound);
  CHECK(refusal([&] { Days(Values(200, kNan)).report(); }) == "no day has a score");

  for (const Values& score : {Values{3}, Values(200, 3), Values(200, 1e99)}) {
    Days odd(score);
    odd.add("coin", coins(score.size(), 3));
    const TriggerReport report = odd.report();
    CHECK(report.guard != TriggerGuard::kPasses);
    CHECK(all_finite(report));
  }
  Days spike(noise(200, 1));
  Values one_large = noise(200, 2);
  one_large[0] = 1e99;
  spike.add("spike", one_large);
  CHECK(all_finite(spike.report()));
  CHECK(all_finite(Days(noise(200, 1)).report()));
}

TEST_CASE("a cancelled task ends the report") {
  Task task;
  task.cancel();
  const Days days = two_years(200);
  CHECK(failure_of([&] { triggers(days.grid, days.exposures, kScore, {}, {}, &task); }).code ==
        Code::kCancelled);
}

TEST_CASE("sentences say how much, when, and never that anything causes") {
  const TriggerReport report = two_years().report();
  const std::string sweat = sentence(report, of(report, "sweat"));
  CHECK(sweat.find("after a day with sweat, itch was on average") != std::string::npos);
  CHECK(sweat.find("It shows 1 day later.") != std::string::npos);
  for (const TriggerFinding& one : report.findings) {
    CHECK(sentence(report, one).find("caus") == std::string::npos);
  }
  CHECK(words({0, 0, 1}) == "on the same day");
  CHECK(words({1, 1, 1}) == "1 day later");
  CHECK(words({7, 13, 1}) == "7 to 13 days later");
  CHECK(words({1, 30, .8}) == "from the next day on, fading over about 5 days");
}

TEST_CASE("what comes later than the sum, or has none, is told once when it shows") {
  TriggerReport report;
  report.outcome = kScore;
  TriggerFinding wool;
  wool.exposure = "exposure.wool";
  wool.tier = TriggerTier::kStrong;
  wool.binary = wool.intermittent = true;
  wool.lag = TriggerLag{1, 1, 1, -.4};
  const std::string start = "Strong evidence in your diary: after a day with wool, itch was ";
  CHECK(sentence(report, wool) == start + "lower 1 day later.");
  wool.lag->first_lag = wool.lag->last_lag = 0;
  CHECK(sentence(report, wool) == start + "lower on the same day. Which came first is unknown.");
  wool.effect = TriggerEffect{-.5, .1, -.7, -.3, .95, -.48};
  CHECK(sentence(report, wool) ==
        start +
            "on average 0.48 points lower, summed over that day and the next 3 (plausible "
            "range 0.30 to 0.70). It shows on the same day, so which came first is unknown.");
  wool.lag = TriggerLag{7, 13, 1, .4};
  CHECK(sentence(report, wool) == start + "higher 7 to 13 days later.");
  wool.lag.reset();
  wool.effect.reset();
  CHECK(sentence(report, wool) == start + "different.");
}

TEST_CASE("a range that holds 0, amounts and what is less than what matters have their words") {
  TriggerReport report;
  report.outcome = kScore;
  report.meaningful = 1;
  TriggerFinding sport;
  sport.exposure = "exposure.sport";
  sport.unit = "min";
  sport.tier = TriggerTier::kModerate;
  sport.intermittent = true;
  sport.per = 45;
  sport.lag = TriggerLag{1, 1, 1, -.4};
  sport.effect = TriggerEffect{-.5, .3, -.9, .12, .95, -.4};
  sport.chance_share = .09;
  CHECK(sentence(report, sport) ==
        "Likely linked: after a day with sport (on average 45 min more than without it), itch was "
        "on average 0.40 points lower, summed over that day and the next 3 (plausible range -0.12 "
        "to 0.90). It shows 1 day later. That is less than what matters, 1.0 points. About 1 in 11 "
        "findings like this is chance, if a tenth of what you track are true triggers. Worth a "
        "planned on/off test.");
  sport.effect->low = -1.1;
  CHECK(sentence(report, sport).find("less than what matters") == std::string::npos);
  sport.tier = TriggerTier::kHint;
  sport.chance_share = .58;
  sport.intermittent = false;
  CHECK(sentence(report, sport) ==
        "Weak hint: after a day with sport higher by 45 min, itch was on average 0.40 points "
        "lower, summed over that day and the next 3 (plausible range -0.12 to 1.1). About 6 in 10 "
        "findings like this are chance, if a tenth of what you track are true triggers. Keep "
        "logging.");
  sport.tier = TriggerTier::kNone;
  CHECK(sentence(report, sport) ==
        "No effect that matters: at most 1.1 points over four days for 45 min more.");
}

TEST_CASE("how much is missing is told of one as of several") {
  TriggerReport report;
  report.outcome = kScore;
  report.meaningful = 1;
  TriggerFinding wool;
  wool.exposure = "exposure.wool";
  wool.tier = TriggerTier::kUnclear;
  wool.intermittent = true;
  wool.missing = 1;
  wool.known_by = kFirst;
  const std::string start = "Not enough data to see or exclude an effect of 1.0 points";
  const std::string end = "; if you go on as you do, by 2024-01-01.";
  CHECK(sentence(report, wool) == start + ": about 1 more day with wool" + end);
  wool.intermittent = false;
  wool.missing = 2;
  CHECK(sentence(report, wool) == start + ": about 2 more days" + end);
  wool.known_by.reset();
  CHECK(sentence(report, wool) == start + " within ten years.");
  wool.missing = 0;
  CHECK(sentence(report, wool) == start + ".");

  wool.tier = TriggerTier::kNotEnough;
  wool.known_by = kFirst;
  const auto lacks = [&](TriggerGuard guard, int32_t missing) {
    wool.guard = guard;
    wool.missing = missing;
    return sentence(report, wool);
  };
  wool.intermittent = true;
  wool.days = 100;
  wool.exposed_days = 4;
  CHECK(lacks(TriggerGuard::kTooShort, 1) == "Not enough data: 1 more day with itch" + end);
  CHECK(lacks(TriggerGuard::kSteadyOutcome, 2) ==
        "Not enough data: 2 more days on which itch is not as it mostly is" + end);
  CHECK(lacks(TriggerGuard::kFewExposures, 1) == "Not enough data: 1 more day with wool" + end);
  CHECK(lacks(TriggerGuard::kFewEpisodes, 1) ==
        "Not enough data: 1 more time that wool comes anew" + end);
  CHECK(lacks(TriggerGuard::kFewValues, 3) ==
        "Not enough data: 3 more different values of wool" + end);
  CHECK(lacks(TriggerGuard::kFewValues, 0) == "Enough by now: the next verdict is on 2024-01-01.");
  wool.exposed_days = 98;
  CHECK(lacks(TriggerGuard::kFewExposures, 3) ==
        "Not enough data: 3 more days on which wool was not there; silence counts only where the "
        "diary says so" +
            end);
  wool.known_by.reset();
  CHECK(lacks(TriggerGuard::kOutOfRange, 0) == "A value is too large to be one.");
}

TEST_CASE("why a finding only goes together is told, each reason") {
  TriggerReport report;
  report.outcome = kScore;
  TriggerFinding wool;
  wool.exposure = "exposure.wool";
  wool.tier = TriggerTier::kGoesTogether;
  wool.binary = wool.intermittent = true;
  wool.exposed_days = 1;
  wool.lag = TriggerLag{1, 1, 1, .4};
  wool.caps = {.few_exposures = true, .skin_may_drive = true, .explained = true};
  wool.explained_by = "exposure.dust_mites";
  CHECK(sentence(report, wool) ==
        "Goes together with itch: after a day with wool, itch was higher 1 day later. Its days are "
        "much like those of dust mites, and beside that it has nothing of its own. Your skin may "
        "be driving it, or both follow something else. Only 1 day with it: more are needed before "
        "more can be said of itch.");
}

TEST_CASE(
    "what is shown of an effect, and its share of chance, are those of the days of the verdict") {
  const TriggerReport report = two_years(400).report();
  for (const TriggerFinding& one : report.findings) {
    for (const auto& effect : {one.effect, one.effect_now}) {
      REQUIRE(effect.has_value());
      const double t = effect->effect / effect->standard_error;
      CHECK(effect->shrunk == doctest::Approx(effect->effect * t * t / (1 + t * t)));
    }
    CHECK(one.chance_share == insight::chance_share(report.looks, one.tier, 365));
  }
}

TEST_CASE("what is unclear waits until its interval is narrow enough") {
  const TriggerReport report = two_years(200).report({.looks = TriggerLooks::kSingle});
  int unclear = 0;
  for (const TriggerFinding& one : report.findings) {
    if (one.tier != TriggerTier::kUnclear) continue;
    ++unclear;
    const double size = std::fabs(one.effect->effect);
    const double half = (*one.effect->high - *one.effect->low) / 2;
    const double ratio = half / std::max(size, report.meaningful - size);
    const double more = ratio * ratio - 1;
    const int32_t days = report.last_day - report.first_day + 1;
    CHECK(one.missing == std::ceil(more * (one.intermittent ? one.exposed_days : one.days)));
    if (more * days <= 3'653) CHECK(one.known_by == report.last_day + std::ceil(more * days));
  }
  CHECK(unclear > 0);
}

TEST_CASE("what would take more than ten years has no day") {
  for (const size_t length : {900, 1'000}) {
    Values once(length, 0);
    once[5] = 1;
    Days days(noise(length, 3));
    days.add("wool", once);
    const TriggerFinding wool = days.report({.looks = TriggerLooks::kSingle}).findings[0];
    CHECK(wool.missing == 4);  // in 4 times as many days
    CHECK(wool.known_by.has_value() == (length == 900));
  }
}

TEST_CASE(
    "fewer than 8 exposed days go no further than together, and fewer than 25 may have no range") {
  for (const size_t exposed : {7, 8}) {
    Values score = noise(400, 21, .3);
    Values wool(400, 0);
    for (size_t i = 0; i < exposed; ++i) {
      wool[20 + 47 * i] = 1;
      score[21 + 47 * i] += 6;
    }
    Days days(score);
    days.add("wool", wool);
    const TriggerFinding found = days.report({.looks = TriggerLooks::kSingle}).findings[0];
    CHECK(found.exposed_days == static_cast<int32_t>(exposed));
    CHECK(found.caps.few_exposures == (exposed == 7));
    CHECK((found.tier == TriggerTier::kGoesTogether) == (exposed == 7));
    CHECK(found.effect->low.has_value());
  }
  for (const size_t exposed : {24, 25}) {
    Values score = noise(400, 22);
    for (double& one : score) one = one > 1.3 ? 2 : one > 1.1 ? 1 : 0;
    Values wool(400, 0);
    for (size_t i = 0; i < exposed; ++i) wool[5 + 15 * i] = 1;
    Days days(score);
    days.add("wool", wool);
    const TriggerFinding rare = days.report({.looks = TriggerLooks::kSingle}).findings[0];
    REQUIRE(rare.effect.has_value());
    CHECK(rare.effect->low.has_value() == (exposed == 25));
  }
}
