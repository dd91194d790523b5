// Makes the errors of an irregular diary independent: an AR(1) state plus white noise, seen through
// the days that have an entry (statistics reference 3).
#ifndef LAMELLA_SRC_INSIGHT_WHITENING_H_
#define LAMELLA_SRC_INSIGHT_WHITENING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lamella::insight {

// R_ij = (1 - kappa) rho^|t_i - t_j| + kappa [i = j]
struct SerialCorrelation {
  double rho = 0;    // in [0, 1): correlation of the state with that of the day before
  double kappa = 0;  // in [0, 1): share of the noise
};

// W with W R W' = 1 by the Kalman filter, in O(m) a column; exact whatever days are missing. W is
// the inverse of the Cholesky factor of R.
class Whitening {
 public:
  // `days` ascend.
  Whitening(std::span<const int32_t> days, SerialCorrelation correlation);

  size_t size() const { return steps_.size(); }

  // log |R| = sum log F_i
  double log_determinant() const;

  // w = W c. The two spans may be the same.
  void whiten(std::span<const double> column, std::span<double> whitened) const;

  // g = R^-1 c by the adjoint of the filter. The two spans may not overlap.
  void solve(std::span<const double> column, std::span<double> solved) const;

  // W on many columns at once, row i of which holds their values on day `first` + i. `state` is 0
  // at day 0, and then what the days before left.
  template <size_t kColumns>
  void whiten_rows(size_t first, std::span<std::array<double, kColumns>> rows,
                   std::array<double, kColumns>& state) const {
    for (size_t i = 0; i < rows.size(); ++i) {
      const Step step = steps_[first + i];
      for (size_t k = 0; k < kColumns; ++k) {
        const double innovation = rows[i][k] - state[k];
        rows[i][k] = innovation * step.scale;
        state[k] = step.carry * (state[k] + step.gain * innovation);
      }
    }
  }

 private:
  struct Step {
    double variance;  // F_i, of the innovation
    double gain;      // K_i
    double scale;     // 1 / sqrt(F_i)
    double carry;     // phi_i = rho^(t_i+1 - t_i); 0 for the last day
  };

  std::vector<Step> steps_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_WHITENING_H_
