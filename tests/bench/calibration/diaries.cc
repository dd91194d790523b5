#include "calibration/diaries.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "calibration/random.h"

namespace lamella::calibration {

namespace {

constexpr double kRho = 0.8;
constexpr int32_t kBurnIn = 60;
constexpr double kPrevalence = 0.2;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

uint64_t stream_of(const SingleExposure& wanted) {
  const auto hundredths = static_cast<uint64_t>(std::lround(100 * wanted.phi));
  const uint64_t kind = static_cast<uint64_t>(wanted.effect) * 2 + (wanted.binary ? 1 : 0);
  return (static_cast<uint64_t>(wanted.days) * 100 + hundredths) * 8 + kind + (uint64_t{1} << 40);
}

// Day after day: the exposure of a day is drawn before what the next day makes of it.
class SingleSimulator {
 public:
  SingleSimulator(const SingleExposure& wanted, uint64_t seed)
      : wanted_(wanted), random_(seed, stream_of(wanted)), own_(random_.normal()) {
    severity_ = random_.normal();
    latent_ = severity_;
    exposure_ = wanted.binary ? (random_.chance(kPrevalence) ? 1 : 0) : own_;
  }

  void next_day() {
    const double fresh = std::sqrt(1 - kRho * kRho);
    const double before = exposure_;
    const double latent_before = latent_;
    severity_ = kRho * severity_ + fresh * random_.normal();
    if (wanted_.effect == Effect::kPersistent) {
      severity_ += (wanted_.binary ? 0.6 : 0.25) * fresh * before;
    }
    latent_ = severity_;
    if (wanted_.effect == Effect::kTransient) latent_ += (wanted_.binary ? 0.7 : 0.3) * before;
    exposure_ = next_exposure(before, latent_before);
  }

  double latent() const { return latent_; }
  double exposure() const { return exposure_; }
  bool lost() { return random_.chance(kLost); }

 private:
  double next_exposure(double before, double latent_before) {
    const bool reverse = wanted_.effect == Effect::kReverse;
    const double phi = wanted_.phi;
    if (wanted_.binary) {
      // Section 4.2: the reverse exposure has the memory of the score alone.
      const double chance = reverse ? std::clamp(kPrevalence + 0.12 * latent_before, 0.02, 0.95)
                                    : phi * before + (1 - phi) * kPrevalence;
      return random_.chance(chance) ? 1 : 0;
    }
    own_ = phi * own_ + std::sqrt(1 - phi * phi) * random_.normal();
    return own_ + (reverse ? 0.4 * latent_before : 0);
  }

  const SingleExposure& wanted_;
  Random random_;
  double own_;  // of a continuous exposure, beside what the severity adds
  double severity_ = 0;
  double latent_ = 0;
  double exposure_ = 0;
};

}  // namespace

std::vector<std::string> Diary::names() const {
  std::vector<std::string> names;
  for (const Candidate& one : candidates) names.push_back(one.name);
  return names;
}

int32_t Diary::active() const {
  return static_cast<int32_t>(std::count_if(candidates.begin(), candidates.end(),
                                            [](auto& one) { return one.role == Role::kActive; }));
}

Diary first_days(const Diary& diary, int32_t days) {
  Diary first = diary;
  first.grid.days = days;
  for (GridColumn& column : first.grid.columns) column.values.resize(static_cast<size_t>(days));
  return first;
}

double Scoring::operator()(double latent) const {
  return static_cast<double>(
      std::count_if(cuts_.begin(), cuts_.end(), [&](double cut) { return latent > cut; }));
}

Diary single_exposure_diary(const SingleExposure& wanted, uint64_t seed) {
  SingleSimulator simulator(wanted, seed);
  const Scoring score(false);
  for (int32_t day = 0; day < kBurnIn; ++day) simulator.next_day();
  GridColumn scores{kOutcome, "1", Reduce::kMean, {}};
  GridColumn exposure{"x", "1", Reduce::kMean, {}};
  for (int32_t day = 0; day < wanted.days; ++day) {
    simulator.next_day();
    const bool lost = simulator.lost() && day > 0 && day + 1 < wanted.days;
    scores.values.push_back(lost ? kNothing : score(simulator.latent()));
    exposure.values.push_back(lost ? kNothing : simulator.exposure());
  }
  constexpr Day kFirst = 18'260;
  const Role role = wanted.effect == Effect::kReverse ? Role::kNoise : Role::kActive;
  return {{kFirst, wanted.days, {scores, exposure}}, {{"x", role, 0}}, {}};
}

}  // namespace lamella::calibration
