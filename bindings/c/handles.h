// What the handles of the C interface point at, and a call on a diary.
#ifndef LAMELLA_BINDINGS_C_HANDLES_H_
#define LAMELLA_BINDINGS_C_HANDLES_H_

#include <mutex>
#include <shared_mutex>

#include "arguments.h"
#include "guard.h"
#include "lamella/diary.h"
#include "lamella/task.h"

struct lamella_task {
  lamella::Task task;
};

struct lamella_diary {
  lamella::Diary diary;
  // Shared by each call and taken alone by close, which frees what the calls use.
  std::shared_mutex in_use{};
};

namespace lamella::c {

// Runs `body(lamella::Diary&)` as one call on a handle.
template <typename Body>
lamella_code call(lamella_diary* handle, lamella_error* error, Body body) {
  return guard(error, [&] {
    lamella_diary& diary = required(handle, "diary");
    const std::shared_lock use(diary.in_use);
    body(diary.diary);
  });
}

inline Task* task_of(lamella_task* handle) { return handle == nullptr ? nullptr : &handle->task; }

}  // namespace lamella::c

#endif  // LAMELLA_BINDINGS_C_HANDLES_H_
