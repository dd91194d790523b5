// The numbers of the diary as columns, read from the sample blocks.
#ifndef LAMELLA_SRC_LOG_SAMPLES_H_
#define LAMELLA_SRC_LOG_SAMPLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "codec/topic.h"
#include "lamella/entry.h"
#include "lamella/task.h"
#include "log/sample_block.h"
#include "log/statements.h"

namespace lamella::log {

// The rows of one topic: from the end of the run before to `end`.
struct Run {
  codec::Topic topic;
  size_t end = 0;
};

// Rows ordered by topic (type, code, site, unit, who made them), then time. All columns have the
// same length.
struct Samples {
  std::vector<Run> runs;
  std::vector<Day> day;
  std::vector<int64_t> utc_ms;      // INT64_MIN without an instant
  std::vector<int32_t> offset_min;  // INT32_MIN without an instant
  std::vector<double> value;
  std::vector<Position> position;  // only when asked for
};

// Within the caller's read transaction. Fails with kNotFound for a series that no entry has, and
// with kInvalidArgument for a bare code that several types have.
Samples samples(Statements& statements, const SampleQuery& query, bool positions, Task* task);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SAMPLES_H_
