// The credential of a caller, checked and brought to C++.
#ifndef LAMELLA_BINDINGS_C_CREDENTIAL_H_
#define LAMELLA_BINDINGS_C_CREDENTIAL_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "lamella/credential.h"

namespace lamella::c {

inline Argon2idCost cost_of(const lamella_credential& given) {
  Argon2idCost cost;
  if (given.argon2id_memory_kib != 0) cost.memory_kib = given.argon2id_memory_kib;
  if (given.argon2id_passes != 0) cost.passes = given.argon2id_passes;
  return cost;
}

// Asks the key store of the caller.
inline UnwrapDeviceKey asking(lamella_unwrap unwrap, void* context) {
  return [unwrap, context](std::string_view blob) {
    SecretBytes secret(32);
    switch (unwrap(context, octets(blob).data(), blob.size(), secret.data())) {
      case LAMELLA_OK:
        return secret;
      case LAMELLA_KEY_UNAVAILABLE_NOW:
        throw Error(Code::kKeyUnavailableNow, "the key store is locked");
      case LAMELLA_NO_SUCH_KEY:
        throw Error(Code::kNoSuchKey, "the key store does not know the key");
      default:
        throw Error(Code::kInvalidArgument, "unwrap answered with a code that it may not answer");
    }
  };
}

inline Credential device_key_of(const lamella_credential& given, std::string_view key) {
  const std::string_view blob = bytes_of(given.blob, given.blob_size, "blob");
  if (given.unwrap == nullptr) return Credential::wrapped_device_key(octets(key), blob);
  if (!key.empty() || !blob.empty()) {
    throw Error(Code::kInvalidArgument, "unwrap stands in place of a device key and its blob");
  }
  return Credential::device_key(asking(given.unwrap, given.unwrap_context));
}

// A field that would be ignored is a mistake which shows only when the diary must be opened.
inline void refuse_fields(bool given, const char* message) {
  if (given) throw Error(Code::kInvalidArgument, message);
}

inline Credential credential_of(const lamella_credential* pointer) {
  const lamella_credential& given = known(pointer, "credential");
  const std::string_view secret = bytes_of(given.secret, given.secret_size, "secret");
  const std::string_view key = bytes_of(given.device_key, given.device_key_size, "device_key");
  const bool is_pair = given.kind == LAMELLA_PASSPHRASE_AND_DEVICE_KEY;
  refuse_fields(!is_pair && !key.empty(), "device_key goes beside a passphrase");
  if (is_pair) {
    return Credential::both(Credential::passphrase(octets(secret), cost_of(given)),
                            device_key_of(given, key));
  }
  if (given.kind == LAMELLA_DEVICE_KEY) return device_key_of(given, secret);
  refuse_fields(given.blob_size > 0 || given.unwrap != nullptr,
                "blob and unwrap are for device keys");
  switch (given.kind) {
    case LAMELLA_PASSPHRASE:
      return Credential::passphrase(octets(secret), cost_of(given));
    case LAMELLA_RECOVERY_CODE:
      return Credential::recovery_code(secret);
    default:
      throw Error(Code::kInvalidArgument, "kind is no known kind of credential");
  }
}

inline std::vector<Credential> credentials_of(const lamella_credential* const* pointers,
                                              size_t count, const char* name) {
  std::vector<Credential> credentials;
  if (count > 0) required(pointers, name);
  for (const lamella_credential* pointer : std::span(pointers, count)) {
    credentials.push_back(credential_of(pointer));
  }
  return credentials;
}

}  // namespace lamella::c

#endif  // LAMELLA_BINDINGS_C_CREDENTIAL_H_
