// Numbers as little-endian bytes, as the key file stores them.
#ifndef LAMELLA_SRC_VAULT_LITTLE_ENDIAN_H_
#define LAMELLA_SRC_VAULT_LITTLE_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lamella::vault {

inline void append_number(std::string& out, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
}

// `bytes` holds at most 8.
inline uint64_t read_number(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  }
  return value;
}

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_LITTLE_ENDIAN_H_
