// Where the log of a replica ends.
#ifndef LAMELLA_SRC_VAULT_HEAD_H_
#define LAMELLA_SRC_VAULT_HEAD_H_

#include <cstdint>

#include "base/hash.h"
#include "lamella/id.h"

namespace lamella::vault {

struct Head {
  Id replica;
  uint64_t seq = 0;
  base::Hash chain{};  // after the change of this number

  bool operator==(const Head&) const = default;
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_HEAD_H_
