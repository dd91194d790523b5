#include "codec/validate.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "codec/checks.h"
#include "lamella/error.h"
#include "lamella/id.h"
#include "lamella/instrument.h"
#include "lamella/lesion.h"

namespace lamella::codec {

namespace {

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
  check_number("measurement.reference_low", measurement.reference_low);
  check_number("measurement.reference_high", measurement.reference_high);
  if (measurement.reference_low > measurement.reference_high && measurement.reference_high) {
    refuse("measurement.reference_low", "is above reference_high");
  }
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
  if (factor.kind == FactorKind::kContinuous && factor.silence == Silence::kImpliedOnCheckedDays) {
    refuse("factor.silence", "of a continuous factor says nothing: it always has a value");
  }
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
  if (!attachment.lesion.empty()) check_reference("attachment.lesion", attachment.lesion);
}

// What the instrument allows: an answer that it does not know has no score, ever.
void validate(const Answers& answers) {
  constexpr size_t kMostAnswers = 100;
  check_code("answers.instrument", answers.instrument);
  check_optional_code("answers.site", answers.site);
  if (!answers.lesion.empty()) check_reference("answers.lesion", answers.lesion);
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

void validate(const Lesion& body) {
  check_text("lesion.name", body.name, kMaxNameBytes);
  check_code("lesion.site", body.site);
}

// The grades of EASI: any sign that is there is at least 1.
void check_sign(const std::string& field, std::optional<double> grade) {
  constexpr double kMost = 3;
  check_number(field, grade, 0, kMost);
  if (grade && *grade != 0 && (*grade < 1 || *grade * 2 != std::floor(*grade * 2))) {
    refuse(field, "is none of 0, 1, 1.5, 2, 2.5 and 3");
  }
}

void validate(const LesionAssessment& body) {
  check_reference("lesion_assessment.lesion", body.lesion);
  check_number("lesion_assessment.length_mm", body.length_mm, 0, kLongestLesionMm);
  check_number("lesion_assessment.width_mm", body.width_mm, 0, kLongestLesionMm);
  check_number("lesion_assessment.height_mm", body.height_mm, 0, kLongestLesionMm);
  if (body.width_mm && (!body.length_mm || *body.width_mm > *body.length_mm)) {
    refuse("lesion_assessment.width_mm", "is not at most length_mm, the longest diameter");
  }
  check_sign("lesion_assessment.erythema", body.erythema);
  check_sign("lesion_assessment.oedema", body.oedema);
  check_sign("lesion_assessment.oozing", body.oozing);
  check_sign("lesion_assessment.excoriation", body.excoriation);
  check_sign("lesion_assessment.lichenification", body.lichenification);
  check_sign("lesion_assessment.dryness", body.dryness);
}

void check_year(const std::string& field, std::optional<int32_t> year) {
  if (year && (*year < 1850 || *year > 2250)) refuse(field, "is not a year from 1850 to 2250");
}

void validate(const Profile& body) {
  check_year("profile.birth_year", body.birth_year);
  check_count("profile.birth_month", body.birth_month, 1, 12);
  if (body.birth_month && !body.birth_year) refuse("profile.birth_month", "needs birth_year");
  check_year("profile.eczema_since_year", body.eczema_since_year);
  if (body.birth_year && body.eczema_since_year && *body.eczema_since_year < *body.birth_year) {
    refuse("profile.eczema_since_year", "is before birth_year");
  }
  check_count("profile.skin_type", body.skin_type, 1, 6);
}

void validate(const DosePlan& body) {
  check_code("dose_plan.drug", body.drug);
  check_ascii("dose_plan.strength_unit", body.strength_unit);
  check_text("dose_plan.vehicle", body.vehicle, kMaxNameBytes);
  check_optional_code("dose_plan.site", body.site);
  if (body.phases.empty()) refuse("dose_plan.phases", "is empty");
  if (body.phases.size() > kMostPhases) refuse("dose_plan.phases", "has more than 100 phases");
  for (const DosePhase& phase : body.phases) {
    check_number("dose_plan.phases.days", phase.days, 1, kMostPhaseDays);
    check_number("dose_plan.phases.days_per_week", phase.days_per_week, 1, 7);
    check_number("dose_plan.phases.doses_per_day", phase.doses_per_day, 1, kMostDosesPerDay);
    check_number("dose_plan.phases.strength", phase.strength, 0);
    if (phase.strength && body.strength_unit.empty()) {
      refuse("dose_plan.strength_unit", "is missing");
    }
  }
}

void validate(const DataSource& body) {
  constexpr size_t kMaxUrlBytes = 500;
  if (body.code.empty()) refuse("data_source.code", "is missing");
  check_text("data_source.code", body.code, kMaxNameBytes);
  check_text("data_source.name", body.name, kMaxNameBytes);
  if (body.licence.empty()) refuse("data_source.licence", "is missing");
  check_text("data_source.licence", body.licence, kMaxNameBytes);
  check_text("data_source.url", body.url, kMaxUrlBytes);
}

void validate(std::monostate) {}

bool needs_when(const Body& body) {
  return !std::holds_alternative<Factor>(body) && !std::holds_alternative<Profile>(body) &&
         !std::holds_alternative<DataSource>(body);
}

}  // namespace

void validate(const Record& record) {
  if (record.when) {
    validate(*record.when);
  } else if (needs_when(record.body)) {
    refuse("when", "is missing");
  }
  if (record.origin) validate(*record.origin);
  std::visit([](const auto& body) { validate(body); }, record.body);
  const auto* event = std::get_if<AdverseEvent>(&record.body);
  if (event != nullptr && event->end_day && *event->end_day < *record.when->local_day) {
    refuse("adverse_event.end_day", "is before when.local_day");
  }
  if (const auto* plan = std::get_if<DosePlan>(&record.body)) {
    int64_t last = int64_t{*record.when->local_day} - 1;
    for (const DosePhase& phase : plan->phases) last += phase.days;
    if (last > kLastDay) refuse("dose_plan.phases", "end after the year 9999");
  }
}

bool is_valid(const Record& record) {
  try {
    validate(record);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace lamella::codec
