#include "insight/covariates.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "insight/dot.h"

namespace lamella::insight {

namespace {

using Values = std::vector<double>;

// 1970-01-01 was a Thursday.
bool is_weekend(Day day) {
  constexpr Day kWeek = 7;
  constexpr Day kThursday = 3;  // Monday is 0
  constexpr Day kSaturday = 5;
  return ((day + kThursday) % kWeek + kWeek) % kWeek >= kSaturday;
}

// Modified Gram-Schmidt: what each column adds to those before it.
class Basis {
 public:
  // Whether the column, on the recorded days, has something of its own; then it joins the others.
  bool take(Values column) {
    constexpr double kLeastShare = 1e-8;
    const double length = std::sqrt(dot(column, column));
    for (const Values& one : basis_) add_multiple(column, -dot(column, one), one);
    const double own = std::sqrt(dot(column, column));
    if (!(own > kLeastShare * length)) return false;
    for (double& value : column) value /= own;
    basis_.push_back(std::move(column));
    return true;
  }

 private:
  std::vector<Values> basis_;
};

class Builder {
 public:
  Builder(Day first_day, std::span<const double> outcome)
      : first_day_(first_day), outcome_(outcome) {}

  template <typename ValueOf>
  void add(std::string name, ValueOf value_of) {
    Values column;
    column.reserve(outcome_.size());
    Values recorded;
    for (size_t i = 0; i < outcome_.size(); ++i) {
      column.push_back(value_of(first_day_ + static_cast<Day>(i)));
      if (!std::isnan(outcome_[i])) recorded.push_back(column.back());
    }
    if (basis_.take(std::move(recorded))) {
      made_.names.push_back(std::move(name));
      made_.columns.push_back(std::move(column));
    } else {
      made_.left_out.push_back(std::move(name));
    }
  }

  Covariates finish() { return std::move(made_); }

 private:
  Day first_day_;
  std::span<const double> outcome_;
  Basis basis_;
  Covariates made_;
};

bool is_in_force(const InForce& treatment, Day day) {
  for (const auto& [first, last] : treatment.spans) {
    if (day >= first && day <= last) return true;
  }
  return false;
}

}  // namespace

Covariates covariates(Day first_day, std::span<const double> outcome,
                      std::span<const InForce> treatments) {
  constexpr double kTropicalYear = 365.25;
  const auto angle = [](Day day) { return 2 * std::numbers::pi * day / kTropicalYear; };
  const auto days = static_cast<double>(outcome.size());
  Builder builder(first_day, outcome);
  builder.add("one", [](Day) { return 1.0; });
  builder.add("weekend", [](Day day) { return is_weekend(day) ? 1.0 : 0.0; });
  builder.add("season.sin", [&](Day day) { return std::sin(angle(day)); });
  builder.add("season.cos", [&](Day day) { return std::cos(angle(day)); });
  builder.add("trend", [&](Day day) { return (day - first_day - (days - 1) / 2) / days; });
  for (const InForce& treatment : treatments) {
    builder.add(treatment.name, [&](Day day) { return is_in_force(treatment, day) ? 1.0 : 0.0; });
  }
  return builder.finish();
}

}  // namespace lamella::insight
