#include "failing_posix.h"

#ifdef __linux__

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace lamella::posix_test {

namespace {

struct Plan {
  Call call{};
  int n = -1;
  int error = 0;
  int seen = 0;
  bool watching = false;
  bool kills = false;
};

thread_local Plan plan;

bool fails(Call call) {
  if (!plan.watching || plan.call != call || plan.seen++ != plan.n) return false;
  if (plan.kills) ::kill(::getpid(), SIGKILL);
  errno = plan.error;
  return true;
}

}  // namespace

void fail(Call call, int n, int error) { plan = {call, n, error, 0, true, false}; }

void kill_at(Call call, int n) { plan = {call, n, 0, 0, true, true}; }

int stop_failing() {
  plan.watching = false;
  return plan.seen;
}

}  // namespace lamella::posix_test

// In place of the C library's, for the whole program.
extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  using lamella::posix_test::Call;
  if (lamella::posix_test::fails(Call::kWrite)) return -1;
  return ::syscall(SYS_write, file, bytes, size);
}

int fsync(int file) {
  using lamella::posix_test::Call;
  if (lamella::posix_test::fails(Call::kFsync)) return -1;
  return static_cast<int>(::syscall(SYS_fsync, file));
}

int rename(const char* from, const char* to) noexcept {
  using lamella::posix_test::Call;
  if (lamella::posix_test::fails(Call::kRename)) return -1;
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

}  // extern "C"

#endif
