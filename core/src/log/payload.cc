#include "log/payload.h"

#include <algorithm>

namespace lamella::log {

Payload PayloadSealer::seal(const std::vector<std::string_view>& values) {
  if (values.empty()) return {};
  std::string bytes = codec::encode_payload(next_salt(), values);
  const base::Hash hash = base::blake2b_256({bytes});
  return {std::move(bytes), hash};
}

// A call to the system for each salt would be a large part of a long import: the more are used, the
// more are made at once.
codec::Salt PayloadSealer::next_salt() {
  constexpr size_t kMost = 256;
  if (salts_.empty()) {
    salts_.resize(std::clamp<size_t>(made_, 1, kMost));
    made_ += salts_.size();
    base::fill_random({salts_.front().data(), salts_.size() * sizeof(codec::Salt)});
  }
  const codec::Salt salt = salts_.back();
  salts_.pop_back();
  return salt;
}

}  // namespace lamella::log
