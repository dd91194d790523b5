#include "lamella/clinical_messages.h"

#include "codec/bodies.h"
#include "codec/serialize.h"
#include "lamella/v1/clinical.pb.h"

namespace lamella {

namespace {

using codec::parse;
using codec::serialize;

void to_proto(const Bands& bands, v1::InstrumentBands& proto) {
  proto.set_source(std::string(bands.source));
  for (const Band& band : bands.bands) {
    v1::InstrumentBand& added = *proto.add_bands();
    added.set_name(std::string(band.name));
    added.set_start(band.from);
    added.set_above(band.above);
  }
}

void to_proto(const Instrument& instrument, v1::Instrument& proto) {
  proto.set_code(std::string(instrument.code));
  proto.set_version(instrument.version);
  proto.set_name(std::string(instrument.name));
  proto.set_rater(std::string(name(instrument.rater)));
  proto.set_span(std::string(name(instrument.span)));
  for (const Item& item : instrument.items) {
    v1::InstrumentItem& added = *proto.add_items();
    added.set_code(std::string(item.code));
    added.set_min(item.min);
    added.set_max(item.max);
    added.set_per_unit(static_cast<uint32_t>(item.per_unit));
    if (item.except) added.set_except(*item.except);
  }
  proto.set_min_total(instrument.min_total);
  proto.set_max_total(instrument.max_total);
  proto.set_missing(std::string(name(instrument.missing)));
  proto.set_higher_of_two(instrument.higher_of_two);
  for (const Bands& bands : instrument.bands) to_proto(bands, *proto.add_bands());
  for (const MeaningfulChange& change : instrument.changes) {
    v1::InstrumentChange& added = *proto.add_changes();
    added.set_at_least(change.at_least);
    added.set_is_percent(change.is_percent);
    added.set_meaning(std::string(change.meaning));
    added.set_source(std::string(change.source));
  }
  proto.set_source(std::string(instrument.source));
  proto.set_licence(std::string(instrument.licence.note));
  proto.set_loinc(std::string(instrument.loinc));
  proto.set_from_age(static_cast<uint32_t>(instrument.from_age));
  proto.set_to_age(static_cast<uint32_t>(instrument.to_age));
}

v1::WeekControl to_proto(WeekControl control) {
  switch (control) {
    case WeekControl::kUnknown:
      return v1::WEEK_CONTROL_UNSPECIFIED;
    case WeekControl::kNot:
      return v1::WEEK_CONTROL_NOT;
    case WeekControl::kWell:
      return v1::WEEK_CONTROL_WELL;
    case WeekControl::kTotally:
      return v1::WEEK_CONTROL_TOTALLY;
  }
  return v1::WEEK_CONTROL_UNSPECIFIED;
}

void to_proto(const PlaceboArm& arm, v1::PlaceboArm& proto) {
  proto.set_definition(std::string(arm.definition));
  proto.set_week(arm.week);
  proto.set_percent(arm.percent);
  if (arm.low) proto.set_low(*arm.low);
  if (arm.high) proto.set_high(*arm.high);
  proto.set_population(std::string(arm.population));
  proto.set_source(std::string(arm.source));
}

void to_proto(const Measure& measure, v1::Measure& proto) {
  proto.set_kind(std::string(measure.kind));
  proto.set_name(std::string(measure.name));
  proto.set_unit(std::string(measure.unit));
  for (const ExactUnit& unit : measure.units) proto.add_units(std::string(unit.unit));
  if (measure.min) proto.set_min(*measure.min);
  if (measure.max) proto.set_max(*measure.max);
  proto.set_loinc(std::string(measure.loinc));
  proto.set_at_site(measure.at_site);
  proto.set_note(std::string(measure.note));
  proto.set_source(std::string(measure.source));
}

void to_proto(const ReferenceLimits& limits, v1::ReferenceLimits& proto) {
  proto.set_code(std::string(limits.code));
  proto.set_kind(std::string(limits.kind));
  proto.set_unit(std::string(limits.unit));
  proto.set_meaning(std::string(limits.meaning));
  proto.set_assay(std::string(limits.assay));
  proto.set_source(std::string(limits.source));
  proto.set_note(std::string(limits.note));
  for (const AgeLimit& limit : limits.by_age) {
    v1::AgeLimit& added = *proto.add_by_age();
    added.set_from_months(limit.from_months);
    added.set_below_months(limit.below_months);
    added.set_limit(limit.limit);
  }
}

void to_proto(const Remission& remission, v1::Remission& proto) {
  proto.set_first(remission.first);
  proto.set_last(remission.last);
  proto.set_days(remission.days);
  proto.set_untreated_days(remission.untreated_days);
  proto.set_start_seen(remission.start_seen);
  proto.set_end_seen(remission.end_seen);
}

v1::FactorCategory category_of(std::string_view category) {
  for (int number = 0; v1::FactorCategory_IsValid(number); ++number) {
    if (name(static_cast<FactorCategory>(number)) == category) {
      return static_cast<v1::FactorCategory>(number);
    }
  }
  return v1::FACTOR_CATEGORY_UNSPECIFIED;
}

}  // namespace

Answers decode_answers(std::string_view bytes) {
  v1::Record record;
  *record.mutable_answers() = parse<v1::Answers>(bytes, "the bytes are no answers");
  return std::get<Answers>(decode(serialize(record)).body);
}

std::string encode(const Score& score) {
  v1::Score proto;
  if (score.total) proto.set_total(*score.total);
  if (score.band != nullptr) proto.set_band(std::string(score.band->name));
  proto.set_why_not(std::string(score.why_not));
  proto.set_remark(std::string(score.remark));
  proto.set_answered(static_cast<uint32_t>(score.answered));
  proto.set_counted_zero(static_cast<uint32_t>(score.counted_zero));
  proto.set_missing(static_cast<uint32_t>(score.missing));
  proto.set_first_missing(std::string(score.first_missing));
  for (const ScorePart& part : score.parts) {
    if (part.code.empty()) continue;
    v1::ScorePart& added = *proto.add_parts();
    added.set_code(std::string(part.code));
    added.set_value(part.value);
  }
  return serialize(proto);
}

std::string encode(std::span<const Instrument* const> instruments) {
  v1::InstrumentList list;
  for (const Instrument* one : instruments) to_proto(*one, *list.add_instruments());
  return serialize(list);
}

ResponseRequest decode_response_request(std::string_view bytes) {
  const auto proto = parse<v1::ResponseRequest>(bytes, "not a question about a response");
  ResponseRequest request{
      proto.definition(), proto.baseline(), proto.later(), {proto.week(), std::nullopt}};
  if (proto.has_topical_steroid()) request.setting.topical_steroid = proto.topical_steroid();
  return request;
}

std::string encode(const Response& response) {
  v1::ResponseReport report;
  if (response.reached) report.set_reached(*response.reached);
  report.set_why_not(std::string(response.why_not));
  report.set_change(response.change);
  for (const PlaceboArm& arm : response.placebo) to_proto(arm, *report.add_placebo());
  if (response.placebo_model) report.set_placebo_model(*response.placebo_model);
  return serialize(report);
}

std::string encode(std::span<const FlareRule> rules) {
  v1::FlareRuleList list;
  for (const FlareRule& rule : rules) {
    v1::FlareRule& added = *list.add_rules();
    added.set_code(std::string(rule.code));
    added.set_name(std::string(rule.name));
    added.set_input(std::string(rule.input));
    added.set_instrument(std::string(rule.instrument));
    added.set_max_value(rule.max_value);
    added.set_threshold(rule.threshold);
    added.set_above(rule.above);
    added.set_days_in_row(rule.days_in_row);
    if (rule.within_months) added.set_within_months(*rule.within_months);
    added.set_source(std::string(rule.source));
    added.set_remark(std::string(rule.remark));
  }
  return serialize(list);
}

FlareRequest decode_flare_request(std::string_view bytes) {
  const auto proto = parse<v1::FlareRequest>(bytes, "not a question about flares");
  FlareRequest request{proto.rule(), {}, {}};
  for (const v1::FlareDay& one : proto.days()) {
    FlareDay& added = request.days.emplace_back(FlareDay{one.day(), std::nullopt});
    if (one.has_value()) added.value = one.value();
  }
  if (proto.has_end_of_treatment()) request.end_of_treatment = proto.end_of_treatment();
  return request;
}

std::string encode(const FlareReport& report) {
  v1::FlareReport proto;
  proto.set_rule(report.rule);
  for (const Flare& one : report.flares) {
    v1::Flare& added = *proto.add_flares();
    added.set_first(one.first);
    added.set_last(one.last);
    added.set_days(one.days);
    added.set_start_seen(one.start_seen);
    added.set_end_seen(one.end_seen);
    added.set_perhaps_same(one.perhaps_same);
  }
  proto.set_answered_days(report.answered_days);
  proto.set_flare_days(report.flare_days);
  proto.set_undecided_days(report.undecided_days);
  proto.set_perhaps_same(report.perhaps_same);
  if (report.flare_free) proto.set_flare_free(*report.flare_free);
  if (report.relapse) {
    proto.mutable_relapse()->set_days(report.relapse->days);
    proto.mutable_relapse()->set_relapsed(report.relapse->relapsed);
    proto.mutable_relapse()->set_perhaps_earlier(report.relapse->perhaps_earlier);
  }
  return serialize(proto);
}

RemissionRequest decode_remission_request(std::string_view bytes) {
  const auto proto = parse<v1::RemissionRequest>(bytes, "not a question about a remission");
  RemissionRequest request;
  for (const v1::RemissionDay& one : proto.days()) {
    RemissionDay& added = request.days.emplace_back();
    added.day = one.day();
    if (one.has_score()) added.score = one.score();
    if (one.has_treated()) added.treated = one.treated();
  }
  request.limit = proto.limit();
  if (proto.has_least_days()) request.least_days = proto.least_days();
  return request;
}

std::string encode(const RemissionReport& report) {
  v1::RemissionReport proto;
  if (report.first) to_proto(*report.first, *proto.mutable_first());
  if (report.longest) to_proto(*report.longest, *proto.mutable_longest());
  return serialize(proto);
}

ControlRequest decode_control_request(std::string_view bytes) {
  const auto proto = parse<v1::ControlRequest>(bytes, "not a question about a week");
  ControlRequest request;
  for (const v1::ControlDay& one : proto.days()) {
    ControlDay& added = request.days.emplace_back();
    if (one.has_stepped_up()) added.stepped_up = one.stepped_up();
    if (one.has_bother()) added.bother = one.bother();
  }
  if (proto.has_least()) request.least = proto.least();
  return request;
}

std::string encode(const ControlReport& report) {
  v1::ControlReport proto;
  proto.set_control(to_proto(report.control));
  if (report.mean_bother) proto.set_mean_bother(*report.mean_bother);
  return serialize(proto);
}

std::string encode(std::span<const ResponseDefinition> definitions,
                   std::span<const PlaceboArm> placebo) {
  v1::ResponseDefinitionList list;
  for (const ResponseDefinition& one : definitions) {
    v1::ResponseDefinition& added = *list.add_definitions();
    added.set_code(std::string(one.code));
    added.set_name(std::string(one.name));
    added.set_instrument(std::string(one.instrument));
    added.set_threshold(one.threshold);
    added.set_least_baseline(one.least_baseline);
    added.set_source(std::string(one.source));
  }
  for (const PlaceboArm& arm : placebo) to_proto(arm, *list.add_placebo());
  return serialize(list);
}

std::string encode(std::span<const Measure> measures, std::span<const ReferenceLimits> limits) {
  v1::MeasureList list;
  for (const Measure& one : measures) to_proto(one, *list.add_measures());
  for (const ReferenceLimits& one : limits) to_proto(one, *list.add_limits());
  return serialize(list);
}

Measurement decode_measurement(std::string_view bytes) {
  v1::Record record;
  *record.mutable_measurement() = parse<v1::Measurement>(bytes, "the bytes are no measurement");
  return std::get<Measurement>(decode(serialize(record)).body);
}

std::string encode(const Measurement& measurement) {
  v1::Record record;
  codec::to_proto(measurement, record);
  return serialize(record.measurement());
}

std::string encode(std::span<const CatalogueFactor> factors) {
  v1::FactorCatalogue list;
  for (const CatalogueFactor& one : factors) {
    v1::CatalogueFactor& added = *list.add_factors();
    added.set_code(std::string(one.code));
    added.set_name(std::string(one.name));
    added.set_category(category_of(one.category));
    added.set_kind(std::string(name(one.kind)));
    added.set_unit(std::string(one.unit));
    added.set_evidence(std::string(one.evidence));
    added.set_source(std::string(one.source));
  }
  return serialize(list);
}

std::string encode(std::span<const SteroidRow> rows) {
  v1::SteroidList list;
  for (const SteroidRow& one : rows) {
    v1::SteroidRow& added = *list.add_rows();
    added.set_drug(std::string(one.drug));
    added.set_percent(one.percent);
    for (const std::string_view vehicle : one.vehicles) {
      if (!vehicle.empty()) added.add_vehicles(std::string(vehicle));
    }
    if (one.uk) added.set_uk(std::string(name(*one.uk)));
    if (one.us) added.set_us(std::string(name(*one.us)));
    added.set_source(std::string(one.source));
    added.set_remark(std::string(one.remark));
  }
  return serialize(list);
}

std::string encode(std::span<const BodySite> sites) {
  v1::BodySiteList list;
  for (const BodySite& one : sites) {
    v1::BodySite& added = *list.add_sites();
    added.set_code(std::string(one.code));
    added.set_name(std::string(one.name));
    added.set_parent(std::string(one.parent));
    added.set_easi_region(std::string(name(one.easi_region)));
    added.set_side(std::string(name(one.side)));
    if (one.adult_percent) added.set_adult_percent(*one.adult_percent);
    if (one.infant_percent) added.set_infant_percent(*one.infant_percent);
    if (one.fingertip_region) added.set_fingertip_region(std::string(name(*one.fingertip_region)));
  }
  return serialize(list);
}

DoseRequest decode_dose_request(std::string_view bytes) {
  const auto proto = parse<v1::DoseRequest>(bytes, "not a question about a dose");
  DoseRequest request{codec::from_proto(proto.dose()), kGramsPerUnit};
  if (proto.has_grams_per_unit()) request.grams_per_unit = proto.grams_per_unit();
  return request;
}

std::string encode(const DoseReport& report) {
  v1::DoseReport proto;
  if (report.grams) proto.set_grams(*report.grams);
  if (const SteroidRow* const row = report.potency.uk) {
    proto.set_uk(std::string(name(*row->uk)));
    proto.set_uk_source(std::string(row->source));
  }
  if (const SteroidRow* const row = report.potency.us) {
    proto.set_us(std::string(name(*row->us)));
    proto.set_us_source(std::string(row->source));
  }
  proto.set_is_steroid(report.is_steroid);
  return serialize(proto);
}

SurfaceRequest decode_surface_request(std::string_view bytes) {
  const auto proto = parse<v1::SurfaceRequest>(bytes, "not a question about the surface");
  if (!proto.has_age_years()) throw Error(Code::kInvalidArgument, "age_years is missing");
  return {{proto.sites().begin(), proto.sites().end()}, proto.age_years()};
}

}  // namespace lamella
