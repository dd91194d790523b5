#include "vault/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "lamella/error.h"
#include "lamella/version.h"
#include "vault/little_endian.h"

namespace lamella::vault {

namespace {

constexpr size_t kVersionAt = 4;
constexpr size_t kGenerationAt = 8;
constexpr size_t kHashSize = sizeof(base::Hash);
constexpr size_t kHeadSize = 56;
constexpr size_t kMostBytes =
    53 + 2 * kMostSlots * kMostSlotBytes + kMostHeads * kHeadSize + 2 * kHashSize;

[[noreturn]] void damaged(const char* what) { throw Error(Code::kDamaged, what); }

std::string_view view(const Salt& salt) {
  return {reinterpret_cast<const char*>(salt.data()), salt.size()};
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
  append_number(bytes, keys.pending.size(), 1);
  append_number(bytes, keys.heads.size(), 2);
  for (const Slot& slot : keys.slots) append_slot(bytes, slot);
  for (const Slot& slot : keys.pending) append_slot(bytes, slot);
  for (const Head& head : keys.heads) {
    bytes += head.replica.view();
    append_number(bytes, head.seq, 8);
    bytes += base::view(head.chain);
  }
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

// What follows the frame's first 8 bytes. After a failed read all later ones fail.
class BodyReader {
 public:
  explicit BodyReader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t number(size_t size) {
    const std::optional<std::string_view> taken = bytes_.take(size);
    return taken ? read_number(*taken) : 0;
  }
  template <size_t size>
  void fill(std::array<uint8_t, size>& to) {
    const std::optional<std::string_view> taken = bytes_.take(size);
    if (taken) std::copy(taken->begin(), taken->end(), to.begin());
  }
  std::vector<Slot> slots(uint64_t count) {
    std::vector<Slot> slots;
    for (uint64_t i = 0; i < count; ++i) {
      std::optional<Slot> slot = take_slot(bytes_);
      if (!slot) damaged("the key file is damaged: a slot ends early");
      slots.push_back(std::move(*slot));
    }
    return slots;
  }
  bool done() const { return bytes_.done(); }

 private:
  base::ByteReader bytes_;
};

}  // namespace

std::string serialize(const KeyFile& keys) {
  if (keys.slots.empty() || keys.slots.size() > kMostSlots || keys.pending.size() > kMostSlots ||
      keys.heads.size() > kMostHeads) {
    throw Error(Code::kInvalidArgument, "a key file has 1 to 32 slots and at most 256 replicas");
  }
  std::string bytes = body(keys);
  bytes += base::view(keys.mac);
  bytes += base::view(base::blake2b_256({bytes}));
  return bytes;
}

KeyFile parse_key_file(std::string_view bytes) {
  if (bytes.size() > kMostBytes) damaged("the key file is damaged: it is too long");
  check_frame(bytes);
  bytes.remove_suffix(kHashSize);
  BodyReader reader(bytes.substr(kGenerationAt));
  KeyFile keys;
  keys.generation = reader.number(8);
  reader.fill(keys.diary.bytes);
  reader.fill(keys.database_salt);
  const uint64_t created = reader.number(1);
  const uint64_t slots = reader.number(1);
  const uint64_t pending = reader.number(1);
  const uint64_t heads = reader.number(2);
  if (created > 1 || slots == 0 || slots > kMostSlots || pending > kMostSlots ||
      heads > kMostHeads) {
    damaged("the key file is damaged: its numbers are out of range");
  }
  keys.created = created == 1;
  keys.slots = reader.slots(slots);
  keys.pending = reader.slots(pending);
  keys.heads.resize(heads);
  for (Head& head : keys.heads) {
    reader.fill(head.replica.bytes);
    head.seq = reader.number(8);
    reader.fill(head.chain);
  }
  reader.fill(keys.mac);
  if (!reader.done()) damaged("the key file is damaged: its numbers contradict its length");
  return keys;
}

void authenticate(KeyFile& keys, const SecretBytes& data_key) { keys.mac = mac_of(keys, data_key); }

void verify(const KeyFile& keys, const SecretBytes& data_key) {
  const base::Hash expected = mac_of(keys, data_key);
  if (sodium_memcmp(expected.data(), keys.mac.data(), expected.size()) != 0) {
    damaged("the key file fails its authentication");
  }
}

KeyFiles read_key_files(const DiaryFiles& files) {
  KeyFiles found;
  std::optional<Error> failure;
  std::vector<std::string> read;
  for (const std::string& path : {files.keys(), files.second_keys()}) {
    try {
      std::optional<std::string> bytes = read_file(path, kMostBytes);
      if (!bytes) continue;
      found.copies.push_back(parse_key_file(*bytes));
      read.push_back(std::move(*bytes));
    } catch (const Error& error) {
      if (error.code() == Code::kTooNew) throw;
      if (!failure || error.code() != Code::kDamaged) failure = error;
    }
  }
  if (found.copies.empty() && failure) throw Error(*failure);
  found.are_equal = read.size() == 2 && read[0] == read[1];
  std::stable_sort(found.copies.begin(), found.copies.end(),
                   [](const KeyFile& a, const KeyFile& b) { return a.generation > b.generation; });
  return found;
}

void write_key_file(const DiaryFiles& files, const KeyFile& keys) {
  const std::string bytes = serialize(keys);
  replace_file(files.folder, files.second_keys(), bytes);
  replace_file(files.folder, files.keys(), bytes);
}

}  // namespace lamella::vault
