// A key slot: the diary's data key, sealed under a passphrase or a device key.
//
//   ikm    = Argon2id(passphrase, salt, cost, one lane), 32 bytes | the device key, 32 bytes
//   okm    = BLAKE2b-512(key = ikm, "lamella/slot/v1" || diary id || slot id || kind || cost ||
//   salt) KEK    = okm[0..32), commitment = okm[32..64) sealed = XChaCha20-Poly1305-IETF(KEK,
//   nonce, data key), whose associated data are the key file's
//            magic and version, the diary's id, and every other byte of the slot
//
// The commitment tells a wrong secret from a damaged slot, and binds the slot to one key, which the
// cipher alone does not.
#ifndef LAMELLA_SRC_VAULT_SLOT_H_
#define LAMELLA_SRC_VAULT_SLOT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lamella/credential.h"
#include "lamella/id.h"
#include "lamella/secret.h"

namespace lamella::vault {

inline constexpr std::string_view kKeyFileMagic = "LMK1";
inline constexpr size_t kDataKeySize = 32;
inline constexpr size_t kSlotSize = 145;

struct Slot {
  Id id;
  uint8_t kind = 0;         // a CredentialKind, or one of a later version
  Argon2idCost cost{0, 0};  // zero unless a passphrase opens it
  std::array<uint8_t, 16> salt{};
  std::array<uint8_t, 32> commitment{};
  std::array<uint8_t, 24> nonce{};
  std::array<uint8_t, 48> sealed{};
};

// Appends the slot's 145 bytes, in the order of its members.
void append_slot(std::string& out, const Slot& slot);
// The slot in 145 bytes; any bytes will do.
Slot read_slot(std::string_view bytes);

// A new slot that `credential` opens. Fails with kOutOfMemory when Argon2id finds no memory.
Slot wrap(const Credential& credential, const Id& diary, const SecretBytes& data_key);

// The data key from the first slot that `credential` opens. Fails with kNoSuchKey when there is no
// slot of its kind, kWrongSecret when it opens none, kSlotDamaged when it is the right secret of a
// slot whose other bytes were changed or that asks for more than 1 GiB or 64 passes.
SecretBytes unwrap(std::span<const Slot> slots, const Id& diary, const Credential& credential);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_SLOT_H_
