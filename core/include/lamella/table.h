// Immutable columns, the form in which numbers leave the core: NumPy views and Arrow streams share
// them without a copy.
//
//   std::shared_ptr<const lamella::Table> table = diary.samples(query);
//   const auto& values = table->column("value").values<double>();
//
// A table outlives its diary and may be read from any thread.
#ifndef LAMELLA_TABLE_H_
#define LAMELLA_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lamella/id.h"

struct ArrowArrayStream;

namespace lamella {

// What the numbers of a column mean.
enum class ColumnKind : uint8_t {
  kNumber,    // double; NaN where absent
  kInteger,   // int32_t; kAbsentInteger where absent
  kInstant,   // int64_t, ms since 1970-01-01T00:00Z; kAbsentInstant where absent
  kDay,       // int32_t, days since 1970-01-01; kAbsentInteger where absent
  kText,      // std::string
  kCategory,  // int32_t index into `categories`; -1 where absent
  kId,        // Id
};

inline constexpr int64_t kAbsentInstant = INT64_MIN;
inline constexpr int32_t kAbsentInteger = INT32_MIN;

struct Column {
  std::string name{};
  ColumnKind kind = ColumnKind::kNumber;
  std::variant<std::vector<double>, std::vector<int64_t>, std::vector<int32_t>,
               std::vector<std::string>, std::vector<Id>>
      data;
  // The texts of a kCategory column.
  std::vector<std::string> categories{};
  // Arrow field metadata, for example {"unit", "g/(m2.h)"}.
  std::map<std::string, std::string> metadata{};

  size_t size() const;
  template <typename T>
  const std::vector<T>& values() const {
    return std::get<std::vector<T>>(data);
  }
};

struct Table {
  std::vector<Column> columns{};

  size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  // Fails with kNotFound.
  const Column& column(std::string_view name) const;
};

// Fills `*out` with a stream of one batch over `table`'s columns, which it keeps alive
// (https://arrow.apache.org/docs/format/CDataInterface.html). Numbers are float64 without nulls
// (NaN is missing), instants timestamp[ms, UTC], days date32, categories dictionary<int32, utf8>,
// ids fixed_size_binary[16]. Numbers, ids, and the indices of categories are not copied.
void export_arrow_stream(std::shared_ptr<const Table> table, ::ArrowArrayStream* out);

}  // namespace lamella

#endif  // LAMELLA_TABLE_H_
