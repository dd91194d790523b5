#include "log/salvaged_contents.h"

#include <algorithm>
#include <optional>

#include "lamella/error.h"
#include "log/contents.h"

namespace lamella::log {

namespace {

// content_chunk(k, bytes); rows of other tables look the same, and are no chunk of any content.
std::string_view chunk_of(const vault::PageRow& row) {
  const bool is_chunk =
      row.rowid && row.values.size() == 2 && std::holds_alternative<std::monostate>(row.values[0]);
  const auto* bytes = is_chunk ? std::get_if<std::string_view>(&row.values[1]) : nullptr;
  return bytes == nullptr ? std::string_view() : *bytes;
}

}  // namespace

void SalvagedContents::add(uint64_t page, const vault::PageRow& row) {
  if (!chunk_of(row).empty()) chunks_.emplace_back(*row.rowid, page);
}

void SalvagedContents::finish() { std::sort(chunks_.begin(), chunks_.end()); }

std::string SalvagedContents::chunk(vault::PageReader& reader, int64_t key) const {
  const auto found = std::lower_bound(chunks_.begin(), chunks_.end(), std::pair(key, uint64_t{0}));
  if (found != chunks_.end() && found->first == key) {
    const std::optional<std::string> page = reader.read(found->second);
    if (page) {
      for (const vault::PageRow& row : vault::rows_of(*page)) {
        if (row.rowid == key) return std::string(chunk_of(row));
      }
    }
  }
  throw Error(Code::kDamaged, "a part of the content is lost");
}

ContentSource SalvagedContents::source(vault::PageReader& reader,
                                       const codec::Content& content) const {
  const int64_t n = content_number(content.id);
  const uint64_t count = chunks_of(content.size);
  return [this, &reader, n, count, part = uint64_t{0},
          left = std::string()](std::span<char> room) mutable -> size_t {
    if (left.empty() && part < count) left = chunk(reader, chunk_key(n, part++));
    const size_t size = std::min(left.size(), room.size());
    std::copy_n(left.data(), size, room.data());
    left.erase(0, size);
    return size;
  };
}

}  // namespace lamella::log
