#include <doctest/doctest.h>
#include <sodium.h>

#include <optional>
#include <string>
#include <vector>

#include "vault/slot.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::device_key;
using vault_test::octets;
using vault_test::passphrase;

bool equal(const SecretBytes& a, const SecretBytes& b) {
  return std::equal(a.span().begin(), a.span().end(), b.span().begin(), b.span().end());
}

Code code_of_unwrap(const Slot& slot, const Id& diary, const Credential& credential) {
  return code_of([&] { unwrap({&slot, 1}, diary, credential); });
}

TEST_CASE("credentials out of their limits are refused") {
  const auto code_of_cost = [](Argon2idCost cost) {
    return code_of([&] { Credential::passphrase(octets("x"), cost); });
  };
  CHECK(code_of([] { Credential::passphrase({}); }) == Code::kInvalidArgument);
  CHECK(code_of_cost({}) == Code::kOk);
  CHECK(code_of_cost({.memory_kib = 7, .passes = 3}) == Code::kInvalidArgument);
  CHECK(code_of_cost({.memory_kib = 65536, .passes = 0}) == Code::kInvalidArgument);
  CHECK(code_of_cost({.memory_kib = 65536, .passes = 65}) == Code::kInvalidArgument);
  CHECK(code_of_cost({.memory_kib = 1024 * 1024, .passes = 64}) == Code::kOk);
  CHECK(code_of_cost({.memory_kib = 1024 * 1024 + 1, .passes = 3}) == Code::kInvalidArgument);
  for (const size_t size : {0, 16, 31, 33, 64}) {
    CAPTURE(size);
    const std::vector<uint8_t> key(size, 1);
    CHECK(code_of([&] { Credential::device_key(key); }) == Code::kInvalidArgument);
  }
}

TEST_CASE("a slot gives the data key to its secret alone") {
  const Id diary = random_id();
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  const Slot slots[] = {wrap(passphrase("one"), diary, data_key),
                        wrap(passphrase("two"), diary, data_key),
                        wrap(device_key(1), diary, data_key)};
  CHECK(equal(unwrap(slots, diary, passphrase("one")).data_key, data_key));
  CHECK(equal(unwrap(slots, diary, passphrase("two")).data_key, data_key));
  CHECK(equal(unwrap(slots, diary, device_key(1)).data_key, data_key));
  CHECK(code_of([&] { unwrap(slots, diary, passphrase("three")); }) == Code::kWrongSecret);
  CHECK(code_of([&] { unwrap(slots, diary, device_key(2)); }) == Code::kWrongSecret);
  CHECK(code_of_unwrap(slots[2], diary, passphrase("one")) == Code::kNoSuchKey);
  CHECK(code_of_unwrap(slots[2], random_id(), device_key(1)) == Code::kWrongSecret);
}

TEST_CASE("a passphrase is bytes: NUL, invalid UTF-8 and near misses count") {
  const Id diary = random_id();
  const std::string secret("p\0\xff\xfe", 4);
  const Slot slot = wrap(passphrase(secret), diary, SecretBytes::random(kDataKeySize));
  CHECK(code_of_unwrap(slot, diary, passphrase(secret)) == Code::kOk);
  CHECK(code_of_unwrap(slot, diary, passphrase("p")) == Code::kWrongSecret);
  CHECK(code_of_unwrap(slot, diary, passphrase(secret + '\0')) == Code::kWrongSecret);
}

std::optional<Slot> slot_of(std::string_view bytes) {
  base::ByteReader reader(bytes);
  return take_slot(reader);
}

TEST_CASE("a slot survives its 147 bytes and its blob, and every changed byte is noticed") {
  const Id diary = random_id();
  const std::vector<uint8_t> key(32, 7);
  const Credential made = Credential::wrapped_device_key(key, "wrapped by the key store");
  std::string bytes;
  append_slot(bytes, wrap(made, diary, SecretBytes::random(kDataKeySize)));
  REQUIRE(bytes.size() == 147 + 24);
  CHECK(code_of_unwrap(*slot_of(bytes), diary, device_key()) == Code::kOk);
  constexpr size_t kKindAt = 16;
  constexpr size_t kBlobSizeAt = 41;
  constexpr size_t kNonceAt = 43 + 24 + 32;  // from here on the commitment still fits
  for (size_t at = 0; at < bytes.size(); ++at) {
    CAPTURE(at);
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const std::optional<Slot> slot = slot_of(changed);
    if (at == kBlobSizeAt || at == kBlobSizeAt + 1) {
      CHECK_FALSE(slot);  // a longer blob than there is
      continue;
    }
    REQUIRE(slot);
    const Code expected = at == kKindAt   ? Code::kNoSuchKey
                          : at < kNonceAt ? Code::kWrongSecret
                                          : Code::kSlotDamaged;
    CHECK(code_of_unwrap(*slot, diary, device_key()) == expected);
  }
  for (size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(slot_of(bytes.substr(0, size)));
}

TEST_CASE("a slot that asks for too much memory or time is refused before it costs any") {
  const Id diary = random_id();
  Slot slot = wrap(passphrase(), diary, SecretBytes::random(kDataKeySize));
  const Argon2idCost costs[] = {{1024 * 1024 + 1, 1}, {UINT32_MAX, 1}, {8, 65},
                                {8, UINT32_MAX},      {7, 1},          {8, 0}};
  for (const Argon2idCost& cost : costs) {
    CAPTURE(cost.memory_kib);
    CAPTURE(cost.passes);
    slot.cost = cost;
    CHECK(code_of_unwrap(slot, diary, passphrase()) == Code::kSlotDamaged);
  }
}

// The data key of a slot, computed from the slot's bytes by the description in slot.h alone.
std::string open_by_hand(const std::string& slot, const Id& diary, const Credential& credential) {
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  const SecretBytes device = credential.device_secret({});
  const SecretBytes& shown = device.size() > 0 ? device : credential.secret();
  const std::string secret(shown.span().begin(), shown.span().end());
  const std::string id(diary.view());
  std::string ikm = secret;
  if (credential.kind() == CredentialKind::kPassphrase) {
    ikm.assign(32, '\0');
    REQUIRE(crypto_pwhash(reinterpret_cast<unsigned char*>(ikm.data()), 32, secret.data(),
                          secret.size(), bytes(slot.substr(25, 16)), credential.cost().passes,
                          size_t{credential.cost().memory_kib} * 1024,
                          crypto_pwhash_ALG_ARGON2ID13) == 0);
  }
  const std::string context = "lamella/slot/v1" + id + slot.substr(0, 43);
  unsigned char okm[64];
  crypto_generichash(okm, sizeof okm, bytes(context), context.size(), bytes(ikm), ikm.size());
  CHECK(slot.substr(43, 32) == std::string(okm + 32, okm + 64));
  const std::string bound = std::string("LMK1\0\0\0\0", 8) + id + slot.substr(0, 99);
  std::string data_key(32, '\0');
  CHECK(crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<unsigned char*>(data_key.data()), nullptr, nullptr,
            bytes(slot.substr(99)), 48, bytes(bound), bound.size(), bytes(slot.substr(75, 24)),
            okm) == 0);
  return data_key;
}

TEST_CASE("another program can open a slot from its description") {
  const Id diary = random_id();
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  const std::string expected(data_key.span().begin(), data_key.span().end());
  const Credential credentials[] = {passphrase(), device_key()};
  for (const Credential& credential : credentials) {
    std::string slot;
    append_slot(slot, wrap(credential, diary, data_key));
    CHECK(open_by_hand(slot, diary, credential) == expected);
  }
}

TEST_CASE("two slots of one secret share no byte string") {
  const Id diary = random_id();
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  const Slot a = wrap(device_key(), diary, data_key);
  const Slot b = wrap(device_key(), diary, data_key);
  CHECK(a.id != b.id);
  CHECK(a.commitment != b.commitment);
  CHECK(a.sealed != b.sealed);
}

}  // namespace
}  // namespace lamella::vault
