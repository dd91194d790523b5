// The messages of courses, treatments and lesions.
#include <algorithm>

#include "codec/serialize.h"
#include "lamella/clinical_messages.h"
#include "lamella/v1/clinical.pb.h"

namespace lamella {

namespace {

using codec::bytes_of;
using codec::parse;
using codec::serialize;

void to_proto(const DoseCount& count, v1::DoseCount& proto) {
  proto.set_planned(count.planned);
  proto.set_taken(count.taken);
  proto.set_not_taken(count.not_taken);
  proto.set_not_recorded(count.not_recorded);
  proto.set_still_to_come(count.still_to_come);
  proto.set_beyond(count.beyond);
}

v1::OnsetWindow to_proto(OnsetWindow window) {
  switch (window) {
    case OnsetWindow::kBeforeAny:
      return v1::ONSET_WINDOW_BEFORE_ANY;
    case OnsetWindow::kWithin24Hours:
      return v1::ONSET_WINDOW_WITHIN_24_HOURS;
    case OnsetWindow::kWithin30Days:
      return v1::ONSET_WINDOW_WITHIN_30_DAYS;
    case OnsetWindow::kLater:
      return v1::ONSET_WINDOW_LATER;
  }
  return v1::ONSET_WINDOW_UNSPECIFIED;
}

}  // namespace

std::string encode(const CourseProblems& problems) {
  v1::CourseProblemList list;
  for (const CourseProblem& one : problems) {
    v1::CourseProblem& added = *list.add_problems();
    added.set_entry(bytes_of(one.entry));
    added.set_what(one.what);
  }
  return serialize(list);
}

std::string encode(const CourseReminders& reminders) {
  v1::CourseReminderList list;
  for (const CourseReminder& one : reminders) {
    v1::CourseReminder& added = *list.add_reminders();
    added.set_entry(bytes_of(one.entry));
    added.set_subject(one.subject);
    added.set_day(one.day);
    if (one.utc_ms) added.set_utc_ms(*one.utc_ms);
    added.set_done(one.done);
  }
  return serialize(list);
}

std::string encode(const CourseOnsets& onsets) {
  v1::CourseOnsetList list;
  for (const CourseOnset& one : onsets) {
    v1::CourseOnset& added = *list.add_onsets();
    added.set_event(bytes_of(one.event));
    for (size_t i = 0; i < kOnsetWindows; ++i) {
      if (one.windows.possible[i]) added.add_possible(to_proto(static_cast<OnsetWindow>(i)));
    }
  }
  return serialize(list);
}

std::string encode(const IsctReport& report) {
  v1::IsctReport proto;
  const auto table = isct_criterion_table();
  for (size_t i = 0; i < kIsctCriteria; ++i) {
    v1::IsctState& added = *proto.add_criteria();
    added.set_code(std::string(table[i].code));
    added.set_name(std::string(table[i].name));
    if (table[i].kind != CriterionKind::kShown) added.set_percent(table[i].percent);
    added.set_kind(std::string(name(table[i].kind)));
    added.set_state(std::string(name(report.states[i])));
    for (const std::string_view test : table[i].tests) {
      if (!test.empty()) added.add_tests(std::string(test));
    }
  }
  if (report.all_met) proto.set_all_met(*report.all_met);
  proto.set_source(std::string(kIsctSource));
  return serialize(proto);
}

SteroidQuery decode_steroid_query(std::string_view bytes) {
  const auto proto = parse<v1::SteroidQuery>(bytes, "not a question about steroids");
  SteroidQuery query;
  if (proto.has_first_day()) query.first_day = proto.first_day();
  if (proto.has_last_day()) query.last_day = proto.last_day();
  if (proto.has_grams_per_unit()) query.grams_per_unit = proto.grams_per_unit();
  query.topical.assign(proto.topical().begin(), proto.topical().end());
  query.systemic.assign(proto.systemic().begin(), proto.systemic().end());
  return query;
}

std::string encode(const SteroidReport& report) {
  const SteroidUse& use = report.use;
  const auto grams = [&](UkPotency potency) { return use.grams[static_cast<size_t>(potency)]; };
  v1::SteroidReport proto;
  proto.set_answered_days(use.answered_days);
  proto.set_steroid_free_days(use.steroid_free_days);
  proto.set_topical_doses(use.topical_doses);
  proto.set_systemic_doses(use.systemic_doses);
  proto.set_without_amount(use.without_amount);
  proto.set_mild_grams(grams(UkPotency::kMild));
  proto.set_moderate_grams(grams(UkPotency::kModerate));
  proto.set_potent_grams(grams(UkPotency::kPotent));
  proto.set_very_potent_grams(grams(UkPotency::kVeryPotent));
  proto.set_grams_of_unknown_class(use.grams_of_unknown_class);
  proto.set_potency_weighted_grams(use.potency_weighted_grams);
  for (const std::string& drug : report.other_drugs) proto.add_other_drugs(drug);
  return serialize(proto);
}

ChangeQuery decode_change_query(std::string_view bytes) {
  const auto proto = parse<v1::ChangeQuery>(bytes, "not a question about a change");
  ChangeQuery query{proto.kind(), std::nullopt, proto.first_day(), proto.last_day()};
  if (proto.has_site()) query.site = proto.site();
  return query;
}

std::string encode(const WithinPersonChange& change) {
  v1::ChangeReport proto;
  if (change.baseline) proto.set_baseline(*change.baseline);
  proto.set_in_baseline(change.in_baseline);
  if (change.latest) proto.set_latest(*change.latest);
  if (change.latest_day) proto.set_latest_day(*change.latest_day);
  if (change.absolute) proto.set_absolute(*change.absolute);
  if (change.percent) proto.set_percent(*change.percent);
  proto.set_why_not(std::string(change.why_not));
  return serialize(proto);
}

FlareQuery decode_flare_query(std::string_view bytes) {
  const auto proto = parse<v1::FlareQuery>(bytes, "not a question about flares");
  FlareQuery query{proto.rule(), proto.code(), {proto.drugs().begin(), proto.drugs().end()},
                   {},           {},           {}};
  if (proto.has_first_day()) query.first_day = proto.first_day();
  if (proto.has_last_day()) query.last_day = proto.last_day();
  if (proto.has_end_of_treatment()) query.end_of_treatment = proto.end_of_treatment();
  return query;
}

std::string encode(const Adherence& adherence) {
  v1::AdherenceReport proto;
  for (const WindowAdherence& one : adherence.windows) {
    v1::WindowAdherence& added = *proto.add_windows();
    added.set_first_day(one.window.first_day);
    added.set_last_day(one.window.last_day);
    added.set_phase(one.window.phase);
    to_proto(one.doses, *added.mutable_doses());
  }
  to_proto(adherence.doses, *proto.mutable_doses());
  proto.set_outside_plan(adherence.outside_plan);
  return serialize(proto);
}

std::string encode(const std::optional<Healing>& healing) {
  v1::HealingReport proto;
  if (!healing) return serialize(proto);
  proto.set_baseline_day(healing->baseline.day);
  if (healing->baseline.area_mm2) proto.set_baseline_mm2(*healing->baseline.area_mm2);
  proto.set_latest_day(healing->latest.day);
  if (healing->latest.area_mm2) proto.set_latest_mm2(*healing->latest.area_mm2);
  if (healing->change_mm2) proto.set_change_mm2(*healing->change_mm2);
  if (healing->percent_change) proto.set_percent_change(*healing->percent_change);
  if (healing->healed_day) proto.set_healed_day(*healing->healed_day);
  if (healing->days_to_healing) proto.set_days_to_healing(*healing->days_to_healing);
  proto.set_reopened(healing->reopened);
  return serialize(proto);
}

}  // namespace lamella
