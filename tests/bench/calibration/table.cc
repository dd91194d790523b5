#include "calibration/table.h"

#include <cstdlib>

namespace lamella::calibration {

namespace {

std::string with_error(double value, double error) { return text(value) + " ± " + text(error); }

void print_row(const std::vector<std::string>& cells) {
  std::printf("|");
  for (const std::string& cell : cells) std::printf(" %s |", cell.c_str());
  std::printf("\n");
}

}  // namespace

void Table::print() const {
  std::printf("\n%s\n\n", title_.c_str());
  print_row(rows_.front());
  std::printf("|--|");
  for (size_t i = 1; i < rows_.front().size(); ++i) std::printf("--:|");
  std::printf("\n");
  for (size_t i = 1; i < rows_.size(); ++i) print_row(rows_[i]);
  std::fflush(stdout);
}

std::string text(double value, int decimals) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
  return buffer;
}

std::string text(const Mean& mean) { return with_error(mean.value(), mean.error()); }

std::string text(const Share& share) {
  return share.whole() == 0 ? "-" : with_error(share.value(), share.error());
}

std::string counted(const Share& share) {
  if (share.whole() == 0) return "none";
  return text(share) + " (" + text(share.part(), 0) + " of " + text(share.whole(), 0) + ")";
}

std::string bias(const Deviation& deviation) {
  return deviation.count() == 0 ? "-" : text(deviation.bias());
}

std::string root_mean_square(const Deviation& deviation) {
  if (deviation.count() == 0) return "-";
  return with_error(deviation.root_mean_square(), deviation.root_mean_square_error());
}

}  // namespace lamella::calibration
