// What other entries refer to: factors and what a person follows or plans.
#include "codec/bodies.h"

namespace lamella::codec {

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

void to_proto(const Lesion& body, v1::Record& record) {
  v1::Lesion& proto = *record.mutable_lesion();
  proto.set_name(body.name);
  proto.set_kind(static_cast<v1::LesionKind>(body.kind));
  proto.set_site(body.site);
  proto.MergeFromString(body.unknown_fields);
}

Lesion from_proto(const v1::Lesion& proto) {
  return {proto.name(), static_cast<LesionKind>(proto.kind()), proto.site(), {}};
}

void to_proto(const Profile& body, v1::Record& record) {
  v1::Profile& proto = *record.mutable_profile();
  copy_optional(body.birth_year, [&](auto value) { proto.set_birth_year(value); });
  copy_optional(body.birth_month, [&](auto value) { proto.set_birth_month(value); });
  proto.set_sex(static_cast<v1::Sex>(body.sex));
  copy_optional(body.eczema_since_year, [&](auto value) { proto.set_eczema_since_year(value); });
  copy_optional(body.skin_type, [&](auto value) { proto.set_skin_type(value); });
  proto.MergeFromString(body.unknown_fields);
}

Profile from_proto(const v1::Profile& proto) {
  Profile body;
  if (proto.has_birth_year()) body.birth_year = proto.birth_year();
  if (proto.has_birth_month()) body.birth_month = proto.birth_month();
  body.sex = static_cast<Sex>(proto.sex());
  if (proto.has_eczema_since_year()) body.eczema_since_year = proto.eczema_since_year();
  if (proto.has_skin_type()) body.skin_type = proto.skin_type();
  return body;
}

void to_proto(const DosePlan& body, v1::Record& record) {
  v1::DosePlan& proto = *record.mutable_dose_plan();
  proto.set_drug(body.drug);
  proto.set_strength_unit(body.strength_unit);
  proto.set_vehicle(body.vehicle);
  proto.set_site(body.site);
  for (const DosePhase& phase : body.phases) {
    v1::DosePhase& added = *proto.add_phases();
    added.set_days(phase.days);
    added.set_days_per_week(phase.days_per_week);
    added.set_doses_per_day(phase.doses_per_day);
    copy_optional(phase.strength, [&](auto value) { added.set_strength(value); });
    added.MergeFromString(phase.unknown_fields);
  }
  proto.MergeFromString(body.unknown_fields);
}

DosePlan from_proto(const v1::DosePlan& proto) {
  DosePlan body{proto.drug(), proto.strength_unit(), proto.vehicle(), proto.site(), {}, {}};
  for (const v1::DosePhase& phase : proto.phases()) {
    DosePhase& added = body.phases.emplace_back();
    added.days = phase.days();
    added.days_per_week = phase.days_per_week();
    added.doses_per_day = phase.doses_per_day();
    if (phase.has_strength()) added.strength = phase.strength();
  }
  return body;
}

void to_proto(const DataSource& body, v1::Record& record) {
  v1::DataSource& proto = *record.mutable_data_source();
  proto.set_code(body.code);
  proto.set_name(body.name);
  proto.set_licence(body.licence);
  proto.set_url(body.url);
  proto.MergeFromString(body.unknown_fields);
}

DataSource from_proto(const v1::DataSource& proto) {
  return {proto.code(), proto.name(), proto.licence(), proto.url(), {}};
}

}  // namespace lamella::codec
