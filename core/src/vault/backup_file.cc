#include "vault/backup_file.h"

#include <sodium.h>

#include <algorithm>
#include <string_view>

#include "base/hash.h"
#include "lamella/error.h"
#include "lamella/version.h"
#include "vault/connection.h"
#include "vault/files.h"
#include "vault/little_endian.h"
#include "vault/slot.h"

namespace lamella::vault {

namespace {

constexpr std::string_view kMagic = "LMB1";
constexpr size_t kFrameSize = 12;
constexpr size_t kMostKeyBytes = size_t{1} << 17;
constexpr size_t kMacSize = sizeof(base::Hash);
constexpr size_t kAtOnce = size_t{1} << 20;

[[noreturn]] void damaged(const char* what) { throw Error(Code::kDamaged, what); }

class Mac {
 public:
  explicit Mac(const SecretBytes& data_key) {
    base::require_sodium();
    constexpr std::string_view kUse = "lamella/backup-mac/v1";
    SecretBytes subkey(kMacSize);
    crypto_generichash(subkey.data(), subkey.size(),
                       reinterpret_cast<const unsigned char*>(kUse.data()), kUse.size(),
                       data_key.data(), data_key.size());
    crypto_generichash_init(&state_, subkey.data(), subkey.size(), kMacSize);
  }
  Mac(const Mac&) = delete;
  Mac& operator=(const Mac&) = delete;
  ~Mac() { sodium_memzero(&state_, sizeof state_); }

  void update(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  base::Hash finish() {
    base::Hash hash;
    crypto_generichash_final(&state_, hash.data(), hash.size());
    return hash;
  }

 private:
  crypto_generichash_state state_;
};

std::string head_of(const KeyFile& keys) {
  const std::string block = serialize(keys);
  std::string head(kMagic);
  append_number(head, kFormat, 4);
  append_number(head, block.size(), 4);
  return head + block;
}

// The key file in front of a backup.
KeyFile read_head(FileReader& file) {
  const std::string frame = file.read(kFrameSize);
  if (frame.size() < kFrameSize || !frame.starts_with(kMagic)) damaged("the file is no backup");
  if (read_number(std::string_view(frame).substr(4, 4)) > kFormat) {
    throw Error(Code::kTooNew, "a newer version wrote the backup");
  }
  const uint64_t size = read_number(std::string_view(frame).substr(8, 4));
  if (size > kMostKeyBytes) damaged("the backup is damaged: its key block is too long");
  return parse_key_file(file.read(size));
}

// The pages that follow the head, and the MAC at the end.
template <typename Use>
uint64_t read_pages(FileReader& file, const KeyFile& keys, const SecretBytes& data_key, Task* task,
                    const Use& use) {
  Mac mac(data_key);
  mac.update(head_of(keys));
  uint64_t done = 0;
  std::string bytes = file.read(kAtOnce + kMacSize);
  while (bytes.size() > kMacSize) {
    report(task, done, 0);
    const std::string_view pages(bytes.data(), std::min(kAtOnce, bytes.size() - kMacSize));
    mac.update(pages);
    use(pages);
    done += pages.size();
    bytes = bytes.substr(pages.size()) + file.read(pages.size());
  }
  const base::Hash expected = mac.finish();
  if (bytes.size() != kMacSize ||
      sodium_memcmp(expected.data(), bytes.data(), expected.size()) != 0) {
    damaged("the backup fails its authentication: it was cut or changed");
  }
  if (done == 0 || done % kPageSize != 0) damaged("the backup does not hold whole pages");
  return done;
}

}  // namespace

void write_backup(const std::string& database, const KeyFile& keys, const SecretBytes& data_key,
                  const std::string& target, Task* task) {
  FileReader pages(database);
  FileWriter backup(target);
  Mac mac(data_key);
  uint64_t done = 0;
  for (std::string bytes = head_of(keys); !bytes.empty(); bytes = pages.read(kAtOnce)) {
    report(task, done, 0);
    mac.update(bytes);
    backup.write(bytes);
    done += bytes.size();
  }
  backup.write(base::view(mac.finish()));
  backup.finish();
}

VerifiedBackup verify_backup(const std::string& path, const Credential& credential, Task* task) {
  FileReader file(path);
  VerifiedBackup backup;
  backup.keys = read_head(file);
  backup.data_key = unwrap(backup.keys.slots, backup.keys.diary, credential).data_key;
  verify(backup.keys, backup.data_key);
  backup.bytes = read_pages(file, backup.keys, backup.data_key, task, [](std::string_view) {});
  return backup;
}

void extract_database(const std::string& path, const VerifiedBackup& backup,
                      const std::string& database, Task* task) {
  FileReader file(path);
  const KeyFile keys = read_head(file);
  if (keys.mac != backup.keys.mac) damaged("the backup was changed while it was read");
  FileWriter pages(database);
  read_pages(file, keys, backup.data_key, task,
             [&](std::string_view bytes) { pages.write(bytes); });
  pages.finish();
}

}  // namespace lamella::vault
