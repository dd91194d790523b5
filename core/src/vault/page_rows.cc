#include "vault/page_rows.h"

#include <algorithm>
#include <cstddef>

#include "vault/connection.h"

namespace lamella::vault {

namespace {

constexpr size_t kUsable = kPageSize - kPageReserve;
// A row that is longer goes on in overflow pages.
constexpr uint64_t kMostInTable = kUsable - 35;
constexpr uint64_t kMostInIndex = (kUsable - 12) * 64 / 255 - 23;

enum PageType : uint8_t { kIndexInterior = 0x02, kIndexLeaf = 0x0a, kTableLeaf = 0x0d };

// Reads from the front of a view, and nothing beyond its end.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::string_view> take(uint64_t size) {
    if (size > bytes_.size()) return std::nullopt;
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  // Big-endian and signed, of 1 to 8 bytes.
  std::optional<int64_t> integer(size_t size) {
    const std::optional<std::string_view> bytes = take(size);
    if (!bytes) return std::nullopt;
    const bool negative = static_cast<int8_t>(bytes->front()) < 0;
    uint64_t value = negative ? ~uint64_t{0} : 0;
    for (char byte : *bytes) value = value << 8 | static_cast<uint8_t>(byte);
    return static_cast<int64_t>(value);
  }

  // SQLite's: up to 9 bytes, the high ones first.
  std::optional<uint64_t> varint() {
    uint64_t value = 0;
    for (int i = 0; i < 9; ++i) {
      const std::optional<std::string_view> next = take(1);
      if (!next) return std::nullopt;
      const auto byte = static_cast<uint8_t>(next->front());
      if (i == 8) return value << 8 | byte;
      value = value << 7 | (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return value;
  }

  size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

// False for a value that is cut off, and for a real number or a text.
bool append_value(uint64_t serial_type, Bytes& body, std::vector<Value>& values) {
  constexpr uint64_t kFirstBlob = 12;
  constexpr size_t kIntegerBytes[] = {0, 1, 2, 3, 4, 6, 8};
  if (serial_type == 0) {
    values.emplace_back();
  } else if (serial_type < std::size(kIntegerBytes)) {
    const std::optional<int64_t> number = body.integer(kIntegerBytes[serial_type]);
    if (!number) return false;
    values.emplace_back(*number);
  } else if (serial_type == 8 || serial_type == 9) {
    values.emplace_back(static_cast<int64_t>(serial_type - 8));
  } else {
    if (serial_type < kFirstBlob || serial_type % 2 != 0) return false;
    const std::optional<std::string_view> blob = body.take((serial_type - kFirstBlob) / 2);
    if (!blob) return false;
    values.emplace_back(*blob);
  }
  return true;
}

// The values of a record, which fill it to its end.
std::optional<std::vector<Value>> values_of(std::string_view record) {
  Bytes whole(record);
  const std::optional<uint64_t> header_bytes = whole.varint();
  const size_t size_bytes = record.size() - whole.left();
  if (!header_bytes || *header_bytes < size_bytes) return std::nullopt;
  const std::optional<std::string_view> types = whole.take(*header_bytes - size_bytes);
  if (!types) return std::nullopt;
  std::vector<Value> values;
  for (Bytes header(*types); header.left() > 0;) {
    const std::optional<uint64_t> type = header.varint();
    if (!type || !append_value(*type, whole, values)) return std::nullopt;
  }
  return whole.left() == 0 ? std::optional(std::move(values)) : std::nullopt;
}

std::optional<PageRow> row_of(uint8_t page_type, std::string_view cell) {
  Bytes bytes(cell);
  if (page_type == kIndexInterior && !bytes.take(4)) return std::nullopt;  // the page below
  const std::optional<uint64_t> size = bytes.varint();
  if (!size || *size > (page_type == kTableLeaf ? kMostInTable : kMostInIndex)) return std::nullopt;
  PageRow row;
  if (page_type == kTableLeaf) {
    const std::optional<uint64_t> rowid = bytes.varint();
    if (!rowid) return std::nullopt;
    row.rowid = static_cast<int64_t>(*rowid);
  }
  const std::optional<std::string_view> record = bytes.take(*size);
  std::optional<std::vector<Value>> values = record ? values_of(*record) : std::nullopt;
  if (!values) return std::nullopt;
  row.values = std::move(*values);
  return row;
}

}  // namespace

std::vector<PageRow> rows_of(std::string_view page) {
  std::vector<PageRow> rows;
  if (page.size() != kPageSize) return rows;
  const std::string_view usable = page.substr(0, kUsable);
  const auto type = static_cast<uint8_t>(usable[0]);
  if (type != kTableLeaf && type != kIndexLeaf && type != kIndexInterior) return rows;
  const auto number = [&](size_t at) {
    return static_cast<size_t>(static_cast<uint8_t>(usable[at]) << 8 |
                               static_cast<uint8_t>(usable[at + 1]));
  };
  const size_t cells = type == kIndexInterior ? 12 : 8;  // where their list begins
  const size_t count = std::min(number(3), (kUsable - cells) / 2);
  for (size_t i = 0; i < count; ++i) {
    const size_t at = number(cells + 2 * i);
    if (at >= kUsable) continue;
    std::optional<PageRow> row = row_of(type, usable.substr(at));
    if (row) rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace lamella::vault
