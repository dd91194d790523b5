// A diary made and used while calls to the system may fail: what was acknowledged, and what may be
// there besides.
#ifndef LAMELLA_TESTS_FAULTS_SESSION_H_
#define LAMELLA_TESTS_FAULTS_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "campaign.h"
#include "folder.h"
#include "workload.h"

namespace lamella::faults {

class Session {
 public:
  // Nothing has happened yet. `path` is where the diary will be.
  Session(std::string path, uint64_t seed);

  // Creates the diary; runs some of the workload, each half in a handle of its own, and goes on
  // after calls that fail. Errors of the diary and failing allocations stay inside; a wrong answer
  // is kept.
  void create();
  void work(
      size_t operations, const std::function<void()>& acknowledged = [] {});

  // Without faults now: opens the diary as its user would and judges what it holds.
  Outcome judge();

  // All operations that were acknowledged, and nothing else.
  const State& state() const { return state_; }

 private:
  template <typename Call>
  bool succeeds(const Call& call);
  Diary open_or_create();
  void settle(Diary& diary);
  bool is_settled(Diary& diary);

  std::string path_;
  Workload workload_;
  bool created_ = false;
  State state_{};
  // For each operation that failed: the state if its transaction holds nevertheless, which its
  // caller was not promised.
  std::vector<State> unsure_{};
  std::string first_error_{};
  std::string wrong_{};
};

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_SESSION_H_
