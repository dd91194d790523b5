#include "vault/key_file.h"

#include <sodium.h>

#include <algorithm>

#include "lamella/error.h"
#include "lamella/version.h"
#include "vault/little_endian.h"

namespace lamella::vault {

namespace {

constexpr size_t kVersionAt = 4;
constexpr size_t kGenerationAt = 8;
constexpr size_t kDiaryAt = 16;
constexpr size_t kSaltAt = 32;
constexpr size_t kCreatedAt = 48;
constexpr size_t kSlotCountAt = 49;
constexpr size_t kSlotsAt = 50;
constexpr size_t kHashSize = sizeof(base::Hash);
constexpr size_t kTailSize = 2 * kHashSize;  // MAC and checksum
constexpr size_t kMostBytes = kSlotsAt + kMostSlots * kSlotSize + kTailSize;

[[noreturn]] void damaged(const char* what) { throw Error(Code::kDamaged, what); }

std::string_view view(const Salt& salt) {
  return {reinterpret_cast<const char*>(salt.data()), salt.size()};
}

template <size_t size>
void copy(std::string_view bytes, size_t at, std::array<uint8_t, size>& to) {
  std::copy_n(bytes.begin() + static_cast<ptrdiff_t>(at), size, to.begin());
}

// Everything that the MAC covers.
std::string body(const KeyFile& keys) {
  std::string bytes(kKeyFileMagic);
  append_number(bytes, kFormat, 4);
  append_number(bytes, keys.generation, 8);
  bytes += keys.diary.view();
  bytes += view(keys.database_salt);
  append_number(bytes, keys.created ? 1 : 0, 1);
  append_number(bytes, keys.slots.size(), 1);
  for (const Slot& slot : keys.slots) append_slot(bytes, slot);
  return bytes;
}

base::Hash keyed_hash(const uint8_t* key, size_t key_size, std::string_view bytes) {
  base::Hash hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), key, key_size);
  return hash;
}

base::Hash mac_of(const KeyFile& keys, const SecretBytes& data_key) {
  base::require_sodium();
  constexpr std::string_view kUse = "lamella/key-file-mac/v1";
  SecretBytes subkey(kHashSize);
  crypto_generichash(subkey.data(), subkey.size(),
                     reinterpret_cast<const unsigned char*>(kUse.data()), kUse.size(),
                     data_key.data(), data_key.size());
  return keyed_hash(subkey.data(), subkey.size(), body(keys));
}

// Magic, version and checksum have the same places in every version, so that a damaged file is not
// taken for a newer one.
void check_frame(std::string_view bytes) {
  if (bytes.size() < kGenerationAt + kHashSize || !bytes.starts_with(kKeyFileMagic)) {
    damaged("the key file is damaged: it has no beginning");
  }
  const std::string_view content = bytes.substr(0, bytes.size() - kHashSize);
  if (base::view(base::blake2b_256({content})) != bytes.substr(content.size())) {
    damaged("the key file is damaged: its checksum does not fit");
  }
  if (read_number(bytes.substr(kVersionAt, 4)) > kFormat) {
    throw Error(Code::kTooNew, "a newer version wrote the key file");
  }
}

}  // namespace

std::string serialize(const KeyFile& keys) {
  if (keys.slots.empty() || keys.slots.size() > kMostSlots) {
    throw Error(Code::kInvalidArgument, "a key file has 1 to 32 slots");
  }
  std::string bytes = body(keys);
  bytes += base::view(keys.mac);
  bytes += base::view(base::blake2b_256({bytes}));
  return bytes;
}

KeyFile parse_key_file(std::string_view bytes) {
  if (bytes.size() > kMostBytes) damaged("the key file is damaged: it is too long");
  check_frame(bytes);
  if (bytes.size() < kSlotsAt + kTailSize) damaged("the key file is damaged: it is too short");
  const uint64_t created = read_number(bytes.substr(kCreatedAt, 1));
  const uint64_t count = read_number(bytes.substr(kSlotCountAt, 1));
  if (created > 1 || count == 0 || count > kMostSlots ||
      bytes.size() != kSlotsAt + count * kSlotSize + kTailSize) {
    damaged("the key file is damaged: its numbers contradict each other");
  }
  KeyFile keys;
  keys.generation = read_number(bytes.substr(kGenerationAt, 8));
  copy(bytes, kDiaryAt, keys.diary.bytes);
  copy(bytes, kSaltAt, keys.database_salt);
  keys.created = created == 1;
  for (size_t i = 0; i < count; ++i) {
    keys.slots.push_back(read_slot(bytes.substr(kSlotsAt + i * kSlotSize, kSlotSize)));
  }
  copy(bytes, kSlotsAt + count * kSlotSize, keys.mac);
  return keys;
}

void authenticate(KeyFile& keys, const SecretBytes& data_key) { keys.mac = mac_of(keys, data_key); }

void verify(const KeyFile& keys, const SecretBytes& data_key) {
  const base::Hash expected = mac_of(keys, data_key);
  if (sodium_memcmp(expected.data(), keys.mac.data(), expected.size()) != 0) {
    damaged("the key file fails its authentication");
  }
}

std::optional<KeyFile> read_key_file(const DiaryFiles& files) {
  std::optional<KeyFile> best;
  std::optional<Error> failure;
  for (const std::string& path : {files.keys(), files.second_keys()}) {
    try {
      const std::optional<std::string> bytes = read_file(path, kMostBytes);
      if (!bytes) continue;
      KeyFile keys = parse_key_file(*bytes);
      if (!best || keys.generation > best->generation) best = std::move(keys);
    } catch (const Error& error) {
      if (error.code() == Code::kTooNew) throw;
      if (!failure || error.code() != Code::kDamaged) failure = error;
    }
  }
  if (!best && failure) throw Error(*failure);
  return best;
}

void write_key_file(const DiaryFiles& files, const KeyFile& keys) {
  const std::string bytes = serialize(keys);
  replace_file(files.folder, files.second_keys(), bytes);
  replace_file(files.folder, files.keys(), bytes);
}

}  // namespace lamella::vault
