// Memory that runs out: allocation number n of SQLite, or of operator new, fails.
#ifndef LAMELLA_TESTS_FAULTS_FAILING_ALLOCATOR_H_
#define LAMELLA_TESTS_FAULTS_FAILING_ALLOCATOR_H_

#include <cstdint>

namespace lamella::faults {

enum class Allocator : uint8_t { kSqlite, kNew };

// Allocations fail only while one of these lives: those of the diary, not those of the tests.
class DiaryCall {
 public:
  DiaryCall();
  DiaryCall(const DiaryCall&) = delete;
  DiaryCall& operator=(const DiaryCall&) = delete;
  ~DiaryCall();
};

// Puts ours in front of SQLite's allocator, without its lookaside: before anything opens.
void install_sqlite_allocator();

// The allocation number `point` from now, counted from 0, fails; with `stays`, all later ones too.
void exhaust(Allocator allocator, uint64_t point, bool stays);
// From now on none fails. Whether one did.
bool relieve();

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_FAILING_ALLOCATOR_H_
