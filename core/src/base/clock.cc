#include "base/clock.h"

#include <chrono>

namespace lamella::base {

int64_t system_clock_ms() {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace lamella::base
