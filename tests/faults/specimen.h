// A diary of some 200 pages with long notes, and what its files were at other times.
#ifndef LAMELLA_TESTS_FAULTS_SPECIMEN_H_
#define LAMELLA_TESTS_FAULTS_SPECIMEN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "folder.h"
#include "workload.h"

namespace lamella::faults {

inline constexpr size_t kPage = 4096;

struct Specimen {
  explicit Specimen(uint64_t seed);

  // Closed, all in the database.
  Files files;
  State state;
  // The same diary, closed, at an earlier time.
  Files older;
  State older_state;
  // Killed with everything in the write-ahead log since `older`, and the state after each operation
  // from that one on.
  Files killed;
  std::vector<State> states;
  // The key file when the creation had not finished yet.
  std::string unfinished_keys;
  // A write-ahead log of another diary.
  std::string foreign_log;
};

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_SPECIMEN_H_
