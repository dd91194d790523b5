#include "lamella/rows.h"

#include <cmath>
#include <optional>
#include <unordered_map>

#include "base/hash.h"
#include "codec/topic.h"
#include "lamella/error.h"
#include "lamella/table.h"

namespace lamella {

namespace {

void require_rows(size_t size, size_t rows, const char* column) {
  if (size != 0 && size != rows) {
    throw Error(Code::kInvalidArgument, std::string("the column ") + column + " has " +
                                            std::to_string(size) + " rows, not " +
                                            std::to_string(rows));
  }
}

void check_lengths(const Rows& rows) {
  const size_t n = rows.body.size();
  if (rows.local_day.size() != n) {
    throw Error(Code::kInvalidArgument, "the columns body and local_day differ in length");
  }
  require_rows(rows.utc_ms.size(), n, "utc_ms");
  require_rows(rows.zone.size(), n, "zone");
  require_rows(rows.entered_ms.size(), n, "entered_ms");
  require_rows(rows.value.size(), n, "value");
  require_rows(rows.note.size(), n, "note");
  if (rows.offset_min.size() != rows.utc_ms.size()) {
    throw Error(Code::kInvalidArgument, "the columns utc_ms and offset_min go together");
  }
}

template <typename T>
const T& at(std::span<const T> values, int32_t index, const char* column) {
  if (index < 0 || static_cast<size_t>(index) >= values.size()) {
    throw Error(Code::kInvalidArgument,
                std::string("the column ") + column + " has an index out of its range");
  }
  return values[static_cast<size_t>(index)];
}

// The text of a row in a column of indices, where it has one.
std::string text(std::span<const std::string> texts, std::span<const int32_t> column, size_t row,
                 const char* name) {
  return column.empty() || column[row] == -1 ? std::string() : at(texts, column[row], name);
}

std::optional<int64_t> instant(std::span<const int64_t> column, size_t row) {
  if (column.empty() || column[row] == kAbsentInstant) return std::nullopt;
  return column[row];
}

void set_value(Symptom& body, double value) { body.score = value; }
void set_value(Exposure& body, double value) { body.amount = value; }
void set_value(Measurement& body, double value) { body.value = value; }
void set_value(Dose& body, double value) { body.grams = value; }
template <typename Body>
void set_value(Body&, double) {
  throw Error(Code::kInvalidArgument, "a row has a number, and its body has none");
}

std::string series_of(const Body& body) {
  Record record;
  record.body = body;
  const std::optional<std::string> key = codec::index(record).topic;
  if (!key) throw Error(Code::kInvalidArgument, "a body has no series, or texts too long for one");
  return codec::series_name(codec::decode_topic(*key));
}

}  // namespace

class RowEncoder::Impl {
 public:
  Impl(std::string_view source, OriginKind kind) {
    origin_.source = source;
    origin_.kind = kind;
  }

  std::vector<NewRecord> encode(const Rows& rows) {
    check_lengths(rows);
    std::vector<std::string> series;
    for (const Body& body : rows.bodies) series.push_back(series_of(body));
    std::vector<NewRecord> records;
    records.reserve(rows.body.size());
    for (size_t row = 0; row < rows.body.size(); ++row) {
      const Record record = this->record(rows, row);
      const Id id = next_id(at<std::string>(series, rows.body[row], "body"), *record.when);
      records.push_back({lamella::encode(record), id});
    }
    return records;
  }

 private:
  Record record(const Rows& rows, size_t row) const {
    Record record;
    When& when = record.when.emplace();
    when.local_day = rows.local_day[row];
    when.utc_ms = instant(rows.utc_ms, row);
    if (when.utc_ms) when.offset_min = rows.offset_min[row];
    when.zone = text(rows.zones, rows.zone, row, "zone");
    record.note = text(rows.notes, rows.note, row, "note");
    record.origin = origin_;
    record.origin->entered_ms = instant(rows.entered_ms, row);
    record.body = at(rows.bodies, rows.body[row], "body");
    if (!rows.value.empty() && !std::isnan(rows.value[row])) {
      const double value = rows.value[row];
      std::visit([&](auto& body) { set_value(body, value); }, record.body);
    }
    return record;
  }

  Id next_id(std::string_view series, const When& when) {
    const auto id_of = [&](uint64_t ordinal) {
      return import_id(origin_.source, series, when.utc_ms, *when.local_day, ordinal);
    };
    const Id first = id_of(0);
    const uint64_t ordinal = seen_[first]++;
    return ordinal == 0 ? first : id_of(ordinal);
  }

  Origin origin_;
  std::unordered_map<Id, uint64_t, base::IdHash> seen_;  // by the id of the first of equal rows
};

RowEncoder::RowEncoder(std::string_view source, OriginKind kind)
    : impl_(std::make_unique<Impl>(source, kind)) {}
RowEncoder::RowEncoder(RowEncoder&&) noexcept = default;
RowEncoder& RowEncoder::operator=(RowEncoder&&) noexcept = default;
RowEncoder::~RowEncoder() = default;

std::vector<NewRecord> RowEncoder::encode(const Rows& rows) { return impl_->encode(rows); }

}  // namespace lamella
