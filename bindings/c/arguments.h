// What the functions of the C interface are given and give, checked and brought to C++.
#ifndef LAMELLA_BINDINGS_C_ARGUMENTS_H_
#define LAMELLA_BINDINGS_C_ARGUMENTS_H_

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <string>
#include <string_view>

#include "lamella.h"
#include "lamella/diary.h"
#include "lamella/error.h"
#include "lamella/secret.h"
#include "lamella_arrow.h"

namespace lamella::c {

template <typename T>
T& required(T* pointer, const char* name) {
  if (pointer == nullptr) throw Error(Code::kInvalidArgument, std::string(name) + " is null");
  return *pointer;
}

inline std::string_view bytes_of(const void* data, size_t size, const char* name) {
  if (data == nullptr && size > 0) {
    throw Error(Code::kInvalidArgument, std::string(name) + " is null and has a size");
  }
  return {static_cast<const char*>(data), size};
}

inline std::span<const uint8_t> octets(std::string_view bytes) {
  return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
}

inline Id id_of(const uint8_t* id, size_t size) { return id_from_bytes(bytes_of(id, size, "id")); }

// Fields may only be appended, so a larger struct comes from a newer header and may ask for what
// this version does not know.
template <typename T>
const T& known(const T* options, const char* name) {
  const uint32_t size = required(options, name).struct_size;
  if (size < sizeof(T)) {
    throw Error(Code::kInvalidArgument, std::string(name) + " was not set by its init function");
  }
  if (size > sizeof(T)) {
    throw Error(Code::kInvalidArgument,
                std::string(name) + " was made for a newer version of the library");
  }
  return *options;
}

inline Options options_of(const lamella_options* given) {
  Options options;
  if (given == nullptr) return options;
  const uint32_t flags = known(given, "options").flags;
  if ((flags & ~(LAMELLA_OPEN_READ_ONLY | LAMELLA_OPEN_ACCEPT_ROLLBACK)) != 0) {
    throw Error(Code::kInvalidArgument, "flags has an unknown bit");
  }
  options.read_only = (flags & LAMELLA_OPEN_READ_ONLY) != 0;
  options.accept_rollback = (flags & LAMELLA_OPEN_ACCEPT_ROLLBACK) != 0;
  return options;
}

// A result before its call: what a failure leaves.
template <typename T>
void clear(T* out) noexcept {
  if (out != nullptr) *out = {};
}

inline void give(std::string_view bytes, lamella_buffer& out) {
  if (bytes.empty()) return;
  auto* const data = static_cast<uint8_t*>(std::malloc(bytes.size()));
  if (data == nullptr) throw std::bad_alloc();
  std::memcpy(data, bytes.data(), bytes.size());
  out = {data, bytes.size()};
}

inline void give(const SecretBytes& secret, lamella_buffer& out) {
  give({reinterpret_cast<const char*>(secret.data()), secret.size()}, out);
}

using IdPlace = std::span<uint8_t, sizeof(Id)>;

// Where an id goes, checked before the call that makes the id.
inline IdPlace place_of(uint8_t* id, size_t size) {
  if (size != sizeof(Id)) throw Error(Code::kInvalidArgument, "an id has 16 bytes");
  return IdPlace(&required(id, "id"), size);
}

inline void give(const Id& id, IdPlace out) {
  std::copy(id.bytes.begin(), id.bytes.end(), out.begin());
}

}  // namespace lamella::c

#endif  // LAMELLA_BINDINGS_C_ARGUMENTS_H_
