// One step of the op-log as values, and the way to and from its bytes, lamella.v1.Change.
#ifndef LAMELLA_SRC_CODEC_CHANGE_H_
#define LAMELLA_SRC_CODEC_CHANGE_H_

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/id.h"

namespace lamella::codec {

// Stamp of a hybrid logical clock.
struct Hlc {
  uint64_t wall_ms = 0;
  uint32_t counter = 0;

  auto operator<=>(const Hlc&) const = default;
};

// The identity of one change: the seq-th of one replica.
struct Dot {
  Id replica;
  uint64_t seq = 0;

  auto operator<=>(const Dot&) const = default;
};

struct Write {
  uint32_t register_number = 0;
  std::vector<Dot> overwrites;
};

struct Change {
  uint64_t seq = 0;
  Hlc hlc;
  Id entity;
  uint32_t type = 0;
  uint32_t life = 0;
  std::vector<Write> writes{};
  std::string payload_hash{};  // 32 bytes, or none without writes
  uint32_t min_reader = 0;
};

std::string encode(const Change& change);
// Fails with kMalformedMessage.
Change decode_change(std::string_view bytes);

using Salt = std::array<uint8_t, 16>;

// One value for each write of the change: the field's bytes, empty to clear it.
std::string encode_payload(const Salt& salt, const std::vector<std::string_view>& values);
// The values. Fails with kMalformedMessage.
std::vector<std::string> decode_payload(std::string_view bytes);

// What the editor of an entry saw.
struct Revision {
  Id entity;
  uint32_t life = 0;
  std::vector<Write> versions;
};

std::string encode(const Revision& revision);
// Fails with kInvalidArgument.
Revision decode_revision(std::string_view bytes);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_CHANGE_H_
