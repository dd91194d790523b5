// The keys of an open diary: every way in, and every change of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lamella/diary.h"
#include "vault/key_file.h"
#include "vault/recovery_code.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::device_key;
using vault_test::make_diary;
using vault_test::number;
using vault_test::octets;
using vault_test::open;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;
using vault_test::write_key_bytes;

Id add(Vault& vault, const Credential& credential) {
  Id id;
  vault.change_keys([&](Keyring& keys) { id = keys.add(credential); });
  return id;
}

void remove(Vault& vault, const Id& slot) {
  vault.change_keys([&](Keyring& keys) { keys.remove(slot); });
}

std::string text_of(const SecretBytes& secret) {
  return {reinterpret_cast<const char*>(secret.data()), secret.size()};
}

// A diary with one slot of each kind, and what opens them.
struct FourWays {
  explicit FourWays(const std::string& path) {
    credentials.push_back(passphrase());
    credentials.push_back(device_key());
    credentials.push_back(Credential::recovery_code(text_of(new_recovery_code())));
    credentials.push_back(Credential::both(passphrase("1234"), device_key(9)));
    const auto vault = Vault::create(path, credentials.front());
    for (size_t i = 1; i < credentials.size(); ++i) add(*vault, credentials[i]);
  }
  std::vector<Credential> credentials;
};

TEST_CASE("each kind of slot opens the diary, and its half or its neighbour does not") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const FourWays ways(path);
  for (const Credential& credential : ways.credentials) {
    CAPTURE(name(credential.kind()));
    CHECK(code_of_open(path, credential) == Code::kOk);
  }
  CHECK(code_of_open(path, passphrase("1234")) == Code::kWrongSecret);
  CHECK(code_of_open(path, device_key(9)) == Code::kWrongSecret);
  CHECK(code_of_open(path, Credential::both(passphrase("1234"), device_key(8))) ==
        Code::kWrongSecret);
  CHECK(code_of_open(path, Credential::both(passphrase("4321"), device_key(9))) ==
        Code::kWrongSecret);
  CHECK(code_of_open(path, Credential::recovery_code(text_of(new_recovery_code()))) ==
        Code::kWrongSecret);
}

TEST_CASE("the slots say what they are, and which one opened the diary") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const FourWays ways(path);
  const auto vault = open(path, ways.credentials[2]);
  const std::vector<KeySlot> slots = vault->keys();
  REQUIRE(slots.size() == 4);
  for (size_t i = 0; i < slots.size(); ++i) {
    CAPTURE(i);
    CHECK(slots[i].kind == ways.credentials[i].kind());
    CHECK(slots[i].opened == (i == 2));
    CHECK(slots[i].portable == (i == 0 || i == 2));
  }
  CHECK(slots[0].cost.memory_kib == 8);
}

TEST_CASE("a removed key opens nothing, and the last portable one stays") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const FourWays ways(path);
  const auto vault = open(path, ways.credentials[1]);
  const std::vector<KeySlot> slots = vault->keys();
  CHECK(code_of([&] { remove(*vault, random_id()); }) == Code::kNotFound);
  remove(*vault, slots[0].id);
  const std::string before = read_bytes(path + "-keys");
  CHECK(code_of([&] { remove(*vault, slots[2].id); }) == Code::kLastPortableSlot);
  CHECK(read_bytes(path + "-keys") == before);
  CHECK(read_bytes(path + "-keys.bak") == before);
  vault->close();
  CHECK(code_of_open(path, ways.credentials[0]) == Code::kNoSuchKey);
  CHECK(code_of_open(path, ways.credentials[2]) == Code::kOk);
}

TEST_CASE("a diary of device keys alone keeps one") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key(1));
  const Id second = add(*vault, device_key(2));
  remove(*vault, second);
  CHECK(code_of([&] { remove(*vault, vault->keys().front().id); }) == Code::kLastPortableSlot);
}

TEST_CASE("a new passphrase takes the place of the old one without a page of the database") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path, passphrase("old"));
  const auto vault = open(path, passphrase("old"));
  const std::string database = read_bytes(path);
  Id id;
  vault->change_keys(
      [&](Keyring& keys) { id = keys.replace(keys.slots().front().id, passphrase("new")); });
  CHECK(read_bytes(path) == database);
  CHECK(vault->keys().size() == 1);
  CHECK(vault->keys().front().id == id);
  CHECK(vault->keys().front().opened);
  vault->close();
  CHECK(code_of_open(path, passphrase("old")) == Code::kWrongSecret);
  CHECK(code_of_open(path, passphrase("new")) == Code::kOk);
}

TEST_CASE("a diary that was opened to read keeps its keys") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const auto vault = open(path, device_key(), true);
  CHECK(vault->keys().size() == 1);
  CHECK(code_of([&] { add(*vault, passphrase()); }) == Code::kReadOnly);
}

TEST_CASE("a diary has at most 32 slots") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  for (uint8_t i = 1; i < 32; ++i) add(*vault, device_key(i));
  CHECK(code_of([&] { add(*vault, device_key(99)); }) == Code::kInvalidArgument);
  CHECK(vault->keys().size() == 32);
}

TEST_CASE("a key store is asked for what it wrapped, and its answers are told apart") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const std::vector<uint8_t> key(32, 5);
  make_diary(path, Credential::wrapped_device_key(key, "blob of the key store"));
  std::string asked;
  const auto store = [&](std::string_view blob) {
    asked = blob;
    return SecretBytes(key);
  };
  CHECK(code_of_open(path, Credential::device_key(store)) == Code::kOk);
  CHECK(asked == "blob of the key store");
  const auto fails = [&](Code code) {
    return code_of_open(path, Credential::device_key([code](std::string_view) -> SecretBytes {
                          throw Error(code, "the key store says no");
                        }));
  };
  CHECK(fails(Code::kKeyUnavailableNow) == Code::kKeyUnavailableNow);
  CHECK(fails(Code::kNoSuchKey) == Code::kNoSuchKey);
  CHECK(code_of_open(path, Credential::device_key([](std::string_view) {
                       return SecretBytes(16);
                     })) == Code::kInvalidArgument);
  CHECK(code_of_open(path, device_key(5)) == Code::kOk);
  CHECK(code_of([&] { Vault::create(folder / "new.db", Credential::device_key(store)); }) ==
        Code::kInvalidArgument);
  CHECK(code_of([&] { Credential::wrapped_device_key(key, std::string(1025, 'b')); }) ==
        Code::kInvalidArgument);
}

TEST_CASE("a recovery code survives handwriting, and a slip of the pen is noticed") {
  const SecretBytes bits = SecretBytes::random(kRecoveryBytes);
  const std::string code = text_of(spell_recovery_code(bits));
  CHECK(code.size() == 34 + 8);
  const auto same = [&](const std::string& text) {
    const SecretBytes read = read_recovery_code(text);
    return std::equal(read.span().begin(), read.span().end(), bits.span().begin());
  };
  CHECK(same(code));
  std::string lower = code;
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '0') c = 'o';
    if (c == '1') c = 'l';
    if (c == '-') c = ' ';
  }
  CHECK(same(lower));
  int noticed = 0;
  int slips = 0;
  for (size_t at = 0; at < code.size(); ++at) {
    if (code[at] == '-') continue;
    std::string slip = code;
    slip[at] = code[at] == '7' ? '8' : '7';
    ++slips;
    noticed += code_of([&] { read_recovery_code(slip); }) == Code::kInvalidArgument ? 1 : 0;
  }
  CHECK(noticed >= slips - 1);  // 10 check bits let one in 1,024 pass
  CHECK(code_of([&] { read_recovery_code(code.substr(1)); }) == Code::kInvalidArgument);
  CHECK(code_of([&] { read_recovery_code(code + "0"); }) == Code::kInvalidArgument);
  CHECK(code_of([&] { read_recovery_code("U" + code.substr(1)); }) == Code::kInvalidArgument);
  CHECK(code_of([&] { read_recovery_code(""); }) == Code::kInvalidArgument);
}

TEST_CASE("another program can read a recovery code from its description") {
  SecretBytes bits(kRecoveryBytes);
  for (size_t i = 0; i < bits.size(); ++i) bits.data()[i] = static_cast<uint8_t>(i * 13);
  // Base 32 by Python's base64.b32encode with Crockford's letters; check characters by hashlib.
  CHECK(text_of(spell_recovery_code(bits)) == "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-P8");
}

}  // namespace
}  // namespace lamella::vault
