// A page of a b-tree as salvage meets it. Two bytes say how many of the rest stand at the beginning
// of the page, where its header is; what is left stands at the end, where rows are. So a page with
// few rows is a short input.
#include "vault/page_rows.h"

#include <algorithm>
#include <functional>

#include "fuzz.h"
#include "vault/connection.h"

namespace lamella {
namespace {

constexpr size_t kUsable = vault::kPageSize - vault::kPageReserve;

std::string page_of(fuzz::Input input) {
  std::string page(vault::kPageSize, '\0');
  const std::string_view head = input.take(std::min<size_t>(input.pair(), kUsable));
  std::ranges::copy(head, page.begin());
  const std::string_view tail = input.take(kUsable - head.size());
  std::ranges::copy(tail, page.begin() + static_cast<ptrdiff_t>(kUsable - tail.size()));
  return page;
}

// Pointers to different objects are ordered by std::less alone.
bool lies_in(std::string_view part, std::string_view whole) {
  constexpr std::less_equal<const char*> kNotAfter;
  return part.empty() || (kNotAfter(whole.data(), part.data()) &&
                          kNotAfter(part.data() + part.size(), whole.data() + whole.size()));
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  const std::string page = page_of({data, size});
  const std::string_view usable(page.data(), kUsable);
  uint64_t sum = 0;
  for (const vault::PageRow& row : vault::rows_of(page)) {
    for (const vault::Value& value : row.values) {
      const auto* blob = std::get_if<std::string_view>(&value);
      if (blob == nullptr) continue;
      fuzz::require(lies_in(*blob, usable), "a value lies in its page");
      for (const char byte : *blob) sum += static_cast<uint8_t>(byte);
    }
  }
  fuzz::require(sum <= UINT64_MAX / 2, "the bytes of all values were read");
  // Any other size is no page.
  fuzz::require(vault::rows_of(fuzz::text_of(data, std::min(size, kUsable))).empty(),
                "a part of a page has no rows");
  return 0;
}
