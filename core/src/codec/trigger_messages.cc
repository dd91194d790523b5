#include "lamella/trigger_messages.h"

#include "codec/questions.h"
#include "codec/serialize.h"
#include "lamella/error.h"
#include "lamella/v1/triggers.pb.h"

namespace lamella {

namespace {

using codec::parse;
using codec::serialize;

// The report.

v1::Reduce to_proto(Reduce reduce) {
  switch (reduce) {
    case Reduce::kLast:
      return v1::REDUCE_LAST;
    case Reduce::kMean:
      return v1::REDUCE_MEAN;
    case Reduce::kMax:
      return v1::REDUCE_MAX;
    case Reduce::kSum:
      return v1::REDUCE_SUM;
  }
  return v1::REDUCE_UNSPECIFIED;
}

v1::TriggerLooks to_proto(TriggerLooks looks) {
  switch (looks) {
    case TriggerLooks::kOfficial:
      return v1::TRIGGER_LOOKS_OFFICIAL;
    case TriggerLooks::kSingle:
      return v1::TRIGGER_LOOKS_SINGLE;
  }
  return v1::TRIGGER_LOOKS_UNSPECIFIED;
}

v1::TriggerTier to_proto(TriggerTier tier) {
  switch (tier) {
    case TriggerTier::kNotEnough:
      return v1::TRIGGER_TIER_NOT_ENOUGH;
    case TriggerTier::kUnclear:
      return v1::TRIGGER_TIER_UNCLEAR;
    case TriggerTier::kNone:
      return v1::TRIGGER_TIER_NONE;
    case TriggerTier::kHint:
      return v1::TRIGGER_TIER_HINT;
    case TriggerTier::kGoesTogether:
      return v1::TRIGGER_TIER_GOES_TOGETHER;
    case TriggerTier::kModerate:
      return v1::TRIGGER_TIER_MODERATE;
    case TriggerTier::kStrong:
      return v1::TRIGGER_TIER_STRONG;
  }
  return v1::TRIGGER_TIER_UNSPECIFIED;
}

v1::TriggerGuard to_proto(TriggerGuard guard) {
  switch (guard) {
    case TriggerGuard::kPasses:
      return v1::TRIGGER_GUARD_PASSES;
    case TriggerGuard::kTooShort:
      return v1::TRIGGER_GUARD_TOO_SHORT;
    case TriggerGuard::kSteadyOutcome:
      return v1::TRIGGER_GUARD_STEADY_OUTCOME;
    case TriggerGuard::kFewExposures:
      return v1::TRIGGER_GUARD_FEW_EXPOSURES;
    case TriggerGuard::kFewEpisodes:
      return v1::TRIGGER_GUARD_FEW_EPISODES;
    case TriggerGuard::kFewValues:
      return v1::TRIGGER_GUARD_FEW_VALUES;
    case TriggerGuard::kCollinear:
      return v1::TRIGGER_GUARD_COLLINEAR;
    case TriggerGuard::kOutOfRange:
      return v1::TRIGGER_GUARD_OUT_OF_RANGE;
  }
  return v1::TRIGGER_GUARD_UNSPECIFIED;
}

void to_proto(const TriggerCaps& caps, v1::TriggerCaps& proto) {
  proto.set_few_exposures(caps.few_exposures);
  proto.set_skin_may_drive(caps.skin_may_drive);
  proto.set_explained(caps.explained);
}

void to_proto(const TriggerEffect& effect, v1::TriggerEffect& proto) {
  proto.set_effect(effect.effect);
  proto.set_standard_error(effect.standard_error);
  if (effect.low) proto.set_low(*effect.low);
  if (effect.high) proto.set_high(*effect.high);
  proto.set_level(effect.level);
  proto.set_shrunk(effect.shrunk);
}

void to_proto(const TriggerLag& lag, v1::TriggerLag& proto) {
  proto.set_first_lag(lag.first_lag);
  proto.set_last_lag(lag.last_lag);
  proto.set_decay(lag.decay);
  proto.set_effect(lag.effect);
  proto.set_same_day(lag.same_day());
}

void to_proto(const LagPoint& point, v1::LagPoint& proto) {
  proto.set_lag(point.lag);
  proto.set_effect(point.effect);
  proto.set_standard_error(point.standard_error);
}

// What was tested of an exposure.
void tested_to_proto(const TriggerFinding& finding, v1::TriggerFinding& proto) {
  if (finding.p) proto.set_p(*finding.p);
  if (finding.false_discovery) proto.set_false_discovery(*finding.false_discovery);
  if (finding.false_discovery_any_dependence) {
    proto.set_false_discovery_any_dependence(*finding.false_discovery_any_dependence);
  }
  proto.set_draws(finding.draws);
  if (finding.lag) {
    to_proto(*finding.lag, *proto.mutable_lag());
    proto.set_lag_words(words(*finding.lag));
  }
  for (const LagPoint& point : finding.profile) to_proto(point, *proto.add_profile());
  if (finding.effect) to_proto(*finding.effect, *proto.mutable_effect());
  if (finding.effect_now) to_proto(*finding.effect_now, *proto.mutable_effect_now());
  to_proto(finding.caps, *proto.mutable_caps());
  if (finding.lead_p) proto.set_lead_p(*finding.lead_p);
  if (finding.exposure_p) proto.set_exposure_p(*finding.exposure_p);
  proto.set_explained_by(finding.explained_by);
  if (finding.chance_share) proto.set_chance_share(*finding.chance_share);
}

void to_proto(const TriggerFinding& finding, v1::TriggerFinding& proto) {
  proto.set_exposure(finding.exposure);
  proto.set_unit(finding.unit);
  proto.set_tier(to_proto(finding.tier));
  proto.set_guard(to_proto(finding.guard));
  proto.set_missing(finding.missing);
  if (finding.known_by) proto.set_known_by(*finding.known_by);
  proto.set_binary(finding.binary);
  proto.set_intermittent(finding.intermittent);
  proto.set_days(finding.days);
  proto.set_exposed_days(finding.exposed_days);
  proto.set_per(finding.per);
  tested_to_proto(finding, proto);
}

void provenance_to_proto(const TriggerReport& report, v1::TriggerReport& proto) {
  proto.set_version(report.version);
  proto.set_seed(report.seed);
  proto.set_looks(to_proto(report.looks));
  proto.set_q(report.q);
  proto.set_first_day(report.first_day);
  proto.set_last_day(report.last_day);
  proto.set_last_recorded(report.last_recorded);
  proto.set_recorded_days(report.recorded_days);
  proto.set_thin_weeks(report.thin_weeks);
  if (report.look) proto.set_look(*report.look);
  if (report.next_look) proto.set_next_look(*report.next_look);
  for (const std::string& name : report.covariates) proto.add_covariates(name);
  for (const std::string& name : report.left_out) proto.add_left_out(name);
  proto.set_tested(report.tested);
  proto.set_meaningful(report.meaningful);
  proto.set_rho(report.rho);
  proto.set_kappa(report.kappa);
}

TriggerLooks from_proto(v1::TriggerLooks looks) {
  switch (looks) {
    case v1::TRIGGER_LOOKS_UNSPECIFIED:
    case v1::TRIGGER_LOOKS_OFFICIAL:
      return TriggerLooks::kOfficial;
    case v1::TRIGGER_LOOKS_SINGLE:
      return TriggerLooks::kSingle;
    default:
      throw Error(Code::kInvalidArgument, "looks is none of the known kinds");
  }
}

// The planned test.

v1::TriggerVerdict to_proto(TriggerVerdict verdict) {
  switch (verdict) {
    case TriggerVerdict::kNotEnough:
      return v1::TRIGGER_VERDICT_NOT_ENOUGH;
    case TriggerVerdict::kNoEffect:
      return v1::TRIGGER_VERDICT_NO_EFFECT;
    case TriggerVerdict::kChanges:
      return v1::TRIGGER_VERDICT_CHANGES;
  }
  return v1::TRIGGER_VERDICT_UNSPECIFIED;
}

v1::WhyNotEnough to_proto(WhyNotEnough why) {
  switch (why) {
    case WhyNotEnough::kEnough:
      return v1::WHY_NOT_ENOUGH_ENOUGH;
    case WhyNotEnough::kNotFinished:
      return v1::WHY_NOT_ENOUGH_NOT_FINISHED;
    case WhyNotEnough::kNoScores:
      return v1::WHY_NOT_ENOUGH_NO_SCORES;
    case WhyNotEnough::kTooFewPairs:
      return v1::WHY_NOT_ENOUGH_TOO_FEW_PAIRS;
    case WhyNotEnough::kConstant:
      return v1::WHY_NOT_ENOUGH_CONSTANT;
  }
  return v1::WHY_NOT_ENOUGH_UNSPECIFIED;
}

void to_proto(const TriggerPlanOptions& options, v1::TriggerPlanOptions& proto) {
  proto.set_effect(options.effect);
  proto.set_sd(options.sd);
  proto.set_memory(options.memory);
  proto.set_noise(options.noise);
  proto.set_missing(options.missing);
  proto.set_block_days(options.block_days);
  proto.set_washout_days(options.washout_days);
  proto.set_alpha(options.alpha);
  proto.set_power(options.power);
  proto.set_broken_share(options.broken_share);
  proto.set_seed(options.seed);
  proto.set_first_day(options.first_day);
}

void to_proto(const TriggerBlockResult& result, v1::TriggerBlockResult& proto) {
  proto.set_answered(result.answered);
  if (result.mean) proto.set_mean(*result.mean);
  proto.set_known(result.known);
  proto.set_against_plan(result.against_plan);
  proto.set_broken(result.broken);
}

void to_proto(const AsLived& lived, v1::AsLived& proto) {
  proto.set_effect(lived.effect);
  if (lived.low) proto.set_low(*lived.low);
  if (lived.high) proto.set_high(*lived.high);
  proto.set_pairs(lived.pairs);
  proto.set_exposure(lived.exposure);
}

TriggerPlanOptions from_proto(const v1::TriggerPlanOptions& proto) {
  TriggerPlanOptions options;
  if (proto.has_effect()) options.effect = proto.effect();
  if (proto.has_sd()) options.sd = proto.sd();
  if (proto.has_memory()) options.memory = proto.memory();
  if (proto.has_noise()) options.noise = proto.noise();
  if (proto.has_missing()) options.missing = proto.missing();
  if (proto.has_block_days()) options.block_days = proto.block_days();
  if (proto.has_washout_days()) options.washout_days = proto.washout_days();
  if (proto.has_alpha()) options.alpha = proto.alpha();
  if (proto.has_power()) options.power = proto.power();
  if (proto.has_broken_share()) options.broken_share = proto.broken_share();
  if (proto.has_seed()) options.seed = proto.seed();
  if (proto.has_first_day()) options.first_day = proto.first_day();
  return options;
}

TriggerPlan from_proto(const v1::TriggerPlan& proto) {
  TriggerPlan plan;
  plan.options = from_proto(proto.options());
  plan.pairs = proto.pairs();
  for (const v1::TriggerBlock& block : proto.blocks()) {
    plan.blocks.push_back({block.first(), block.analysed(), block.last(), block.on()});
  }
  plan.pairs_by_formula = proto.pairs_by_formula();
  plan.simulated_power = proto.simulated_power();
  return plan;
}

TriggerDay from_proto(const v1::TriggerDay& proto) {
  TriggerDay day{.day = proto.day()};
  if (proto.has_score()) day.score = proto.score();
  if (proto.has_exposed()) day.exposed = proto.exposed();
  return day;
}

}  // namespace

TriggerQuery decode_trigger_query(std::string_view bytes) {
  const auto proto = parse<v1::TriggerQuery>(bytes, "not a query of triggers");
  TriggerQuery query;
  query.outcome = proto.outcome();
  query.exposures = {proto.exposures().begin(), proto.exposures().end()};
  if (proto.has_site()) query.site = proto.site();
  query.reduce = codec::from_proto(proto.reduce());
  codec::read_days(proto, query);
  query.options.looks = from_proto(proto.looks());
  if (proto.has_seed()) query.options.seed = proto.seed();
  if (proto.has_meaningful()) query.options.meaningful = proto.meaningful();
  if (proto.has_most_draws()) query.options.most_draws = proto.most_draws();
  return query;
}

std::string encode(const TriggerReport& report) {
  v1::TriggerReport proto;
  proto.set_outcome(report.outcome);
  proto.set_unit(report.unit);
  proto.set_reduce(to_proto(report.reduce));
  provenance_to_proto(report, proto);
  proto.set_guard(to_proto(report.guard));
  proto.set_missing(report.missing);
  if (report.known_by) proto.set_known_by(*report.known_by);
  for (const TriggerFinding& finding : report.findings) {
    v1::TriggerFinding& added = *proto.add_findings();
    to_proto(finding, added);
    added.set_sentence(sentence(report, finding));
  }
  return serialize(proto);
}

TriggerPlanOptions decode_trigger_plan_options(std::string_view bytes) {
  return from_proto(parse<v1::TriggerPlanOptions>(bytes, "not the options of a trigger test"));
}

std::string encode(const TriggerPlan& plan) {
  v1::TriggerPlan proto;
  to_proto(plan.options, *proto.mutable_options());
  proto.set_pairs(plan.pairs);
  for (const TriggerBlock& block : plan.blocks) {
    v1::TriggerBlock& added = *proto.add_blocks();
    added.set_first(block.first);
    added.set_analysed(block.analysed);
    added.set_last(block.last);
    added.set_on(block.on);
  }
  proto.set_pairs_by_formula(plan.pairs_by_formula);
  proto.set_simulated_power(plan.simulated_power);
  return serialize(proto);
}

TriggerTestQuery decode_trigger_test_query(std::string_view bytes) {
  const auto proto = parse<v1::DiaryTriggerTestQuery>(bytes, "not a query of a trigger test");
  if (!proto.has_plan()) throw Error(Code::kInvalidArgument, "plan is missing");
  TriggerTestQuery query{from_proto(proto.plan()), proto.outcome(), proto.exposure(), {}};
  if (proto.has_site()) query.site = proto.site();
  return query;
}

TriggerTestRequest decode_trigger_test_request(std::string_view bytes) {
  const auto proto = parse<v1::TriggerTestRequest>(bytes, "not a trigger test and its days");
  if (!proto.has_plan()) throw Error(Code::kInvalidArgument, "plan is missing");
  TriggerTestRequest request{from_proto(proto.plan()), {}};
  for (const v1::TriggerDay& day : proto.days()) request.days.push_back(from_proto(day));
  return request;
}

std::string encode(const TriggerTest& test) {
  v1::TriggerTest proto;
  proto.set_verdict(to_proto(test.verdict));
  proto.set_why_not(to_proto(test.why_not));
  proto.set_alpha(test.alpha);
  proto.set_sought(test.sought);
  proto.set_planned_pairs(test.planned_pairs);
  proto.set_pairs(test.pairs);
  for (const TriggerBlockResult& block : test.blocks) to_proto(block, *proto.add_blocks());
  proto.set_broken_blocks(test.broken_blocks);
  if (test.effect) proto.set_effect(*test.effect);
  if (test.p) proto.set_p(*test.p);
  if (test.low) proto.set_low(*test.low);
  if (test.high) proto.set_high(*test.high);
  proto.set_counted(test.counted);
  if (test.as_lived) to_proto(*test.as_lived, *proto.mutable_as_lived());
  proto.set_sentence(sentence(test));
  return serialize(proto);
}

}  // namespace lamella
