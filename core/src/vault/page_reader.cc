#include "vault/page_reader.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "lamella/error.h"
#include "lamella/version.h"
#include "vault/migration.h"

namespace lamella::vault {

namespace {

// SQLCipher's mode for recovery: a page that fails its authentication is zeros, and the connection
// goes on, where otherwise one bad page spoils it. Page 1 passes as it is.
constexpr const char* kRecoveryMode = "PRAGMA cipher_plaintext_header_size=4016";
static_assert(kPageSize - kPageReserve == 4016);

// Page 1 of a database in WAL mode without any table, which leaves the number of pages to the
// length of the file.
std::array<char, kPageSize> empty_first_page() {
  constexpr std::string_view kHeader(
      "SQLite format 3\0"
      "\x10\x00"      // page size
      "\x02\x02"      // WAL
      "\x50"          // reserve
      "\x40\x20\x20"  // fixed
      "\0\0\0\0"
      "\0\0\0\0",  // pages: not known
      32);
  constexpr size_t kSchemaFormat = 47;
  constexpr size_t kTextEncoding = 59;
  constexpr size_t kSchemaPage = 100;
  constexpr std::string_view kEmptyLeaf("\x0d\0\0\0\0\x0f\xb0\0", 8);
  std::array<char, kPageSize> page{};
  std::copy(kHeader.begin(), kHeader.end(), page.begin());
  page[kSchemaFormat] = 4;
  page[kTextEncoding] = 1;  // UTF-8
  std::copy(kEmptyLeaf.begin(), kEmptyLeaf.end(), page.begin() + kSchemaPage);
  return page;
}

bool is_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
}

}  // namespace

// SQLite's own methods of the open file but for reads of page 1: the way of SQLite's recovery
// extension.
struct FileWithoutFirstPage {
  explicit FileWithoutFirstPage(sqlite3_file* file)
      : methods(*file->pMethods), own(file->pMethods) {
    methods.xRead = read;
    file->pMethods = &methods;
  }

  static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    static const std::array<char, kPageSize> first_page = empty_first_page();
    const auto begin = static_cast<uint64_t>(offset);
    const auto bytes = static_cast<uint64_t>(size);
    if (begin + bytes <= kPageSize) {
      std::copy_n(first_page.data() + begin, bytes, static_cast<char*>(out));
      return SQLITE_OK;
    }
    const auto* self = reinterpret_cast<const FileWithoutFirstPage*>(file->pMethods);
    return self->own->xRead(file, out, size, offset);
  }

  sqlite3_io_methods methods;  // first: the file's pointer to it is one to the whole
  const sqlite3_io_methods* own;
};

PageReader::PageReader(const std::string& database, const SecretBytes& key, Access access) {
  has_first_page_ = open(database, key, access);
  // A page 1 that is older than the file would hide its last pages. The write-ahead log has the
  // number of pages in itself.
  if (access == Access::kImmutable || !connection_) open_without_first_page(database, key, access);
  sqlite3_db_config(connection_->handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  Statement count(*connection_, "PRAGMA page_count");
  pages_ = static_cast<uint64_t>(count.step() ? count.integer(0) : 0);
  page_.emplace(*connection_, "SELECT data FROM sqlite_dbpage WHERE pgno = ?1");
}

PageReader::PageReader(PageReader&&) noexcept = default;

PageReader::~PageReader() = default;

bool PageReader::open(const std::string& database, const SecretBytes& key, Access access) {
  try {
    connection_ = open_file(database, access, Threads::kOne);
    hand_over_key(*connection_, key);
    connection_->execute("PRAGMA writable_schema=ON");  // a damaged schema is no failure
    connection_->execute("BEGIN");                      // keeps page 1, read as any other
    known_format(*connection_, kFormat);
    connection_->execute(kRecoveryMode);
    return true;
  } catch (const Error& error) {
    if (error.code() != Code::kDamaged) throw;
    connection_.reset();
    return false;
  }
}

void PageReader::open_without_first_page(const std::string& database, const SecretBytes& key,
                                         Access access) {
  connection_ = open_file(database, access, Threads::kOne);
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection_->handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  file_ = std::make_unique<FileWithoutFirstPage>(file);
  hand_over_key(*connection_, key);
  connection_->execute(kRecoveryMode);
  connection_->execute("BEGIN");
}

bool PageReader::has_sound_page() {
  for (uint64_t page = 1; page <= pages_; ++page) {
    if (read(page)) return true;
  }
  return false;
}

std::optional<std::string> PageReader::read(uint64_t page) {
  if (page == 1 && !has_first_page_) return std::nullopt;
  try {
    page_->bind(1, static_cast<int64_t>(page));
    std::string bytes(page_->step() ? page_->blob(0) : std::string_view());
    page_->reset();
    // An authentic page may be zeros, but brings along what it was authenticated with.
    const bool is_authentic = bytes.size() == kPageSize &&
                              !is_zero(std::string_view(bytes).substr(kPageSize - kPageReserve));
    return is_authentic || page == 1 ? std::optional(std::move(bytes)) : std::nullopt;
  } catch (const Error& error) {
    if (error.code() != Code::kIo && error.code() != Code::kDamaged) throw;
    return std::nullopt;
  }
}

}  // namespace lamella::vault
