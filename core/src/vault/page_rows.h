// The rows in one page of a b-tree, read from the bytes of this page alone, for a database that is
// damaged elsewhere. Format: https://sqlite.org/fileformat2.html. Pure.
#ifndef LAMELLA_SRC_VAULT_PAGE_ROWS_H_
#define LAMELLA_SRC_VAULT_PAGE_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lamella::vault {

// NULL, an integer or a blob: the tables of a diary hold nothing else.
using Value = std::variant<std::monostate, int64_t, std::string_view>;

struct PageRow {
  std::optional<int64_t> rowid{};  // none in an index and in a table without row ids
  std::vector<Value> values{};     // blobs are views into the page
};

// The rows of a decrypted page other than page 1, of which any bytes are allowed. What is no whole
// row of such values is left out, and so is every page that is no leaf of a table and no part of
// an index.
std::vector<PageRow> rows_of(std::string_view page);
std::vector<PageRow> rows_of(std::string&& page) = delete;  // would be gone before its rows

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_PAGE_ROWS_H_
