#include "session.h"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

#include "answers.h"
#include "failing_allocator.h"

namespace lamella::faults {

Session::Session(std::string path, uint64_t seed) : path_(std::move(path)), workload_(seed) {}

// Whether `call` did what it says. An error that names no cause counts as a wrong answer.
template <typename Call>
bool Session::succeeds(const Call& call) {
  try {
    const DiaryCall guard;
    call();
    return true;
  } catch (const Error& error) {
    if (first_error_.empty()) first_error_ = error.what();
    if (error.code() == Code::kInternal && wrong_.empty()) wrong_ = error.what();
  } catch (const std::bad_alloc&) {
    if (first_error_.empty()) first_error_ = "bad_alloc";
  } catch (const WrongAnswer& wrong) {
    if (wrong_.empty()) wrong_ = wrong.what();
  }
  return false;
}

void Session::create() {
  created_ = succeeds([&] { Diary::create(path_, device_key()).close(); });
}

void Session::work(size_t operations, const std::function<void()>& acknowledged) {
  if (!created_) return;
  for (size_t half : {operations / 2, operations - operations / 2}) {
    std::optional<Diary> diary;
    if (!succeeds([&] { diary = Diary::open(path_, device_key()); })) continue;
    if (!is_settled(*diary)) continue;
    for (size_t i = 0; i < half; ++i) {
      const Operation operation = workload_.next(state_);
      State after = state_;
      operation.change(after);
      if (!succeeds([&] { operation.run(*diary, state_); })) {
        unsure_.push_back(std::move(after));
        continue;
      }
      state_ = std::move(after);
      for (State& unsure : unsure_) operation.change(unsure);
      acknowledged();
    }
    succeeds([&] { diary->close(); });
  }
}

Diary Session::open_or_create() {
  if (!created_) {
    try {
      return Diary::create(path_, device_key());
    } catch (const Error& error) {
      if (error.code() != Code::kAlreadyExists) throw;
    }
  }
  return Diary::open(path_, device_key());
}

// A call that failed may hold after the next open, as a whole, when it was the disk that failed:
// its caller does not know. Finds out.
void Session::settle(Diary& diary) {
  constexpr size_t kGets = 20;
  const uint64_t changes = diary.change_count();
  if (changes != state_.changes) {
    const auto held = std::find_if(unsure_.begin(), unsure_.end(), [&](const State& unsure) {
      return changes == unsure.changes && !difference(diary, unsure, kGets);
    });
    if (held != unsure_.end()) state_ = State(*held);
  }
  unsure_.clear();
  if (const auto found = difference(diary, state_, kGets)) throw WrongAnswer(*found);
}

bool Session::is_settled(Diary& diary) {
  try {
    settle(diary);
    return true;
  } catch (const WrongAnswer& wrong) {
    if (wrong_.empty()) wrong_ = wrong.what();
  } catch (const Error&) {
    // The disk still fails.
  }
  return false;
}

Outcome Session::judge() {
  if (!wrong_.empty()) return {Verdict::kSilent, wrong_};
  uint64_t changes = UINT64_MAX;
  try {
    Diary diary = open_or_create();
    changes = diary.change_count();
    settle(diary);
    require(diary, state_);
    return {first_error_.empty() ? Verdict::kRight : Verdict::kRefused, first_error_};
  } catch (const Error& error) {
    const std::string reason = first_error_ + ", then without faults: " + error.what();
    return {state_.changes > 0 ? Verdict::kLost : Verdict::kFalseAlarm, reason};
  } catch (const WrongAnswer& wrong) {
    return {changes < state_.changes ? Verdict::kLost : Verdict::kSilent,
            first_error_ + ", then without faults: " + wrong.what()};
  }
}

}  // namespace lamella::faults
