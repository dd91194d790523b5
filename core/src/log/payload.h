// The content of a change, sealed: with a random salt, so that its hash gives nothing away once the
// content is erased.
#ifndef LAMELLA_SRC_LOG_PAYLOAD_H_
#define LAMELLA_SRC_LOG_PAYLOAD_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "codec/change.h"

namespace lamella::log {

struct Payload {
  std::string bytes{};  // serialized lamella.v1.Payload; empty of a change without writes
  base::Hash hash{};
};

// Seals one payload after another.
class PayloadSealer {
 public:
  // `values` are those of the change's writes.
  Payload seal(const std::vector<std::string_view>& values);

 private:
  codec::Salt next_salt();

  std::vector<codec::Salt> salts_;  // random, not used yet
  size_t made_ = 0;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_PAYLOAD_H_
