#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "vault/key_file.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::device_key;
using vault_test::make_diary;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;
using vault_test::write_key_bytes;

constexpr size_t kVersionAt = 4;

KeyFile sample(const SecretBytes& data_key) {
  KeyFile keys;
  keys.generation = 41;
  keys.diary = random_id();
  base::fill_random(keys.database_salt);
  keys.created = true;
  keys.slots = {wrap(device_key(), keys.diary, data_key), wrap(passphrase(), keys.diary, data_key)};
  keys.pending = {wrap(device_key(), keys.diary, SecretBytes::random(kDataKeySize))};
  keys.heads = {{random_id(), 5, {}}, {random_id(), UINT64_MAX, {}}};
  keys.heads[1].chain.fill(9);
  authenticate(keys, data_key);
  return keys;
}

// As an attacker would who can write files: the checksum fits again.
std::string with_checksum(std::string bytes) {
  bytes.resize(bytes.size() - 32);
  bytes += base::view(base::blake2b_256({bytes}));
  return bytes;
}

TEST_CASE("a key file comes back from its bytes") {
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  const KeyFile keys = sample(data_key);
  const std::string bytes = serialize(keys);
  CHECK(bytes.size() == 53 + 3 * 147 + 2 * 56 + 64);
  const KeyFile back = parse_key_file(bytes);
  CHECK(back.generation == 41);
  CHECK(back.diary == keys.diary);
  CHECK(back.database_salt == keys.database_salt);
  CHECK(back.created);
  CHECK(back.slots.size() == 2);
  CHECK(back.pending.size() == 1);
  CHECK(back.heads == keys.heads);
  CHECK(serialize(back) == bytes);
  CHECK_NOTHROW(verify(back, data_key));
}

TEST_CASE("adding, removing or swapping slots and going back a generation need the data key") {
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  const KeyFile keys = sample(data_key);
  KeyFile fewer = keys;
  fewer.slots.pop_back();
  KeyFile swapped = keys;
  std::swap(swapped.slots[0], swapped.slots[1]);
  KeyFile older = keys;
  --older.generation;
  KeyFile unmade = keys;
  unmade.created = false;
  KeyFile headless = keys;
  headless.heads.pop_back();
  for (const KeyFile& forged : {fewer, swapped, older, unmade, headless}) {
    CHECK(code_of([&] { verify(forged, data_key); }) == Code::kDamaged);
  }
  CHECK(code_of([&] { verify(keys, SecretBytes::random(kDataKeySize)); }) == Code::kDamaged);
}

TEST_CASE("a key file holds 1 to 32 slots") {
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys = sample(data_key);
  keys.slots.resize(kMostSlots, keys.slots[0]);
  CHECK(parse_key_file(serialize(keys)).slots.size() == kMostSlots);
  keys.slots.push_back(keys.slots[0]);
  CHECK(code_of([&] { serialize(keys); }) == Code::kInvalidArgument);
  keys.slots.clear();
  CHECK(code_of([&] { serialize(keys); }) == Code::kInvalidArgument);
}

TEST_CASE("a key file cut or lengthened anywhere is damaged") {
  const std::string bytes = serialize(sample(SecretBytes::random(kDataKeySize)));
  for (size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK(code_of([&] { parse_key_file(bytes.substr(0, size)); }) == Code::kDamaged);
    if (size < 32) continue;
    const std::string resealed = with_checksum(bytes.substr(0, size));
    CHECK(code_of([&] { parse_key_file(resealed); }) == Code::kDamaged);
  }
  CHECK(code_of([&] { parse_key_file(bytes + '\0'); }) == Code::kDamaged);
  CHECK(code_of([&] { parse_key_file(std::string(1 << 20, 'L')); }) == Code::kDamaged);
}

TEST_CASE("a key file with any byte flipped in both copies never opens") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string bytes = read_bytes(path + "-keys");
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int mask : {0x01, 0x80}) {
      CAPTURE(at);
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ mask);
      write_key_bytes(path, flipped);
      CHECK(code_of_open(path) == Code::kDamaged);
    }
  }
  write_key_bytes(path, bytes);
  CHECK(code_of_open(path) == Code::kOk);
}

TEST_CASE("a key file that was forged with a fitting checksum never opens") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path, passphrase());
  const std::string bytes = read_bytes(path + "-keys");
  for (size_t at = 0; at + 32 < bytes.size(); ++at) {
    for (const int mask : {0x01, 0x80}) {
      CAPTURE(at);
      std::string forged = bytes;
      forged[at] = static_cast<char>(forged[at] ^ mask);
      write_key_bytes(path, with_checksum(forged));
      const Code code = code_of_open(path, passphrase());
      CAPTURE(name(code));
      CHECK((code == Code::kDamaged || code == Code::kTooNew || code == Code::kWrongSecret ||
             code == Code::kSlotDamaged || code == Code::kNoSuchKey));
    }
  }
  write_key_bytes(path, bytes);
  CHECK(code_of_open(path, passphrase()) == Code::kOk);
}

TEST_CASE("one intact copy of the key file opens the diary, and writing mends the other") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string bytes = read_bytes(path + "-keys");
  for (const std::string& victim : {path + "-keys", path + "-keys.bak"}) {
    CAPTURE(victim);
    write_bytes(victim, "");
    CHECK(code_of_open(path, device_key(), true) == Code::kOk);
    CHECK(read_bytes(victim).empty());  // reading mends nothing
    CHECK(code_of_open(path) == Code::kOk);
    CHECK(read_bytes(victim) == bytes);
    std::filesystem::remove(victim);
    CHECK(code_of_open(path) == Code::kOk);
    CHECK(read_bytes(victim) == bytes);
  }
}

TEST_CASE("a copy that was forged does not shut out the intact one") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string bytes = read_bytes(path + "-keys");
  constexpr size_t kGenerationAt = 8;
  constexpr size_t kCommitmentAt = 53 + 43;
  for (const size_t at : {kGenerationAt, kCommitmentAt}) {
    CAPTURE(at);
    std::string forged = bytes;
    forged[at] = static_cast<char>(forged[at] ^ 64);
    write_bytes(path + "-keys", with_checksum(forged));
    CHECK(code_of_open(path) == Code::kOk);
    CHECK(read_bytes(path + "-keys") == bytes);
  }
}

TEST_CASE("the copy of the higher generation counts") {
  const TempFolder folder;
  const DiaryFiles files = find_files(folder / "diary.db");
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys = sample(data_key);
  write_key_file(files, keys);
  CHECK(read_bytes(files.keys()) == read_bytes(files.second_keys()));
  ++keys.generation;
  authenticate(keys, data_key);
  write_bytes(files.second_keys(), serialize(keys));  // an update that stopped half-way
  const KeyFiles found = read_key_files(files);
  REQUIRE(found.copies.size() == 2);
  CHECK(found.copies[0].generation == 42);
  CHECK_FALSE(found.are_equal);
  CHECK(read_key_files(find_files(folder / "other.db")).copies.empty());
}

TEST_CASE("a key file of a newer version is told apart and left alone") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  std::string newer = read_bytes(path + "-keys");
  ++newer[kVersionAt];
  newer = with_checksum(newer);
  write_bytes(path + "-keys.bak", newer);  // a newer version stopped in its update
  CHECK(code_of_open(path) == Code::kTooNew);
  write_bytes(path + "-keys", newer);
  CHECK(code_of_open(path) == Code::kTooNew);
  CHECK(read_bytes(path + "-keys") == newer);
}

TEST_CASE("key files are for their owner alone, and leave no drafts") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  using std::filesystem::perms;
  for (const std::string& copy : {path + "-keys", path + "-keys.bak"}) {
    CHECK(std::filesystem::status(copy).permissions() == (perms::owner_read | perms::owner_write));
    CHECK_FALSE(std::filesystem::exists(copy + ".tmp"));
  }
}

}  // namespace
}  // namespace lamella::vault
