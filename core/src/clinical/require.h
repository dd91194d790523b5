// What every formula asks of its arguments, and how it says what is wrong.
#ifndef LAMELLA_SRC_CLINICAL_REQUIRE_H_
#define LAMELLA_SRC_CLINICAL_REQUIRE_H_

#include "lamella/error.h"

namespace lamella {

// Throws kInvalidArgument with the rule that does not hold: require(days > 0, "a course has a
// day").
inline void require(bool holds, const char* rule) {
  if (!holds) throw Error(Code::kInvalidArgument, rule);
}

}  // namespace lamella

#endif  // LAMELLA_SRC_CLINICAL_REQUIRE_H_
