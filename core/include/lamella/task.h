// A handle on a long call: watch it and cancel it from any thread.
//
//   lamella::Task task;
//   std::thread screen([&] { if (user_gave_up()) task.cancel(); });
//   diary.put(records, {}, &task);  // fails with kCancelled, and nothing was written
#ifndef LAMELLA_TASK_H_
#define LAMELLA_TASK_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

namespace lamella {

// One task accompanies one call at a time. Every function may be called from any thread.
class Task {
 public:
  // Called with the steps done and in all, at each step of the watched call and on its thread. What
  // it throws passes through the call, which then has changed nothing.
  using Step = std::function<void(uint64_t done, uint64_t total)>;

  Task() = default;
  explicit Task(Step step) : step_(std::move(step)) {}

  // Makes the running call fail with kCancelled at its next step. A task that was cancelled before
  // its call cancels that call at once.
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  // Steps done and in all; both 0 before the call knows.
  uint64_t done() const { return done_.load(std::memory_order_relaxed); }
  uint64_t total() const { return total_.load(std::memory_order_relaxed); }

  // For the call that is watched: says how far it is. Fails with kCancelled when asked to stop.
  void progress(uint64_t done, uint64_t total);

 private:
  const Step step_{};
  std::atomic<bool> cancelled_{false};
  std::atomic<uint64_t> done_{0};
  std::atomic<uint64_t> total_{0};
};

// `progress` on a task that may be null.
inline void report(Task* task, uint64_t done, uint64_t total) {
  if (task != nullptr) task->progress(done, total);
}

}  // namespace lamella

#endif  // LAMELLA_TASK_H_
