#include "diary/body_columns.h"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include "base/hash.h"
#include "lamella/error.h"

namespace lamella {

namespace {

// What a list has at a row; null after its end.
template <typename T>
const T* at(const std::vector<T>& list, size_t row) {
  return row < list.size() ? &list[row] : nullptr;
}

// What each body has in a row, in the order of the columns.

void append(BodyColumns& c, const Symptom& b, size_t /*row*/) {
  c.text("item", b.item);
  c.number("score", b.score);
  c.number("scale_min", b.scale.value_or(Scale{}).min);
  c.number("scale_max", b.scale.value_or(Scale{}).max);
  c.flag("scale_given", b.scale.has_value());
  c.choice("recall", b.recall);
  c.text("site", b.site);
}

void append(BodyColumns& c, const Exposure& b, size_t /*row*/) {
  c.text("factor", b.factor);
  c.flag("present", b.present);
  c.number("amount", b.amount);
  c.text("unit", b.unit);
  c.text("site", b.site);
}

void append(BodyColumns& c, const Measurement& b, size_t /*row*/) {
  c.text("kind", b.kind);
  c.number("value", b.value);
  c.text("unit", b.unit);
  c.text("site", b.site);
  c.text("device", b.device);
  c.number("room_temperature", b.room_temperature);
  c.number("room_humidity", b.room_humidity);
  c.number("reference_low", b.reference_low);
  c.number("reference_high", b.reference_high);
}

void append(BodyColumns& c, const Dose& b, size_t /*row*/) {
  c.text("drug", b.drug);
  c.number("strength", b.strength);
  c.text("strength_unit", b.strength_unit);
  c.text("vehicle", b.vehicle);
  c.number("grams", b.grams);
  c.number("fingertip_units", b.fingertip_units);
  c.text("site", b.site);
  c.flag("not_taken", b.not_taken);
}

void append(BodyColumns& c, const DayCheck& b, size_t row) {
  c.text("factor", row < b.factors.size() ? Text(b.factors[row]) : std::nullopt);
}

void append(BodyColumns& c, const Factor& b, size_t /*row*/) {
  c.text("code", b.code);
  c.text("name", b.name);
  c.choice("category", b.category);
  c.choice("kind", b.kind);
  c.text("unit", b.unit);
  c.choice("silence", b.silence);
  c.day("since_day", b.since_day);
}

void append(BodyColumns& c, const Attachment& b, size_t /*row*/) {
  c.text("media_type", b.media_type);
  c.count("size", b.size);
  c.bytes("content", b.content);
  c.bytes("hash", b.hash);
  c.text("site", b.site);
  c.bytes("lesion", b.lesion);
}

void append(BodyColumns& c, const Answers& b, size_t row) {
  const Answer* const answer = at(b.answers, row);
  c.text("instrument", b.instrument);
  c.count("version", b.version);
  c.text("item", answer ? Text(answer->item) : std::nullopt);
  c.number("value", answer ? answer->value : std::nullopt);
  c.number("age_years", b.age_years);
  c.text("site", b.site);
  c.bytes("lesion", b.lesion);
}

void append(BodyColumns& c, const Course& b, size_t row) {
  const FollowUp* const follow_up = at(b.follow_ups, row);
  c.text("name", b.name);
  c.choice("tissue", b.tissue);
  c.choice("donor", b.donor);
  c.day("consent_day", b.consent_day);
  c.count("administrations", b.administrations);
  c.count("interval_days", b.interval_days);
  c.text("definition", b.definition);
  c.text("identity", b.identity);
  c.count("follow_up_after_days", follow_up ? std::optional(follow_up->after_days) : std::nullopt);
  c.text("follow_up_subject", follow_up ? Text(follow_up->subject) : std::nullopt);
}

void append(BodyColumns& c, const Harvest& b, size_t /*row*/) {
  c.bytes("course", b.course);
  c.text("method", b.method);
  c.number("volume_ml", b.volume_ml);
  c.text("site", b.site);
}

void append(BodyColumns& c, const CellProduct& b, size_t row) {
  const ProcessingStep* const step = at(b.processing, row);
  c.bytes("course", b.course);
  c.text("lot", b.lot);
  c.text("identity", b.identity);
  c.text("processing_step", step ? Text(step->step) : std::nullopt);
  c.day("processing_day", step ? step->local_day : std::nullopt);
  c.text("processing_detail", step ? Text(step->detail) : std::nullopt);
  c.count("passage", b.passage);
  c.number("doublings", b.doublings);
  c.number("cells", b.cells);
  c.number("viability", b.viability);
  c.text("viability_method", b.viability_method);
  c.number("volume_ml", b.volume_ml);
  c.choice("preservation", b.preservation);
  c.text("medium", b.medium);
  c.number("storage_temperature", b.storage_temperature);
  c.day("expiry_day", b.expiry_day);
}

void append(BodyColumns& c, const ReleaseTest& b, size_t /*row*/) {
  c.bytes("product", b.product);
  c.text("test", b.test);
  c.text("method", b.method);
  c.choice("limit_kind", b.limit_kind);
  c.number("limit", b.limit);
  c.number("result", b.result);
  c.text("unit", b.unit);
  c.text("outcome", b.outcome);
  c.flag("passed", b.passed);
}

void append(BodyColumns& c, const Administration& b, size_t /*row*/) {
  c.bytes("course", b.course);
  c.bytes("product", b.product);
  c.text("route", b.route);
  c.text("site", b.site);
  c.number("volume_ml", b.volume_ml);
  c.number("cells", b.cells);
  c.text("premedication", b.premedication);
  c.text("deviation", b.deviation);
}

void append(BodyColumns& c, const AdverseEvent& b, size_t /*row*/) {
  c.bytes("course", b.course);
  c.text("term", b.term);
  c.count("grade", b.grade);
  c.choice("relatedness", b.relatedness);
  c.flag("serious", b.serious);
  c.choice("outcome", b.outcome);
  c.day("end_day", b.end_day);
  c.text("terminology_code", b.terminology_code);
  c.text("site", b.site);
}

void append(BodyColumns& c, const Lesion& b, size_t /*row*/) {
  c.text("name", b.name);
  c.choice("kind", b.kind);
  c.text("site", b.site);
}

void append(BodyColumns& c, const LesionAssessment& b, size_t /*row*/) {
  c.bytes("lesion", b.lesion);
  c.number("length_mm", b.length_mm);
  c.number("width_mm", b.width_mm);
  c.number("height_mm", b.height_mm);
  c.number("erythema", b.erythema);
  c.number("oedema", b.oedema);
  c.number("oozing", b.oozing);
  c.number("excoriation", b.excoriation);
  c.number("lichenification", b.lichenification);
  c.number("dryness", b.dryness);
}

void append(BodyColumns& c, const Profile& b, size_t /*row*/) {
  c.number("birth_year", b.birth_year);
  c.count("birth_month", b.birth_month);
  c.choice("sex", b.sex);
  c.number("eczema_since_year", b.eczema_since_year);
  c.count("skin_type", b.skin_type);
}

void append(BodyColumns& c, const DosePlan& b, size_t row) {
  const DosePhase* const phase = at(b.phases, row);
  c.text("drug", b.drug);
  c.text("strength_unit", b.strength_unit);
  c.text("vehicle", b.vehicle);
  c.text("site", b.site);
  c.number("phase_days", phase ? std::optional<double>(phase->days) : std::nullopt);
  c.number("phase_days_per_week",
           phase ? std::optional<double>(phase->days_per_week) : std::nullopt);
  c.number("phase_doses_per_day",
           phase ? std::optional<double>(phase->doses_per_day) : std::nullopt);
  c.number("phase_strength", phase ? phase->strength : std::nullopt);
}

void append(BodyColumns& c, const DataSource& b, size_t /*row*/) {
  c.text("code", b.code);
  c.text("name", b.name);
  c.text("licence", b.licence);
  c.text("url", b.url);
}

void append(BodyColumns&, std::monostate, size_t) {}

template <size_t kIndex>
Body alternative() {
  return Body(std::in_place_index<kIndex>);
}

template <size_t... kIndices>
constexpr std::array<Body (*)(), sizeof...(kIndices)> alternatives(
    std::index_sequence<kIndices...>) {
  return {alternative<kIndices>...};
}

}  // namespace

void BodyColumns::bytes(const char* name, std::string_view value) { text(name, base::hex(value)); }

void BodyColumns::number(const char* name, std::optional<double> value) {
  column<std::vector<double>>(name).push_back(
      value.value_or(std::numeric_limits<double>::quiet_NaN()));
}

void BodyColumns::count(const char* name, std::optional<uint64_t> value) {
  number(name, value ? std::optional(static_cast<double>(*value)) : std::nullopt);
}

void BodyColumns::flag(const char* name, std::optional<bool> value) {
  number(name, value ? std::optional(*value ? 1.0 : 0.0) : std::nullopt);
}

void BodyColumns::day(const char* name, std::optional<Day> value) {
  column<std::vector<Day>>(name).push_back(value.value_or(kAbsentInteger));
}

void BodyColumns::drop_rows() {
  for (Making& making : columns_) std::visit([](auto& values) { values = {}; }, making.values);
}

std::vector<Column> BodyColumns::finish() {
  std::vector<Column> columns;
  for (Making& making : columns_) {
    if (auto* texts = std::get_if<Texts>(&making.values)) {
      columns.push_back(texts->finish(making.name));
    } else if (auto* numbers = std::get_if<std::vector<double>>(&making.values)) {
      columns.push_back(make_column(making.name, ColumnKind::kNumber, std::move(*numbers)));
    } else {
      columns.push_back(make_column(making.name, ColumnKind::kDay,
                                    std::move(std::get<std::vector<Day>>(making.values))));
    }
  }
  return columns;
}

size_t rows_of(const Body& body) {
  size_t listed = 0;
  if (const auto* check = std::get_if<DayCheck>(&body)) listed = check->factors.size();
  if (const auto* answers = std::get_if<Answers>(&body)) listed = answers->answers.size();
  if (const auto* course = std::get_if<Course>(&body)) listed = course->follow_ups.size();
  if (const auto* product = std::get_if<CellProduct>(&body)) listed = product->processing.size();
  if (const auto* plan = std::get_if<DosePlan>(&body)) listed = plan->phases.size();
  return std::max(listed, size_t{1});
}

void append_row(BodyColumns& columns, const Body& body, size_t row) {
  columns.begin_row();
  std::visit([&](const auto& known) { append(columns, known, row); }, body);
}

Body empty_body(Type type) {
  constexpr auto kAlternatives =
      alternatives(std::make_index_sequence<std::variant_size_v<Body>>());
  for (const auto& make : kAlternatives) {
    Body body = make();
    if (type_of(body) == static_cast<uint32_t>(type)) return body;
  }
  throw Error(Code::kInvalidArgument, "no such type of entry");
}

}  // namespace lamella
