// Who can open a diary: the slots of its key file.
#ifndef LAMELLA_KEYS_H_
#define LAMELLA_KEYS_H_

#include "lamella/credential.h"
#include "lamella/id.h"

namespace lamella {

// One way into a diary, without its secret.
struct KeySlot {
  Id id;
  CredentialKind kind{};    // or the number of a later version, which opens nothing here
  Argon2idCost cost{0, 0};  // of a passphrase
  bool portable = false;    // opens on any device: a passphrase or a recovery code
  bool opened = false;      // the one that opened this handle
};

}  // namespace lamella

#endif  // LAMELLA_KEYS_H_
