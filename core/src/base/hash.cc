#include "base/hash.h"

#include <sodium.h>

#include <algorithm>

#include "lamella/error.h"

namespace lamella::base {

namespace {

void update(crypto_generichash_state& state, std::string_view bytes) {
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

}  // namespace

void require_sodium() {
  // sodium_init() is idempotent and thread-safe; -1 means that no random source could be opened.
  static const int ready = sodium_init();
  if (ready < 0) throw Error(Code::kInternal, "libsodium found no source of random bytes");
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Hash blake2b_256(std::initializer_list<std::string_view> parts) {
  require_sodium();
  crypto_generichash_state state;
  Hash hash;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (std::string_view part : parts) update(state, part);
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

struct Hasher::State {
  crypto_generichash_state hash;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  require_sodium();
  crypto_generichash_init(&state_->hash, nullptr, 0, sizeof(Hash));
}

Hasher::~Hasher() = default;

void Hasher::update(std::string_view bytes) { base::update(state_->hash, bytes); }

Hash Hasher::finish() {
  Hash hash;
  crypto_generichash_final(&state_->hash, hash.data(), hash.size());
  return hash;
}

std::array<uint8_t, 16> blake2b_128_framed(std::initializer_list<std::string_view> parts) {
  require_sodium();
  crypto_generichash_state state;
  std::array<uint8_t, 16> hash;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (std::string_view part : parts) {
    std::array<char, 8> length;
    for (size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<char>(static_cast<uint64_t>(part.size()) >> (8 * i));
    }
    update(state, {length.data(), length.size()});
    update(state, part);
  }
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

uint64_t process_hash(std::string_view bytes) {
  static const auto key = [] {
    std::array<unsigned char, crypto_shorthash_KEYBYTES> random;
    fill_random(random);
    return random;
  }();
  uint64_t hash = 0;
  static_assert(sizeof hash == crypto_shorthash_BYTES);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), key.data());
  return hash;
}

void fill_random(std::span<uint8_t> bytes) {
  require_sodium();
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace lamella::base
