// Diary::records: the entries of one type as a table, a column a field. A record can be made again
// from its row, byte for byte, but for what the column `complete` owns up to.
#include <limits>
#include <map>
#include <utility>

#include "base/beside.h"
#include "base/hash.h"
#include "codec/validate.h"
#include "diary/columns.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

namespace {

constexpr std::optional<double> kNone;

double number_of(const std::optional<double>& value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

double number_of(const std::optional<uint32_t>& value) {
  return value ? static_cast<double>(*value) : std::numeric_limits<double>::quiet_NaN();
}

double number_of(const std::optional<bool>& value) {
  return value ? static_cast<double>(*value) : std::numeric_limits<double>::quiet_NaN();
}

// A column of the body's fields and what a body has in it.
template <typename Body>
struct Field {
  const char* name;
  std::variant<Text (*)(const Body&), double (*)(const Body&), Day (*)(const Body&),
               std::string (*)(const Body&)>
      get;
};

// The fields of each body, in the order of the columns.
template <typename Body>
std::vector<Field<Body>> fields();

template <>
std::vector<Field<Symptom>> fields() {
  using B = const Symptom&;
  return {{"item", [](B b) -> Text { return b.item; }},
          {"score", [](B b) { return number_of(b.score); }},
          {"scale_min", [](B b) { return b.scale.value_or(Scale{}).min; }},
          {"scale_max", [](B b) { return b.scale.value_or(Scale{}).max; }},
          {"scale_given", [](B b) { return b.scale ? 1.0 : 0.0; }},
          {"recall", [](B b) -> Text { return name(b.recall); }},
          {"site", [](B b) -> Text { return b.site; }}};
}

template <>
std::vector<Field<Exposure>> fields() {
  using B = const Exposure&;
  return {{"factor", [](B b) -> Text { return b.factor; }},
          {"present", [](B b) { return number_of(b.present); }},
          {"amount", [](B b) { return number_of(b.amount); }},
          {"unit", [](B b) -> Text { return b.unit; }},
          {"site", [](B b) -> Text { return b.site; }}};
}

template <>
std::vector<Field<Measurement>> fields() {
  using B = const Measurement&;
  return {{"kind", [](B b) -> Text { return b.kind; }},
          {"value", [](B b) { return number_of(b.value); }},
          {"unit", [](B b) -> Text { return b.unit; }},
          {"site", [](B b) -> Text { return b.site; }},
          {"device", [](B b) -> Text { return b.device; }},
          {"room_temperature", [](B b) { return number_of(b.room_temperature); }},
          {"room_humidity", [](B b) { return number_of(b.room_humidity); }}};
}

template <>
std::vector<Field<Dose>> fields() {
  using B = const Dose&;
  return {{"drug", [](B b) -> Text { return b.drug; }},
          {"strength", [](B b) { return number_of(b.strength); }},
          {"strength_unit", [](B b) -> Text { return b.strength_unit; }},
          {"vehicle", [](B b) -> Text { return b.vehicle; }},
          {"grams", [](B b) { return number_of(b.grams); }},
          {"fingertip_units", [](B b) { return number_of(b.fingertip_units); }},
          {"site", [](B b) -> Text { return b.site; }},
          {"not_taken", [](B b) { return b.not_taken ? 1.0 : 0.0; }}};
}

// A day check is a row for each factor that it lists, or one without a factor.
struct CheckedFactor {
  Text factor;
};

template <>
std::vector<Field<CheckedFactor>> fields() {
  return {{"factor", [](const CheckedFactor& b) { return b.factor; }}};
}

template <>
std::vector<Field<Factor>> fields() {
  using B = const Factor&;
  return {{"code", [](B b) -> Text { return b.code; }},
          {"name", [](B b) -> Text { return b.name; }},
          {"category", [](B b) -> Text { return name(b.category); }},
          {"kind", [](B b) -> Text { return name(b.kind); }},
          {"unit", [](B b) -> Text { return b.unit; }},
          {"silence", [](B b) -> Text { return name(b.silence); }},
          {"since_day", [](B b) { return b.since_day.value_or(kAbsentInteger); }}};
}

template <>
std::vector<Field<Attachment>> fields() {
  using B = const Attachment&;
  return {{"media_type", [](B b) -> Text { return b.media_type; }},
          {"size", [](B b) { return static_cast<double>(b.size); }},
          {"content", [](B b) { return base::hex(b.content); }},
          {"hash", [](B b) { return base::hex(b.hash); }},
          {"site", [](B b) -> Text { return b.site; }}};
}

// Answers are a row for each item, or one without an item.
struct AnsweredItem {
  const Answers* answers = nullptr;
  const Answer* answer = nullptr;  // null: none
};

template <>
std::vector<Field<AnsweredItem>> fields() {
  using B = const AnsweredItem&;
  return {{"instrument", [](B b) -> Text { return b.answers->instrument; }},
          {"version", [](B b) { return static_cast<double>(b.answers->version); }},
          {"item", [](B b) { return b.answer ? Text(b.answer->item) : std::nullopt; }},
          {"value", [](B b) { return b.answer ? number_of(b.answer->value) : number_of(kNone); }},
          {"age_years", [](B b) { return number_of(b.answers->age_years); }},
          {"site", [](B b) -> Text { return b.answers->site; }}};
}

template <>
std::vector<Field<Course>> fields() {
  using B = const Course&;
  return {{"name", [](B b) -> Text { return b.name; }},
          {"tissue", [](B b) -> Text { return name(b.tissue); }},
          {"donor", [](B b) -> Text { return name(b.donor); }},
          {"consent_day", [](B b) { return b.consent_day.value_or(kAbsentInteger); }},
          {"administrations", [](B b) { return number_of(b.administrations); }},
          {"interval_days", [](B b) { return number_of(b.interval_days); }},
          {"definition", [](B b) -> Text { return b.definition; }},
          {"identity", [](B b) -> Text { return b.identity; }}};
}

template <>
std::vector<Field<Harvest>> fields() {
  using B = const Harvest&;
  return {{"course", [](B b) { return base::hex(b.course); }},
          {"method", [](B b) -> Text { return b.method; }},
          {"volume_ml", [](B b) { return number_of(b.volume_ml); }},
          {"site", [](B b) -> Text { return b.site; }}};
}

template <>
std::vector<Field<CellProduct>> fields() {
  using B = const CellProduct&;
  return {{"course", [](B b) { return base::hex(b.course); }},
          {"lot", [](B b) -> Text { return b.lot; }},
          {"identity", [](B b) -> Text { return b.identity; }},
          {"processing", [](B b) -> Text { return b.processing; }},
          {"passage", [](B b) { return number_of(b.passage); }},
          {"doublings", [](B b) { return number_of(b.doublings); }},
          {"cells", [](B b) { return number_of(b.cells); }},
          {"viability", [](B b) { return number_of(b.viability); }},
          {"viability_method", [](B b) -> Text { return b.viability_method; }},
          {"volume_ml", [](B b) { return number_of(b.volume_ml); }},
          {"preservation", [](B b) -> Text { return name(b.preservation); }},
          {"medium", [](B b) -> Text { return b.medium; }},
          {"storage_temperature", [](B b) { return number_of(b.storage_temperature); }},
          {"expiry_day", [](B b) { return b.expiry_day.value_or(kAbsentInteger); }}};
}

template <>
std::vector<Field<ReleaseTest>> fields() {
  using B = const ReleaseTest&;
  return {{"product", [](B b) { return base::hex(b.product); }},
          {"test", [](B b) -> Text { return b.test; }},
          {"method", [](B b) -> Text { return b.method; }},
          {"limit_kind", [](B b) -> Text { return name(b.limit_kind); }},
          {"limit", [](B b) { return number_of(b.limit); }},
          {"result", [](B b) { return number_of(b.result); }},
          {"unit", [](B b) -> Text { return b.unit; }},
          {"outcome", [](B b) -> Text { return b.outcome; }},
          {"passed", [](B b) { return number_of(b.passed); }}};
}

template <>
std::vector<Field<Administration>> fields() {
  using B = const Administration&;
  return {{"course", [](B b) { return base::hex(b.course); }},
          {"product", [](B b) { return base::hex(b.product); }},
          {"route", [](B b) -> Text { return b.route; }},
          {"site", [](B b) -> Text { return b.site; }},
          {"volume_ml", [](B b) { return number_of(b.volume_ml); }},
          {"cells", [](B b) { return number_of(b.cells); }},
          {"premedication", [](B b) -> Text { return b.premedication; }},
          {"deviation", [](B b) -> Text { return b.deviation; }}};
}

template <>
std::vector<Field<AdverseEvent>> fields() {
  using B = const AdverseEvent&;
  return {{"course", [](B b) { return base::hex(b.course); }},
          {"term", [](B b) -> Text { return b.term; }},
          {"grade", [](B b) { return number_of(b.grade); }},
          {"relatedness", [](B b) -> Text { return name(b.relatedness); }},
          {"serious", [](B b) { return number_of(b.serious); }},
          {"outcome", [](B b) -> Text { return name(b.outcome); }},
          {"end_day", [](B b) { return b.end_day.value_or(kAbsentInteger); }},
          {"terminology_code", [](B b) -> Text { return b.terminology_code; }},
          {"site", [](B b) -> Text { return b.site; }}};
}

// A field's column in the making.
template <typename Body>
class FieldColumn {
 public:
  explicit FieldColumn(const Field<Body>& field) : field_(field) {}

  void append(const Body& body) {
    if (const auto* const text = std::get_if<0>(&field_.get)) {
      texts_.append((*text)(body));
    } else if (const auto* const number = std::get_if<1>(&field_.get)) {
      numbers_.push_back((*number)(body));
    } else if (const auto* const day = std::get_if<2>(&field_.get)) {
      days_.push_back((*day)(body));
    } else {
      texts_.append(std::get<3>(field_.get)(body));
    }
  }

  Column finish() {
    if (field_.get.index() == 0 || field_.get.index() == 3) return texts_.finish(field_.name);
    if (field_.get.index() == 1) {
      return make_column(field_.name, ColumnKind::kNumber, std::move(numbers_));
    }
    return make_column(field_.name, ColumnKind::kDay, std::move(days_));
  }

 private:
  Field<Body> field_;
  Texts texts_;
  std::vector<double> numbers_;
  std::vector<Day> days_;
};

// One entry: what every row of it has.
struct Shown {
  const Id& id;
  const Record& record;
  bool complete;
  size_t conflicts;
};

template <typename Body>
class RecordTable {
 public:
  RecordTable() {
    for (const Field<Body>& field : fields<Body>()) fields_.emplace_back(field);
  }

  void append(const Shown& entry, const Body& body) {
    const Record& record = entry.record;
    const When when = record.when.value_or(When{});
    ids_.push_back(entry.id);
    days_.push_back(when.local_day.value_or(kAbsentInteger));
    instants_.push_back(when.utc_ms.value_or(kAbsentInstant));
    offsets_.push_back(when.offset_min.value_or(kAbsentInteger));
    zones_.append(when.zone);
    ends_.push_back(when.end_utc_ms.value_or(kAbsentInstant));
    for (FieldColumn<Body>& field : fields_) field.append(body);
    const bool has_origin = record.origin.has_value();
    sources_.append(has_origin ? std::string_view(record.origin->source) : std::string_view());
    origins_.append(has_origin ? Text(name(record.origin->kind)) : std::nullopt);
    entered_.push_back(has_origin ? record.origin->entered_ms.value_or(kAbsentInstant)
                                  : kAbsentInstant);
    complete_.push_back(entry.complete ? 1 : 0);
    conflicts_.push_back(static_cast<int32_t>(entry.conflicts));
    notes_.push_back(record.note);
  }

  std::shared_ptr<const Table> finish() {
    auto table = std::make_shared<Table>();
    std::vector<Column>& columns = table->columns;
    columns.push_back(make_column("id", ColumnKind::kId, std::move(ids_)));
    columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days_)));
    columns.push_back(make_column("at", ColumnKind::kInstant, std::move(instants_)));
    columns.push_back(make_column("offset_min", ColumnKind::kInteger, std::move(offsets_)));
    columns.push_back(zones_.finish("zone"));
    columns.push_back(make_column("end", ColumnKind::kInstant, std::move(ends_)));
    for (FieldColumn<Body>& field : fields_) columns.push_back(field.finish());
    columns.push_back(sources_.finish("source"));
    columns.push_back(origins_.finish("origin"));
    columns.push_back(make_column("entered", ColumnKind::kInstant, std::move(entered_)));
    columns.push_back(make_column("complete", ColumnKind::kNumber, std::move(complete_)));
    columns.push_back(make_column("conflicts", ColumnKind::kInteger, std::move(conflicts_)));
    columns.push_back(make_column("note", ColumnKind::kText, std::move(notes_)));
    return table;
  }

 private:
  std::vector<FieldColumn<Body>> fields_;
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

template <typename Body>
void append(RecordTable<Body>& table, const Shown& entry) {
  if (const auto* body = std::get_if<Body>(&entry.record.body)) table.append(entry, *body);
}

void append(RecordTable<CheckedFactor>& table, const Shown& entry) {
  const auto* check = std::get_if<DayCheck>(&entry.record.body);
  if (check == nullptr) return;
  if (check->factors.empty()) table.append(entry, {});
  for (const std::string& factor : check->factors) table.append(entry, {factor});
}

void append(RecordTable<AnsweredItem>& table, const Shown& entry) {
  const auto* answers = std::get_if<Answers>(&entry.record.body);
  if (answers == nullptr) return;
  if (answers->answers.empty()) table.append(entry, {answers, nullptr});
  for (const Answer& answer : answers->answers) table.append(entry, {answers, &answer});
}

// Whether a body has nothing that its columns do not name.
bool is_known(std::monostate) { return false; }
bool is_known(const Symptom& b) { return b.unknown_fields.empty() && name(b.recall) != "unknown"; }
bool is_known(const Exposure& b) { return b.unknown_fields.empty(); }
bool is_known(const Measurement& b) { return b.unknown_fields.empty(); }
bool is_known(const Dose& b) { return b.unknown_fields.empty(); }
bool is_known(const DayCheck& b) { return b.unknown_fields.empty(); }
bool is_known(const Factor& b) {
  return b.unknown_fields.empty() && name(b.category) != "unknown" && name(b.kind) != "unknown" &&
         name(b.silence) != "unknown";
}
bool is_known(const Attachment& b) { return b.unknown_fields.empty(); }
bool is_known(const Answers& b) { return b.unknown_fields.empty(); }
bool is_known(const Course& b) {
  return b.unknown_fields.empty() && name(b.tissue) != "unknown" && name(b.donor) != "unknown";
}
bool is_known(const Harvest& b) { return b.unknown_fields.empty(); }
bool is_known(const CellProduct& b) {
  return b.unknown_fields.empty() && name(b.preservation) != "unknown";
}
bool is_known(const ReleaseTest& b) {
  return b.unknown_fields.empty() && name(b.limit_kind) != "unknown";
}
bool is_known(const Administration& b) { return b.unknown_fields.empty(); }
bool is_known(const AdverseEvent& b) {
  return b.unknown_fields.empty() && name(b.relatedness) != "unknown" &&
         name(b.outcome) != "unknown";
}

bool is_valid(const Record& record) {
  try {
    codec::validate(record);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Whether the columns give back `bytes`. Changes arrive without validation, so that a number can be
// NaN, which a column takes for absent; and another encoder can order the fields in its own way.
bool is_complete(const Record& record, std::string_view bytes) {
  if (!record.unknown_fields.empty()) return false;
  if (record.when && !record.when->unknown_fields.empty()) return false;
  if (record.origin &&
      (!record.origin->unknown_fields.empty() || name(record.origin->kind) == "unknown")) {
    return false;
  }
  return std::visit([](const auto& body) { return is_known(body); }, record.body) &&
         is_valid(record) && encode(record) == bytes;
}

template <typename Body>
void append(RecordTable<Body>& table, const std::vector<log::View>& views) {
  for (const log::View& view : views) {
    const Record record = decode(view.record);
    append(table, {view.id, record, is_complete(record, view.record), view.conflicts.size()});
  }
}

// One thread reads and decrypts, and another decodes what was read before.
template <typename Body>
std::shared_ptr<const Table> read_table(log::Statements& statements, Type type,
                                        std::optional<Day> first_day, std::optional<Day> last_day,
                                        Task* task) {
  constexpr size_t kPart = 4'096;
  RecordTable<Body> table;
  std::vector<log::View> part;
  base::Beside beside;
  const auto append_beside = [&] {
    beside.start([&table, views = std::exchange(part, {})] { append(table, views); });
  };
  uint64_t done = 0;
  log::for_each_entry(statements, static_cast<uint32_t>(type), first_day, last_day,
                      [&](log::View view) {
                        report(task, ++done, 0);
                        part.push_back(std::move(view));
                        if (part.size() == kPart) append_beside();
                      });
  beside.finish();
  append(table, part);
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
      case Type::kAttachment:
        return read(Attachment{});
      case Type::kAnswers:
        return read(AnsweredItem{});
      case Type::kCourse:
        return read(Course{});
      case Type::kHarvest:
        return read(Harvest{});
      case Type::kCellProduct:
        return read(CellProduct{});
      case Type::kReleaseTest:
        return read(ReleaseTest{});
      case Type::kAdministration:
        return read(Administration{});
      case Type::kAdverseEvent:
        return read(AdverseEvent{});
    }
    throw Error(Code::kInvalidArgument, "no such type of entry");
  });
}

}  // namespace lamella
