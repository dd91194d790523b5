#include "lamella/task.h"

#include "lamella/error.h"

namespace lamella {

void Task::progress(uint64_t done, uint64_t total) {
  total_.store(total, std::memory_order_relaxed);
  done_.store(done, std::memory_order_relaxed);
  if (step_) step_(done, total);
  if (cancelled()) throw Error(Code::kCancelled, "cancelled by the caller");
}

}  // namespace lamella
