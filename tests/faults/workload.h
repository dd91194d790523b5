// What a person does to a diary, the same for the same seed, and what the diary must then hold.
#ifndef LAMELLA_TESTS_FAULTS_WORKLOAD_H_
#define LAMELLA_TESTS_FAULTS_WORKLOAD_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lamella/diary.h"
#include "random.h"

namespace lamella::faults {

// The device key that opens every diary here.
Credential device_key();

// Stands in the note of every record, so that a file that is not encrypted shows it.
inline constexpr std::string_view kCanary = "canary-6f1d";

struct State {
  std::map<Id, Record> entries{};  // those of attachments without the id of their content
  std::set<Id> deleted{};
  uint64_t changes = 0;  // what Diary::change_count answers
};

// The content that the attachment with this id has in every diary here.
std::string content_of(const Id& id, uint64_t size);

// Whether the bytes are those of `expected`, whatever id its content has.
bool shows(std::string_view record, const Record& expected);

// One call, which does all of what it does or nothing.
struct Operation {
  enum class Kind : uint8_t { kPut, kAttach, kEdit, kRemove };
  Kind kind = Kind::kPut;
  // What stands when it is done: all entries of a put, the one of an edit or an attachment. Those
  // of a put say in their notes which batch they belong to.
  std::map<Id, Record> entries{};
  Id removed{};
  Record patch{};

  void change(State& state) const;
  // Runs it. Throws WrongAnswer when the diary shows something else than `state` before.
  void run(Diary& diary, const State& state) const;
};

// A diary that answers without an error what is not so.
struct WrongAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The operations of a seed. Removing truncates the write-ahead log, so how seldom it happens
// decides how long the log grows; large puts let SQLite move it by itself.
class Workload {
 public:
  explicit Workload(uint64_t seed);

  // The next operation on a diary in `state`.
  Operation next(const State& state);
  // One put of 15 notes of 20 KB, some 90 pages.
  Operation long_notes() { return put(15, true); }
  // One attachment of 60 KB, some 18 pages, and one of 2.5 MB, which comes in three parts.
  Operation photograph() { return attach(60'000); }
  Operation large_photograph() { return attach(2'500'000); }
  // One put of 3,000 short records.
  Operation import() { return put(3'000, false); }

 private:
  Operation put(uint64_t size, bool all_long);
  Record record();
  Operation attach(uint64_t size);
  Operation edit(const State& state);

  Random random_;
  uint64_t removes_one_in_;
  uint64_t large_one_in_;
  uint64_t batch_ = 0;
};

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_WORKLOAD_H_
