#include "insight/exposure_law.h"

#include <algorithm>
#include <cmath>

#include "insight/lag_kernels.h"

namespace lamella::insight {

std::optional<double> rest_of(std::span<const double> exposure) {
  constexpr double kLeastAtRest = .25;
  if (binary(exposure)) return 0;
  std::vector<double> known;
  for (const double value : exposure) {
    if (!std::isnan(value)) known.push_back(value);
  }
  const auto [lowest, highest] = std::minmax_element(known.begin(), known.end());
  for (const double edge : {*lowest, *highest}) {
    const auto days = static_cast<double>(std::count(known.begin(), known.end(), edge));
    if (days >= kLeastAtRest * static_cast<double>(known.size())) return edge;
  }
  return std::nullopt;
}

bool intermittent(std::span<const double> exposure) { return rest_of(exposure).has_value(); }

std::vector<double> presence(std::span<const double> exposure) {
  const double rest = rest_of(exposure).value_or(0);
  std::vector<double> there(exposure.begin(), exposure.end());
  for (double& value : there) {
    if (!std::isnan(value)) value = value == rest ? 0 : 1;
  }
  return there;
}

ExposureLaw::ExposureLaw(std::span<const double> exposure)
    : presence_(presence(exposure)), gaps_(exposure), chain_(chain_of(presence_)) {
  const double rest = rest_of(exposure).value_or(0);
  double sum = 0;
  for (const size_t day : gaps_.recorded()) {
    if (presence_[day] != 1) continue;
    amounts_.push_back(exposure[day] - rest);
    all_one_ = all_one_ && amounts_.back() == 1;
    sum += amounts_.back();
  }
  if (!amounts_.empty()) mean_amount_ = sum / static_cast<double>(amounts_.size());
}

std::vector<double> ExposureLaw::path() const {
  std::vector<double> path = presence_;
  fill(path);
  if (all_one_) return path;
  for (const size_t day : gaps_.missing()) path[day] *= mean_amount_;
  size_t next = 0;
  for (const size_t day : gaps_.recorded()) {
    if (path[day] == 1) path[day] = amounts_[next++];
  }
  return path;
}

void ExposureLaw::draw(Random& random, std::span<double> path) const {
  draw_path(chain_, random, path);
  fill(path);
  if (all_one_) return;
  for (const size_t day : gaps_.missing()) path[day] *= mean_amount_;
  size_t amount = 0;
  bool before = false;
  for (const size_t day : gaps_.recorded()) {
    const bool now = path[day] == 1;
    if (now) {
      amount = before ? (amount + 1) % amounts_.size() : random.below(amounts_.size());
      path[day] = amounts_[amount];
    }
    before = now;
  }
}

void ExposureLaw::fill(std::span<double> path) const { gaps_.fill_binary(chain_, path); }

std::vector<double> filled(std::span<const double> exposure, const Columns& columns) {
  mean_of_known(exposure);  // refuses what is too large
  std::vector<double> path(exposure.begin(), exposure.end());
  const Gaps gaps(exposure);
  if (gaps.recorded().empty()) return path;
  const std::optional<double> rest = rest_of(exposure);
  if (!rest) {
    gaps.fill_continuous(columns, path);
    return path;
  }
  path = ExposureLaw(exposure).path();
  for (double& value : path) value += *rest;
  return path;
}

std::vector<double> centred_filled(std::span<const double> exposure, const Columns& columns) {
  const double mean = mean_of_known(exposure);
  std::vector<double> path = filled(exposure, columns);
  for (double& value : path) value = std::isnan(value) ? 0 : value - mean;
  return path;
}

}  // namespace lamella::insight
