// A p from random draws that stops as soon as it is clear.
#ifndef LAMELLA_SRC_INSIGHT_SEQUENTIAL_H_
#define LAMELLA_SRC_INSIGHT_SEQUENTIAL_H_

#include <cstdint>

namespace lamella::insight {

struct DrawLimits {
  int32_t draws = 9999;
  int32_t exceedances = 50;
};

struct DrawnP {
  double p = 1;
  int32_t exceedances = 0;
  int32_t draws = 0;  // 0 when p needed none
};

// Counts the draws that reach a statistic (Besag and Clifford 1991, Biometrika 78, 301): after h of
// them p = h / draws, exact under the null as the fixed number is; else p = (1 + exceedances) /
// (1 + draws).
class SequentialP {
 public:
  // Goes on from what was drawn `before`.
  explicit SequentialP(DrawLimits limits, const DrawnP& before = {})
      : limits_(limits), result_(before) {}

  bool done() const {
    return result_.exceedances >= limits_.exceedances || result_.draws >= limits_.draws;
  }

  void count(bool exceeds) {
    ++result_.draws;
    result_.exceedances += exceeds ? 1 : 0;
  }

  DrawnP result() const {
    DrawnP result = result_;
    result.p = result.exceedances >= limits_.exceedances
                   ? static_cast<double>(result.exceedances) / result.draws
                   : (1.0 + result.exceedances) / (1.0 + result.draws);
    return result;
  }

 private:
  DrawLimits limits_;
  DrawnP result_;
};

// Statistics that differ by less count as equal, so that another order of a sum decides nothing.
inline constexpr double kTie = 1e-9;

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_SEQUENTIAL_H_
