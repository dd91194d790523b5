#include "vault/vault.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "lamella/error.h"
#include "vault/backup_file.h"
#include "vault/connection.h"
#include "vault/files.h"
#include "vault/key_file.h"
#include "vault/keyring.h"
#include "vault/lock_file.h"
#include "vault/schema.h"

namespace lamella::vault {

namespace {

constexpr size_t kMostReaders = 4;
// Readers that follow each other without a gap keep SQLite from beginning the log anew.
constexpr uint64_t kMostLogBytes = uint64_t{8} << 20;
constexpr std::chrono::milliseconds kMostWait{50};

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
      const KeyFiles keys = read_key_files(files);
      if (!keys.copies.empty() && !keys.copies.front().created) return keys.copies.front();
    } catch (const Error& error) {
      if (error.code() != Code::kDamaged && error.code() != Code::kTooNew) throw;
    }
  }
  throw Error(Code::kAlreadyExists, "a file of a diary is there already");
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

// Whether SQLite could not make sense of page 1.
bool is_other_key(const Error& error) { return (error.detail() & 0xff) == SQLITE_NOTADB; }

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

// A database in the making; what is left of it goes.
class DraftDatabase {
 public:
  explicit DraftDatabase(std::string path) : path_(std::move(path)) { erase(); }
  DraftDatabase(const DraftDatabase&) = delete;
  DraftDatabase& operator=(const DraftDatabase&) = delete;
  ~DraftDatabase() {
    try {
      erase();
    } catch (const Error&) {
      // A file that cannot be deleted holds ciphertext alone.
    }
  }
  const std::string& path() const { return path_; }

 private:
  void erase() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) erase_file(path_ + suffix);
  }

  std::string path_;
};

}  // namespace

struct Vault::State {
  State(DiaryFiles the_files, Access the_access) : files(std::move(the_files)), access(the_access) {
    idle.reserve(kMostReaders);  // giving a reader back cannot fail
  }

  bool reads_only() const { return access == Access::kRead || access == Access::kImmutable; }
  void take_lock();
  void create(const Credential& credential);
  void open(const Credential& credential, bool damaged);
  void unlock_database(const SecretBytes& key);
  void heal();
  void reopen(const SecretBytes& key);
  void adopt_next_key();
  void finish_creation();
  Connection& require_main();
  std::unique_ptr<Connection> lend();
  void give_back(std::unique_ptr<Connection> connection);

  const DiaryFiles files;
  Access access;
  LockFile lock;  // outlives the connections
  std::optional<Keyring> keys;
  std::unique_ptr<Connection> main;  // the writer, or what keeps a read-only diary open

  std::mutex mutex;  // guards what follows
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> idle;
  std::vector<Connection*> lent;
  uint64_t log_limit = kMostLogBytes;
  bool is_emptying = false;  // no reader is lent meanwhile
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
  keys = Keyring::create(files, credential, leftover ? leftover->generation : 0);
  main = open_file(files.database, Access::kCreate);
  if (database_bytes(*main) != 0) {
    throw Error(Code::kAlreadyExists, "a file of a diary is there already");
  }
  unlock(*main, keys->database_key(), access);
  set_up_writing(*main);
  finish_creation();
}

void Vault::State::open(const Credential& credential, bool damaged) {
  if (!has_key_file(files)) refuse_without_keys(files);
  take_lock();
  const KeyFiles found = read_key_files(files);
  if (found.copies.empty()) refuse_without_keys(files);
  check_presence(files, found.copies.front());
  main = open_file(files.database, access);
  check_file(*main, found.copies.front());
  keys = Keyring::unlock(files, found, credential);
  if (damaged && keys->is_created()) return;
  try {
    unlock_database(keys->database_key());
    if (!reads_only() && keys->is_rotating()) keys->abandon_rotation();
  } catch (const Error& error) {
    if (!is_other_key(error) || !keys->is_rotating()) throw;
    // A rotation stopped after the database had its new key, and before the key file said so.
    keys->unlock_next(credential);
    adopt_next_key();
  }
  if (!keys->is_created()) finish_creation();
  if (!reads_only()) heal();
}

void Vault::State::heal() {
  try {
    keys->heal();
  } catch (const Error&) {
    // One intact copy is enough to go on; the next opening tries again.
  }
}

void Vault::State::reopen(const SecretBytes& key) {
  main.reset();  // a connection that failed to read page 1 stays failed
  main = open_file(files.database, access);
  unlock_database(key);
}

void Vault::State::adopt_next_key() {
  reopen(keys->next_database_key());
  keys->adopt_next();
}

void Vault::State::unlock_database(const SecretBytes& key) {
  const bool same_diary = read_header(*main) == keys->database_salt();
  // A file that is refused stays as it is: closing would move its write-ahead log into it.
  const int keep_log = file_size(files.wal()) > 0 ? 1 : 0;
  sqlite3_db_config(main->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_log, nullptr);
  try {
    unlock(*main, key, access);
    if (keys->is_created() || has_schema(*main)) check_schema(*main, !reads_only());
  } catch (const Error& error) {
    if (!is_other_key(error) || same_diary) throw;
    throw Error(Code::kMismatch, "the database belongs to another key file", error.detail());
  }
  if (reads_only()) return;
  sqlite3_db_config(main->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  set_up_writing(*main);
}

// From a database that has no table yet, or all of them, to one that counts as made.
void Vault::State::finish_creation() {
  if (reads_only()) {
    throw Error(Code::kReadOnly, "the creation of the diary did not finish: open it to write");
  }
  if (!has_schema(*main)) create_schema(*main);
  truncate_log(*main);
  if (read_header(*main) != keys->database_salt()) {
    throw Error(Code::kNotEncrypted, "the new database does not begin with its salt");
  }
  keys->mark_created();
}

Connection& Vault::State::require_main() {
  const std::lock_guard guard(mutex);
  if (closed || !main) throw_closed();
  return *main;
}

std::unique_ptr<Connection> Vault::State::lend() {
  std::unique_lock guard(mutex);
  returned.wait(guard, [this] { return closed || (!is_emptying && lent.size() < kMostReaders); });
  if (closed) throw_closed();
  std::unique_ptr<Connection> connection;
  if (idle.empty()) {
    connection =
        open_reader(files.database, keys->database_key(), reads_only() ? access : Access::kRead);
  } else {
    connection = std::move(idle.back());
    idle.pop_back();
  }
  lent.push_back(connection.get());
  return connection;
}

void Vault::State::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard guard(mutex);
  std::erase(lent, connection.get());
  if (!closed) idle.push_back(std::move(connection));
  returned.notify_all();
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
  const Access access = options.read_only || options.damaged ? Access::kRead : Access::kWrite;
  auto state = std::make_unique<State>(find_files(path), access);
  state->open(credential, options.damaged);
  return std::unique_ptr<Vault>(new Vault(std::move(state)));
}

void Vault::shred(const std::string& path) {
  const DiaryFiles files = find_files(path);
  if (!has_key_file(files)) refuse_without_keys(files);
  const LockFile lock(files.lock(), LockFile::Kind::kExclusive);
  // The keys first: without them the rest is noise.
  for (const std::string& file : {files.keys(), files.second_keys()}) erase_file(file);
  for (const std::string& file : {files.database, files.wal(), files.shm()}) erase_file(file);
  sync_folder(files.folder);
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

std::vector<KeySlot> Vault::keys() {
  state_->require_main();
  const std::lock_guard guard(state_->mutex);
  return state_->keys->slots();
}

std::vector<Head> Vault::heads() {
  state_->require_main();
  const std::lock_guard guard(state_->mutex);
  return state_->keys->heads();
}

void Vault::change_keys(const std::function<void(Keyring&)>& change) {
  writer();
  const std::lock_guard guard(state_->mutex);
  change(*state_->keys);
}

std::vector<KeySlot> Vault::rotate(std::span<const Credential> keep) {
  writer();
  State& state = *state_;
  const std::lock_guard guard(state.mutex);
  state.idle.clear();
  truncate_log(*state.main);
  std::vector<KeySlot> dropped = state.keys->begin_rotation(keep);
  std::optional<Error> failure;
  try {
    rekey(*state.main, state.keys->next_database_key());
  } catch (const Error& error) {
    failure = error;
  }
  // SQLCipher does not tell a commit that failed from one that did not: the file does.
  try {
    state.reopen(state.keys->database_key());
    state.keys->abandon_rotation();
    if (!failure) failure = Error(Code::kIo, "the database could not be given its new key");
  } catch (const Error& error) {
    if (!is_other_key(error)) {
      state.main.reset();  // neither key is certain: the next opening tries both
      throw;
    }
    state.adopt_next_key();
    truncate_log(*state.main);
    const std::vector<std::string> damaged =
        damaged_pages(state.files.database, state.keys->database_key(), Access::kRead, false);
    if (!damaged.empty()) throw Error(Code::kDamaged, damaged.front());
    state.keys->heal();
    return dropped;
  }
  throw Error(*failure);
}

void Vault::backup(const std::string& target, std::span<const Credential> credentials, Task* task) {
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys = new_key_file(credentials, data_key);
  if (std::none_of(keys.slots.begin(), keys.slots.end(), is_portable)) {
    throw Error(Code::kLastPortableSlot,
                "a backup needs a passphrase or a recovery code, to be opened on another device");
  }
  if (is_there(target)) throw Error(Code::kAlreadyExists, "the backup is there already");
  keys.created = true;
  keys.heads = heads();
  authenticate(keys, data_key);
  const SecretBytes key = raw_key(data_key, keys.database_salt);
  const DraftDatabase draft(target + "-draft");
  copy_database(*fresh_reader(), draft.path(), key, task);
  const std::vector<std::string> damaged =
      damaged_pages(draft.path(), key, Access::kImmutable, false);
  if (!damaged.empty()) throw Error(Code::kDamaged, damaged.front());
  write_backup(draft.path(), keys, data_key, target, task);
}

void Vault::restore(const std::string& backup, const Credential& credential,
                    const std::string& path, const std::function<void(Connection&)>& prepare,
                    Task* task) {
  require_encryption(library());
  const DiaryFiles files = find_files(path);
  leftover_of_creation(files);
  VerifiedBackup verified = verify_backup(backup, credential, task);
  const LockFile lock(files.lock(), LockFile::Kind::kExclusive);
  const std::optional<KeyFile> leftover = leftover_of_creation(files);
  KeyFile keys = verified.keys;
  const auto write_keys = [&](bool created) {
    keys.created = created;
    ++keys.generation;
    authenticate(keys, verified.data_key);
    write_key_file(files, keys);
  };
  keys.generation = leftover ? leftover->generation : 0;
  write_keys(false);
  const DraftDatabase draft(files.database + "-draft");
  extract_database(backup, verified, draft.path(), task);
  {
    const std::unique_ptr<Connection> connection = open_file(draft.path(), Access::kWrite);
    unlock(*connection, raw_key(verified.data_key, keys.database_salt), Access::kWrite);
    set_up_writing(*connection);
    check_schema(*connection, true);
    prepare(*connection);
    truncate_log(*connection);
  }
  rename_file(draft.path(), files.database);
  sync_folder(files.folder);
  write_keys(true);
}

std::unique_ptr<Connection> Vault::fresh_reader() {
  state_->require_main();
  const std::lock_guard guard(state_->mutex);
  return open_reader(state_->files.database, state_->keys->database_key(),
                     state_->reads_only() ? state_->access : Access::kRead);
}

PageReader Vault::page_reader(const Credential& credential) {
  state_->require_main();
  const std::lock_guard guard(state_->mutex);
  Keyring& keys = *state_->keys;
  const Access access = state_->reads_only() ? state_->access : Access::kRead;
  PageReader pages(state_->files.database, keys.database_key(), access);
  if (pages.has_sound_page()) return pages;
  if (keys.is_rotating()) {
    keys.unlock_next(credential);
    PageReader next_pages(state_->files.database, keys.next_database_key(), access);
    if (next_pages.has_sound_page()) return next_pages;
  }
  if (read_header(*state_->main) == keys.database_salt()) {
    throw Error(Code::kDamaged, "not one page of the database verifies");
  }
  throw Error(Code::kMismatch, "the database belongs to another key file");
}

std::vector<std::string> Vault::check_pages(bool deep, uint64_t& pages) {
  if (!state_->reads_only()) truncate_log(state_->require_main());
  std::vector<std::string> lines;
  const uint64_t bytes = file_bytes();
  pages = bytes / kPageSize;
  if (file_size(state_->files.wal()) == 0) {
    try {
      const std::unique_ptr<Connection> connection = fresh_reader();
      Statement count(*connection, "PRAGMA page_count");
      const auto said = static_cast<uint64_t>(count.step() ? count.integer(0) : 0);
      if (said * kPageSize != bytes) {
        lines.push_back("the database has " + std::to_string(bytes) +
                        " bytes and says that it has " + std::to_string(said) + " pages");
      }
    } catch (const Error& error) {
      lines.emplace_back(error.what());
    }
  }
  if (!deep) return lines;
  const std::lock_guard guard(state_->mutex);
  const Access access = state_->reads_only() ? state_->access : Access::kRead;
  for (std::string& line :
       damaged_pages(state_->files.database, state_->keys->database_key(), access, true)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> Vault::check_key_file(uint64_t noted_generation) {
  std::vector<std::string> lines;
  try {
    const KeyFiles found = read_key_files(state_->files);
    if (found.copies.size() < 2) {
      lines.emplace_back("a copy of the key file is missing or damaged");
    } else if (!found.are_equal) {
      lines.emplace_back("the copies of the key file differ");
    }
    if (!found.copies.empty() && found.copies.front().generation < noted_generation) {
      lines.emplace_back("the key file is older than the database: a removed key may open it");
    }
  } catch (const Error& error) {
    lines.emplace_back(error.what());
  }
  return lines;
}

uint64_t Vault::key_generation() {
  state_->require_main();
  const std::lock_guard guard(state_->mutex);
  return state_->keys->generation();
}

void Vault::interrupt() {
  const std::lock_guard guard(state_->mutex);
  if (state_->main) sqlite3_interrupt(state_->main->handle());
  for (const Connection* connection : state_->lent) sqlite3_interrupt(connection->handle());
}

void Vault::release_memory() {
  Connection& main = state_->require_main();
  const std::lock_guard guard(state_->mutex);
  state_->idle.clear();
  sqlite3_db_release_memory(main.handle());
}

bool Vault::checkpoint() { return truncate_log(writer()); }

void Vault::bound_log() noexcept {
  State& state = *state_;
  try {
    const uint64_t size = file_size(state.files.wal());
    if (size < state.log_limit) return;
    std::unique_lock guard(state.mutex);
    state.is_emptying = true;
    bool emptied = false;
    try {
      const bool alone =
          state.returned.wait_for(guard, kMostWait, [&] { return state.lent.empty(); });
      emptied = alone && state.main && truncate_log(*state.main);
    } catch (const std::exception&) {
      // What was written is durable in the log.
    }
    state.is_emptying = false;
    state.log_limit = emptied ? kMostLogBytes : size + kMostLogBytes;
    state.returned.notify_all();
  } catch (const std::exception&) {
    // The size could not be asked for: the next write asks again.
  }
}

uint64_t Vault::file_bytes() { return database_bytes(state_->require_main()); }

void Vault::close() {
  const std::lock_guard guard(state_->mutex);
  if (std::exchange(state_->closed, true)) return;
  try {
    if (state_->main && !state_->reads_only()) truncate_log(*state_->main);
  } catch (const std::exception&) {
    // Everything committed is durable in the write-ahead log, and the next open reads it from
    // there.
  }
  state_->idle.clear();
  state_->main.reset();
  state_->keys.reset();
  state_->lock = LockFile();
  state_->returned.notify_all();
}

}  // namespace lamella::vault
