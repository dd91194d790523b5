// A backup: one encrypted file with key slots of its own, whole or not at all.
//
//   magic "LMB1" | version, 4 | size of the key block, 4 | key block: a key file (key_file.h) |
//   the pages of the database under the backup's data key | MAC, 32
//
// The MAC is BLAKE2b-256 of all before it; its key is BLAKE2b-256("lamella/backup-mac/v1") keyed
// with the data key. Nothing of a backup is used before all of it was verified.
#ifndef LAMELLA_SRC_VAULT_BACKUP_FILE_H_
#define LAMELLA_SRC_VAULT_BACKUP_FILE_H_

#include <cstdint>
#include <string>

#include "lamella/credential.h"
#include "lamella/secret.h"
#include "lamella/task.h"
#include "vault/key_file.h"

namespace lamella::vault {

// Writes the backup of the closed database at `database`. Fails with kAlreadyExists when the target
// is there.
void write_backup(const std::string& database, const KeyFile& keys, const SecretBytes& data_key,
                  const std::string& target, Task* task);

struct VerifiedBackup {
  KeyFile keys;
  SecretBytes data_key;
  uint64_t bytes = 0;  // of the database
};

// Reads all of it. Fails with kNotFound, kDamaged for a file that is no backup, was cut or changed,
// kTooNew, or as opening a diary does for the credential.
VerifiedBackup verify_backup(const std::string& path, const Credential& credential, Task* task);

// Writes the database of a verified backup. Fails with kDamaged when the file was changed since.
void extract_database(const std::string& path, const VerifiedBackup& backup,
                      const std::string& database, Task* task);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_BACKUP_FILE_H_
