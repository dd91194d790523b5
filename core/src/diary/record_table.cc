// Diary::records: the entries of one type as a table, a column a field. A record can be made again
// from its row, byte for byte, but for what the column `complete` owns up to.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/beside.h"
#include "codec/validate.h"
#include "diary/body_columns.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

namespace {

struct HasNoUnknownFields {
  bool operator()(std::monostate) const { return false; }
  template <typename T>
  bool operator()(const T& body) const {
    return body.unknown_fields.empty();
  }
  bool operator()(const Answers& body) const { return none(body, body.answers); }
  bool operator()(const Course& body) const { return none(body, body.follow_ups); }
  bool operator()(const CellProduct& body) const { return none(body, body.processing); }
  bool operator()(const DosePlan& body) const { return none(body, body.phases); }

 private:
  template <typename T, typename Part>
  static bool none(const T& body, const std::vector<Part>& parts) {
    return body.unknown_fields.empty() &&
           std::all_of(parts.begin(), parts.end(),
                       [](const Part& part) { return part.unknown_fields.empty(); });
  }
};

// Whether the columns give back `bytes`. Changes arrive without validation, so that a number can be
// NaN, which a column takes for absent; and another encoder can order the fields in its own way.
bool is_complete(const Record& record, std::string_view bytes) {
  if (!record.unknown_fields.empty()) return false;
  if (record.when && !record.when->unknown_fields.empty()) return false;
  if (record.origin &&
      (!record.origin->unknown_fields.empty() || name(record.origin->kind) == "unknown")) {
    return false;
  }
  return std::visit(HasNoUnknownFields{}, record.body) && codec::is_valid(record) &&
         encode(record) == bytes;
}

class RecordTable {
 public:
  explicit RecordTable(Type type) : type_(type) {}

  void append(const log::View& view) {
    const Record record = decode(view.record);
    if (type_of(record.body) != static_cast<uint32_t>(type_)) return;
    const bool complete = is_complete(record, view.record);
    for (size_t row = 0; row < rows_of(record.body); ++row) {
      append_row(body_, record.body, row);
      append_common(view, record);
      complete_.push_back(complete && body_.known() ? 1 : 0);
    }
  }

  std::shared_ptr<const Table> finish() {
    if (ids_.empty()) {
      append_row(body_, empty_body(type_), 0);
      body_.drop_rows();
    }
    auto table = std::make_shared<Table>();
    std::vector<Column>& columns = table->columns;
    columns.push_back(make_column("id", ColumnKind::kId, std::move(ids_)));
    columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days_)));
    columns.push_back(make_column("at", ColumnKind::kInstant, std::move(instants_)));
    columns.push_back(make_column("offset_min", ColumnKind::kInteger, std::move(offsets_)));
    columns.push_back(zones_.finish("zone"));
    columns.push_back(make_column("end", ColumnKind::kInstant, std::move(ends_)));
    for (Column& column : body_.finish()) columns.push_back(std::move(column));
    columns.push_back(sources_.finish("source"));
    columns.push_back(origins_.finish("origin"));
    columns.push_back(make_column("entered", ColumnKind::kInstant, std::move(entered_)));
    columns.push_back(make_column("complete", ColumnKind::kNumber, std::move(complete_)));
    columns.push_back(make_column("conflicts", ColumnKind::kInteger, std::move(conflicts_)));
    columns.push_back(make_column("note", ColumnKind::kText, std::move(notes_)));
    return table;
  }

 private:
  void append_common(const log::View& view, const Record& record) {
    const When when = record.when.value_or(When{});
    ids_.push_back(view.id);
    days_.push_back(when.local_day.value_or(kAbsentInteger));
    instants_.push_back(when.utc_ms.value_or(kAbsentInstant));
    offsets_.push_back(when.offset_min.value_or(kAbsentInteger));
    zones_.append(when.zone);
    ends_.push_back(when.end_utc_ms.value_or(kAbsentInstant));
    const bool has_origin = record.origin.has_value();
    sources_.append(has_origin ? std::string_view(record.origin->source) : std::string_view());
    origins_.append(has_origin ? Text(name(record.origin->kind)) : std::nullopt);
    entered_.push_back(has_origin ? record.origin->entered_ms.value_or(kAbsentInstant)
                                  : kAbsentInstant);
    conflicts_.push_back(static_cast<int32_t>(view.conflicts.size()));
    notes_.push_back(record.note);
  }

  Type type_;
  BodyColumns body_;
  std::vector<Id> ids_;
  std::vector<Day> days_;
  std::vector<int64_t> instants_;
  std::vector<int32_t> offsets_;
  Texts zones_;
  std::vector<int64_t> ends_;
  Texts sources_;
  Texts origins_;
  std::vector<int64_t> entered_;
  std::vector<double> complete_;
  std::vector<int32_t> conflicts_;
  std::vector<std::string> notes_;
};

// One thread reads and decrypts, and another decodes what was read before.
std::shared_ptr<const Table> read_table(log::Statements& statements, Type type,
                                        std::optional<Day> first_day, std::optional<Day> last_day,
                                        Task* task) {
  constexpr size_t kPart = 4'096;
  RecordTable table(type);
  std::vector<log::View> part;
  base::Beside beside;
  const auto append_beside = [&] {
    beside.start([&table, views = std::exchange(part, {})] {
      for (const log::View& view : views) table.append(view);
    });
  };
  uint64_t done = 0;
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](log::View view) {
                        report(task, ++done, 0);
                        part.push_back(std::move(view));
                        if (part.size() == kPart) append_beside();
                      });
  beside.finish();
  for (const log::View& view : part) table.append(view);
  return table.finish();
}

}  // namespace

std::shared_ptr<const Table> Diary::records(Type type, std::optional<Day> first_day,
                                            std::optional<Day> last_day, Task* task) {
  return impl_->read([&](log::Statements& statements) {
    return read_table(statements, type, first_day, last_day, task);
  });
}

}  // namespace lamella
