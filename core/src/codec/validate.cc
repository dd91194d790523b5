#include "codec/validate.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "lamella/error.h"
#include "lamella/id.h"
#include "lamella/instrument.h"

namespace lamella::codec {

namespace {

constexpr size_t kMaxCodeBytes = 120;
constexpr size_t kMaxAsciiBytes = 60;
constexpr size_t kMaxNameBytes = 200;
// The years 1 to 9999, with a day of room for any offset.
constexpr int64_t kFirstInstant = (int64_t{kFirstDay} - 1) * kMsPerDay;
constexpr int64_t kLastInstant = (int64_t{kLastDay} + 2) * kMsPerDay;

[[noreturn]] void refuse(const std::string& field, const std::string& rule) {
  throw Error(Code::kInvalidArgument, field + " " + rule);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void check_text(const std::string& field, std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) {
    refuse(field, "has more than " + std::to_string(max_bytes) + " bytes");
  }
  if (std::any_of(text.begin(), text.end(), is_control)) refuse(field, "has a control character");
}

// Codes name series: they are compared byte for byte.
void check_code(const std::string& field, std::string_view code) {
  if (code.empty()) refuse(field, "is missing");
  check_text(field, code, kMaxCodeBytes);
  if (code.front() == ' ' || code.back() == ' ') refuse(field, "begins or ends with a space");
}

void check_optional_code(const std::string& field, std::string_view code) {
  if (!code.empty()) check_code(field, code);
}

// UCUM units and IANA zone names are printable ASCII without spaces.
void check_ascii(const std::string& field, std::string_view text) {
  check_text(field, text, kMaxAsciiBytes);
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; })) {
    refuse(field, "is not printable ASCII without spaces");
  }
}

void check_number(const std::string& field, std::optional<double> value, double min = -HUGE_VAL,
                  double max = HUGE_VAL) {
  if (!value) return;
  if (!std::isfinite(*value)) refuse(field, "is not a finite number");
  if (*value < min || *value > max) refuse(field, "is out of its range");
}

void check_day(const std::string& field, Day day) {
  if (day < kFirstDay || day > kLastDay) refuse(field, "is outside of the years 1 to 9999");
}

void check_instant(const std::string& field, int64_t utc_ms) {
  if (utc_ms < kFirstInstant || utc_ms > kLastInstant) {
    refuse(field, "is outside of the years 1 to 9999");
  }
}

void check_reference(const std::string& field, std::string_view id) {
  if (id.size() != sizeof(Id)) refuse(field, "has not 16 bytes");
}

void check_count(const std::string& field, std::optional<uint32_t> count, uint32_t least,
                 uint32_t most) {
  if (count && (*count < least || *count > most)) {
    refuse(field, "is not from " + std::to_string(least) + " to " + std::to_string(most));
  }
}

void validate(const When& when) {
  if (!when.local_day) refuse("when.local_day", "is missing");
  check_day("when.local_day", *when.local_day);
  check_ascii("when.zone", when.zone);
  if (when.utc_ms.has_value() != when.offset_min.has_value()) {
    refuse("when.utc_ms", "and when.offset_min go together");
  }
  if (when.utc_ms) {
    check_instant("when.utc_ms", *when.utc_ms);
    if (*when.offset_min < kMinOffset || *when.offset_min > kMaxOffset) {
      refuse("when.offset_min", "is not from -720 to 840");
    }
    if (std::abs(*when.local_day - day_of(*when.utc_ms, *when.offset_min)) > 1) {
      refuse("when.local_day", "is more than one day away from the day of its instant");
    }
  }
  if (when.end_utc_ms) {
    if (!when.utc_ms) refuse("when.end_utc_ms", "needs when.utc_ms");
    check_instant("when.end_utc_ms", *when.end_utc_ms);
    if (*when.end_utc_ms < *when.utc_ms) refuse("when.end_utc_ms", "is before when.utc_ms");
  }
}

void validate(const Origin& origin) {
  check_text("origin.source", origin.source, kMaxNameBytes);
  if (origin.entered_ms) check_instant("origin.entered_ms", *origin.entered_ms);
}

void validate(const Symptom& symptom) {
  check_code("symptom.item", symptom.item);
  check_optional_code("symptom.site", symptom.site);
  const Scale scale = symptom.scale.value_or(Scale{});
  check_number("symptom.scale.min", scale.min);
  check_number("symptom.scale.max", scale.max);
  if (!(scale.min < scale.max)) refuse("symptom.scale", "has no room between min and max");
  check_number("symptom.score", symptom.score, scale.min, scale.max);
}

void validate(const Exposure& exposure) {
  check_code("exposure.factor", exposure.factor);
  check_optional_code("exposure.site", exposure.site);
  check_ascii("exposure.unit", exposure.unit);
  check_number("exposure.amount", exposure.amount);
}

void validate(const Measurement& measurement) {
  check_code("measurement.kind", measurement.kind);
  check_optional_code("measurement.site", measurement.site);
  if (measurement.unit.empty()) refuse("measurement.unit", "is missing; \"1\" is no unit");
  check_ascii("measurement.unit", measurement.unit);
  check_number("measurement.value", measurement.value);
  check_text("measurement.device", measurement.device, kMaxNameBytes);
  check_number("measurement.room_temperature", measurement.room_temperature, -90, 60);
  check_number("measurement.room_humidity", measurement.room_humidity, 0, 100);
}

void validate(const Dose& dose) {
  check_code("dose.drug", dose.drug);
  check_optional_code("dose.site", dose.site);
  check_number("dose.strength", dose.strength, 0);
  check_ascii("dose.strength_unit", dose.strength_unit);
  if (dose.strength && dose.strength_unit.empty()) refuse("dose.strength_unit", "is missing");
  check_text("dose.vehicle", dose.vehicle, kMaxNameBytes);
  check_number("dose.grams", dose.grams, 0);
  check_number("dose.fingertip_units", dose.fingertip_units, 0);
  if (dose.not_taken && (dose.grams || dose.fingertip_units)) {
    refuse("dose.not_taken", "excludes an amount");
  }
}

void validate(const DayCheck& check) {
  std::set<std::string_view> seen;
  for (const std::string& factor : check.factors) {
    check_code("day_check.factors", factor);
    if (!seen.insert(factor).second) refuse("day_check.factors", "names a factor twice");
  }
}

void validate(const Factor& factor) {
  check_code("factor.code", factor.code);
  check_text("factor.name", factor.name, kMaxNameBytes);
  check_ascii("factor.unit", factor.unit);
  if (factor.since_day) check_day("factor.since_day", *factor.since_day);
}

// RFC 6838: two names of at most 127 characters each.
bool is_media_type(std::string_view text) {
  constexpr size_t kMaxName = 127;
  const auto is_name = [](std::string_view name) {
    return !name.empty() && name.size() <= kMaxName &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
             return std::isalnum(c) != 0 ||
                    std::string_view("!#$&-^_.+").find(static_cast<char>(c)) !=
                        std::string_view::npos;
           });
  };
  const size_t slash = text.find('/');
  return slash < text.size() && is_name(text.substr(0, slash)) && is_name(text.substr(slash + 1));
}

void validate(const Attachment& attachment) {
  constexpr size_t kHashBytes = 32;
  if (attachment.content.size() != sizeof(Id)) refuse("attachment.content", "has not 16 bytes");
  if (attachment.size == 0 || attachment.size > kMaxContentBytes) {
    refuse("attachment.size", "is not from 1 to " + std::to_string(kMaxContentBytes));
  }
  if (attachment.hash.size() != kHashBytes) refuse("attachment.hash", "has not 32 bytes");
  if (!is_media_type(attachment.media_type)) {
    refuse("attachment.media_type", "is no media type, as \"image/jpeg\" is");
  }
  check_optional_code("attachment.site", attachment.site);
}

// What the instrument allows: an answer that it does not know has no score, ever.
void validate(const Answers& answers) {
  constexpr size_t kMostAnswers = 100;
  check_code("answers.instrument", answers.instrument);
  check_optional_code("answers.site", answers.site);
  if (answers.version == 0) refuse("answers.version", "is missing");
  if (answers.answers.size() > kMostAnswers) {
    refuse("answers.answers", "has more than " + std::to_string(kMostAnswers) + " answers");
  }
  for (const Answer& answer : answers.answers) {
    check_code("answers.item", answer.item);
    check_number("answers.value", answer.value);
  }
  check_number("answers.age_years", answers.age_years, 0, 130);
  static_cast<void>(score(instrument(answers.instrument, answers.version), answers.answers));
}

void validate(const Course& body) {
  check_text("course.name", body.name, kMaxNameBytes);
  if (body.consent_day) check_day("course.consent_day", *body.consent_day);
  check_count("course.administrations", body.administrations, 1, 1000);
  check_count("course.interval_days", body.interval_days, 1, 3650);
  check_optional_code("course.definition", body.definition);
  check_text("course.identity", body.identity, kMaxNameBytes);
}

void validate(const Harvest& body) {
  check_reference("harvest.course", body.course);
  check_text("harvest.method", body.method, kMaxNameBytes);
  check_number("harvest.volume_ml", body.volume_ml, 0);
  check_optional_code("harvest.site", body.site);
}

void validate(const CellProduct& body) {
  check_reference("cell_product.course", body.course);
  check_text("cell_product.lot", body.lot, kMaxNameBytes);
  check_text("cell_product.identity", body.identity, kMaxNameBytes);
  check_text("cell_product.processing", body.processing, kMaxNameBytes);
  check_count("cell_product.passage", body.passage, 0, 1000);
  check_number("cell_product.doublings", body.doublings, 0);
  check_number("cell_product.cells", body.cells, 0);
  check_number("cell_product.viability", body.viability, 0, 100);
  check_text("cell_product.viability_method", body.viability_method, kMaxNameBytes);
  check_number("cell_product.volume_ml", body.volume_ml, 0);
  check_text("cell_product.medium", body.medium, kMaxNameBytes);
  check_number("cell_product.storage_temperature", body.storage_temperature, -273.15, 60);
  if (body.expiry_day) check_day("cell_product.expiry_day", *body.expiry_day);
}

void validate(const ReleaseTest& body) {
  check_reference("release_test.product", body.product);
  check_code("release_test.test", body.test);
  check_text("release_test.method", body.method, kMaxNameBytes);
  check_number("release_test.limit", body.limit);
  check_number("release_test.result", body.result);
  check_ascii("release_test.unit", body.unit);
  check_text("release_test.outcome", body.outcome, kMaxNameBytes);
  if (body.limit.has_value() != (body.limit_kind != LimitKind::kUnspecified)) {
    refuse("release_test.limit", "and release_test.limit_kind go together");
  }
}

void validate(const Administration& body) {
  check_reference("administration.course", body.course);
  if (!body.product.empty()) check_reference("administration.product", body.product);
  check_code("administration.route", body.route);
  check_optional_code("administration.site", body.site);
  check_number("administration.volume_ml", body.volume_ml, 0);
  check_number("administration.cells", body.cells, 0);
  check_text("administration.premedication", body.premedication, kMaxNameBytes);
  check_text("administration.deviation", body.deviation, kMaxNameBytes);
}

void validate(const AdverseEvent& body) {
  if (!body.course.empty()) check_reference("adverse_event.course", body.course);
  check_code("adverse_event.term", body.term);
  check_count("adverse_event.grade", body.grade, 1, 5);
  if (body.end_day) check_day("adverse_event.end_day", *body.end_day);
  check_text("adverse_event.terminology_code", body.terminology_code, kMaxNameBytes);
  check_optional_code("adverse_event.site", body.site);
  constexpr uint32_t kDeath = 5;
  if (body.grade && (*body.grade == kDeath) != (body.outcome == EventOutcome::kFatal)) {
    refuse("adverse_event.grade", "of 5 and a fatal outcome go together");
  }
}

void validate(std::monostate) {}

}  // namespace

void validate(const Record& record) {
  if (record.when) {
    validate(*record.when);
  } else if (!std::holds_alternative<Factor>(record.body)) {
    refuse("when", "is missing");
  }
  if (record.origin) validate(*record.origin);
  std::visit([](const auto& body) { validate(body); }, record.body);
  const auto* event = std::get_if<AdverseEvent>(&record.body);
  if (event != nullptr && event->end_day && *event->end_day < *record.when->local_day) {
    refuse("adverse_event.end_day", "is before when.local_day");
  }
}

}  // namespace lamella::codec
