#include "lamella/credential.h"

#include <string>
#include <utility>

#include "lamella/error.h"
#include "vault/recovery_code.h"

namespace lamella {

namespace {

constexpr uint32_t kFloorKib = LAMELLA_ARGON2ID_FLOOR_KIB;
// OWASP's least Argon2id is 19 MiB with two passes; a build for tests lowers both.
constexpr uint32_t kFloorPasses = kFloorKib < 19456 ? 1 : 2;
constexpr uint32_t kCeilingKib = 1024 * 1024;
constexpr uint32_t kCeilingPasses = 64;
constexpr size_t kDeviceKeySize = 32;

void check_range(const char* what, uint32_t value, uint32_t least, uint32_t most) {
  if (value >= least && value <= most) return;
  throw Error(Code::kInvalidArgument, std::string(what) + " must be " + std::to_string(least) +
                                          " to " + std::to_string(most) + ", not " +
                                          std::to_string(value));
}

void check_device_key(size_t size) {
  if (size == kDeviceKeySize) return;
  throw Error(Code::kInvalidArgument, "a device key has 32 bytes, not " + std::to_string(size));
}

}  // namespace

Credential Credential::passphrase(std::span<const uint8_t> bytes, Argon2idCost cost) {
  if (bytes.empty()) throw Error(Code::kInvalidArgument, "a passphrase has at least one byte");
  check_range("memory of a passphrase in KiB", cost.memory_kib, kFloorKib, kCeilingKib);
  check_range("passes of a passphrase", cost.passes, kFloorPasses, kCeilingPasses);
  return {CredentialKind::kPassphrase, bytes, cost};
}

Credential Credential::device_key(std::span<const uint8_t> bytes) {
  return wrapped_device_key(bytes, {});
}

Credential Credential::wrapped_device_key(std::span<const uint8_t> bytes, std::string_view blob) {
  check_device_key(bytes.size());
  if (blob.size() > kMostBlobBytes) {
    throw Error(Code::kInvalidArgument, "a wrapped device key has at most " +
                                            std::to_string(kMostBlobBytes) + " bytes, not " +
                                            std::to_string(blob.size()));
  }
  Credential credential(CredentialKind::kDeviceKey, {}, {0, 0});
  credential.device_secret_ = SecretBytes(bytes);
  credential.blob_ = blob;
  return credential;
}

Credential Credential::device_key(UnwrapDeviceKey unwrap) {
  if (!unwrap) throw Error(Code::kInvalidArgument, "the key store has no function to ask");
  Credential credential(CredentialKind::kDeviceKey, {}, {0, 0});
  credential.unwrap_ = std::move(unwrap);
  return credential;
}

Credential Credential::recovery_code(std::string_view code) {
  return {CredentialKind::kRecoveryCode, vault::read_recovery_code(code).span(), {0, 0}};
}

Credential Credential::both(const Credential& passphrase, const Credential& device_key) {
  if (passphrase.kind_ != CredentialKind::kPassphrase ||
      device_key.kind_ != CredentialKind::kDeviceKey) {
    throw Error(Code::kInvalidArgument, "both are a passphrase and a device key");
  }
  Credential credential = device_key.copy();
  credential.kind_ = CredentialKind::kPassphraseAndDeviceKey;
  credential.secret_ = passphrase.secret_.copy();
  credential.cost_ = passphrase.cost_;
  return credential;
}

SecretBytes Credential::device_secret(std::string_view blob) const {
  if (!unwrap_) return device_secret_.copy();
  SecretBytes secret = unwrap_(blob);
  check_device_key(secret.size());
  return secret;
}

Credential Credential::copy() const {
  Credential credential(kind_, secret_.span(), cost_);
  credential.device_secret_ = device_secret_.copy();
  credential.unwrap_ = unwrap_;
  credential.blob_ = blob_;
  return credential;
}

std::string_view name(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::kPassphrase:
      return "passphrase";
    case CredentialKind::kDeviceKey:
      return "device key";
    case CredentialKind::kRecoveryCode:
      return "recovery code";
    case CredentialKind::kPassphraseAndDeviceKey:
      return "passphrase and device key";
  }
  return "unknown";
}

}  // namespace lamella
