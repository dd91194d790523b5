#include "lamella/record.h"

#include <climits>

#include "base/varint.h"
#include "codec/bodies.h"
#include "codec/on_stack.h"
#include "codec/registers.h"
#include "lamella/error.h"

namespace lamella {

namespace {

using codec::copy_optional;
using codec::from_proto;
using codec::to_proto;

bool is_delimited(const codec::Register& field) {
  constexpr uint8_t kWireTypeBits = 7;
  constexpr uint8_t kLengthDelimited = 2;
  return (static_cast<uint8_t>(field.bytes.front()) & kWireTypeBits) == kLengthDelimited;
}

// Fields above the last one that this version knows: the lite runtime keeps them and does not show
// them, so they are read from the bytes.
std::string unknown_fields(std::string_view message, int last_known) {
  std::string unknown;
  codec::for_each_field(message, [&](const codec::Register& field, std::string_view) {
    if (field.number > static_cast<uint32_t>(last_known)) unknown += field.bytes;
  });
  return unknown;
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
    case v1::Record::kLesion:
      return from_proto(record.lesion());
    case v1::Record::kLesionAssessment:
      return from_proto(record.lesion_assessment());
    case v1::Record::kProfile:
      return from_proto(record.profile());
    case v1::Record::kDosePlan:
      return from_proto(record.dose_plan());
    case v1::Record::kDataSource:
      return from_proto(record.data_source());
    case v1::Record::BODY_NOT_SET:
      break;
  }
  return {};
}

int last_known_field(const Symptom&) { return v1::Symptom::kSiteFieldNumber; }
int last_known_field(const Exposure&) { return v1::Exposure::kSiteFieldNumber; }
int last_known_field(const Measurement&) { return v1::Measurement::kReferenceHighFieldNumber; }
int last_known_field(const Dose&) { return v1::Dose::kNotTakenFieldNumber; }
int last_known_field(const DayCheck&) { return v1::DayCheck::kFactorsFieldNumber; }
int last_known_field(const Factor&) { return v1::Factor::kSinceDayFieldNumber; }
int last_known_field(const Attachment&) { return v1::Attachment::kLesionFieldNumber; }
int last_known_field(const Answers&) { return v1::Answers::kLesionFieldNumber; }
int last_known_field(const Course&) { return v1::Course::kFollowUpsFieldNumber; }
int last_known_field(const Harvest&) { return v1::Harvest::kSiteFieldNumber; }
int last_known_field(const CellProduct&) { return v1::CellProduct::kExpiryDayFieldNumber; }
int last_known_field(const ReleaseTest&) { return v1::ReleaseTest::kPassedFieldNumber; }
int last_known_field(const Administration&) { return v1::Administration::kDeviationFieldNumber; }
int last_known_field(const AdverseEvent&) { return v1::AdverseEvent::kSiteFieldNumber; }
int last_known_field(const Lesion&) { return v1::Lesion::kSiteFieldNumber; }
int last_known_field(const LesionAssessment&) { return v1::LesionAssessment::kDrynessFieldNumber; }
int last_known_field(const Profile&) { return v1::Profile::kSkinTypeFieldNumber; }
int last_known_field(const DosePlan&) { return v1::DosePlan::kPhasesFieldNumber; }
int last_known_field(const DataSource&) { return v1::DataSource::kUrlFieldNumber; }

// The parts of a list keep theirs each: those of the field with this number, in their order.
template <typename Part>
void keep_in_parts(std::string_view message, uint32_t number, int last_known,
                   std::vector<Part>& parts) {
  size_t index = 0;
  codec::for_each_field(message, [&](const codec::Register& field, std::string_view value) {
    if (field.number == number && is_delimited(field) && index < parts.size()) {
      parts[index++].unknown_fields = unknown_fields(value, last_known);
    }
  });
}

template <typename T>
void keep_in_lists(std::string_view, T&) {}

void keep_in_lists(std::string_view message, Answers& body) {
  keep_in_parts(message, v1::Answers::kAnswersFieldNumber, v1::Answer::kValueFieldNumber,
                body.answers);
}

void keep_in_lists(std::string_view message, Course& body) {
  keep_in_parts(message, v1::Course::kFollowUpsFieldNumber, v1::FollowUp::kSubjectFieldNumber,
                body.follow_ups);
}

void keep_in_lists(std::string_view message, CellProduct& body) {
  keep_in_parts(message, v1::CellProduct::kProcessingFieldNumber,
                v1::ProcessingStep::kDetailFieldNumber, body.processing);
}

void keep_in_lists(std::string_view message, DosePlan& body) {
  keep_in_parts(message, v1::DosePlan::kPhasesFieldNumber, v1::DosePhase::kStrengthFieldNumber,
                body.phases);
}

struct KeepUnknown {
  std::string_view message;

  void operator()(std::monostate&) const {}
  template <typename T>
  void operator()(T& body) const {
    body.unknown_fields += unknown_fields(message, last_known_field(body));
    keep_in_lists(message, body);
  }
};

bool is_known_body(uint32_t number) { return type_name(number) != "unknown"; }

// Fills the unknown_fields of `record`, which was parsed from `bytes`. All known fields are
// length-delimited; the number of one with another wire type is an unknown field. Of several known
// bodies the last one counts, as protobuf has it: the others are not unknown, and kept there they
// would take its place when the record is encoded.
void keep_unknown_fields(std::string_view bytes, Record& record) {
  const uint32_t body = type_of(record.body);
  codec::for_each_field(bytes, [&](const codec::Register& field, std::string_view value) {
    const bool delimited = is_delimited(field);
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
