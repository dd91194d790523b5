#include "lamella/credential.h"

#include <string>

#include "lamella/error.h"

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

}  // namespace

Credential Credential::passphrase(std::span<const uint8_t> bytes, Argon2idCost cost) {
  if (bytes.empty()) throw Error(Code::kInvalidArgument, "a passphrase has at least one byte");
  check_range("memory of a passphrase in KiB", cost.memory_kib, kFloorKib, kCeilingKib);
  check_range("passes of a passphrase", cost.passes, kFloorPasses, kCeilingPasses);
  return {CredentialKind::kPassphrase, bytes, cost};
}

Credential Credential::device_key(std::span<const uint8_t> bytes) {
  if (bytes.size() != kDeviceKeySize) {
    throw Error(Code::kInvalidArgument,
                "a device key has 32 bytes, not " + std::to_string(bytes.size()));
  }
  return {CredentialKind::kDeviceKey, bytes, {0, 0}};
}

}  // namespace lamella
