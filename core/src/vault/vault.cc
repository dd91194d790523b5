#include "vault/vault.h"

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "lamella/error.h"
#include "vault/connection.h"
#include "vault/files.h"
#include "vault/key_file.h"
#include "vault/lock_file.h"
#include "vault/schema.h"

namespace lamella::vault {

namespace {

constexpr int kMostReaders = 4;

[[noreturn]] void throw_closed() { throw Error(Code::kClosed, "the diary is closed"); }

bool has_key_file(const DiaryFiles& files) {
  return is_there(files.keys()) || is_there(files.second_keys());
}

// The key file of a creation that stopped before its database, or nothing. Fails with
// kAlreadyExists when any other file of a diary is there.
std::optional<KeyFile> leftover_of_creation(const DiaryFiles& files) {
  const bool database = is_there(files.database) || is_there(files.wal());
  if (!database && !has_key_file(files)) return std::nullopt;
  if (!database) {
    try {
      std::optional<KeyFile> keys = read_key_file(files);
      if (keys && !keys->created) return keys;
    } catch (const Error& error) {
      if (error.code() != Code::kDamaged && error.code() != Code::kTooNew) throw;
    }
  }
  throw Error(Code::kAlreadyExists, "a file of a diary is there already");
}

KeyFile new_key_file(const Credential& credential, const SecretBytes& data_key,
                     uint64_t generation) {
  KeyFile keys;
  keys.generation = generation;
  keys.diary = random_id();
  base::fill_random(keys.database_salt);
  keys.slots.push_back(wrap(credential, keys.diary, data_key));
  authenticate(keys, data_key);
  return keys;
}

// A database without a key file, or nothing at all.
[[noreturn]] void refuse_without_keys(const DiaryFiles& files) {
  if (!is_there(files.database)) {
    throw Error(Code::kDatabaseMissing, "there is no diary: neither database nor key file");
  }
  if (is_plain_text(read_header(*open_file(files.database, Access::kImmutable)))) {
    throw Error(Code::kPlainText, "the file is an unencrypted database, not a diary");
  }
  throw Error(Code::kNeedsKeys, "the key file of the database is not there");
}

// What the key file and the database say of each other before any secret is tried.
void check_presence(const DiaryFiles& files, const KeyFile& keys) {
  if (is_there(files.database)) return;
  throw Error(Code::kDatabaseMissing,
              keys.created ? "the database of the key file is not there"
                           : "the creation of the diary did not finish: create it again");
}

void check_file(const Connection& connection, const KeyFile& keys) {
  if (is_plain_text(read_header(connection))) {
    throw Error(Code::kPlainText, "the database is not encrypted");
  }
  const uint64_t size = database_bytes(connection);
  if (keys.created && size < kPageSize) {
    throw Error(Code::kDatabaseMissing, "the database of the key file was cut to " +
                                            std::to_string(size) + " bytes, one page has 4096");
  }
}

}  // namespace

struct Vault::State {
  State(DiaryFiles the_files, Access the_access)
      : files(std::move(the_files)), access(the_access) {}

  bool reads_only() const { return access == Access::kRead || access == Access::kImmutable; }
  void take_lock();
  void create(const Credential& credential);
  void open(const Credential& credential);
  void unlock_database(const KeyFile& keys);
  void finish_creation(KeyFile& keys, const SecretBytes& data_key);
  Connection& require_main();
  std::unique_ptr<Connection> lend();
  void give_back(std::unique_ptr<Connection> connection);

  const DiaryFiles files;
  Access access;
  LockFile lock;  // outlives the connections
  SecretBytes key;
  std::unique_ptr<Connection> main;  // the writer, or what keeps a read-only diary open

  std::mutex mutex;  // guards what follows
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> idle;
  int lent = 0;
  bool closed = false;
};

void Vault::State::take_lock() {
  if (!reads_only()) {
    lock = LockFile(files.lock(), LockFile::Kind::kExclusive);
    return;
  }
  // Whoever may not write the folder could not make the lock, and must not stop those who may.
  const bool writable = is_writable(files.folder);
  if (writable) lock = LockFile(files.lock(), LockFile::Kind::kShared);
  if (file_size(files.wal()) == 0) {
    access = Access::kImmutable;
  } else if (!writable) {
    throw Error(Code::kReadOnly,
                "the folder is read-only, but the diary has a write-ahead log to recover");
  }
}

void Vault::State::create(const Credential& credential) {
  leftover_of_creation(files);  // before a lock file is made beside somebody's file
  take_lock();
  const std::optional<KeyFile> leftover = leftover_of_creation(files);
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys = new_key_file(credential, data_key, leftover ? leftover->generation + 1 : 1);
  write_key_file(files, keys);
  main = open_file(files.database, Access::kCreate);
  if (database_bytes(*main) != 0) {
    throw Error(Code::kAlreadyExists, "a file of a diary is there already");
  }
  key = raw_key(data_key, keys.database_salt);
  unlock(*main, key, access);
  set_up_writing(*main);
  finish_creation(keys, data_key);
}

void Vault::State::open(const Credential& credential) {
  if (!has_key_file(files)) refuse_without_keys(files);
  take_lock();
  std::optional<KeyFile> keys = read_key_file(files);
  if (!keys) refuse_without_keys(files);
  check_presence(files, *keys);
  main = open_file(files.database, access);
  check_file(*main, *keys);
  const SecretBytes data_key = unwrap(keys->slots, keys->diary, credential);
  verify(*keys, data_key);
  key = raw_key(data_key, keys->database_salt);
  unlock_database(*keys);
  if (!keys->created) finish_creation(*keys, data_key);
}

void Vault::State::unlock_database(const KeyFile& keys) {
  const Salt header = read_header(*main);
  const bool same_diary = header == keys.database_salt;
  // A file that is refused stays as it is: closing would move its write-ahead log into it.
  const int keep_log = file_size(files.wal()) > 0 ? 1 : 0;
  sqlite3_db_config(main->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_log, nullptr);
  try {
    unlock(*main, key, access);
    if (keys.created || has_schema(*main)) check_schema(*main);
  } catch (const Error& error) {
    if ((error.detail() & 0xff) != SQLITE_NOTADB || same_diary) throw;
    throw Error(Code::kMismatch, "the database belongs to another key file", error.detail());
  }
  if (reads_only()) return;
  sqlite3_db_config(main->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  set_up_writing(*main);
}

// From a database that has no table yet, or all of them, to one that counts as made.
void Vault::State::finish_creation(KeyFile& keys, const SecretBytes& data_key) {
  if (reads_only()) {
    throw Error(Code::kReadOnly, "the creation of the diary did not finish: open it to write");
  }
  if (!has_schema(*main)) create_schema(*main);
  truncate_log(*main);
  if (read_header(*main) != keys.database_salt) {
    throw Error(Code::kNotEncrypted, "the new database does not begin with its salt");
  }
  keys.created = true;
  ++keys.generation;
  authenticate(keys, data_key);
  write_key_file(files, keys);
}

Connection& Vault::State::require_main() {
  const std::lock_guard guard(mutex);
  if (closed) throw_closed();
  return *main;
}

std::unique_ptr<Connection> Vault::State::lend() {
  std::unique_lock guard(mutex);
  returned.wait(guard, [this] { return closed || lent < kMostReaders; });
  if (closed) throw_closed();
  if (!idle.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle.back());
    idle.pop_back();
    ++lent;
    return connection;
  }
  std::unique_ptr<Connection> connection =
      open_reader(files.database, key, reads_only() ? access : Access::kRead);
  ++lent;
  return connection;
}

void Vault::State::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard guard(mutex);
  --lent;
  if (!closed) idle.push_back(std::move(connection));
  returned.notify_one();
}

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}

Vault::~Vault() { close(); }

std::unique_ptr<Vault> Vault::create(const std::string& path, const Credential& credential) {
  require_encryption(library());
  auto state = std::make_unique<State>(find_files(path), Access::kCreate);
  state->create(credential);
  return std::unique_ptr<Vault>(new Vault(std::move(state)));
}

std::unique_ptr<Vault> Vault::open(const std::string& path, const Credential& credential,
                                   const VaultOptions& options) {
  require_encryption(library());
  const Access access = options.read_only ? Access::kRead : Access::kWrite;
  auto state = std::make_unique<State>(find_files(path), access);
  state->open(credential);
  return std::unique_ptr<Vault>(new Vault(std::move(state)));
}

Connection& Vault::writer() {
  Connection& main = state_->require_main();
  if (state_->reads_only()) {
    throw Error(Code::kReadOnly, "the diary was opened to read");
  }
  return main;
}

Vault::Reader::Reader(Vault& vault, std::unique_ptr<Connection> connection)
    : vault_(&vault), connection_(std::move(connection)) {}

Vault::Reader::Reader(Reader&& other) noexcept = default;

Vault::Reader::~Reader() {
  if (connection_ != nullptr) vault_->state_->give_back(std::move(connection_));
}

Vault::Reader Vault::reader() { return {*this, state_->lend()}; }

bool Vault::checkpoint() { return truncate_log(writer()); }

uint64_t Vault::file_bytes() { return database_bytes(state_->require_main()); }

void Vault::close() {
  const std::lock_guard guard(state_->mutex);
  if (std::exchange(state_->closed, true)) return;
  try {
    if (!state_->reads_only()) truncate_log(*state_->main);
  } catch (const Error&) {
    // Everything committed is durable in the write-ahead log, and the next open reads it from
    // there.
  }
  state_->idle.clear();
  state_->main.reset();
  state_->key = SecretBytes();
  state_->lock = LockFile();
  state_->returned.notify_all();
}

}  // namespace lamella::vault
