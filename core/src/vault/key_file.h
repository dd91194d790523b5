// The key file beside the database: `<database>-keys` and its second copy `<database>-keys.bak`.
// README.md has the layout of its bytes.
#ifndef LAMELLA_SRC_VAULT_KEY_FILE_H_
#define LAMELLA_SRC_VAULT_KEY_FILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "lamella/id.h"
#include "lamella/secret.h"
#include "vault/files.h"
#include "vault/head.h"
#include "vault/slot.h"

namespace lamella::vault {

inline constexpr size_t kMostSlots = 32;
inline constexpr size_t kMostHeads = 256;

using Salt = std::array<uint8_t, 16>;

struct KeyFile {
  uint64_t generation = 0;  // one more with each update
  Id diary;
  Salt database_salt{};  // the first 16 bytes of the database
  bool created = false;  // the database was made; from then on its absence is a loss
  std::vector<Slot> slots;
  std::vector<Slot> pending;  // of the next data key, while the database is given it
  std::vector<Head> heads;    // as of the last suspend or close: an older database does not reach
  base::Hash mac{};           // of all of the above under the data key
};

// Fails with kInvalidArgument for no slot, or more than 32 slots or 256 heads.
std::string serialize(const KeyFile& keys);
// Takes any bytes. Fails with kDamaged, or kTooNew for an intact key file of a later version.
KeyFile parse_key_file(std::string_view bytes);

// Sets the MAC. It makes adding and removing slots, and going back a generation, need the data key.
void authenticate(KeyFile& keys, const SecretBytes& data_key);
// Fails with kDamaged when the MAC does not fit.
void verify(const KeyFile& keys, const SecretBytes& data_key);

// The copies that are intact, the higher generation first.
struct KeyFiles {
  std::vector<KeyFile> copies;
  bool are_equal = false;  // both are there with the same bytes
};
// No copies when neither is there. Fails with kTooNew when a copy is of a later version, and with
// the reason when none is intact. Mends nothing.
KeyFiles read_key_files(const DiaryFiles& files);
// Writes the second copy, then the first: whenever this stops, one of the two is intact.
void write_key_file(const DiaryFiles& files, const KeyFile& keys);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_KEY_FILE_H_
