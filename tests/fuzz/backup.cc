// A backup to restore. The first byte chooses how much of it the input makes:
//
//   0   the whole file
//   1   key block without checksum, after its length in two bytes, and the pages; checksum, one
//       device slot and both MACs are made here, as by an author who has the key
//   2   as 1, after the place, in four bytes, of a byte that is changed at the end: must not
//   verify;
//       the pages are made whole, so that nothing but the change is wrong
//
// tests/fuzz/diary_file.cc has pages that decrypt.
#include <algorithm>
#include <filesystem>

#include "faults/folder.h"
#include "fuzz.h"
#include "lamella/diary.h"
#include "vault/backup_file.h"
#include "vault/connection.h"
#include "vault/key_file.h"

namespace lamella {
namespace {

using fuzz::require;

enum Shape : uint8_t { kWhole, kSealed, kChanged, kShapes };

class Workplace {
 public:
  std::string backup() const { return folder_ / "backup"; }
  std::string pages() const { return folder_ / "pages"; }
  std::string diary() const { return folder_.diary(); }
  void clear() const { folder_.replace_with({}); }

 private:
  faults::Folder folder_;
};

const Credential& credential() {
  static const Credential credential = Credential::device_key(fuzz::kKey);
  return credential;
}

// False for a key block that does not parse: nothing is behind it.
bool write_sealed(const Workplace& place, fuzz::Input& input, bool whole_pages) {
  static const SecretBytes data_key{std::span<const uint8_t>(fuzz::kKey)};
  const size_t size = input.pair();
  std::string block(input.take(size));
  block += base::view(base::blake2b_256({block}));
  vault::KeyFile keys;
  if (fuzz::code_of([&] { keys = vault::parse_key_file(block); }) != Code::kOk) return false;
  const auto slot = std::ranges::find(keys.slots, static_cast<uint8_t>(CredentialKind::kDeviceKey),
                                      &vault::Slot::kind);
  if (slot != keys.slots.end()) {
    *slot = vault::wrap_like(*slot, credential(), keys.diary, data_key);
  }
  vault::authenticate(keys, data_key);
  std::string pages(input.rest());
  if (whole_pages) {
    pages.resize((pages.size() / vault::kPageSize + 1) * vault::kPageSize);
  }
  faults::write_bytes(place.pages(), pages);
  vault::write_backup(place.pages(), keys, data_key, place.backup(), nullptr);
  return true;
}

Code verify(const std::string& path) {
  return fuzz::code_of([&] { vault::verify_backup(path, credential(), nullptr); });
}

void change_one_byte(const std::string& path, uint64_t place) {
  std::string bytes = faults::read_bytes(path);
  char& byte = bytes[place % bytes.size()];
  byte = static_cast<char>(byte ^ 1);
  faults::write_bytes(path, bytes);
}

// Pages that do not decrypt make no diary, and leave nothing that opens.
void restore(const Workplace& place) {
  const Code verified = verify(place.backup());
  const Code restored =
      fuzz::code_of([&] { Diary::restore_backup(place.backup(), credential(), place.diary()); });
  require(restored != Code::kOk, "a diary needs pages under its data key");
  require(verified == Code::kOk || restored == verified, "restoring begins with verifying");
  require(!std::filesystem::exists(place.diary()), "a restore that failed leaves no database");
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  static const Workplace place;
  place.clear();
  fuzz::Input input(data, size);
  const uint8_t shape = input.byte() % kShapes;
  if (shape == kWhole) {
    faults::write_bytes(place.backup(), input.rest());
    restore(place);
    return 0;
  }
  const uint64_t changed = shape == kChanged ? input.pair() | input.pair() << 16 : 0;
  if (!write_sealed(place, input, shape == kChanged)) return 0;
  if (shape == kSealed) {
    restore(place);
  } else {
    change_one_byte(place.backup(), changed);
    require(verify(place.backup()) != Code::kOk, "a backup that was changed does not verify");
  }
  return 0;
}
