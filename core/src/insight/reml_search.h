// Finds the memory and the noise of a series that fit it best.
#ifndef LAMELLA_SRC_INSIGHT_REML_SEARCH_H_
#define LAMELLA_SRC_INSIGHT_REML_SEARCH_H_

#include <functional>

#include "insight/whitening.h"

namespace lamella::insight {

// -2 log likelihood, smooth in rho and kappa.
using Criterion = std::function<double(SerialCorrelation)>;

// The lowest criterion over rho in [0, .998] and kappa in [0, .95]: a coarse grid, a pattern search
// on the logits, then Newton's method. Where an end of a range is as good as the inside to 1e-8,
// the answer is that end exactly.
SerialCorrelation most_likely(const Criterion& criterion);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_REML_SEARCH_H_
