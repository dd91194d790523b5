// The rule that every lag set keeps.
#ifndef LAMELLA_SRC_INSIGHT_LAGS_H_
#define LAMELLA_SRC_INSIGHT_LAGS_H_

#include "lamella/correlation.h"

namespace lamella::insight {

// Fails with kInvalidArgument when the set is empty, or a lag is out of range or comes twice.
void check_lags(const LagSet& lags);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_LAGS_H_
