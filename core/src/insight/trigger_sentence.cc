#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "lamella/error.h"
#include "lamella/planned_test.h"

namespace lamella {

namespace {

// Hundredths of a point as "1.05", "-0.30" and, signed, "+1.05".
std::string points(int64_t hundredths, bool is_signed) {
  const int64_t size = hundredths < 0 ? -hundredths : hundredths;
  std::string text =
      std::to_string(size / 100) + "." + std::to_string(size / 10 % 10) + std::to_string(size % 10);
  if (hundredths < 0) return "-" + text;
  return is_signed && hundredths > 0 ? "+" + text : text;
}

// Outward, but for what is a hundredth already.
constexpr double kRounding = 1e-9;

int64_t down(double value) { return static_cast<int64_t>(std::floor(value * 100 + kRounding)); }
int64_t up(double value) { return static_cast<int64_t>(std::ceil(value * 100 - kRounding)); }

std::string interval(const TriggerTest& test) {
  std::string level = points(std::llround(10'000 * (1 - test.alpha)), false);
  while (level.back() == '0') level.pop_back();
  if (level.back() == '.') level.pop_back();
  return level + "% interval " + points(down(*test.low), true) + " to " +
         points(up(*test.high), true);
}

// Whether the sentence of its verdict speaks of the effect and the interval.
bool speaks_of_numbers(const TriggerTest& test) {
  return test.verdict != TriggerVerdict::kNotEnough || test.why_not == WhyNotEnough::kEnough;
}

bool is_given(const std::optional<double>& value) { return value && std::isfinite(*value); }

std::string reason(const TriggerTest& test) {
  switch (test.why_not) {
    case WhyNotEnough::kNotFinished:
      return "the test is not finished";
    case WhyNotEnough::kNoScores:
      return "no pair of blocks has enough scores";
    case WhyNotEnough::kTooFewPairs:
      return std::to_string(test.pairs) + " of " + std::to_string(test.planned_pairs) +
             " pairs of blocks have enough scores, too few for any result";
    case WhyNotEnough::kConstant:
      return "the score was the same in both blocks of each pair";
    case WhyNotEnough::kEnough:
      break;
  }
  return "an effect of " + points(std::llround(test.sought * 100), false) +
         " points is neither shown nor excluded (" + interval(test) + ")";
}

}  // namespace

std::string sentence(const TriggerTest& test) {
  if (speaks_of_numbers(test) &&
      !(is_given(test.effect) && is_given(test.low) && is_given(test.high))) {
    throw Error(Code::kInvalidArgument, "this verdict needs an effect with its interval");
  }
  switch (test.verdict) {
    case TriggerVerdict::kChanges:
      return "The trigger changes the score by " + points(std::llround(*test.effect * 100), true) +
             " points (" + interval(test) + ").";
    case TriggerVerdict::kNoEffect: {
      const double most = std::max(std::fabs(*test.low), std::fabs(*test.high));
      return "No effect of at least " + points(up(most), false) + " points was found (" +
             interval(test) + ").";
    }
    case TriggerVerdict::kNotEnough:
      break;
  }
  return "Not enough: " + reason(test) + ".";
}

}  // namespace lamella
