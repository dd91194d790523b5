// BLAKE2b (RFC 7693) and random bytes, from libsodium.
#ifndef LAMELLA_SRC_BASE_HASH_H_
#define LAMELLA_SRC_BASE_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lamella/id.h"

namespace lamella::base {

using Hash = std::array<uint8_t, 32>;

inline std::string_view view(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// Lower-case hexadecimal digits, two a byte.
std::string hex(std::string_view bytes);

// BLAKE2b-256 of the parts, one after the other.
Hash blake2b_256(std::initializer_list<std::string_view> parts);

// BLAKE2b-256 of bytes that come in parts.
class Hasher {
 public:
  Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher();

  void update(std::string_view bytes);
  // Once, after the last part.
  Hash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// BLAKE2b-128 of the parts, each after its length as 8 little-endian bytes, so that no two lists of
// parts have the same input.
std::array<uint8_t, 16> blake2b_128_framed(std::initializer_list<std::string_view> parts);

// SipHash-2-4 with a random key of this process, so that nobody can choose bytes that collide.
uint64_t process_hash(std::string_view bytes);

// For hash tables by id: ids may come from a file that someone made.
struct IdHash {
  size_t operator()(const Id& id) const { return process_hash(id.view()); }
};

void fill_random(std::span<uint8_t> bytes);

// Makes libsodium ready; every call of it in this library comes after one of these.
void require_sodium();

}  // namespace lamella::base

#endif  // LAMELLA_SRC_BASE_HASH_H_
