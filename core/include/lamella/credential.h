// What opens a diary: a passphrase, a key from the device's key store, both together, or a recovery
// code on paper.
#ifndef LAMELLA_CREDENTIAL_H_
#define LAMELLA_CREDENTIAL_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lamella/secret.h"

namespace lamella {

// What Argon2id (RFC 9106, one lane) spends on a passphrase: at least 19 MiB and 2 passes, at most
// 1 GiB and 64 passes.
struct Argon2idCost {
  uint32_t memory_kib = 64 * 1024;
  uint32_t passes = 3;
};

// The number is the slot's kind in the key file.
enum class CredentialKind : uint8_t {
  kPassphrase = 1,
  kDeviceKey = 2,
  kRecoveryCode = 3,
  kPassphraseAndDeviceKey = 4,  // for a PIN: it is worth nothing without the device
};

// Stable name of a kind, "passphrase", "device key", "recovery code", "passphrase and device key";
// "unknown" for a number without one.
std::string_view name(CredentialKind kind);

// The largest `blob` of a wrapped device key, in bytes.
inline constexpr size_t kMostBlobBytes = 1'024;

// Gives the 32 bytes of a device key that its key store wrapped as `blob`, on the thread that opens
// the diary. Throws Error(kKeyUnavailableNow) while the key store is locked, Error(kNoSuchKey) when
// it does not know the key.
using UnwrapDeviceKey = std::function<SecretBytes(std::string_view blob)>;

class Credential {
 public:
  // Any bytes, but at least one: text should be brought to Unicode NFC first (RFC 8265). The cost
  // matters when a slot is made; opening pays what the key file says. Fails with kInvalidArgument
  // for an empty passphrase or a cost out of range.
  static Credential passphrase(std::span<const uint8_t> bytes, Argon2idCost cost = {});
  // 32 bytes from the device's key store. Fails with kInvalidArgument for another size.
  static Credential device_key(std::span<const uint8_t> bytes);
  // The same for a key store that gives no key away (Android Keystore, Secure Enclave) but wraps
  // 32 random bytes of the caller's: `blob` is what it made of them, at most kMostBlobBytes. The
  // slot keeps the blob and gives it to the credential below.
  static Credential wrapped_device_key(std::span<const uint8_t> bytes, std::string_view blob);
  // Opens a slot that wrapped_device_key() made; cannot make one.
  static Credential device_key(UnwrapDeviceKey unwrap);
  // What new_recovery_code() gave, with or without hyphens and spaces, in either case; O is read as
  // 0, I and L as 1. Fails with kInvalidArgument for one that was mistyped.
  static Credential recovery_code(std::string_view code);
  // Needs both. Fails with kInvalidArgument for a credential of another kind in either place.
  static Credential both(const Credential& passphrase, const Credential& device_key);

  CredentialKind kind() const { return kind_; }
  Argon2idCost cost() const { return cost_; }
  const std::string& blob() const { return blob_; }
  // Of a passphrase or a recovery code; of both, the passphrase.
  const SecretBytes& secret() const { return secret_; }
  // The device key, from the key store if need be.
  SecretBytes device_secret(std::string_view blob) const;
  // Whether it can make a slot: not while the device key is in a key store.
  bool makes_slots() const { return !unwrap_; }

  Credential copy() const;

 private:
  Credential(CredentialKind kind, std::span<const uint8_t> secret, Argon2idCost cost)
      : kind_(kind), secret_(secret), cost_(cost) {}

  CredentialKind kind_;
  SecretBytes secret_;
  SecretBytes device_secret_;
  UnwrapDeviceKey unwrap_;
  std::string blob_;
  Argon2idCost cost_;
};

// 160 random bits as 32 characters and two that tell a mistyped one, in groups of four: ASCII to be
// written on paper. It opens a diary that add_key() gave it to.
SecretBytes new_recovery_code();

}  // namespace lamella

#endif  // LAMELLA_CREDENTIAL_H_
