// What opens a diary: a passphrase, or a key from the device's key store.
#ifndef LAMELLA_CREDENTIAL_H_
#define LAMELLA_CREDENTIAL_H_

#include <cstdint>
#include <span>

#include "lamella/secret.h"

namespace lamella {

// What Argon2id (RFC 9106, one lane) spends on a passphrase: at least 19 MiB and 2 passes, at most
// 1 GiB and 64 passes.
struct Argon2idCost {
  uint32_t memory_kib = 64 * 1024;
  uint32_t passes = 3;
};

// The number is the slot's kind in the key file.
enum class CredentialKind : uint8_t { kPassphrase = 1, kDeviceKey = 2 };

class Credential {
 public:
  // Any bytes, but at least one: text should be brought to Unicode NFC first (RFC 8265). The cost
  // matters when the diary is created; opening pays what the key file says. Fails with
  // kInvalidArgument for an empty passphrase or a cost out of range.
  static Credential passphrase(std::span<const uint8_t> bytes, Argon2idCost cost = {});
  // 32 bytes from the device's key store. Fails with kInvalidArgument for another size.
  static Credential device_key(std::span<const uint8_t> bytes);

  CredentialKind kind() const { return kind_; }
  const SecretBytes& secret() const { return secret_; }
  Argon2idCost cost() const { return cost_; }

 private:
  Credential(CredentialKind kind, std::span<const uint8_t> bytes, Argon2idCost cost)
      : kind_(kind), secret_(bytes), cost_(cost) {}

  CredentialKind kind_;
  SecretBytes secret_;
  Argon2idCost cost_;
};

}  // namespace lamella

#endif  // LAMELLA_CREDENTIAL_H_
