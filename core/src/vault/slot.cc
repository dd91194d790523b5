#include "vault/slot.h"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "lamella/error.h"
#include "lamella/version.h"
#include "vault/little_endian.h"

namespace lamella::vault {

namespace {

constexpr size_t kInputKeySize = 32;
constexpr size_t kCommitmentAt = 32;  // in okm, after the KEK
// A hostile key file must not make a phone spend more than this.
constexpr uint32_t kMostMemoryKib = 1024 * 1024;
constexpr uint32_t kMostPasses = 64;

static_assert(crypto_pwhash_SALTBYTES == sizeof(Slot::salt));
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == sizeof(Slot::nonce));
static_assert(kDataKeySize + crypto_aead_xchacha20poly1305_ietf_ABYTES == sizeof(Slot::sealed));

template <size_t size>
void append(std::string& out, const std::array<uint8_t, size>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), size);
}

template <size_t size>
bool take(base::ByteReader& from, std::array<uint8_t, size>& bytes) {
  const std::optional<std::string_view> taken = from.take(size);
  if (taken) std::copy(taken->begin(), taken->end(), bytes.begin());
  return taken.has_value();
}

template <typename Number>
bool take_number(base::ByteReader& from, size_t size, Number& number) {
  const std::optional<std::string_view> taken = from.take(size);
  if (taken) number = static_cast<Number>(read_number(*taken));
  return taken.has_value();
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// What decides how the secret becomes a key.
void append_parameters(std::string& out, const Slot& slot) {
  out += static_cast<char>(slot.kind);
  append_number(out, slot.cost.memory_kib, 4);
  append_number(out, slot.cost.passes, 4);
  append(out, slot.salt);
  append_number(out, slot.blob.size(), 2);
  out += slot.blob;
}

// All bytes of the slot but the sealed key.
void append_open_part(std::string& out, const Slot& slot) {
  append(out, slot.id.bytes);
  append_parameters(out, slot);
  append(out, slot.commitment);
  append(out, slot.nonce);
}

std::string associated_data(const Slot& slot, const Id& diary) {
  std::string bytes(kKeyFileMagic);
  append_number(bytes, kFormat, 4);
  append(bytes, diary.bytes);
  append_open_part(bytes, slot);
  return bytes;
}

bool has_passphrase(uint8_t kind) {
  return kind == static_cast<uint8_t>(CredentialKind::kPassphrase) ||
         kind == static_cast<uint8_t>(CredentialKind::kPassphraseAndDeviceKey);
}

SecretBytes passphrase_key(const Slot& slot, const SecretBytes& passphrase) {
  SecretBytes key(kInputKeySize);
  if (crypto_pwhash(key.data(), key.size(), reinterpret_cast<const char*>(passphrase.data()),
                    passphrase.size(), slot.salt.data(), slot.cost.passes,
                    size_t{slot.cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Error(Code::kOutOfMemory, "no memory for a passphrase: Argon2id needs " +
                                        std::to_string(slot.cost.memory_kib) + " KiB");
  }
  return key;
}

SecretBytes input_key(const Slot& slot, const Credential& credential) {
  switch (credential.kind()) {
    case CredentialKind::kPassphrase:
      return passphrase_key(slot, credential.secret());
    case CredentialKind::kDeviceKey:
      return credential.device_secret(slot.blob);
    case CredentialKind::kRecoveryCode:
      return credential.secret().copy();
    case CredentialKind::kPassphraseAndDeviceKey:
      break;
  }
  const SecretBytes device = credential.device_secret(slot.blob);
  const SecretBytes passphrase = passphrase_key(slot, credential.secret());
  SecretBytes key(passphrase.size() + device.size());
  std::copy_n(passphrase.data(), passphrase.size(), key.data());
  std::copy_n(device.data(), device.size(), key.data() + passphrase.size());
  return key;
}

// The key-encryption key, then the commitment.
SecretBytes output_key(const Slot& slot, const Id& diary, const Credential& credential) {
  const SecretBytes input = input_key(slot, credential);
  std::string context = "lamella/slot/v1";
  append(context, diary.bytes);
  append(context, slot.id.bytes);
  append_parameters(context, slot);
  SecretBytes output(crypto_generichash_BYTES_MAX);
  crypto_generichash(output.data(), output.size(), octets(context), context.size(), input.data(),
                     input.size());
  return output;
}

bool affordable(const Slot& slot) {
  if (!has_passphrase(slot.kind)) return true;
  const Argon2idCost& cost = slot.cost;
  return cost.memory_kib >= crypto_pwhash_MEMLIMIT_MIN / 1024 &&
         cost.memory_kib <= kMostMemoryKib && cost.passes >= 1 && cost.passes <= kMostPasses;
}

enum class Fit : uint8_t { kOpens, kWrongSecret, kDamaged };

Fit try_slot(const Slot& slot, const Id& diary, const Credential& credential,
             SecretBytes& data_key) {
  if (!affordable(slot)) return Fit::kDamaged;
  const SecretBytes okm = output_key(slot, diary, credential);
  if (sodium_memcmp(okm.data() + kCommitmentAt, slot.commitment.data(), slot.commitment.size()) !=
      0) {
    return Fit::kWrongSecret;
  }
  const std::string bound = associated_data(slot, diary);
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      data_key.data(), nullptr, nullptr, slot.sealed.data(), slot.sealed.size(), octets(bound),
      bound.size(), slot.nonce.data(), okm.data());
  return failed != 0 ? Fit::kDamaged : Fit::kOpens;
}

}  // namespace

void append_slot(std::string& out, const Slot& slot) {
  append_open_part(out, slot);
  append(out, slot.sealed);
}

std::optional<Slot> take_slot(base::ByteReader& bytes) {
  Slot slot;
  size_t blob_size = 0;
  if (!take(bytes, slot.id.bytes) || !take_number(bytes, 1, slot.kind) ||
      !take_number(bytes, 4, slot.cost.memory_kib) || !take_number(bytes, 4, slot.cost.passes) ||
      !take(bytes, slot.salt) || !take_number(bytes, 2, blob_size) || blob_size > kMostBlobBytes) {
    return std::nullopt;
  }
  if (const auto blob = bytes.take(blob_size)) slot.blob = *blob;
  if (!take(bytes, slot.commitment) || !take(bytes, slot.nonce) || !take(bytes, slot.sealed)) {
    return std::nullopt;
  }
  return slot;
}

Slot wrap(const Credential& credential, const Id& diary, const SecretBytes& data_key) {
  if (!credential.makes_slots()) {
    throw Error(Code::kInvalidArgument,
                "a key store's function opens slots; a wrapped device key makes them");
  }
  Slot slot;
  slot.kind = static_cast<uint8_t>(credential.kind());
  slot.cost = credential.cost();
  slot.blob = credential.blob();
  return wrap_like(slot, credential, diary, data_key);
}

Slot wrap_like(const Slot& old, const Credential& credential, const Id& diary,
               const SecretBytes& data_key) {
  Slot slot = old;
  slot.id = random_id();
  base::fill_random(slot.salt);
  base::fill_random(slot.nonce);
  const SecretBytes okm = output_key(slot, diary, credential);
  std::copy_n(okm.data() + kCommitmentAt, slot.commitment.size(), slot.commitment.begin());
  const std::string bound = associated_data(slot, diary);
  crypto_aead_xchacha20poly1305_ietf_encrypt(slot.sealed.data(), nullptr, data_key.data(),
                                             data_key.size(), octets(bound), bound.size(), nullptr,
                                             slot.nonce.data(), okm.data());
  return slot;
}

Unwrapped unwrap(std::span<const Slot> slots, const Id& diary, const Credential& credential) {
  base::require_sodium();
  SecretBytes data_key(kDataKeySize);
  std::optional<Fit> worst;
  std::optional<Error> locked;
  for (const Slot& slot : slots) {
    if (slot.kind != static_cast<uint8_t>(credential.kind())) continue;
    try {
      const Fit fit = try_slot(slot, diary, credential, data_key);
      if (fit == Fit::kOpens) return {std::move(data_key), slot.id};
      worst = std::max(fit, worst.value_or(fit));
    } catch (const Error& error) {
      // One key of the key store may be gone or locked, and another there.
      if (error.code() == Code::kKeyUnavailableNow) {
        locked = error;
      } else if (error.code() != Code::kNoSuchKey) {
        throw;
      }
    }
  }
  if (locked) throw Error(*locked);
  if (!worst)
    throw Error(Code::kNoSuchKey, "no key slot of this kind, or none that the key store knows");
  if (*worst == Fit::kDamaged) {
    throw Error(Code::kSlotDamaged, "a key slot fails its authentication or its limits");
  }
  throw Error(Code::kWrongSecret, "the secret opens no key slot");
}

}  // namespace lamella::vault
