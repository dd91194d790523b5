// Bytes that must not leak: keys and passphrases.
#ifndef LAMELLA_SECRET_H_
#define LAMELLA_SECRET_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace lamella {

// Owns bytes in guarded memory, locked where the system allows it, and wipes them at the end. It
// moves and is never printed, compared or copied by accident: `copy()` says so.
class SecretBytes {
 public:
  SecretBytes() = default;
  // `size` zero bytes.
  explicit SecretBytes(size_t size);
  // A copy of `bytes`; the caller still wipes the original.
  explicit SecretBytes(std::span<const uint8_t> bytes);
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  static SecretBytes random(size_t size);

  SecretBytes copy() const { return SecretBytes(span()); }
  uint8_t* data() { return data_; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  std::span<const uint8_t> span() const { return {data_, size_}; }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace lamella

#endif  // LAMELLA_SECRET_H_
