#include "lamella/record.h"

#include <climits>

#include "base/varint.h"
#include "codec/on_stack.h"
#include "codec/registers.h"
#include "lamella/error.h"
#include "lamella/v1/record.pb.h"

namespace lamella {

namespace {

// Fields above the last one that this version knows: the lite runtime keeps them and does not show
// them, so they are read from the bytes.
std::string unknown_fields(std::string_view message, int last_known) {
  std::string unknown;
  codec::for_each_field(message, [&](const codec::Register& field, std::string_view) {
    if (field.number > static_cast<uint32_t>(last_known)) unknown += field.bytes;
  });
  return unknown;
}

template <typename T, typename Set>
void copy_optional(const std::optional<T>& value, Set set) {
  if (value) set(*value);
}

void to_proto(const When& when, v1::When& proto) {
  copy_optional(when.local_day, [&](Day day) { proto.set_local_day(day); });
  copy_optional(when.utc_ms, [&](int64_t ms) { proto.set_utc_ms(ms); });
  copy_optional(when.offset_min, [&](int32_t min) { proto.set_offset_min(min); });
  proto.set_zone(when.zone);
  copy_optional(when.end_utc_ms, [&](int64_t ms) { proto.set_end_utc_ms(ms); });
  proto.MergeFromString(when.unknown_fields);
}

When from_proto(const v1::When& proto) {
  When when;
  if (proto.has_local_day()) when.local_day = proto.local_day();
  if (proto.has_utc_ms()) when.utc_ms = proto.utc_ms();
  if (proto.has_offset_min()) when.offset_min = proto.offset_min();
  when.zone = proto.zone();
  if (proto.has_end_utc_ms()) when.end_utc_ms = proto.end_utc_ms();
  return when;
}

void to_proto(const Origin& origin, v1::Origin& proto) {
  proto.set_source(origin.source);
  proto.set_kind(static_cast<v1::OriginKind>(origin.kind));
  copy_optional(origin.entered_ms, [&](int64_t ms) { proto.set_entered_ms(ms); });
  proto.MergeFromString(origin.unknown_fields);
}

Origin from_proto(const v1::Origin& proto) {
  Origin origin;
  origin.source = proto.source();
  origin.kind = static_cast<OriginKind>(proto.kind());
  if (proto.has_entered_ms()) origin.entered_ms = proto.entered_ms();
  return origin;
}

// One to_proto and one from_proto a body, in the order of the field numbers.

void to_proto(const Symptom& symptom, v1::Record& record) {
  v1::Symptom& proto = *record.mutable_symptom();
  proto.set_item(symptom.item);
  copy_optional(symptom.score, [&](double score) { proto.set_score(score); });
  copy_optional(symptom.scale, [&](const Scale& scale) {
    proto.mutable_scale()->set_min(scale.min);
    proto.mutable_scale()->set_max(scale.max);
  });
  proto.set_recall(static_cast<v1::Recall>(symptom.recall));
  proto.set_site(symptom.site);
  proto.MergeFromString(symptom.unknown_fields);
}

Symptom from_proto(const v1::Symptom& proto) {
  Symptom symptom;
  symptom.item = proto.item();
  if (proto.has_score()) symptom.score = proto.score();
  if (proto.has_scale()) symptom.scale = Scale{proto.scale().min(), proto.scale().max()};
  symptom.recall = static_cast<Recall>(proto.recall());
  symptom.site = proto.site();
  return symptom;
}

void to_proto(const Exposure& exposure, v1::Record& record) {
  v1::Exposure& proto = *record.mutable_exposure();
  proto.set_factor(exposure.factor);
  copy_optional(exposure.present, [&](bool present) { proto.set_present(present); });
  copy_optional(exposure.amount, [&](double amount) { proto.set_amount(amount); });
  proto.set_unit(exposure.unit);
  proto.set_site(exposure.site);
  proto.MergeFromString(exposure.unknown_fields);
}

Exposure from_proto(const v1::Exposure& proto) {
  Exposure exposure;
  exposure.factor = proto.factor();
  if (proto.has_present()) exposure.present = proto.present();
  if (proto.has_amount()) exposure.amount = proto.amount();
  exposure.unit = proto.unit();
  exposure.site = proto.site();
  return exposure;
}

void to_proto(const Measurement& measurement, v1::Record& record) {
  v1::Measurement& proto = *record.mutable_measurement();
  proto.set_kind(measurement.kind);
  copy_optional(measurement.value, [&](double value) { proto.set_value(value); });
  proto.set_unit(measurement.unit);
  proto.set_site(measurement.site);
  proto.set_device(measurement.device);
  copy_optional(measurement.room_temperature, [&](double t) { proto.set_room_temperature(t); });
  copy_optional(measurement.room_humidity, [&](double h) { proto.set_room_humidity(h); });
  proto.MergeFromString(measurement.unknown_fields);
}

Measurement from_proto(const v1::Measurement& proto) {
  Measurement measurement;
  measurement.kind = proto.kind();
  if (proto.has_value()) measurement.value = proto.value();
  measurement.unit = proto.unit();
  measurement.site = proto.site();
  measurement.device = proto.device();
  if (proto.has_room_temperature()) measurement.room_temperature = proto.room_temperature();
  if (proto.has_room_humidity()) measurement.room_humidity = proto.room_humidity();
  return measurement;
}

void to_proto(const Dose& dose, v1::Record& record) {
  v1::Dose& proto = *record.mutable_dose();
  proto.set_drug(dose.drug);
  copy_optional(dose.strength, [&](double strength) { proto.set_strength(strength); });
  proto.set_strength_unit(dose.strength_unit);
  proto.set_vehicle(dose.vehicle);
  copy_optional(dose.grams, [&](double grams) { proto.set_grams(grams); });
  copy_optional(dose.fingertip_units, [&](double units) { proto.set_fingertip_units(units); });
  proto.set_site(dose.site);
  proto.set_not_taken(dose.not_taken);
  proto.MergeFromString(dose.unknown_fields);
}

Dose from_proto(const v1::Dose& proto) {
  Dose dose;
  dose.drug = proto.drug();
  if (proto.has_strength()) dose.strength = proto.strength();
  dose.strength_unit = proto.strength_unit();
  dose.vehicle = proto.vehicle();
  if (proto.has_grams()) dose.grams = proto.grams();
  if (proto.has_fingertip_units()) dose.fingertip_units = proto.fingertip_units();
  dose.site = proto.site();
  dose.not_taken = proto.not_taken();
  return dose;
}

void to_proto(const DayCheck& check, v1::Record& record) {
  v1::DayCheck& proto = *record.mutable_day_check();
  for (const std::string& factor : check.factors) proto.add_factors(factor);
  proto.MergeFromString(check.unknown_fields);
}

DayCheck from_proto(const v1::DayCheck& proto) {
  return {{proto.factors().begin(), proto.factors().end()}, {}};
}

void to_proto(const Factor& factor, v1::Record& record) {
  v1::Factor& proto = *record.mutable_factor();
  proto.set_code(factor.code);
  proto.set_name(factor.name);
  proto.set_category(static_cast<v1::FactorCategory>(factor.category));
  proto.set_kind(static_cast<v1::FactorKind>(factor.kind));
  proto.set_unit(factor.unit);
  proto.set_silence(static_cast<v1::Silence>(factor.silence));
  copy_optional(factor.since_day, [&](Day day) { proto.set_since_day(day); });
  proto.MergeFromString(factor.unknown_fields);
}

Factor from_proto(const v1::Factor& proto) {
  Factor factor;
  factor.code = proto.code();
  factor.name = proto.name();
  factor.category = static_cast<FactorCategory>(proto.category());
  factor.kind = static_cast<FactorKind>(proto.kind());
  factor.unit = proto.unit();
  factor.silence = static_cast<Silence>(proto.silence());
  if (proto.has_since_day()) factor.since_day = proto.since_day();
  return factor;
}

void to_proto(const Attachment& attachment, v1::Record& record) {
  v1::Attachment& proto = *record.mutable_attachment();
  proto.set_content(attachment.content);
  proto.set_size(attachment.size);
  proto.set_hash(attachment.hash);
  proto.set_media_type(attachment.media_type);
  proto.set_site(attachment.site);
  proto.MergeFromString(attachment.unknown_fields);
}

Attachment from_proto(const v1::Attachment& proto) {
  return {proto.content(), proto.size(), proto.hash(), proto.media_type(), proto.site(), {}};
}

void to_proto(const Answers& answers, v1::Record& record) {
  v1::Answers& proto = *record.mutable_answers();
  proto.set_instrument(answers.instrument);
  proto.set_version(answers.version);
  for (const Answer& answer : answers.answers) {
    v1::Answer& added = *proto.add_answers();
    added.set_item(answer.item);
    copy_optional(answer.value, [&](double value) { added.set_value(value); });
  }
  copy_optional(answers.age_years, [&](double years) { proto.set_age_years(years); });
  proto.set_site(answers.site);
  proto.MergeFromString(answers.unknown_fields);
}

Answers from_proto(const v1::Answers& proto) {
  Answers answers;
  answers.instrument = proto.instrument();
  answers.version = proto.version();
  for (const v1::Answer& answer : proto.answers()) {
    Answer& added = answers.answers.emplace_back();
    added.item = answer.item();
    if (answer.has_value()) added.value = answer.value();
  }
  if (proto.has_age_years()) answers.age_years = proto.age_years();
  answers.site = proto.site();
  return answers;
}

void to_proto(const Course& body, v1::Record& record) {
  v1::Course& proto = *record.mutable_course();
  proto.set_name(body.name);
  proto.set_tissue(static_cast<v1::CellTissue>(body.tissue));
  proto.set_donor(static_cast<v1::CellDonor>(body.donor));
  copy_optional(body.consent_day, [&](auto value) { proto.set_consent_day(value); });
  copy_optional(body.administrations, [&](auto value) { proto.set_administrations(value); });
  copy_optional(body.interval_days, [&](auto value) { proto.set_interval_days(value); });
  proto.set_definition(body.definition);
  proto.set_identity(body.identity);
  proto.MergeFromString(body.unknown_fields);
}

Course from_proto(const v1::Course& proto) {
  Course body;
  body.name = proto.name();
  body.tissue = static_cast<CellTissue>(proto.tissue());
  body.donor = static_cast<CellDonor>(proto.donor());
  if (proto.has_consent_day()) body.consent_day = proto.consent_day();
  if (proto.has_administrations()) body.administrations = proto.administrations();
  if (proto.has_interval_days()) body.interval_days = proto.interval_days();
  body.definition = proto.definition();
  body.identity = proto.identity();
  return body;
}

void to_proto(const Harvest& body, v1::Record& record) {
  v1::Harvest& proto = *record.mutable_harvest();
  proto.set_course(body.course);
  proto.set_method(body.method);
  copy_optional(body.volume_ml, [&](auto value) { proto.set_volume_ml(value); });
  proto.set_site(body.site);
  proto.MergeFromString(body.unknown_fields);
}

Harvest from_proto(const v1::Harvest& proto) {
  Harvest body;
  body.course = proto.course();
  body.method = proto.method();
  if (proto.has_volume_ml()) body.volume_ml = proto.volume_ml();
  body.site = proto.site();
  return body;
}

void to_proto(const CellProduct& body, v1::Record& record) {
  v1::CellProduct& proto = *record.mutable_cell_product();
  proto.set_course(body.course);
  proto.set_lot(body.lot);
  proto.set_identity(body.identity);
  proto.set_processing(body.processing);
  copy_optional(body.passage, [&](auto value) { proto.set_passage(value); });
  copy_optional(body.doublings, [&](auto value) { proto.set_doublings(value); });
  copy_optional(body.cells, [&](auto value) { proto.set_cells(value); });
  copy_optional(body.viability, [&](auto value) { proto.set_viability(value); });
  proto.set_viability_method(body.viability_method);
  copy_optional(body.volume_ml, [&](auto value) { proto.set_volume_ml(value); });
  proto.set_preservation(static_cast<v1::Preservation>(body.preservation));
  proto.set_medium(body.medium);
  copy_optional(body.storage_temperature,
                [&](auto value) { proto.set_storage_temperature(value); });
  copy_optional(body.expiry_day, [&](auto value) { proto.set_expiry_day(value); });
  proto.MergeFromString(body.unknown_fields);
}

CellProduct from_proto(const v1::CellProduct& proto) {
  CellProduct body;
  body.course = proto.course();
  body.lot = proto.lot();
  body.identity = proto.identity();
  body.processing = proto.processing();
  if (proto.has_passage()) body.passage = proto.passage();
  if (proto.has_doublings()) body.doublings = proto.doublings();
  if (proto.has_cells()) body.cells = proto.cells();
  if (proto.has_viability()) body.viability = proto.viability();
  body.viability_method = proto.viability_method();
  if (proto.has_volume_ml()) body.volume_ml = proto.volume_ml();
  body.preservation = static_cast<Preservation>(proto.preservation());
  body.medium = proto.medium();
  if (proto.has_storage_temperature()) body.storage_temperature = proto.storage_temperature();
  if (proto.has_expiry_day()) body.expiry_day = proto.expiry_day();
  return body;
}

void to_proto(const ReleaseTest& body, v1::Record& record) {
  v1::ReleaseTest& proto = *record.mutable_release_test();
  proto.set_product(body.product);
  proto.set_test(body.test);
  proto.set_method(body.method);
  proto.set_limit_kind(static_cast<v1::LimitKind>(body.limit_kind));
  copy_optional(body.limit, [&](auto value) { proto.set_limit(value); });
  copy_optional(body.result, [&](auto value) { proto.set_result(value); });
  proto.set_unit(body.unit);
  proto.set_outcome(body.outcome);
  copy_optional(body.passed, [&](auto value) { proto.set_passed(value); });
  proto.MergeFromString(body.unknown_fields);
}

ReleaseTest from_proto(const v1::ReleaseTest& proto) {
  ReleaseTest body;
  body.product = proto.product();
  body.test = proto.test();
  body.method = proto.method();
  body.limit_kind = static_cast<LimitKind>(proto.limit_kind());
  if (proto.has_limit()) body.limit = proto.limit();
  if (proto.has_result()) body.result = proto.result();
  body.unit = proto.unit();
  body.outcome = proto.outcome();
  if (proto.has_passed()) body.passed = proto.passed();
  return body;
}

void to_proto(const Administration& body, v1::Record& record) {
  v1::Administration& proto = *record.mutable_administration();
  proto.set_course(body.course);
  proto.set_product(body.product);
  proto.set_route(body.route);
  proto.set_site(body.site);
  copy_optional(body.volume_ml, [&](auto value) { proto.set_volume_ml(value); });
  copy_optional(body.cells, [&](auto value) { proto.set_cells(value); });
  proto.set_premedication(body.premedication);
  proto.set_deviation(body.deviation);
  proto.MergeFromString(body.unknown_fields);
}

Administration from_proto(const v1::Administration& proto) {
  Administration body;
  body.course = proto.course();
  body.product = proto.product();
  body.route = proto.route();
  body.site = proto.site();
  if (proto.has_volume_ml()) body.volume_ml = proto.volume_ml();
  if (proto.has_cells()) body.cells = proto.cells();
  body.premedication = proto.premedication();
  body.deviation = proto.deviation();
  return body;
}

void to_proto(const AdverseEvent& body, v1::Record& record) {
  v1::AdverseEvent& proto = *record.mutable_adverse_event();
  proto.set_course(body.course);
  proto.set_term(body.term);
  copy_optional(body.grade, [&](auto value) { proto.set_grade(value); });
  proto.set_relatedness(static_cast<v1::Relatedness>(body.relatedness));
  copy_optional(body.serious, [&](auto value) { proto.set_serious(value); });
  proto.set_outcome(static_cast<v1::EventOutcome>(body.outcome));
  copy_optional(body.end_day, [&](auto value) { proto.set_end_day(value); });
  proto.set_terminology_code(body.terminology_code);
  proto.set_site(body.site);
  proto.MergeFromString(body.unknown_fields);
}

AdverseEvent from_proto(const v1::AdverseEvent& proto) {
  AdverseEvent body;
  body.course = proto.course();
  body.term = proto.term();
  if (proto.has_grade()) body.grade = proto.grade();
  body.relatedness = static_cast<Relatedness>(proto.relatedness());
  if (proto.has_serious()) body.serious = proto.serious();
  body.outcome = static_cast<EventOutcome>(proto.outcome());
  if (proto.has_end_day()) body.end_day = proto.end_day();
  body.terminology_code = proto.terminology_code();
  body.site = proto.site();
  return body;
}

void to_proto(std::monostate, v1::Record&) {}

Body body_of(const v1::Record& record) {
  switch (record.body_case()) {
    case v1::Record::kSymptom:
      return from_proto(record.symptom());
    case v1::Record::kExposure:
      return from_proto(record.exposure());
    case v1::Record::kMeasurement:
      return from_proto(record.measurement());
    case v1::Record::kDose:
      return from_proto(record.dose());
    case v1::Record::kDayCheck:
      return from_proto(record.day_check());
    case v1::Record::kFactor:
      return from_proto(record.factor());
    case v1::Record::kAttachment:
      return from_proto(record.attachment());
    case v1::Record::kAnswers:
      return from_proto(record.answers());
    case v1::Record::kCourse:
      return from_proto(record.course());
    case v1::Record::kHarvest:
      return from_proto(record.harvest());
    case v1::Record::kCellProduct:
      return from_proto(record.cell_product());
    case v1::Record::kReleaseTest:
      return from_proto(record.release_test());
    case v1::Record::kAdministration:
      return from_proto(record.administration());
    case v1::Record::kAdverseEvent:
      return from_proto(record.adverse_event());
    case v1::Record::BODY_NOT_SET:
      break;
  }
  return {};
}

int last_known_field(const Symptom&) { return v1::Symptom::kSiteFieldNumber; }
int last_known_field(const Exposure&) { return v1::Exposure::kSiteFieldNumber; }
int last_known_field(const Measurement&) { return v1::Measurement::kRoomHumidityFieldNumber; }
int last_known_field(const Dose&) { return v1::Dose::kNotTakenFieldNumber; }
int last_known_field(const DayCheck&) { return v1::DayCheck::kFactorsFieldNumber; }
int last_known_field(const Factor&) { return v1::Factor::kSinceDayFieldNumber; }
int last_known_field(const Attachment&) { return v1::Attachment::kSiteFieldNumber; }
int last_known_field(const Answers&) { return v1::Answers::kSiteFieldNumber; }
int last_known_field(const Course&) { return v1::Course::kIdentityFieldNumber; }
int last_known_field(const Harvest&) { return v1::Harvest::kSiteFieldNumber; }
int last_known_field(const CellProduct&) { return v1::CellProduct::kExpiryDayFieldNumber; }
int last_known_field(const ReleaseTest&) { return v1::ReleaseTest::kPassedFieldNumber; }
int last_known_field(const Administration&) { return v1::Administration::kDeviationFieldNumber; }
int last_known_field(const AdverseEvent&) { return v1::AdverseEvent::kSiteFieldNumber; }

struct KeepUnknown {
  std::string_view message;

  void operator()(std::monostate&) const {}
  template <typename T>
  void operator()(T& body) const {
    body.unknown_fields += unknown_fields(message, last_known_field(body));
  }
};

bool is_known_body(uint32_t number) { return type_name(number) != "unknown"; }

// Fills the unknown_fields of `record`, which was parsed from `bytes`. All known fields are
// length-delimited; the number of one with another wire type is an unknown field. Of several known
// bodies the last one counts, as protobuf has it: the others are not unknown, and kept there they
// would take its place when the record is encoded.
void keep_unknown_fields(std::string_view bytes, Record& record) {
  constexpr uint8_t kWireTypeBits = 7;
  constexpr uint8_t kLengthDelimited = 2;
  const uint32_t body = type_of(record.body);
  codec::for_each_field(bytes, [&](const codec::Register& field, std::string_view value) {
    const bool delimited =
        (static_cast<uint8_t>(field.bytes.front()) & kWireTypeBits) == kLengthDelimited;
    if (delimited && field.number == v1::Record::kWhenFieldNumber) {
      record.when->unknown_fields += unknown_fields(value, v1::When::kEndUtcMsFieldNumber);
    } else if (delimited && field.number == v1::Record::kOriginFieldNumber) {
      record.origin->unknown_fields += unknown_fields(value, v1::Origin::kEnteredMsFieldNumber);
    } else if (delimited && field.number == body) {
      std::visit(KeepUnknown{value}, record.body);
    } else if (!delimited ||
               (field.number != v1::Record::kNoteFieldNumber && !is_known_body(field.number))) {
      record.unknown_fields += field.bytes;
    }
  });
}

}  // namespace

std::string encode(const Record& record) {
  codec::OnStack<v1::Record> proto;
  if (record.when) to_proto(*record.when, *proto->mutable_when());
  proto->set_note(record.note);
  if (record.origin) to_proto(*record.origin, *proto->mutable_origin());
  std::visit([&](const auto& body) { to_proto(body, *proto); }, record.body);
  proto->MergeFromString(record.unknown_fields);
  return proto->SerializeAsString();
}

Record decode(std::string_view bytes) {
  codec::OnStack<v1::Record> proto;
  if (bytes.size() > INT_MAX ||
      !proto->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw Error(Code::kMalformedMessage,
                "the bytes are not a record: cut short, or a text that is not UTF-8");
  }
  Record record;
  if (proto->has_when()) record.when = from_proto(proto->when());
  record.note = proto->note();
  if (proto->has_origin()) record.origin = from_proto(proto->origin());
  record.body = body_of(*proto);
  keep_unknown_fields(bytes, record);
  return record;
}

Day default_day(Recall recall, int64_t utc_ms, int32_t offset_min) {
  // Twelve hours before, as an offset: no instant overflows.
  constexpr int32_t kHalfDayMin = 12 * 60;
  return day_of(utc_ms, recall == Recall::kLast24Hours ? offset_min - kHalfDayMin : offset_min);
}

}  // namespace lamella
