#include "calibration/competitors.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "lamella/day.h"

namespace lamella::calibration {

namespace {

using Values = std::vector<double>;  // one for each calendar day, NaN where lost

constexpr int32_t kLags = 15;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double dot(const Values& a, const Values& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double two_sided_p(double t, double freedom) {
  const boost::math::students_t_distribution<double> law(freedom);
  return 2 * boost::math::cdf(boost::math::complement(law, std::fabs(t)));
}

double p_of_r(double r, double size) {
  if (size < 3) return 1;
  return two_sided_p(r * std::sqrt((size - 2) / std::max(1 - r * r, 1e-300)), size - 2);
}

// The days on which the score and the exposure of so many days before are both known, and the
// values of both less their means.
struct Pairs {
  std::vector<int32_t> days{};
  Values x{};
  Values y{};

  Pairs(const Values& exposure, const Values& score, int32_t lag) {
    for (size_t day = static_cast<size_t>(lag); day < score.size(); ++day) {
      const double before = exposure[day - static_cast<size_t>(lag)];
      if (std::isnan(before) || std::isnan(score[day])) continue;
      days.push_back(static_cast<int32_t>(day));
      x.push_back(before);
      y.push_back(score[day]);
    }
    centre(x);
    centre(y);
  }

  static void centre(Values& values) {
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (double& value : values) value -= mean;
  }

  double size() const { return static_cast<double>(days.size()); }
  double r() const {
    const double both = std::sqrt(dot(x, x) * dot(y, y));
    return both > 0 ? dot(x, y) / both : 0;
  }
};

double pearson_p(const Values& exposure, const Values& score, int32_t lag) {
  const Pairs pairs(exposure, score, lag);
  return p_of_r(pairs.r(), pairs.size());
}

template <typename PofLag>
double least_of_lags(PofLag p_of_lag) {
  double least = 1;
  for (int32_t lag = 0; lag < kLags; ++lag) least = std::min(least, p_of_lag(lag));
  return least;
}

double bonferroni(double least) { return std::min(1.0, kLags * least); }

// Mean product of neighbouring days by mean square.
double memory(const Values& values) {
  double product = 0;
  double square = 0;
  int32_t neighbours = 0;
  int32_t known = 0;
  for (size_t day = 0; day < values.size(); ++day) {
    if (std::isnan(values[day])) continue;
    square += values[day] * values[day];
    ++known;
    if (day == 0 || std::isnan(values[day - 1])) continue;
    product += values[day] * values[day - 1];
    ++neighbours;
  }
  return neighbours == 0 || square == 0 ? 0 : product / neighbours / (square / known);
}

// Bretherton's effective sample size for days with gaps: m^2 / sum of (r_x r_y)^|t_i - t_j|.
double effective_size(const Pairs& pairs, double memory_of_both) {
  double carried = 0;
  double sum = pairs.size();
  for (size_t i = 1; i < pairs.days.size(); ++i) {
    carried = (carried + 1) * std::pow(memory_of_both, pairs.days[i] - pairs.days[i - 1]);
    sum += 2 * carried;
  }
  const double size = pairs.size() * pairs.size() / sum;
  return sum > 0 ? std::min(size, pairs.size()) : pairs.size();
}

double effective_size_p(const Values& exposure, const Values& score) {
  const double both = memory(exposure) * memory(score);
  return bonferroni(least_of_lags([&](int32_t lag) {
    const Pairs pairs(exposure, score, lag);
    return p_of_r(pairs.r(), effective_size(pairs, both));
  }));
}

// The largest of all lags against the same where the exposure is moved round by more than the lags.
double circular_shift_p(const Values& exposure, const Values& score) {
  const auto known = [](double value) { return std::isnan(value) ? 0 : value; };
  const size_t days = score.size();
  Values twice;  // so that no index wraps
  for (size_t i = 0; i < 2 * days; ++i) twice.push_back(known(exposure[i % days]));
  Values sums(days);
  for (size_t shift = 0; shift < days; ++shift) {
    double sum = 0;
    for (size_t day = 0; day < days; ++day) sum += known(score[day]) * twice[day + days - shift];
    sums[shift] = std::fabs(sum);
  }
  const auto largest = [&](size_t shift) {
    double largest = 0;
    for (size_t lag = 0; lag < kLags; ++lag)
      largest = std::max(largest, sums[(shift + lag) % days]);
    return largest;
  };
  const double observed = largest(0);
  int32_t as_large = 0;
  int32_t shifts = 0;
  for (size_t shift = kLags + 3; shift + kLags + 2 < days; ++shift) {
    ++shifts;
    as_large += largest(shift) >= observed ? 1 : 0;
  }
  return (1.0 + as_large) / (1.0 + shifts);
}

// Variance of the sum of scores on the calendar, 0 on days without one, with Bartlett's weights.
double long_run_variance(const Values& scores) {
  const auto size = static_cast<double>(scores.size());
  const auto bandwidth = static_cast<size_t>(4 * std::pow(size / 100, 2.0 / 9));
  double variance = dot(scores, scores);
  for (size_t lag = 1; lag <= bandwidth; ++lag) {
    double product = 0;
    for (size_t day = lag; day < scores.size(); ++day) product += scores[day] * scores[day - lag];
    const double weight = 1 - static_cast<double>(lag) / static_cast<double>(bandwidth + 1);
    variance += 2 * weight * product;
  }
  return variance;
}

double newey_west_p(const Values& exposure, const Values& score) {
  return bonferroni(
      least_of_lags([&](int32_t lag) { return newey_west_p_of_lag(exposure, score, lag); }));
}

// What is left of a series on its recorded days after intercept, weekend, season, trend and
// treatment. Score and exposures are lost together, so all have the same recorded days.
class Adjustments {
 public:
  explicit Adjustments(const Diary& diary) : recorded_(recorded(diary.grid)) {
    const DayGrid& grid = diary.grid;
    const auto angle = [](Day day) { return 2 * std::numbers::pi * day / 365.25; };
    take(grid, [](Day) { return 1.0; });
    take(grid, [](Day day) { return weekday(day) >= 5 ? 1.0 : 0.0; });
    take(grid, [&](Day day) { return std::sin(angle(day)); });
    take(grid, [&](Day day) { return std::cos(angle(day)); });
    take(grid, [&](Day day) { return static_cast<double>(day - grid.first_day) / grid.days; });
    for (const InForce& one : diary.in_force) {
      const Day first = one.spans.front().first;
      take(grid, [&](Day day) { return day >= first ? 1.0 : 0.0; });
    }
  }

  Values residuals(const Values& values) const {
    Values own;
    for (const size_t day : recorded_) own.push_back(values[day]);
    for (const Values& one : basis_) subtract(one, own);
    Values result(values.size(), kNothing);
    for (size_t i = 0; i < own.size(); ++i) result[recorded_[i]] = own[i];
    return result;
  }

 private:
  static std::vector<size_t> recorded(const DayGrid& grid) {
    const Values& score = grid.column(kOutcome).values;
    std::vector<size_t> days;
    for (size_t day = 0; day < score.size(); ++day) {
      if (!std::isnan(score[day])) days.push_back(day);
    }
    return days;
  }

  static void subtract(const Values& one, Values& from) {
    const double multiple = dot(one, from);
    for (size_t i = 0; i < from.size(); ++i) from[i] -= multiple * one[i];
  }

  template <typename ValueOf>
  void take(const DayGrid& grid, ValueOf value_of) {
    Values column;
    for (const size_t day : recorded_) {
      column.push_back(value_of(grid.first_day + static_cast<Day>(day)));
    }
    for (const Values& one : basis_) subtract(one, column);
    const double length = std::sqrt(dot(column, column));
    if (length < 1e-6) return;
    for (double& value : column) value /= length;
    basis_.push_back(std::move(column));
  }

  std::vector<size_t> recorded_;
  std::vector<Values> basis_{};
};

// Mid-ranks of the known values, less their mean.
Values ranks(const Values& values) {
  std::vector<size_t> order;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  Values ranked(values.size(), kNothing);
  const double middle = (static_cast<double>(order.size()) - 1) / 2;
  for (size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    const double rank = static_cast<double>(from + to - 1) / 2 - middle;
    for (size_t i = from; i < to; ++i) ranked[order[i]] = rank;
  }
  return ranked;
}

}  // namespace

double newey_west_p_of_lag(const Values& exposure, const Values& score, int32_t lag) {
  const Pairs pairs(exposure, score, lag);
  const double square = dot(pairs.x, pairs.x);
  if (!(square > 0) || pairs.size() < 3) return 1;
  const double slope = dot(pairs.x, pairs.y) / square;
  Values scores(score.size(), 0);
  for (size_t i = 0; i < pairs.days.size(); ++i) {
    scores[static_cast<size_t>(pairs.days[i])] = pairs.x[i] * (pairs.y[i] - slope * pairs.x[i]);
  }
  const double freedom = pairs.size() - 2;
  const double variance = long_run_variance(scores) * pairs.size() / freedom;
  return variance > 0 ? two_sided_p(slope * square / std::sqrt(variance), freedom) : 1;
}

std::vector<Competitor> competitors(const Diary& diary) {
  std::vector<Competitor> all = {{"same-day correlation"},
                                 {"best of 15 lags"},
                                 {"effective sample size, Bonferroni over lags"},
                                 {"circular shift, max over lags"},
                                 {"Newey-West regression, Bonferroni over lags"}};
  const Adjustments adjustments(diary);
  const Values& score = diary.grid.column(kOutcome).values;
  const Values score_left = adjustments.residuals(score);
  const Values score_ranks = ranks(score_left);
  for (const Candidate& one : diary.candidates) {
    const Values& exposure = diary.grid.column(one.name).values;
    const Values left = adjustments.residuals(exposure);
    const Values ranked = ranks(left);
    const auto p_of_lag = [&](int32_t lag) { return pearson_p(exposure, score, lag); };
    all[0].p.emplace_back(p_of_lag(0));
    all[1].p.emplace_back(least_of_lags(p_of_lag));
    all[2].p.emplace_back(effective_size_p(ranked, score_ranks));
    all[3].p.emplace_back(circular_shift_p(ranked, score_ranks));
    all[4].p.emplace_back(newey_west_p(left, score_left));
  }
  return all;
}

}  // namespace lamella::calibration
