// What happened: symptoms, exposures, measurements, doses, answers.
#include "codec/bodies.h"

namespace lamella::codec {

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
  copy_optional(measurement.reference_low, [&](double low) { proto.set_reference_low(low); });
  copy_optional(measurement.reference_high, [&](double high) { proto.set_reference_high(high); });
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
  if (proto.has_reference_low()) measurement.reference_low = proto.reference_low();
  if (proto.has_reference_high()) measurement.reference_high = proto.reference_high();
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

void to_proto(const Attachment& attachment, v1::Record& record) {
  v1::Attachment& proto = *record.mutable_attachment();
  proto.set_content(attachment.content);
  proto.set_size(attachment.size);
  proto.set_hash(attachment.hash);
  proto.set_media_type(attachment.media_type);
  proto.set_site(attachment.site);
  proto.set_lesion(attachment.lesion);
  proto.MergeFromString(attachment.unknown_fields);
}

Attachment from_proto(const v1::Attachment& proto) {
  return {proto.content(),
          proto.size(),
          proto.hash(),
          proto.media_type(),
          proto.site(),
          proto.lesion(),
          {}};
}

void to_proto(const Answers& answers, v1::Record& record) {
  v1::Answers& proto = *record.mutable_answers();
  proto.set_instrument(answers.instrument);
  proto.set_version(answers.version);
  for (const Answer& answer : answers.answers) {
    v1::Answer& added = *proto.add_answers();
    added.set_item(answer.item);
    copy_optional(answer.value, [&](double value) { added.set_value(value); });
    added.MergeFromString(answer.unknown_fields);
  }
  copy_optional(answers.age_years, [&](double years) { proto.set_age_years(years); });
  proto.set_site(answers.site);
  proto.set_lesion(answers.lesion);
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
  answers.lesion = proto.lesion();
  return answers;
}

void to_proto(const LesionAssessment& body, v1::Record& record) {
  v1::LesionAssessment& proto = *record.mutable_lesion_assessment();
  proto.set_lesion(body.lesion);
  copy_optional(body.length_mm, [&](auto value) { proto.set_length_mm(value); });
  copy_optional(body.width_mm, [&](auto value) { proto.set_width_mm(value); });
  copy_optional(body.height_mm, [&](auto value) { proto.set_height_mm(value); });
  copy_optional(body.erythema, [&](auto value) { proto.set_erythema(value); });
  copy_optional(body.oedema, [&](auto value) { proto.set_oedema(value); });
  copy_optional(body.oozing, [&](auto value) { proto.set_oozing(value); });
  copy_optional(body.excoriation, [&](auto value) { proto.set_excoriation(value); });
  copy_optional(body.lichenification, [&](auto value) { proto.set_lichenification(value); });
  copy_optional(body.dryness, [&](auto value) { proto.set_dryness(value); });
  proto.MergeFromString(body.unknown_fields);
}

LesionAssessment from_proto(const v1::LesionAssessment& proto) {
  LesionAssessment body;
  body.lesion = proto.lesion();
  if (proto.has_length_mm()) body.length_mm = proto.length_mm();
  if (proto.has_width_mm()) body.width_mm = proto.width_mm();
  if (proto.has_height_mm()) body.height_mm = proto.height_mm();
  if (proto.has_erythema()) body.erythema = proto.erythema();
  if (proto.has_oedema()) body.oedema = proto.oedema();
  if (proto.has_oozing()) body.oozing = proto.oozing();
  if (proto.has_excoriation()) body.excoriation = proto.excoriation();
  if (proto.has_lichenification()) body.lichenification = proto.lichenification();
  if (proto.has_dryness()) body.dryness = proto.dryness();
  return body;
}

}  // namespace lamella::codec
