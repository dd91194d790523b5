// An open diary file: its keys unlocked, its lock held, its connections proven to encrypt.
//
//   Vault vault = Vault::open(path, credential, {.read_only = false});
//   Transaction write(vault.writer(), Transaction::Kind::kWrite);
//   Vault::Reader reader = vault.reader();  // *reader is a Connection of its own
#ifndef LAMELLA_SRC_VAULT_VAULT_H_
#define LAMELLA_SRC_VAULT_VAULT_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lamella/credential.h"
#include "lamella/keys.h"
#include "lamella/task.h"
#include "vault/keyring.h"
#include "vault/page_reader.h"
#include "vault/sqlite.h"

namespace lamella::vault {

struct VaultOptions {
  bool read_only = false;
  // To read alone: opens a database of which no page may be sound, for page_reader() and heads().
  bool damaged = false;
};

// Thread-safe but for writer(), whose connection the caller's own lock must guard.
class Vault {
 public:
  static std::unique_ptr<Vault> create(const std::string& path, const Credential& credential);
  static std::unique_ptr<Vault> open(const std::string& path, const Credential& credential,
                                     const VaultOptions& options);
  // Makes a diary of a backup, with the backup's key slots. `prepare` may write to the database
  // before it counts. Fails as create() does for the path, and as verify_backup() does.
  static void restore(const std::string& backup, const Credential& credential,
                      const std::string& path, const std::function<void(Connection&)>& prepare,
                      Task* task);
  // Deletes all files of a diary but its lock; no secret is needed for that. Fails with kBusy while
  // it is open, and as open() does where there is no diary.
  static void shred(const std::string& path);
  ~Vault();  // close()

  // Fails with kReadOnly when the vault was opened to read.
  Connection& writer();

  // A reading connection, lent until the end of its life; waits while all are lent out.
  class Reader {
   public:
    Reader(Vault& vault, std::unique_ptr<Connection> connection);
    Reader(Reader&& other) noexcept;
    Reader& operator=(Reader&&) = delete;
    ~Reader();
    Connection& operator*() const { return *connection_; }

   private:
    Vault* vault_;
    std::unique_ptr<Connection> connection_;
  };
  Reader reader();

  std::vector<KeySlot> keys();
  std::vector<Head> heads();
  // Runs `change` on the keys of a diary that was opened to write.
  void change_keys(const std::function<void(Keyring&)>& change);
  // Gives the database a new data key, which the slots of `keep` open; returns the dropped ones.
  // No reader may be lent out. A failure or a power cut leaves the old key or the new one.
  std::vector<KeySlot> rotate(std::span<const Credential> keep);

  // Writes the whole diary to one encrypted file with slots for `credentials`, one of which must be
  // portable. Fails with kAlreadyExists, kLastPortableSlot; then nothing is left at `target`.
  void backup(const std::string& target, std::span<const Credential> credentials, Task* task);

  // A connection of the caller's own that has no page in its memory yet.
  std::unique_ptr<Connection> fresh_reader();
  // Reads the pages of a database that may be damaged. Fails with kDamaged when not one of them
  // verifies, or kMismatch when the database begins with the salt of another key file. `credential`
  // is the one that opened the diary: a rotation that stopped leaves two keys to try.
  PageReader page_reader(const Credential& credential);
  // What is wrong with the pages of the database after a checkpoint, line by line.
  std::vector<std::string> check_pages(bool deep, uint64_t& pages);
  // What is wrong with the key file, which the database saw at `noted_generation`.
  std::vector<std::string> check_key_file(uint64_t noted_generation);
  uint64_t key_generation();

  // Makes what the connections are running fail with kCancelled.
  void interrupt();
  // Gives back the memory of pages that are not in use.
  void release_memory();

  // Moves the write-ahead log into the database and truncates it, unless a reader is in the way.
  // True when it is empty now.
  bool checkpoint();
  // Called after each write: empties the log once it is long, for which new readers wait a moment.
  // A reader that stays lets it grow on; it is tried again when the log has grown by as much again.
  void bound_log() noexcept;

  // Bytes of the database without its write-ahead log, asked of SQLite's own file handle.
  uint64_t file_bytes();

  // Checkpoints, closes all connections, wipes the key, releases the lock. Twice is harmless. All
  // readers must have been given back.
  void close();

 private:
  struct State;
  explicit Vault(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_VAULT_H_
