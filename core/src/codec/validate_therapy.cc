// What the steps of a cell therapy must satisfy, each in itself. What contradicts another record is
// listed by the diary, and never refused.
#include "codec/checks.h"

namespace lamella::codec {

namespace {

constexpr size_t kMostParts = 200;

}  // namespace

void validate(const Course& body) {
  check_text("course.name", body.name, kMaxNameBytes);
  if (body.consent_day) check_day("course.consent_day", *body.consent_day);
  check_count("course.administrations", body.administrations, 1, 1000);
  check_count("course.interval_days", body.interval_days, 1, 3650);
  check_optional_code("course.definition", body.definition);
  check_text("course.identity", body.identity, kMaxNameBytes);
  if (body.follow_ups.size() > kMostParts) refuse("course.follow_ups", "has more than 200 parts");
  for (const FollowUp& follow_up : body.follow_ups) {
    check_count("course.follow_ups.after_days", follow_up.after_days, 0, 36500);
    check_code("course.follow_ups.subject", follow_up.subject);
  }
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
  if (body.processing.size() > kMostParts) {
    refuse("cell_product.processing", "has more than 200 parts");
  }
  for (const ProcessingStep& step : body.processing) {
    check_code("cell_product.processing.step", step.step);
    if (step.local_day) check_day("cell_product.processing.local_day", *step.local_day);
    check_text("cell_product.processing.detail", step.detail, kMaxNameBytes);
  }
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

}  // namespace lamella::codec
