#include "insight/exposure_chain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "insight/dot.h"
#include "insight/power.h"

namespace lamella::insight {

namespace {

constexpr double kMostMemory = .98;

int32_t distance(size_t from, size_t to) { return static_cast<int32_t>(to - from); }

// P(x = 1), `days` after or before a day on which it was `value`.
double chance_from(const BinaryChain& chain, double value, int32_t days) {
  return chain.prevalence + power(chain.memory, days) * (value - chain.prevalence);
}

// Lag-1 autocorrelation of residuals about 0: the mean product over recorded days that follow each
// other, by the mean square. Then r + (1 + 4 r) / m, for what m days underestimate.
double residual_memory(std::span<const double> residuals, std::span<const size_t> days) {
  double products = 0;
  size_t pairs = 0;
  for (size_t i = 1; i < days.size(); ++i) {
    if (days[i] != days[i - 1] + 1) continue;
    products += residuals[i] * residuals[i - 1];
    ++pairs;
  }
  const auto count = static_cast<double>(days.size());
  const double square = dot(residuals, residuals) / count;
  if (pairs == 0 || !(square > 0)) return 0;
  const double r = products / static_cast<double>(pairs) / square;
  return std::clamp(r + (1 + 4 * r) / count, 0.0, kMostMemory);
}

}  // namespace

bool binary(std::span<const double> exposure) {
  return std::all_of(exposure.begin(), exposure.end(),
                     [](double value) { return std::isnan(value) || value == 0 || value == 1; });
}

BinaryChain chain_of(std::span<const double> exposure) {
  // count[u][v]: days of u whose next day is v
  std::array<std::array<double, 2>, 2> count{};
  size_t recorded = 0;
  for (size_t day = 0; day < exposure.size(); ++day) {
    if (std::isnan(exposure[day])) continue;
    ++recorded;
    if (day == 0 || std::isnan(exposure[day - 1])) continue;
    ++count[exposure[day - 1] == 1 ? 1 : 0][exposure[day] == 1 ? 1 : 0];
  }
  const double starts = (count[0][1] + .5) / (count[0][0] + count[0][1] + 1);
  const double stops = (count[1][0] + .5) / (count[1][0] + count[1][1] + 1);
  BinaryChain chain;
  chain.prevalence = starts / (starts + stops);
  const double phi = 1 - starts - stops;
  const double memory = phi + (1 + 3 * phi) / static_cast<double>(std::max<size_t>(recorded, 1));
  // No correction downwards exceeds the half day that is added to each count, so that starts() and
  // stops() stay probabilities.
  chain.memory = std::min(memory, kMostMemory);
  return chain;
}

void draw_path(const BinaryChain& chain, Random& random, std::span<double> path) {
  const std::array<double, 2> after = {chain.starts(), 1 - chain.stops()};
  double chance = chain.prevalence;
  for (double& value : path) {
    const bool one = random.chance(chance);
    value = one ? 1 : 0;
    chance = after[one ? 1 : 0];
  }
}

Gaps::Gaps(std::span<const double> exposure) : days_(exposure.size()) {
  for (size_t day = 0; day < days_; ++day) {
    if (!std::isnan(exposure[day])) {
      recorded_.push_back(day);
      continue;
    }
    missing_.push_back(day);
    if (!gaps_.empty() && gaps_.back().last + 1 == day) {
      gaps_.back().last = day;
    } else {
      gaps_.push_back({day, day});
    }
  }
}

void Gaps::fill_binary(const BinaryChain& chain, std::span<double> path) const {
  for (const Gap& gap : gaps_) {
    const bool left = gap.first > 0;
    const bool right = gap.last + 1 < days_;
    for (size_t day = gap.first; day <= gap.last; ++day) {
      const double before =
          left ? chance_from(chain, path[gap.first - 1], distance(gap.first - 1, day))
               : chain.prevalence;
      if (!right) {
        path[day] = before;
        continue;
      }
      // Bayes: the chance of what the next record says, had the exposure been there or not.
      const double next = path[gap.last + 1];
      const int32_t ahead = distance(day, gap.last + 1);
      const double after_one = chance_from(chain, 1, ahead);
      const double after_none = chance_from(chain, 0, ahead);
      const double one = before * (next == 1 ? after_one : 1 - after_one);
      const double none = (1 - before) * (next == 1 ? after_none : 1 - after_none);
      path[day] = one / (one + none);
    }
  }
}

double bridge(double phi, int32_t left, double e_left, int32_t right, double e_right) {
  const double to_left = power(phi, left);
  const double to_right = power(phi, right);
  const double both = to_left * to_right;
  return (to_left * (1 - to_right * to_right) * e_left +
          to_right * (1 - to_left * to_left) * e_right) /
         (1 - both * both);
}

void Gaps::fill_continuous(const Columns& columns, std::span<double> path) const {
  if (gaps_.empty() || recorded_.empty()) return;
  std::vector<double> residuals;
  for (const size_t day : recorded_) residuals.push_back(path[day]);
  Columns known(columns.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    for (const size_t day : recorded_) known[k].push_back(columns[k][day]);
  }
  std::vector<double> coefficients(columns.size(), 0.0);
  const Projection projection(known);
  if (recorded_.size() > columns.size() && !projection.collinear()) {
    coefficients = projection.coefficients(projection.remove_from(residuals));
  }
  const auto expected = [&](size_t day) {
    double value = 0;
    for (size_t k = 0; k < columns.size(); ++k) value += coefficients[k] * columns[k][day];
    return value;
  };
  const double phi = residual_memory(residuals, recorded_);
  std::vector<double> errors(days_, 0.0);
  for (size_t i = 0; i < recorded_.size(); ++i) errors[recorded_[i]] = residuals[i];
  for (const Gap& gap : gaps_) {
    const bool left = gap.first > 0;
    const bool right = gap.last + 1 < days_;
    const double e_left = left ? errors[gap.first - 1] : 0;
    const double e_right = right ? errors[gap.last + 1] : 0;
    for (size_t day = gap.first; day <= gap.last; ++day) {
      const int32_t back = left ? distance(gap.first - 1, day) : 0;
      const int32_t ahead = right ? distance(day, gap.last + 1) : 0;
      // With one neighbour, the forward form.
      const double error = left && right ? bridge(phi, back, e_left, ahead, e_right)
                                         : power(phi, left ? back : ahead) * (e_left + e_right);
      path[day] = expected(day) + error;
    }
  }
}

}  // namespace lamella::insight
