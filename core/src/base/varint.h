// Variable-length integers (LEB128, as in protobuf) and zigzag, with bounds on every read.
#ifndef LAMELLA_SRC_BASE_VARINT_H_
#define LAMELLA_SRC_BASE_VARINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lamella::base {

inline constexpr uint64_t zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}

inline constexpr int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

inline void append_varint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// Length, then bytes.
inline void append_text(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out += text;
}

// Reads from the front of a view; after a failed read all later ones fail.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  // Nothing when the bytes end early or the number has more than 64 bits.
  std::optional<uint64_t> varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    bytes_ = {};
    failed_ = true;
    return std::nullopt;
  }

  std::optional<std::string_view> take(uint64_t size) {
    if (failed_ || size > bytes_.size()) {
      bytes_ = {};
      failed_ = true;
      return std::nullopt;
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  // Length, then bytes.
  std::optional<std::string_view> text() {
    const std::optional<uint64_t> size = varint();
    return size ? take(*size) : std::nullopt;
  }

  size_t left() const { return bytes_.size(); }
  bool done() const { return !failed_ && bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

}  // namespace lamella::base

#endif  // LAMELLA_SRC_BASE_VARINT_H_
