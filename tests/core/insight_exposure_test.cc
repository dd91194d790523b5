// The law of an exposure, and what it was on days without a record. Digits of one diary:
// statistics/SOURCE.md of the reference data.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "failure.h"
#include "insight/exposure_law.h"
#include "insight/random.h"
#include "insight_trigger_diary.h"
#include "reference_table.h"

using lamella::insight::BinaryChain;
using lamella::insight::chain_of;
using lamella::insight::Gaps;
using lamella::insight::KernelRow;
using lamella::insight::NullFit;
using lamella::insight::Random;
using lamella::insight::TriggerScan;

namespace {

using Values = std::vector<double>;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr char kOracleTriggers[] = "statistics/trigger_oracle_triggers.csv";
constexpr size_t kFirstContinuous = 20;

bool near(double value, double expected, double absolute) {
  return std::fabs(value - expected) <= absolute;
}

// E[x_s | the records] by enumeration of all paths of the chain.
Values enumerated(const BinaryChain& chain, const Values& records) {
  const size_t days = records.size();
  Values expected(days, 0.0);
  double total = 0;
  for (size_t code = 0; code < (size_t{1} << days); ++code) {
    double chance = 1;
    double last = 0;
    for (size_t day = 0; day < days; ++day) {
      const double value = (code >> day & 1) != 0 ? 1 : 0;
      const double one =
          day == 0 ? chain.prevalence : (last == 1 ? 1 - chain.stops() : chain.starts());
      chance *= value == 1 ? one : 1 - one;
      if (!std::isnan(records[day]) && records[day] != value) chance = 0;
      last = value;
    }
    total += chance;
    for (size_t day = 0; day < days; ++day) {
      if ((code >> day & 1) != 0) expected[day] += chance;
    }
  }
  for (double& value : expected) value /= total;
  return expected;
}

}  // namespace

TEST_CASE("a chain is counted on days that follow each other, and corrected for bias") {
  // Pairs: 0-0 twice, 0-1 twice, 1-1 once, 1-0 once; 11 records.
  const Values exposure = {0, 0, 0, 1, kNone, 0, kNone, 1, 1, 0, 1, kNone, 1, kNone, kNone};
  const BinaryChain chain = chain_of(exposure);
  const double starts = 2.5 / 5;
  const double stops = 1.5 / 3;
  CHECK(near(chain.prevalence, starts / (starts + stops), 1e-15));
  CHECK(near(chain.memory, 0 + 1.0 / 10, 1e-15));
  CHECK(near(chain.starts() / (chain.starts() + chain.stops()), chain.prevalence, 1e-15));

  // 0-0 seven times, 0-1 and 1-0 once, 1-1 five times; 15 records: phi = 1 - 1.5/9 - 1.5/7.
  const Values runs = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
  const double phi = 1 - 1.5 / 9 - 1.5 / 7;
  CHECK(near(chain_of(runs).memory, phi + (1 + 3 * phi) / 15, 1e-15));

  CHECK(chain_of(Values(400, 0.0)).prevalence < .01);
  Values long_run(400, 0.0);
  std::fill(long_run.begin(), long_run.begin() + 200, 1.0);
  CHECK(chain_of(long_run).memory == .98);
}

TEST_CASE("a chain that alternates keeps its probabilities within 0 and 1") {
  for (const size_t days : {2, 3, 4, 5, 8, 100}) {
    for (const size_t every : {2, 3, 7}) {
      Values exposure(days);
      for (size_t day = 0; day < days; ++day) exposure[day] = day % every == 0 ? 1 : 0;
      const BinaryChain chain = chain_of(exposure);
      CHECK(chain.starts() >= 0);
      CHECK(chain.starts() <= 1 + 1e-15);
      CHECK(chain.stops() >= 0);
      CHECK(chain.stops() <= 1 + 1e-15);
    }
  }
}

TEST_CASE("a drawn path has the prevalence and the memory of its chain") {
  const BinaryChain chain{.2, .6};
  Values path(200'000);
  Random random(1, 0);
  lamella::insight::draw_path(chain, random, path);
  const BinaryChain found = chain_of(path);
  CHECK(near(found.prevalence, .2, .01));
  CHECK(near(found.memory, .6, .01));
  double first = 0;
  for (uint64_t stream = 1; stream <= 10'000; ++stream) {
    Random other(1, stream);
    lamella::insight::draw_path(chain, other, std::span(path).first(1));
    first += path[0] / 10'000;
  }
  CHECK(near(first, .2, .02));
}

TEST_CASE("a missing day of a binary exposure holds what all paths of the chain say") {
  Random random(2, 0);
  for (int trial = 0; trial < 60; ++trial) {
    const BinaryChain chain{.1 + .8 * random.uniform(),
                            trial % 3 == 0 ? -.1 : .9 * random.uniform()};
    Values records(9);
    for (double& value : records) {
      value = random.chance(.6) ? kNone : (random.chance(.4) ? 1 : 0);
    }
    const Values expected = enumerated(chain, records);
    Values path = records;
    Gaps(records).fill_binary(chain, path);
    for (size_t day = 0; day < path.size(); ++day) {
      CAPTURE(day);
      CHECK(near(path[day], expected[day], 1e-12));
    }
  }
}

TEST_CASE("a bridge is what a normal AR(1) lets expect between two days") {
  // Regression of e_s on (e_l, e_r) with correlations phi^2, phi^3 and phi^5 between them.
  const double phi = .7;
  const double left = std::pow(phi, 2);
  const double right = std::pow(phi, 3);
  const double both = left * right;
  const double from_left = (left - both * right) / (1 - both * both);
  const double from_right = (right - both * left) / (1 - both * both);
  CHECK(near(lamella::insight::bridge(phi, 2, 1.5, 3, -.4), 1.5 * from_left - .4 * from_right,
             1e-15));
  CHECK(lamella::insight::bridge(0, 1, 5, 1, 5) == 0);
}

TEST_CASE("a continuous exposure keeps its records, follows its covariates and bridges the rest") {
  const size_t days = 60;
  Values weekend(days);
  Values slope(days);
  Values exposure(days);
  for (size_t day = 0; day < days; ++day) {
    weekend[day] = day % 7 >= 5 ? 1 : 0;
    slope[day] = static_cast<double>(day);
    exposure[day] = 3 + 2 * weekend[day] + .1 * slope[day];
  }
  const Values complete = exposure;
  for (const size_t day : {0, 5, 6, 7, 30, 58, 59}) exposure[day] = kNone;
  const Values path = lamella::insight::filled(exposure, {Values(days, 1.0), weekend, slope});
  for (size_t day = 0; day < days; ++day) CHECK(near(path[day], complete[day], 1e-12));
}

TEST_CASE("amounts that are at rest on a quarter of the days come and go, others do not") {
  using lamella::insight::rest_of;
  CHECK(rest_of(Values{0, 1, kNone, 1}) == 0);
  CHECK(rest_of(Values{0, 0, 2.5, 7, kNone, 3, 4, 5, 6}) == 0);      // 2 of 8
  CHECK(rest_of(Values{10, 10, 2.5, 7, 3, 4, 5, 6}) == 10);          // the highest
  CHECK_FALSE(rest_of(Values{4, 4, 4, 1, 9, 2, 8, 3}).has_value());  // in the middle
  CHECK_FALSE(rest_of(Values{0, 0, 2.5, 7, 3, 4, 5, 6, 9}).has_value());
  CHECK(lamella::insight::presence(Values{0, 0, 2.5, kNone, 0})[2] == 1);
}

TEST_CASE("drawn amounts are the recorded ones, on as many days, in the order of their spells") {
  Values exposure;
  Random random(4, 4);
  double there = 0;
  for (int day = 0; day < 4000; ++day) {
    there = random.chance(.6 * there + .1) ? 1 : 0;
    exposure.push_back(there == 1 ? 1 + day : 0);
    if (day % 9 == 0) exposure.back() = kNone;
  }
  const lamella::insight::ExposureLaw law(exposure);
  const Values own = law.path();
  for (size_t day = 0; day < own.size(); ++day) {
    if (std::isnan(exposure[day])) {
      CHECK((own[day] > 0 && own[day] < law.mean_amount()));
    } else {
      CHECK(own[day] == exposure[day]);
    }
  }
  Values drawn(exposure.size());
  law.draw(random, drawn);
  Values amounts;
  for (const double value : exposure) {
    if (value > 0) amounts.push_back(value);
  }
  double days = 0;
  double sum = 0;
  size_t last = amounts.size();  // the amount of the recorded day before; none at first
  for (size_t day = 0; day < drawn.size(); ++day) {
    if (std::isnan(exposure[day])) continue;
    if (drawn[day] == 0) {
      last = amounts.size();
      continue;
    }
    const auto found = std::find(amounts.begin(), amounts.end(), drawn[day]);
    REQUIRE(found != amounts.end());
    const auto place = static_cast<size_t>(found - amounts.begin());
    if (last < amounts.size()) CHECK(place == (last + 1) % amounts.size());
    last = place;
    ++days;
    sum += drawn[day];
  }
  // The chain is there on .1 / (.1 + .3) of 3,555 days: 889, sd 52.
  CHECK(days == doctest::Approx(889).epsilon(.18));
  CHECK(sum / days == doctest::Approx(law.mean_amount()).epsilon(.15));
}

TEST_CASE("filling is defined whatever is recorded") {
  const lamella::insight::Columns columns = {
      Values(6, 1.0), {0, 1, 0, 1, 0, 1}, {1, 2, 3, 4, 5, 6}};
  const Values nothing(6, kNone);
  for (const double value : lamella::insight::centred_filled(nothing, columns)) CHECK(value == 0);
  for (const Values& exposure : {Values{kNone, 2.5, kNone, kNone, kNone, kNone},
                                 Values{1, kNone, kNone, kNone, kNone, kNone},
                                 Values{7, 7, kNone, 7, 7, 7}, Values{1, 2, 4, kNone, 3, 8}}) {
    for (const double value : lamella::insight::filled(exposure, columns)) {
      CHECK(std::isfinite(value));
    }
  }
  CHECK(refused([&] { lamella::insight::filled(Values{1, 1e308, kNone}, columns); }));
}

TEST_CASE("filled continuous exposures give the digits of the reference diary") {
  LAMELLA_SKIP_WITHOUT(kOracleDiary);
  const TriggerDiary diary = reference_trigger_diary();
  const NullFit null(diary.outcome, diary.columns);
  const Values expected = ReferenceTable(kOracleTriggers).numbers("Tstar_filled17");
  for (size_t j = kFirstContinuous; j < diary.exposures.size(); ++j) {
    CAPTURE(j);
    // That column leaves the pulses at lags 8 to 14 out.
    std::vector<KernelRow> features(null.days());
    const Values path = lamella::insight::centred_filled(diary.exposures[j], null.columns());
    lamella::insight::lag_features(path, features);
    TriggerScan scan = null.scan(features);
    for (size_t k = 8; k <= 14; ++k) scan.t[k] = 0;
    CHECK(near(largest(scan).t, expected[j], 1e-6));
  }
}
