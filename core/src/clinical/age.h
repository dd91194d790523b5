// The ages that a person can have.
#ifndef LAMELLA_SRC_CLINICAL_AGE_H_
#define LAMELLA_SRC_CLINICAL_AGE_H_

#include "lamella/error.h"

namespace lamella::clinical {

inline constexpr int kOldestYears = 130;

// Fails with kInvalidArgument.
inline void check_age(double years) {
  if (!(years >= 0 && years <= kOldestYears)) {
    throw Error(Code::kInvalidArgument, "age_years is not from 0 to 130");
  }
}

}  // namespace lamella::clinical

#endif  // LAMELLA_SRC_CLINICAL_AGE_H_
