// What the trigger report costs: the scan, a whole report, and a fixed amount of work for counting
// instructions.
//
//   lamella_trigger_bench scan      ms of the scan statistics of ten years, fits at hand
//   lamella_trigger_bench report    ms of a whole report of ten years, and the peak of memory
//   lamella_trigger_bench small     one report of a year, for valgrind
#include "lamella/triggers.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "insight/lag_kernels.h"
#include "insight/random.h"
#include "insight/trigger_scan.h"

namespace {

using lamella::DayGrid;
using lamella::Reduce;
using lamella::TriggerTier;
using lamella::insight::KernelRow;
using lamella::insight::kKernels;
using lamella::insight::NullFit;
using lamella::insight::Random;
using Clock = std::chrono::steady_clock;
using Values = std::vector<double>;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// The most that this process ever had in memory.
double peak_memory_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// Binary of a fifth of the days, or normal; memory .5 both.
Values exposure(size_t days, bool binary, uint64_t stream) {
  Random random(20'261'129, stream);
  Values values;
  double x = binary ? 0 : random.normal();
  while (values.size() < days) {
    x = binary ? (random.chance(.5 * x + .1) ? 1 : 0) : .5 * x + std::sqrt(.75) * random.normal();
    values.push_back(x);
  }
  return values;
}

// 0 to 10, memory .8; the first `active` exposures raise it on the next day.
Values score(size_t days, const std::vector<Values>& exposures, size_t active, uint64_t stream) {
  Random random(20'261'129, stream);
  Values values;
  double z = random.normal();
  for (size_t day = 0; day < days; ++day) {
    z = .8 * z + .6 * random.normal();
    double latent = z;
    for (size_t i = 0; i < active && day > 0; ++i) {
      latent += (i % 2 == 0 ? .7 : .3) * exposures[i][day - 1];
    }
    values.push_back(std::round(std::clamp(3 + 2.2 * latent, 0.0, 10.0)));
    if (random.chance(.2)) values.back() = std::numeric_limits<double>::quiet_NaN();
  }
  return values;
}

std::vector<Values> exposures_of(size_t days, size_t count) {
  std::vector<Values> all;
  for (size_t i = 0; i < count; ++i) all.push_back(exposure(days, i % 2 == 0, 1'000 + i));
  return all;
}

// 12 symptoms x 60 exposures x 24 kernels, the fits of the symptoms at hand.
void scan() {
  constexpr size_t kDays = 3650;
  constexpr int kSymptoms = 12;
  const std::vector<Values> exposures = exposures_of(kDays, 60);
  std::vector<Values> columns(6, Values(kDays, 1));
  for (size_t k = 1; k < columns.size(); ++k) {
    for (size_t day = 0; day < kDays; ++day) {
      columns[k][day] = std::sin(.0172 * static_cast<double>(k * day));
    }
  }
  std::vector<NullFit> fits;
  auto start = Clock::now();
  for (uint64_t i = 0; i < kSymptoms; ++i) {
    fits.emplace_back(score(kDays, exposures, 0, i), columns);
  }
  std::printf("fits_ms %.1f\n", ms_since(start));
  double best = std::numeric_limits<double>::infinity();
  double sum = 0;
  std::vector<KernelRow> features(kDays);
  for (int round = 0; round < 7; ++round) {
    start = Clock::now();
    for (const Values& one : exposures) {
      lamella::insight::lag_features(lamella::insight::centred(one), features);
      for (const NullFit& fit : fits) sum += fit.scan(features).t[0];
    }
    best = std::min(best, ms_since(start));
  }
  std::printf("scan_ms %.1f\nscan_statistics %zu\nchecksum %.6f\n", best,
              kSymptoms * exposures.size() * kKernels, sum);
}

void report(size_t days, size_t count, size_t active) {
  const std::vector<Values> exposures = exposures_of(days, count);
  DayGrid grid{20'000, static_cast<int32_t>(days), {}};
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    names.push_back("exposure.x" + std::to_string(i));
    grid.columns.push_back({names.back(), "1", Reduce::kMax, exposures[i]});
  }
  grid.columns.push_back({"symptom.itch", "", Reduce::kMean, score(days, exposures, active, 7)});
  const auto start = Clock::now();
  const lamella::TriggerReport report =
      lamella::triggers(grid, names, "symptom.itch", {}, {.looks = lamella::TriggerLooks::kSingle});
  const auto found = std::count_if(report.findings.begin(), report.findings.end(),
                                   [](const auto& one) { return one.tier > TriggerTier::kHint; });
  std::printf("report_ms %.0f\nactive %zu\nfound %d\npeak_memory_mb %.1f\n", ms_since(start),
              active, static_cast<int>(found), peak_memory_mb());
}

}  // namespace

int main(int argc, char** argv) {
  const char* const what = argc == 2 ? argv[1] : "";
  if (std::strcmp(what, "scan") == 0) {
    scan();
  } else if (std::strcmp(what, "report") == 0) {
    for (const size_t active : {0, 1, 4}) report(3650, 60, active);
  } else if (std::strcmp(what, "small") == 0) {
    report(365, 6, 2);
  } else {
    std::fprintf(stderr, "usage: lamella_trigger_bench scan|report|small\n");
    return 2;
  }
  return 0;
}
