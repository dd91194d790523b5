// What `by_chance` is worth: diaries without any trigger, searched naively.
//
// The figures of core/src/insight/README.md:
//   lamella_tests --no-skip -tc="measure the*"
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "lamella/correlation.h"
#include "lamella/simulate.h"

namespace {

struct Measured {
  int diaries = 0;
  double family = 0;  // means over the diaries
  double found = 0;
  double by_chance = 0;
  double gap_error = 0;  // Monte-Carlo standard error of found - by_chance
  double found_error = 0;
};

struct Diary {
  lamella::DayGrid grid;
  std::vector<std::string> factors;
};

// Half of the factors are binary, half continuous, and none does anything.
Diary diary_without_trigger(int32_t factors, double phi, lamella::SimulateOptions options) {
  Diary diary{{options.first_day, options.days, {}}, {}};
  for (int i = 0; i < factors; ++i) {
    diary.factors.push_back("factor" + std::to_string(i));
    options.factors.push_back(
        {.code = diary.factors.back(), .binary = i < factors / 2, .phi = phi});
  }
  const lamella::Simulation simulation = lamella::simulate(options);
  diary.grid.columns.push_back({"itch", "1", lamella::Reduce::kMean, simulation.score});
  for (const auto& factor : simulation.factors) {
    diary.grid.columns.push_back({factor.truth.code, "1", lamella::Reduce::kMean, factor.values});
  }
  return diary;
}

lamella::CorrelationReport search_of(uint64_t seed, double rho, double phi, int32_t shifts) {
  const Diary diary = diary_without_trigger(20, phi, {.seed = seed, .days = 365, .rho = rho});
  return lamella::lagged_correlations(diary.grid, diary.factors, "itch",
                                      {.lags = {{0}, {1}, {2}, {1, 2, 3}}, .shifts = shifts});
}

Measured measure(int diaries, double rho, double phi, int32_t shifts) {
  Measured result;
  double gap_squares = 0;
  double found_squares = 0;
  for (int diary = 0; diary < diaries; ++diary) {
    const auto report = search_of(1000 + static_cast<uint64_t>(diary), rho, phi, shifts);
    const double gap = report.found - *report.by_chance;
    result.family += report.family;
    result.found += report.found;
    result.by_chance += *report.by_chance;
    gap_squares += gap * gap;
    found_squares += report.found * report.found;
  }
  result.diaries = diaries;
  result.family /= diaries;
  result.found /= diaries;
  result.by_chance /= diaries;
  const double gap = result.found - result.by_chance;
  result.gap_error = std::sqrt((gap_squares / diaries - gap * gap) / diaries);
  result.found_error = std::sqrt((found_squares / diaries - result.found * result.found) / diaries);
  return result;
}

}  // namespace

TEST_CASE("by_chance says how often a naive search is fooled, where alpha does not") {
  const Measured memory = measure(40, 0.8, 0.8, 39);
  CHECK(std::fabs(memory.found - memory.by_chance) < 4 * memory.gap_error);
  CHECK(memory.by_chance > 3 * 0.05 * memory.family);
  const Measured none = measure(40, 0, 0, 39);
  CHECK(std::fabs(none.by_chance - 0.05 * none.family) < 0.1 * 0.05 * none.family);
}

TEST_CASE("measure the findings of chance" * doctest::skip()) {
  for (const double phi : {0.0, 0.5, 0.8, 0.95}) {
    const Measured m = measure(1000, phi == 0.95 ? 0.95 : 0.8, phi, 199);
    MESSAGE("phi ", phi, ": ", m.diaries, " diaries, ", m.family, " pairs, alpha says ",
            0.05 * m.family, ", found ", m.found, " (se ", m.found_error, "), by chance ",
            m.by_chance, " (se of the difference ", m.gap_error, ")");
  }
}

TEST_CASE("measure the time of a search" * doctest::skip()) {
  const Diary diary = diary_without_trigger(24, 0.8, {.days = 1950});
  lamella::CorrelationOptions options;
  options.lags = {{0}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3, 4, 5}};
  for (const bool ranked : {false, true}) {
    options.method =
        ranked ? lamella::CorrelationMethod::kSpearman : lamella::CorrelationMethod::kPearson;
    const std::string method_name = ranked ? "Spearman: " : "Pearson: ";
    const auto start = std::chrono::steady_clock::now();
    const auto report = lamella::lagged_correlations(diary.grid, diary.factors, "itch", options);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    MESSAGE(method_name, report.family, " pairs, ", report.shifts, " shifts of 1950 days in ",
            time.count(), " s");
  }
}
