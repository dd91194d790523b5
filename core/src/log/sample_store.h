// The block table: all numbers of the diary by month and topic.
#ifndef LAMELLA_SRC_LOG_SAMPLE_STORE_H_
#define LAMELLA_SRC_LOG_SAMPLE_STORE_H_

#include <map>
#include <utility>
#include <vector>

#include "log/sample_block.h"
#include "log/statements.h"

namespace lamella::log {

// Gathers the changes of a transaction and writes each touched block once. The blocks of a month
// and topic hold its samples in order, kBlockSamples each but for the last.
class SampleStore {
 public:
  explicit SampleStore(Statements& statements) : statements_(statements) {}

  void add(int64_t topic, const Sample& sample);
  void remove(int64_t topic, const Sample& sample);
  void flush();

 private:
  struct Changes {
    std::vector<Sample> added;
    std::vector<Sample> removed;
  };
  struct Tail {
    int64_t first_part = 0;
    int64_t parts = 0;  // from first_part on
    std::vector<Sample> samples;
  };
  void apply(Month month, int64_t topic, Changes& changes);
  Tail read_tail(Month month, int64_t topic, const Sample& from);
  void write_tail(Month month, int64_t topic, const Tail& tail);

  Statements& statements_;
  std::map<std::pair<Month, int64_t>, Changes> changes_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SAMPLE_STORE_H_
