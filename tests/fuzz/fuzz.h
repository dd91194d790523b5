// What the targets share: bytes as text, and how a broken promise ends the process.
#ifndef LAMELLA_TESTS_FUZZ_FUZZ_H_
#define LAMELLA_TESTS_FUZZ_FUZZ_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

#include "lamella/error.h"

// Called with each input; must return 0.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace lamella::fuzz {

// 32 bytes: the device key of every diary, backup and key file here, and their data key as well.
inline constexpr std::array<uint8_t, 32> kKey = {'f', 'u', 'z', 'z'};

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline std::span<const uint8_t> octets(std::string_view bytes) {
  return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
}

[[noreturn]] inline void fail(const char* what, int detail = 0) {
  std::fprintf(stderr, "broken: %s", what);
  if (detail != 0) std::fprintf(stderr, " (%d)", detail);
  std::fputc('\n', stderr);
  std::abort();
}

inline void require(bool holds, const char* promise) {
  if (!holds) fail(promise);
}

// How `action` ends. Any exception but our own passes, and so ends the process.
template <typename Action>
Code code_of(const Action& action) {
  try {
    action();
    return Code::kOk;
  } catch (const Error& error) {
    // No bytes may lead to one.
    if (error.code() == Code::kInternal) fail(error.what(), error.detail());
    require(*error.what() != '\0', "an error says what is wrong");
    return error.code();
  }
}

// Takes bytes off the front of an input.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : bytes_(text_of(data, size)) {}

  // 0 at the end.
  uint8_t byte() {
    const std::string_view taken = take(1);
    return taken.empty() ? 0 : static_cast<uint8_t>(taken.front());
  }
  // Little-endian.
  uint32_t pair() {
    const uint32_t low = byte();
    return low | static_cast<uint32_t>(byte()) << 8;
  }
  // Fewer at the end.
  std::string_view take(size_t most) {
    const std::string_view taken = bytes_.substr(0, most);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest() { return take(bytes_.size()); }
  bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace lamella::fuzz

#endif  // LAMELLA_TESTS_FUZZ_FUZZ_H_
