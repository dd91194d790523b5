// A sum that keeps what each addition rounds away.
#ifndef LAMELLA_SRC_INSIGHT_SUM_H_
#define LAMELLA_SRC_INSIGHT_SUM_H_

namespace lamella::insight {

// Compensated summation (Ogita, Rump, Oishi 2005, "Accurate sum and dot product", Sum2). The total
// is that of the exact sum rounded, but for rare last bits, so that the same readings in another
// order tie in a ranking, and a constant series stays constant under a window.
class Sum {
 public:
  void add(double value) {
    const double total = total_ + value;
    const double part = total - total_;
    lost_ += (total_ - (total - part)) + (value - part);
    total_ = total;
  }

  // NaN or infinite when the sum is too large for a double.
  double total() const { return total_ + lost_; }

 private:
  double total_ = 0;
  double lost_ = 0;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_SUM_H_
