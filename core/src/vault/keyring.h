// The unlocked key file of an open diary: which credentials open it, and every change of them.
//
//   Keyring keys = Keyring::unlock(files, read_key_files(files), credential);
//   keys.add(Credential::passphrase(...));
//
// A change writes both copies of the key file before it returns; one that fails changes nothing.
#ifndef LAMELLA_SRC_VAULT_KEYRING_H_
#define LAMELLA_SRC_VAULT_KEYRING_H_

#include <span>
#include <string_view>
#include <vector>

#include "lamella/credential.h"
#include "lamella/id.h"
#include "lamella/keys.h"
#include "vault/files.h"
#include "vault/key_file.h"

namespace lamella::vault {

// The key file of a database that is not made yet, with a slot for each credential.
KeyFile new_key_file(std::span<const Credential> credentials, const SecretBytes& data_key);

bool is_portable(const Slot& slot);

class Keyring {
 public:
  // The keys of a database that is not made yet, written. `leftover` is the generation of a key
  // file that is there, or 0.
  static Keyring create(const DiaryFiles& files, const Credential& credential, uint64_t leftover);
  // From the first copy that `credential` opens and whose MAC fits. Fails as the first one does.
  static Keyring unlock(const DiaryFiles& files, const KeyFiles& found,
                        const Credential& credential);

  bool is_created() const { return keys_.created; }
  uint64_t generation() const { return keys_.generation; }
  const Salt& database_salt() const { return keys_.database_salt; }
  const std::vector<Head>& heads() const { return keys_.heads; }
  // SQLCipher's raw key.
  SecretBytes database_key() const;

  std::vector<KeySlot> slots() const;
  // Fails with kInvalidArgument beyond 32 slots.
  Id add(const Credential& credential);
  // Fails with kNotFound, or kLastPortableSlot.
  void remove(const Id& slot);
  Id replace(const Id& slot, const Credential& credential);
  void mark_created();
  void record(std::vector<Head> heads);
  // Writes the copies anew when one is damaged, missing or older.
  void heal();

  // A new data key, in three steps: the database is given it between the first and the last.
  // `keep` holds the secret of every slot to keep. Fails with kWrongSecret for one that opens no
  // slot, and with kLastPortableSlot. Returns the slots that will be dropped.
  std::vector<KeySlot> begin_rotation(std::span<const Credential> keep);
  SecretBytes next_database_key() const;
  // The database has the next key: so it is from here on, in memory, and heal() writes it.
  void adopt_next();
  void abandon_rotation();
  // A rotation that stopped on the way: the database has one of the two keys.
  bool is_rotating() const { return !keys_.pending.empty(); }
  // Fails with kNoSuchKey when the rotation does not keep the credential.
  void unlock_next(const Credential& credential);

 private:
  Keyring(DiaryFiles files, KeyFile keys, SecretBytes data_key, Id slot, bool is_whole);
  std::vector<Slot>::iterator find(std::vector<Slot>& slots, const Id& id) const;
  KeySlot shown(const Slot& slot) const;
  void write(KeyFile keys);

  DiaryFiles files_;
  KeyFile keys_;
  SecretBytes data_key_;
  SecretBytes next_data_key_;  // while rotating
  Id opened_;                  // the slot that the credential opened
  Id next_opened_;
  bool is_whole_;  // both copies are as they should be
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_KEYRING_H_
