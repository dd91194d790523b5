// The system's wall clock.
#ifndef LAMELLA_SRC_BASE_CLOCK_H_
#define LAMELLA_SRC_BASE_CLOCK_H_

#include <cstdint>

namespace lamella::base {

// Milliseconds since 1970-01-01T00:00Z.
int64_t system_clock_ms();

}  // namespace lamella::base

#endif  // LAMELLA_SRC_BASE_CLOCK_H_
