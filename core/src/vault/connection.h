// How a connection to the database of a diary comes to be: opened, its header read, unlocked with
// the key, proven to encrypt, and set up.
#ifndef LAMELLA_SRC_VAULT_CONNECTION_H_
#define LAMELLA_SRC_VAULT_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/secret.h"
#include "lamella/task.h"
#include "vault/key_file.h"
#include "vault/sqlite.h"

namespace lamella::vault {

inline constexpr uint64_t kPageSize = 4096;
inline constexpr uint64_t kPageReserve = 80;  // at its end: what the page is authenticated with

enum class Access : uint8_t {
  kCreate,     // makes the file if it is not there
  kWrite,      // never makes it
  kRead,       // may make and use the shared memory of the write-ahead log
  kImmutable,  // writes nothing and ignores the write-ahead log, which must be empty
};

// What the SQLite of this build says of itself.
struct Library {
  bool has_codec;
  int sqlite_version;  // 3051003 is 3.51.3
  std::string_view cipher_version;
};
Library library();
// Fails with kNotEncrypted unless the library encrypts and is free of the WAL-reset bug of SQLite
// before 3.51.3.
void require_encryption(const Library& library);

// SQLCipher's raw key, x'<data key><salt>' in hexadecimal: no key derivation at open.
SecretBytes raw_key(const SecretBytes& data_key, const Salt& salt);

// Who uses a connection: any thread (the size of the file is asked from all of them), or one at a
// time.
enum class Threads : uint8_t { kAny, kOne };

// Opens the file; nothing of it is read.
std::unique_ptr<Connection> open_file(const std::string& database, Access access,
                                      Threads threads = Threads::kAny);

// Asked of SQLite's own file handle.
uint64_t database_bytes(const Connection& connection);
// The first 16 bytes: the salt, or the plain-text mark of SQLite; zeros beyond the end of the file.
Salt read_header(const Connection& connection);
bool is_plain_text(const Salt& header);

// A database in memory alone, without a file or a key.
std::unique_ptr<Connection> open_in_memory();

// Hands over the key and proves that the codec answers; nothing of the file is read.
void hand_over_key(Connection& connection, const SecretBytes& key);
// The same, and sets what does not write.
void unlock(Connection& connection, const SecretBytes& key, Access access);
// Before the first table: no page may be moved or be free of authentication (auto_vacuum), and a
// commit is durable.
void set_up_writing(Connection& connection);

// One connection for a thread that reads.
std::unique_ptr<Connection> open_reader(const std::string& database, const SecretBytes& key,
                                        Access access);

// Encrypts every page anew. May return after a commit that failed, and leaves the connection fit
// for nothing but closing: opened again, the file opens with the one key or the other.
void rekey(Connection& connection, const SecretBytes& key);

// Copies all pages that `source` shows into a new database under another key.
void copy_database(Connection& source, const std::string& database, const SecretBytes& key,
                   Task* task);

// What SQLCipher, and with `structure` SQLite as well, find wrong with the pages of the database
// file, in lines without any content. The write-ahead log must be empty.
std::vector<std::string> damaged_pages(const std::string& database, const SecretBytes& key,
                                       Access access, bool structure);

// Moves the write-ahead log into the database without waiting. True when it is empty now.
bool truncate_log(Connection& connection);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_CONNECTION_H_
