// A second thread that works beside the one that prepares its work, one piece after the other.
#ifndef LAMELLA_SRC_BASE_BESIDE_H_
#define LAMELLA_SRC_BASE_BESIDE_H_

#include <chrono>
#include <future>
#include <utility>

namespace lamella::base {

class Beside {
 public:
  // Waits for the piece before; what that one threw is thrown here.
  template <typename Work>
  void start(Work&& work) {
    finish();
    running_ = std::async(std::launch::async, std::forward<Work>(work));
  }

  void finish() {
    if (running_.valid()) running_.get();
  }

  // Waits a moment, and tells whether there is nothing more to wait for.
  bool is_done() const {
    constexpr std::chrono::milliseconds kMoment{20};
    return !running_.valid() || running_.wait_for(kMoment) == std::future_status::ready;
  }

 private:
  std::future<void> running_;  // its destructor waits
};

}  // namespace lamella::base

#endif  // LAMELLA_SRC_BASE_BESIDE_H_
