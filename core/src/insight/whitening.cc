#include "insight/whitening.h"

#include <cmath>

#include "insight/power.h"

namespace lamella::insight {

Whitening::Whitening(std::span<const int32_t> days, SerialCorrelation correlation) {
  // P_1 = 1 - kappa; F_i = P_i + kappa; K_i = P_i / F_i;
  // P_i+1 = phi_i^2 P_i (1 - K_i) + (1 - kappa)(1 - phi_i^2)
  const double stationary = 1 - correlation.kappa;
  double state_variance = stationary;
  steps_.reserve(days.size());
  for (size_t i = 0; i < days.size(); ++i) {
    Step step{};
    step.variance = state_variance + correlation.kappa;
    step.gain = state_variance / step.variance;
    step.scale = 1 / std::sqrt(step.variance);
    step.carry = i + 1 == days.size() ? 0 : power(correlation.rho, days[i + 1] - days[i]);
    const double carried = step.carry * step.carry;
    state_variance = carried * state_variance * (1 - step.gain) + stationary * (1 - carried);
    steps_.push_back(step);
  }
}

double Whitening::log_determinant() const {
  double sum = 0;
  for (const Step& step : steps_) sum += std::log(step.variance);
  return sum;
}

void Whitening::whiten(std::span<const double> column, std::span<double> whitened) const {
  // v_i = c_i - a_i; w_i = v_i / sqrt(F_i); a_i+1 = phi_i (a_i + K_i v_i)
  double state = 0;
  for (size_t i = 0; i < steps_.size(); ++i) {
    const double innovation = column[i] - state;
    whitened[i] = innovation * steps_[i].scale;
    state = steps_[i].carry * (state + steps_[i].gain * innovation);
  }
}

void Whitening::solve(std::span<const double> column, std::span<double> solved) const {
  // g_i = v_i / F_i + phi_i K_i lambda_i+1; lambda_i = -v_i / F_i + phi_i (1 - K_i) lambda_i+1
  double state = 0;
  for (size_t i = 0; i < steps_.size(); ++i) {
    const double innovation = column[i] - state;
    solved[i] = innovation / steps_[i].variance;
    state = steps_[i].carry * (state + steps_[i].gain * innovation);
  }
  double lambda = 0;
  for (size_t i = steps_.size(); i-- > 0;) {
    const double own = solved[i];
    solved[i] = own + steps_[i].carry * steps_[i].gain * lambda;
    lambda = steps_[i].carry * (1 - steps_[i].gain) * lambda - own;
  }
}

}  // namespace lamella::insight
