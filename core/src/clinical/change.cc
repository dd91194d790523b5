// How a value differs from the same person's own baseline.
#include <algorithm>
#include <cmath>
#include <vector>

#include "lamella/error.h"
#include "lamella/measure.h"

namespace lamella {

namespace {

double median(std::vector<double>& values) {
  const size_t middle = values.size() / 2;
  const auto upper = values.begin() + static_cast<ptrdiff_t>(middle);
  std::nth_element(values.begin(), upper, values.end());
  if (values.size() % 2 == 1) return *upper;
  const double lower = *std::max_element(values.begin(), upper);
  return lower + (*upper - lower) / 2;
}

// Twice as much makes sense: pH is a logarithm, and 0 of these degrees is a choice.
bool has_true_zero(std::string_view unit) {
  return unit != "[pH]" && unit != "Cel" && unit != "[degF]";
}

void check(std::span<const DatedValue> values, Day first, Day last) {
  if (last < first) throw Error(Code::kInvalidArgument, "the baseline ends before it begins");
  if (std::any_of(values.begin(), values.end(),
                  [](const DatedValue& one) { return std::isinf(one.value); })) {
    throw Error(Code::kInvalidArgument, "a value is infinite");
  }
}

// What the window holds and what comes after it; why_not when these cannot be compared.
const DatedValue* sort_out(std::span<const DatedValue> values, Day first, Day last,
                           std::vector<double>& baseline, std::string_view& why_not) {
  const DatedValue* any = nullptr;
  const DatedValue* latest = nullptr;
  for (const DatedValue& one : values) {
    if (std::isnan(one.value) || one.day < first) continue;
    if (any == nullptr) any = &one;
    if (one.unit != any->unit) why_not = "the units are mixed";
    if (one.site != any->site) why_not = "the sites are mixed";
    if (one.day <= last) {
      baseline.push_back(one.value);
    } else if (latest == nullptr || one.day >= latest->day) {
      latest = &one;
    }
  }
  if (why_not.empty() && baseline.empty()) why_not = "the baseline has no value";
  if (why_not.empty() && latest == nullptr) why_not = "no value is later than the baseline";
  return latest;
}

}  // namespace

WithinPersonChange change_from_baseline(std::span<const DatedValue> values, Day first, Day last) {
  check(values, first, last);
  WithinPersonChange change;
  std::vector<double> baseline;
  const DatedValue* latest = sort_out(values, first, last, baseline, change.why_not);
  if (!change.why_not.empty()) return change;
  change.in_baseline = static_cast<int32_t>(baseline.size());
  change.baseline = median(baseline);
  change.latest = latest->value;
  change.latest_day = latest->day;
  change.absolute = *change.latest - *change.baseline;
  if (*change.baseline != 0 && has_true_zero(latest->unit)) {
    change.percent = 100 * *change.absolute / std::abs(*change.baseline);
  }
  return change;
}

}  // namespace lamella
