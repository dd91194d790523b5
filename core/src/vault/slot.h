// A key slot: the diary's data key, sealed under a credential.
//
//   ikm        = Argon2id(passphrase, salt, cost, one lane), 32 bytes | the device key, 32 bytes |
//                the recovery code, 20 bytes | of both: Argon2id(...) || the device key
//   okm        = BLAKE2b-512(key = ikm, "lamella/slot/v1" || diary id || slot id || kind || cost ||
//                salt || blob size || blob)
//   KEK        = okm[0..32), commitment = okm[32..64)
//   sealed     = XChaCha20-Poly1305-IETF(KEK, nonce, data key), whose associated data are the key
//                file's magic and version, the diary's id, and every other byte of the slot
//
// The commitment tells a wrong secret from a damaged slot, and binds the slot to one key, which the
// cipher alone does not.
#ifndef LAMELLA_SRC_VAULT_SLOT_H_
#define LAMELLA_SRC_VAULT_SLOT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/varint.h"
#include "lamella/credential.h"
#include "lamella/id.h"
#include "lamella/secret.h"

namespace lamella::vault {

inline constexpr std::string_view kKeyFileMagic = "LMK1";
inline constexpr size_t kDataKeySize = 32;
inline constexpr size_t kMostSlotBytes = 147 + kMostBlobBytes;

struct Slot {
  Id id;
  uint8_t kind = 0;         // a CredentialKind, or one of a later version
  Argon2idCost cost{0, 0};  // zero unless a passphrase opens it
  std::array<uint8_t, 16> salt{};
  std::string blob{};  // for the device's key store, which gives the device key for it
  std::array<uint8_t, 32> commitment{};
  std::array<uint8_t, 24> nonce{};
  std::array<uint8_t, 48> sealed{};
};

// Appends the slot's 147 bytes and its blob, in the order of its members.
void append_slot(std::string& out, const Slot& slot);
// Takes a slot off the front of `bytes`; nothing when they end before it, or its blob is too long.
std::optional<Slot> take_slot(base::ByteReader& bytes);

// A new slot that `credential` opens. Fails with kOutOfMemory when Argon2id finds no memory, with
// kInvalidArgument for a credential that cannot make one.
Slot wrap(const Credential& credential, const Id& diary, const SecretBytes& data_key);

// The same with the kind, cost and blob of a slot that `credential` opens, also by a key store.
Slot wrap_like(const Slot& old, const Credential& credential, const Id& diary,
               const SecretBytes& data_key);

struct Unwrapped {
  SecretBytes data_key;
  Id slot;
};

// The data key from the first slot that `credential` opens. Fails with kNoSuchKey when there is no
// slot of its kind or the key store knows none of them, kKeyUnavailableNow when the key store is
// locked, kWrongSecret when the credential opens none, kSlotDamaged when it is the right secret of
// a slot whose other bytes were changed or that asks for more than 1 GiB or 64 passes.
Unwrapped unwrap(std::span<const Slot> slots, const Id& diary, const Credential& credential);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_SLOT_H_
