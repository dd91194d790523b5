// Diary::records: the entries of one type as a table, a column a field.
#include <functional>
#include <limits>

#include "diary/columns.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

namespace {

// A column of the body's fields and how a body fills it.
template <typename Body>
struct Field {
  const char* name;
  ColumnKind kind;
  std::function<void(const Body&, Column&)> append;
};

template <typename Body>
Field<Body> text(const char* name, std::function<std::string(const Body&)> get) {
  return {name, ColumnKind::kText, [get](const Body& body, Column& column) {
            std::get<std::vector<std::string>>(column.data).push_back(get(body));
          }};
}

template <typename Body>
Field<Body> number(const char* name, std::function<std::optional<double>(const Body&)> get) {
  return {name, ColumnKind::kNumber, [get](const Body& body, Column& column) {
            std::get<std::vector<double>>(column.data)
                .push_back(get(body).value_or(std::numeric_limits<double>::quiet_NaN()));
          }};
}

template <typename Body>
std::vector<Field<Body>> fields();

template <>
std::vector<Field<Symptom>> fields() {
  using B = const Symptom&;
  return {text<Symptom>("item", [](B b) { return b.item; }),
          number<Symptom>("score", [](B b) { return b.score; }),
          number<Symptom>("scale_min", [](B b) { return b.scale.value_or(Scale{}).min; }),
          number<Symptom>("scale_max", [](B b) { return b.scale.value_or(Scale{}).max; }),
          text<Symptom>("recall", [](B b) { return std::string(name(b.recall)); }),
          text<Symptom>("site", [](B b) { return b.site; })};
}

template <>
std::vector<Field<Exposure>> fields() {
  using B = const Exposure&;
  return {text<Exposure>("factor", [](B b) { return b.factor; }),
          number<Exposure>("present", [](B b) -> std::optional<double> { return b.present; }),
          number<Exposure>("amount", [](B b) { return b.amount; }),
          text<Exposure>("unit", [](B b) { return b.unit; }),
          text<Exposure>("site", [](B b) { return b.site; })};
}

template <>
std::vector<Field<Measurement>> fields() {
  using B = const Measurement&;
  return {text<Measurement>("kind", [](B b) { return b.kind; }),
          number<Measurement>("value", [](B b) { return b.value; }),
          text<Measurement>("unit", [](B b) { return b.unit; }),
          text<Measurement>("site", [](B b) { return b.site; }),
          text<Measurement>("device", [](B b) { return b.device; }),
          number<Measurement>("room_temperature", [](B b) { return b.room_temperature; }),
          number<Measurement>("room_humidity", [](B b) { return b.room_humidity; })};
}

template <>
std::vector<Field<Dose>> fields() {
  using B = const Dose&;
  return {text<Dose>("drug", [](B b) { return b.drug; }),
          number<Dose>("strength", [](B b) { return b.strength; }),
          text<Dose>("strength_unit", [](B b) { return b.strength_unit; }),
          text<Dose>("vehicle", [](B b) { return b.vehicle; }),
          number<Dose>("grams", [](B b) { return b.grams; }),
          number<Dose>("fingertip_units", [](B b) { return b.fingertip_units; }),
          text<Dose>("site", [](B b) { return b.site; }),
          number<Dose>("not_taken", [](B b) { return std::optional<double>(b.not_taken); })};
}

// A day check is a row for each factor that it lists.
struct CheckedFactor {
  std::string factor;
};

template <>
std::vector<Field<CheckedFactor>> fields() {
  return {text<CheckedFactor>("factor", [](const CheckedFactor& b) { return b.factor; })};
}

template <>
std::vector<Field<Factor>> fields() {
  using B = const Factor&;
  return {text<Factor>("code", [](B b) { return b.code; }),
          text<Factor>("name", [](B b) { return b.name; }),
          text<Factor>("category", [](B b) { return std::string(name(b.category)); }),
          text<Factor>("kind", [](B b) { return std::string(name(b.kind)); }),
          text<Factor>("unit", [](B b) { return b.unit; }),
          text<Factor>("silence", [](B b) { return std::string(name(b.silence)); }),
          number<Factor>("since_day", [](B b) -> std::optional<double> { return b.since_day; })};
}

template <typename Body>
class RecordTable {
 public:
  RecordTable() {
    for (const Field<Body>& field : fields_) {
      columns_.push_back(field.kind == ColumnKind::kText
                             ? make_column(field.name, field.kind, std::vector<std::string>())
                             : make_column(field.name, field.kind, std::vector<double>()));
    }
  }

  void append(const Id& id, const Record& record, const Body& body) {
    const When when = record.when.value_or(When{});
    ids_.push_back(id);
    days_.push_back(when.local_day.value_or(kAbsentInteger));
    instants_.push_back(when.utc_ms.value_or(kAbsentInstant));
    offsets_.push_back(when.offset_min.value_or(kAbsentInteger));
    notes_.push_back(record.note);
    for (size_t i = 0; i < fields_.size(); ++i) fields_[i].append(body, columns_[i]);
  }

  std::shared_ptr<const Table> finish() {
    auto table = std::make_shared<Table>();
    std::vector<Column>& columns = table->columns;
    columns.push_back(make_column("id", ColumnKind::kId, std::move(ids_)));
    columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days_)));
    columns.push_back(make_column("at", ColumnKind::kInstant, std::move(instants_)));
    columns.push_back(make_column("offset_min", ColumnKind::kInteger, std::move(offsets_)));
    for (Column& column : columns_) columns.push_back(std::move(column));
    columns.push_back(make_column("note", ColumnKind::kText, std::move(notes_)));
    return table;
  }

 private:
  std::vector<Field<Body>> fields_ = fields<Body>();
  std::vector<Column> columns_;
  std::vector<Id> ids_;
  std::vector<Day> days_;
  std::vector<int64_t> instants_;
  std::vector<int32_t> offsets_;
  std::vector<std::string> notes_;
};

template <typename Body>
void append(RecordTable<Body>& table, const Id& id, const Record& record) {
  if (const auto* body = std::get_if<Body>(&record.body)) table.append(id, record, *body);
}

void append(RecordTable<CheckedFactor>& table, const Id& id, const Record& record) {
  const auto* check = std::get_if<DayCheck>(&record.body);
  if (check == nullptr) return;
  for (const std::string& factor : check->factors) table.append(id, record, {factor});
}

template <typename Body>
std::shared_ptr<const Table> read_table(log::Statements& statements, Type type,
                                        std::optional<Day> first_day, std::optional<Day> last_day,
                                        Task* task) {
  RecordTable<Body> table;
  uint64_t done = 0;
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](const log::View& view) {
                        report(task, ++done, 0);
                        append(table, view.id, decode(view.record));
                      });
  return table.finish();
}

}  // namespace

std::shared_ptr<const Table> Diary::records(Type type, std::optional<Day> first_day,
                                            std::optional<Day> last_day, Task* task) {
  return impl_->read([&](log::Statements& statements) -> std::shared_ptr<const Table> {
    const auto read = [&](auto body) {
      return read_table<decltype(body)>(statements, type, first_day, last_day, task);
    };
    switch (type) {
      case Type::kSymptom:
        return read(Symptom{});
      case Type::kExposure:
        return read(Exposure{});
      case Type::kMeasurement:
        return read(Measurement{});
      case Type::kDose:
        return read(Dose{});
      case Type::kDayCheck:
        return read(CheckedFactor{});
      case Type::kFactor:
        return read(Factor{});
    }
    throw Error(Code::kInvalidArgument, "no such type of entry");
  });
}

}  // namespace lamella
