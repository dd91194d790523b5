// The recovery code: 160 bits in Crockford's base 32, which has no letter that looks like another,
// and two check characters, 10 bits of BLAKE2b-256(bits, "lamella/recovery-code/v1").
#ifndef LAMELLA_SRC_VAULT_RECOVERY_CODE_H_
#define LAMELLA_SRC_VAULT_RECOVERY_CODE_H_

#include <cstddef>
#include <string_view>

#include "lamella/secret.h"

namespace lamella::vault {

inline constexpr size_t kRecoveryBytes = 20;

// "0123-4567-...-XY" of 20 bytes.
SecretBytes spell_recovery_code(const SecretBytes& bits);

// The 20 bytes. Fails with kInvalidArgument for any other text.
SecretBytes read_recovery_code(std::string_view code);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_RECOVERY_CODE_H_
