#include "insight/trigger_scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "insight/dot.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

// Share of |W f|^2 below which |M_Z W f|^2 is rounding.
constexpr double kNothingOwn = 1e-12;

std::vector<int32_t> recorded_days(std::span<const double> outcome) {
  std::vector<int32_t> days;
  for (size_t day = 0; day < outcome.size(); ++day) {
    if (!std::isnan(outcome[day])) days.push_back(static_cast<int32_t>(day));
  }
  return days;
}

std::vector<double> values_on(std::span<const int32_t> days, std::span<const double> series) {
  std::vector<double> values;
  values.reserve(days.size());
  for (const int32_t day : days) values.push_back(series[static_cast<size_t>(day)]);
  return values;
}

Columns values_on(std::span<const int32_t> days, const Columns& columns, size_t calendar) {
  Columns values;
  for (const std::vector<double>& column : columns) {
    if (column.size() != calendar) {
      throw Error(Code::kInvalidArgument, "a covariate has not one value for each day");
    }
    values.push_back(values_on(days, column));
  }
  return values;
}

Columns whitened_columns(const Whitening& whitening, Columns columns) {
  for (std::vector<double>& column : columns) whitening.whiten(column, column);
  return columns;
}

// So many rows are near the processor while all sums over them are made.
constexpr size_t kNearDays = 64;

// sums += factor * row
void add_row(KernelRow& sums, double factor, const KernelRow& row) {
  for (size_t k = 0; k < kKernels; ++k) sums[k] += factor * row[k];
}

// The same of one factor a row. The sums are kept apart, so that they stay in registers.
void add_rows(KernelRow& sums, std::span<const double> factors, std::span<const KernelRow> rows) {
  KernelRow own = sums;
  for (size_t i = 0; i < rows.size(); ++i) add_row(own, factors[i], rows[i]);
  sums = own;
}

void add_squares(KernelRow& sums, std::span<const KernelRow> rows) {
  KernelRow own = sums;
  for (const KernelRow& row : rows) {
    for (size_t k = 0; k < kKernels; ++k) own[k] += row[k] * row[k];
  }
  sums = own;
}

}  // namespace

LargestT largest(const TriggerScan& scan) {
  LargestT best;
  for (size_t k = 0; k < kKernels; ++k) {
    if (!scan.usable(k) || !(std::fabs(scan.t[k]) > best.t)) continue;
    best = {std::fabs(scan.t[k]), static_cast<int32_t>(k)};
  }
  return best;
}

NullFit::NullFit(std::span<const double> outcome, const Columns& columns)
    : columns_(columns),
      recorded_(recorded_days(outcome)),
      fit_(reml_fit(recorded_, values_on(recorded_, outcome),
                    values_on(recorded_, columns, outcome.size()))),
      whitening_(recorded_, fit_.correlation),
      projection_(whitened_columns(whitening_, values_on(recorded_, columns, outcome.size()))),
      residual_(values_on(recorded_, outcome)),
      one_(recorded_.size(), 1.0),
      adjoint_(outcome.size(), 0.0) {
  std::vector<double> errors = residual_;  // y - Z gamma
  for (size_t i = 0; i < errors.size(); ++i) {
    const auto day = static_cast<size_t>(recorded_[i]);
    for (size_t k = 0; k < columns.size(); ++k) errors[i] -= fit_.coefficients[k] * columns[k][day];
  }
  std::vector<double> solved(errors.size());
  whitening_.solve(errors, solved);
  for (size_t i = 0; i < solved.size(); ++i)
    adjoint_[static_cast<size_t>(recorded_[i])] = solved[i];
  whitening_.whiten(residual_, residual_);
  projection_.remove_from(residual_);
  whitening_.whiten(one_, one_);
  const double length = std::sqrt(dot(one_, one_));
  for (double& value : one_) value /= length;
  // Mostly the first covariate is the intercept, and then its direction is this one.
  if (columns_.empty()) return;
  const std::span<const double> first = projection_.direction(0);
  if (std::equal(one_.begin(), one_.end(), first.begin(), first.end())) one_.clear();
}

double NullFit::freedom() const {
  return static_cast<double>(recorded_.size()) - static_cast<double>(columns_.size()) - 1;
}

TriggerScan NullFit::scan(std::span<const KernelRow> features) const {
  // |M_Z W f|^2 = |W f|^2 - |Q'W f|^2 and w_k'w_y = (W f_k)'w_y.
  KernelRow level{};
  KernelRow squares{};
  KernelRow products{};
  std::vector<KernelRow> along(columns_.size(), KernelRow{});
  KernelRow state{};
  std::array<KernelRow, kNearDays> near_rows;
  for (size_t first = 0; first < recorded_.size(); first += kNearDays) {
    const size_t days = std::min(kNearDays, recorded_.size() - first);
    const std::span<KernelRow> rows = std::span(near_rows).first(days);
    for (size_t i = 0; i < days; ++i) {
      rows[i] = features[static_cast<size_t>(recorded_[first + i])];
    }
    whitening_.whiten_rows<kKernels>(first, rows, state);
    if (!one_.empty()) add_rows(level, std::span(one_).subspan(first, days), rows);
    add_rows(products, std::span(residual_).subspan(first, days), rows);
    add_squares(squares, rows);
    for (size_t j = 0; j < along.size(); ++j) {
      add_rows(along[j], projection_.direction(j).subspan(first, days), rows);
    }
  }
  if (one_.empty()) level = along.front();
  TriggerScan result;
  const double total = dot(residual_, residual_);
  for (size_t k = 0; k < kKernels; ++k) {
    double own = squares[k];
    for (const KernelRow& part : along) own -= part[k] * part[k];
    result.vif[k] = std::numeric_limits<double>::infinity();
    if (!(own > kNothingOwn * squares[k])) continue;
    result.vif[k] = (squares[k] - level[k] * level[k]) / own;
    // s^2 = (|w_y|^2 - (w_k'w_y)^2 / |w_k|^2) / (m - p - 1); T_k = w_k'w_y / (|w_k| s)
    const double rest = (total - products[k] * products[k] / own) / freedom();
    if (!(rest > 0)) continue;
    result.slope[k] = products[k] / own;
    result.standard_error[k] = std::sqrt(rest / own);
    result.t[k] = products[k] / std::sqrt(own * rest);
  }
  return result;
}

std::vector<KernelRow> NullFit::projected(std::span<const KernelRow> features) const {
  std::vector<KernelRow> rows(recorded_.size());
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = features[static_cast<size_t>(recorded_[i])];
  KernelRow state{};
  whitening_.whiten_rows<kKernels>(0, rows, state);
  std::vector<KernelRow> along(columns_.size(), KernelRow{});
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < along.size(); ++j)
      add_row(along[j], projection_.direction(j)[i], rows[i]);
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < along.size(); ++j)
      add_row(rows[i], -projection_.direction(j)[i], along[j]);
  }
  return rows;
}

}  // namespace lamella::insight
