// The steps of a cell therapy.
#include "codec/bodies.h"

namespace lamella::codec {

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
  for (const FollowUp& follow_up : body.follow_ups) {
    v1::FollowUp& added = *proto.add_follow_ups();
    added.set_after_days(follow_up.after_days);
    added.set_subject(follow_up.subject);
    added.MergeFromString(follow_up.unknown_fields);
  }
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
  for (const v1::FollowUp& follow_up : proto.follow_ups()) {
    body.follow_ups.push_back({follow_up.after_days(), follow_up.subject(), {}});
  }
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
  for (const ProcessingStep& step : body.processing) {
    v1::ProcessingStep& added = *proto.add_processing();
    added.set_step(step.step);
    copy_optional(step.local_day, [&](Day day) { added.set_local_day(day); });
    added.set_detail(step.detail);
    added.MergeFromString(step.unknown_fields);
  }
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
  for (const v1::ProcessingStep& step : proto.processing()) {
    ProcessingStep& added = body.processing.emplace_back();
    added.step = step.step();
    if (step.has_local_day()) added.local_day = step.local_day();
    added.detail = step.detail();
  }
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

}  // namespace lamella::codec
