#include "lamella/id.h"

#include <algorithm>

#include "base/hash.h"
#include "lamella/error.h"

namespace lamella {

Id random_id() {
  Id id;
  base::fill_random(id.bytes);
  return id;
}

Id id_from_bytes(std::string_view bytes) {
  Id id;
  if (bytes.size() != id.bytes.size()) {
    throw Error(Code::kInvalidArgument, "an id has 16 bytes, not " + std::to_string(bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

std::string hex(const Id& id) { return base::hex(id.view()); }

Id import_id(std::string_view source, std::string_view series, std::optional<int64_t> utc_ms,
             int32_t local_day, uint64_t ordinal) {
  const std::string time =
      utc_ms ? "ms" + std::to_string(*utc_ms) : "day" + std::to_string(local_day);
  return {base::blake2b_128_framed(
      {"lamella/import-id/v1", source, series, time, std::to_string(ordinal)})};
}

Id definition_id(std::string_view kind, std::string_view code) {
  return {base::blake2b_128_framed({"lamella/definition-id/v1", kind, code})};
}

}  // namespace lamella
