// Least squares on a few columns: what they explain, and what they leave.
#ifndef LAMELLA_SRC_INSIGHT_PROJECTION_H_
#define LAMELLA_SRC_INSIGHT_PROJECTION_H_

#include <cstddef>
#include <span>
#include <vector>

namespace lamella::insight {

using Columns = std::vector<std::vector<double>>;

// Z = Q U by Gram-Schmidt, each column twice (Giraud, Langou, Rozloznik 2005), so that a residual
// keeps its digits where the normal equations Z'Z would square the condition of Z.
class Projection {
 public:
  // Orthonormalises the columns. `collinear()` tells whether it could.
  explicit Projection(Columns columns);

  // True when a column depends on those before it: less than 1e-8 of its length is its own. Nothing
  // else may be asked then.
  bool collinear() const { return collinear_; }

  size_t columns() const { return orthonormal_.size(); }
  std::span<const double> direction(size_t column) const { return orthonormal_[column]; }

  // column -= Q Q' column, that is M_Z column. Returns Q' column.
  std::vector<double> remove_from(std::span<double> column) const;

  // The b that minimises |Z b - column|, from Q' column.
  std::vector<double> coefficients(std::span<const double> along) const;

  // (Z'Z)^-1 row by row.
  std::vector<double> inverse() const;

  // log |Z'Z|
  double log_determinant() const;

 private:
  double upper(size_t row, size_t column) const { return upper_[row * columns() + column]; }

  Columns orthonormal_;
  std::vector<double> upper_;
  bool collinear_ = false;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_PROJECTION_H_
