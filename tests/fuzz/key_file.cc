// A key file without its checksum, which is made here, as the MAC and one device slot are: who can
// write files can make the first, who has a key all of them.
#include "vault/key_file.h"

#include <algorithm>

#include "fuzz.h"
#include "lamella/credential.h"

namespace lamella {
namespace {

using fuzz::require;

void parse(std::string_view bytes, vault::KeyFile& keys) {
  const Code code = fuzz::code_of([&] { keys = vault::parse_key_file(bytes); });
  require(code == Code::kOk || code == Code::kDamaged || code == Code::kTooNew,
          "a key file is parsed, damaged or too new");
  if (code != Code::kOk) return;
  require(vault::serialize(keys) == bytes, "a key file is written as it was read");
  for (const auto* slots : {&keys.slots, &keys.pending}) {
    require(slots->size() <= vault::kMostSlots, "a key file has at most 32 slots");
    require(std::ranges::all_of(
                *slots, [](const vault::Slot& slot) { return slot.blob.size() <= kMostBlobBytes; }),
            "a blob has at most 1,024 bytes");
  }
}

// All but one slot is as the input has it.
void open(vault::KeyFile keys) {
  static const SecretBytes data_key{std::span<const uint8_t>(fuzz::kKey)};
  static const Credential credential = Credential::device_key(fuzz::kKey);
  const auto slot = std::ranges::find(keys.slots, static_cast<uint8_t>(CredentialKind::kDeviceKey),
                                      &vault::Slot::kind);
  const bool has_slot = slot != keys.slots.end();
  if (has_slot) *slot = vault::wrap_like(*slot, credential, keys.diary, data_key);
  vault::authenticate(keys, data_key);
  const vault::KeyFile sealed = vault::parse_key_file(vault::serialize(keys));
  vault::verify(sealed, data_key);
  SecretBytes opened;
  const Code code = fuzz::code_of(
      [&] { opened = vault::unwrap(sealed.slots, sealed.diary, credential).data_key; });
  require(code == (has_slot ? Code::kOk : Code::kNoSuchKey), "the slot that was sealed here opens");
  require(!has_slot || std::ranges::equal(opened.span(), data_key.span()), "with its data key");
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  const std::string_view bytes = fuzz::text_of(data, size);
  vault::KeyFile keys;
  parse(bytes, keys);
  keys = {};
  const std::string whole =
      std::string(bytes) + std::string(base::view(base::blake2b_256({bytes})));
  parse(whole, keys);
  if (!keys.slots.empty()) open(std::move(keys));
  return 0;
}
