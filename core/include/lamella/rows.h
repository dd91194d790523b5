// Records by the column, as a data file holds them: a row a record, and one text or number a row
// where the rows differ.
//
//   lamella::RowEncoder encoder("csv", lamella::OriginKind::kPerson);
//   std::vector<lamella::NewRecord> records = encoder.encode(rows);
//
// The ids derive from the source, the series, the time and the place among equal rows
// (lamella::import_id), so that a file imported twice, or on two devices, gives the same entries.
#ifndef LAMELLA_ROWS_H_
#define LAMELLA_ROWS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/entry.h"
#include "lamella/record.h"

namespace lamella {

// Borrowed columns. `body` and `local_day` say how many rows there are; the others have as many, or
// none: then no row has such a value.
struct Rows {
  std::span<const Body> bodies{};         // what is recorded, but for the numbers
  std::span<const int32_t> body{};        // index into `bodies`
  std::span<const Day> local_day{};       // days since 1970-01-01
  std::span<const int64_t> utc_ms{};      // kAbsentInstant (table.h): a day without a moment
  std::span<const int32_t> offset_min{};  // goes with utc_ms
  std::span<const std::string> zones{};
  std::span<const int32_t> zone{};        // index into `zones`; -1: none
  std::span<const int64_t> entered_ms{};  // kAbsentInstant: not known
  std::span<const double> value{};        // score, amount, value or grams; NaN: the body as it is
  std::span<const std::string> notes{};
  std::span<const int32_t> note{};  // index into `notes`; -1: none
};

// Makes the records of one source, part by part: it remembers which equal rows it has seen.
class RowEncoder {
 public:
  RowEncoder(std::string_view source, OriginKind kind);
  RowEncoder(RowEncoder&&) noexcept;
  RowEncoder& operator=(RowEncoder&&) noexcept;
  ~RowEncoder();

  // Fails with kInvalidArgument for columns of different lengths, an index out of range, or a
  // number for a body that has none. Whether a record is right is for `put` to say.
  std::vector<NewRecord> encode(const Rows& rows);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lamella

#endif  // LAMELLA_ROWS_H_
