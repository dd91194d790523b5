// The calls that write a key file, counted, and made to fail: the operating system below the vault,
// for tests on Linux.
#ifndef LAMELLA_TESTS_CORE_FAILING_POSIX_H_
#define LAMELLA_TESTS_CORE_FAILING_POSIX_H_

#include <cstdint>

namespace lamella::posix_test {

enum class Call : uint8_t { kWrite, kFsync, kRename };

// From here on in this thread, call number `n` (from 0) of this kind fails with `error`.
void fail(Call call, int n, int error);
// The same, and the process is killed there instead.
void kill_at(Call call, int n);
// No call fails any more. Returns how many there were of this kind.
int stop_failing();
// How many calls of a kind `body` makes.
template <typename Body>
int count(Call call, const Body& body) {
  constexpr int kNever = -1;
  fail(call, kNever, 0);
  body();
  return stop_failing();
}

}  // namespace lamella::posix_test

#endif  // LAMELLA_TESTS_CORE_FAILING_POSIX_H_
