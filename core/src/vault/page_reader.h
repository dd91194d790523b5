// Reads a database page by page, whatever is wrong with the other pages, with page 1, with the
// schema or with the length of the file.
//
//   PageReader reader(database, key, Access::kImmutable);
//   for (uint64_t n = 1; n <= reader.pages(); ++n) use(reader.read(n));
#ifndef LAMELLA_SRC_VAULT_PAGE_READER_H_
#define LAMELLA_SRC_VAULT_PAGE_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "lamella/secret.h"
#include "vault/connection.h"
#include "vault/sqlite.h"

namespace lamella::vault {

struct FileWithoutFirstPage;

class PageReader {
 public:
  // `access` is kRead, or kImmutable where the write-ahead log is empty. Fails with kTooNew or
  // kUnreleasedFormat when page 1 can be read and says so.
  PageReader(const std::string& database, const SecretBytes& key, Access access);
  PageReader(PageReader&&) noexcept;
  ~PageReader();

  // As the length of the file says, which a page cut short counts for one; with a write-ahead log
  // as its last commit says.
  uint64_t pages() const { return pages_; }
  // The page numbered from 1, decrypted. Nothing when it fails its authentication or cannot be
  // read. Page 1 may come back without its content.
  std::optional<std::string> read(uint64_t page);
  // False under a key that is not the database's. Reads up to the first page that is sound.
  bool has_sound_page();

 private:
  // Through the file's own page 1, if it can be read: then its write-ahead log counts.
  bool open(const std::string& database, const SecretBytes& key, Access access);
  // With an empty schema in place of page 1.
  void open_without_first_page(const std::string& database, const SecretBytes& key, Access access);

  std::unique_ptr<FileWithoutFirstPage> file_;  // outlives the connection
  std::unique_ptr<Connection> connection_;
  std::optional<Statement> page_;
  bool has_first_page_ = false;
  uint64_t pages_ = 0;
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_PAGE_READER_H_
