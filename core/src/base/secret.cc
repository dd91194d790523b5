#include "lamella/secret.h"

#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

#include "base/hash.h"

namespace lamella {

SecretBytes::SecretBytes(size_t size) : size_(size) {
  base::require_sodium();
  if (size == 0) return;
  data_ = static_cast<uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc();
  sodium_memzero(data_, size);
}

SecretBytes::SecretBytes(std::span<const uint8_t> bytes) : SecretBytes(bytes.size()) {
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

SecretBytes::~SecretBytes() {
  if (data_ != nullptr) sodium_free(data_);  // wipes
}

SecretBytes SecretBytes::random(size_t size) {
  SecretBytes secret(size);
  base::fill_random({secret.data(), size});
  return secret;
}

}  // namespace lamella
