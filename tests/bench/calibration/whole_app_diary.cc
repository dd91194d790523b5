#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "calibration/diaries.h"
#include "calibration/random.h"
#include "lamella/day.h"

namespace lamella::calibration {

namespace {

using Values = std::vector<double>;

constexpr int32_t kBurnIn = 70;
constexpr int32_t kExposures = 40;
constexpr int32_t kBinaries = 20;
constexpr int32_t kSeasonalFrom = 35;
constexpr Day kMonday = 18'260;  // 2019-12-30
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

bool is_weekend(Day day) { return weekday(day) >= 5; }

// Points of latent severity so many days after one more of exposure j.
double weight(int32_t j, int32_t lag, double rho) {
  switch (j) {
    case 2:
      return lag == 1 ? 0.7 : 0;
    case 7:
      return lag >= 1 && lag <= 4 ? 1.6 * 0.7 / 4 : 0;
    case 22:
      return lag >= 1 && lag <= 59 ? 0.25 * std::sqrt(1 - rho * rho) * std::pow(rho, lag - 1) : 0;
    case 31:
      return lag == 1 ? 0.3 : 0;
    default:
      return 0;
  }
}

bool acts(int32_t j) { return std::find(kActive.begin(), kActive.end(), j) != kActive.end(); }
bool is_proxy(int32_t j) {
  return std::find(kProxies.begin(), kProxies.end(), j) != kProxies.end();
}

// Rows with the same seed are different diaries.
uint64_t stream_of(const WholeApp& wanted) {
  const auto thousandths = static_cast<uint64_t>(std::lround(1'000 * wanted.rho));
  const uint64_t kind = (wanted.without_trigger ? 1 : 0) + (wanted.mostly_zero ? 2 : 0) +
                        (wanted.rare ? 4 : 0) + (wanted.recorded.empty() ? 0 : 8);
  return (static_cast<uint64_t>(wanted.days) * 1'000 + thousandths) * 16 + kind;
}

// Days are counted from the first of the burn-in here.
class Simulator {
 public:
  Simulator(const WholeApp& wanted, uint64_t seed)
      : wanted_(wanted),
        random_(seed, stream_of(wanted)),
        days_(kBurnIn + wanted.days),
        first_day_(kMonday + random_.below(7) - kBurnIn),
        season_(2 * std::numbers::pi * random_.uniform()),
        step_(kBurnIn + wanted.days / 3 + random_.below(wanted.days / 3)),
        score_(wanted.mostly_zero) {
    for (int32_t j = 0; j < kExposures; ++j) exposures_.push_back(exposure(j));
    make_proxies();
    latent_ = latent();
  }

  Diary diary() {
    Diary diary;
    diary.grid = {first_day_ + kBurnIn, wanted_.days, {}};
    const std::vector<bool> lost = lost_days();
    Values scores = latent_;
    for (double& value : scores) value = score_(value);
    diary.grid.columns.push_back(column(kOutcome, scores, lost));
    for (int32_t j = 0; j < kExposures; ++j) {
      const std::string name = "x" + std::to_string(j);
      diary.grid.columns.push_back(column(name, exposures_[static_cast<size_t>(j)], lost));
      diary.candidates.push_back({name, role(j), four_days(j)});
    }
    const Day last = first_day_ + days_ - 1;
    diary.in_force = {{"treatment", {{first_day_ + step_, last}}}};
    return diary;
  }

 private:
  double season(int32_t day) const { return std::sin(2 * std::numbers::pi * day / 365 + season_); }
  bool weekend(int32_t day) const { return is_weekend(first_day_ + day); }

  Values exposure(int32_t j) { return j < kBinaries ? binary(j) : continuous(j); }

  Values binary(int32_t j) {
    constexpr std::array<double, 3> kPhi = {0, 0.3, 0.8};
    const double phi = kPhi[static_cast<size_t>(j % 3)];
    const double drawn =
        wanted_.rare ? 0.02 + 0.13 * random_.uniform() : 0.04 + 0.36 * random_.uniform();
    const double usual = acts(j) && !wanted_.rare ? 0.2 : drawn;
    prevalence_.push_back(usual);
    Values x;
    for (int32_t day = 0; day < days_; ++day) {
      double today = usual;
      if (j % 5 == 0) today = weekend(day) ? std::min(2.2 * usual, 0.9) : 0.6 * usual;
      const double chance = day == 0 ? today : phi * x.back() + (1 - phi) * today;
      x.push_back(random_.chance(chance) ? 1 : 0);
    }
    return x;
  }

  Values continuous(int32_t j) {
    Values x = autoregression(0.95 * random_.uniform());
    for (int32_t day = 0; day < days_; ++day) {
      double mean = 0;
      if (j % 5 == 0) mean += weekend(day) ? 0.8 : -0.3;
      if (j >= kSeasonalFrom) mean += season(day);
      x[static_cast<size_t>(day)] += mean;
    }
    return x;
  }

  // Of unit variance.
  Values autoregression(double phi) {
    Values x = {random_.normal()};
    const double fresh = std::sqrt(1 - phi * phi);
    for (int32_t day = 1; day < days_; ++day)
      x.push_back(phi * x.back() + fresh * random_.normal());
    return x;
  }

  void make_proxies() {
    for (size_t day = 0; day < static_cast<size_t>(days_); ++day) {
      if (random_.chance(0.6)) exposures_[3][day] = exposures_[2][day];
      exposures_[23][day] = 0.6 * exposures_[22][day] + 0.8 * exposures_[23][day];
    }
  }

  // Of exposure j so many days before.
  double effect(int32_t j, int32_t day, int32_t lag) const {
    const double x = exposures_[static_cast<size_t>(j)][static_cast<size_t>(day - lag)];
    const double centre = j < kBinaries ? prevalence_[static_cast<size_t>(j)] : 0;
    return weight(j, lag, wanted_.rho) * (x - centre);
  }

  Values latent() {
    constexpr int32_t kLongest = 59;
    Values latent = autoregression(wanted_.rho);
    for (int32_t day = 0; day < days_; ++day) {
      double& today = latent[static_cast<size_t>(day)];
      today += weekend(day) ? 0.25 : -0.1;
      today += 0.4 * season(day);
      today += day < step_ ? 0.3 : -0.3;
      if (wanted_.without_trigger) continue;
      for (const int32_t j : kActive) {
        for (int32_t lag = 1; lag <= std::min(kLongest, day); ++lag) today += effect(j, day, lag);
      }
    }
    return latent;
  }

  Role role(int32_t j) const {
    if (wanted_.without_trigger) return Role::kNoise;
    return acts(j) ? Role::kActive : is_proxy(j) ? Role::kProxy : Role::kNoise;
  }

  // Section 4.5, last item: what the score would have been with and without a binary exposure, or
  // half a standard deviation of a continuous one (its unit) up and down, summed over lags 1 to 3
  // and averaged over the days. No exposure acts on its own day.
  double four_days(int32_t j) const {
    if (role(j) != Role::kActive) return 0;
    double sum = 0;
    for (int32_t day = kBurnIn; day < days_; ++day) {
      const double latent = latent_[static_cast<size_t>(day)];
      for (int32_t lag = 1; lag <= 3; ++lag) {
        const double one = weight(j, lag, wanted_.rho);
        if (j < kBinaries) {
          const double x = exposures_[static_cast<size_t>(j)][static_cast<size_t>(day - lag)];
          const double without = latent - one * x;
          sum += score_(without + one) - score_(without);
        } else {
          sum += score_(latent + one / 2) - score_(latent - one / 2);
        }
      }
    }
    return sum / wanted_.days;
  }

  // Of the days after the burn-in.
  std::vector<bool> lost_days() {
    std::vector<bool> lost;
    lost.reserve(static_cast<size_t>(wanted_.days));
    for (int32_t day = 0; day < wanted_.days; ++day) lost.push_back(random_.chance(kLost));
    lost.front() = false;
    lost.back() = false;
    for (const int32_t day : wanted_.recorded) lost[static_cast<size_t>(day - 1)] = false;
    return lost;
  }

  static GridColumn column(std::string name, const Values& values, const std::vector<bool>& lost) {
    GridColumn column{std::move(name), "1", Reduce::kMean, {}};
    for (size_t day = 0; day < lost.size(); ++day) {
      column.values.push_back(lost[day] ? kNothing : values[kBurnIn + day]);
    }
    return column;
  }

  const WholeApp& wanted_;
  Random random_;
  int32_t days_;
  Day first_day_;
  double season_;
  int32_t step_;
  Scoring score_;
  Values prevalence_{};
  std::vector<Values> exposures_{};
  Values latent_{};
};

}  // namespace

Diary whole_app_diary(const WholeApp& wanted, uint64_t seed) {
  return Simulator(wanted, seed).diary();
}

}  // namespace lamella::calibration
