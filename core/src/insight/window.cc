#include <algorithm>
#include <cmath>
#include <limits>

#include "insight/lags.h"
#include "insight/sum.h"
#include "lamella/correlation.h"
#include "lamella/error.h"

namespace lamella {

namespace {

constexpr int32_t kFarthest = 365;

}  // namespace

void insight::check_lags(const LagSet& lags) {
  if (lags.empty()) throw Error(Code::kInvalidArgument, "a lag set is empty");
  for (const int32_t lag : lags) {
    if (lag < -kFarthest || lag > kFarthest) {
      throw Error(Code::kInvalidArgument, "a lag is outside of -365 to 365 days");
    }
    if (std::count(lags.begin(), lags.end(), lag) > 1) {
      throw Error(Code::kInvalidArgument, "a lag comes twice in its set");
    }
  }
}

std::vector<double> window_mean(std::span<const double> values, const LagSet& lags) {
  insight::check_lags(lags);
  double largest = 0;
  for (const double value : values) {
    if (std::isinf(value)) throw Error(Code::kInvalidArgument, "a value is infinite");
    largest = std::max(largest, std::fabs(value));  // passes over NaN
  }
  // No window adds more than 731 values.
  const double scale = largest > 0x1p1000 ? 0x1p-20 : 1;
  const auto days = static_cast<int64_t>(values.size());
  std::vector<double> means(values.size(), std::numeric_limits<double>::quiet_NaN());
  for (int64_t day = 0; day < days; ++day) {
    insight::Sum sum;
    int32_t count = 0;
    for (const int32_t lag : lags) {
      const int64_t row = day + lag;
      if (row < 0 || row >= days || std::isnan(values[static_cast<size_t>(row)])) continue;
      sum.add(values[static_cast<size_t>(row)] * scale);
      ++count;
    }
    if (count > 0) means[static_cast<size_t>(day)] = sum.total() / count / scale;
  }
  return means;
}

}  // namespace lamella
