// The report of triggers and the planned test as messages: nothing is lost on the way, and what has
// no meaning is refused.
#include "lamella/trigger_messages.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "lamella/error.h"
#include "lamella/v1/triggers.pb.h"

using namespace lamella;  // NOLINT(google-build-using-namespace): the tests speak of nothing else

namespace {

template <typename Proto>
Proto parsed(const std::string& bytes) {
  Proto proto;
  REQUIRE(proto.ParseFromString(bytes));
  return proto;
}

// What a call failed with, and its code.
template <typename Call>
std::pair<Code, std::string> failure(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  return {Code::kOk, ""};
}

std::pair<Code, std::string> refused(const std::string& why) {
  return {Code::kInvalidArgument, why};
}

std::pair<Code, std::string> malformed(const std::string& why) {
  return {Code::kMalformedMessage, why};
}

// Each number differs from all others, so that none can stand for another.
TriggerFinding finding() {
  TriggerFinding finding{.exposure = "exposure.wool",
                         .unit = "g",
                         .tier = TriggerTier::kGoesTogether,
                         .guard = TriggerGuard::kFewValues,
                         .missing = 3,
                         .known_by = 20'001,
                         .binary = false,
                         .intermittent = true,
                         .days = 400,
                         .exposed_days = 7,
                         .per = 2.5,
                         .p = 0.001,
                         .false_discovery = 0.002,
                         .false_discovery_any_dependence = 0.003,
                         .draws = 9'999};
  finding.lag = TriggerLag{0, 4, 0.5, 0.25};
  finding.profile = {{0, 0.11, 0.12}, {14, 0.13, 0.14}};
  finding.effect = TriggerEffect{1.1, 0.2, 0.7, 1.5, 0.96, 0.9};
  finding.effect_now = TriggerEffect{1.2, 0.3, {}, {}, 0.97, 0.8};
  finding.caps = {.few_exposures = true, .skin_may_drive = false, .explained = true};
  finding.lead_p = 0.004;
  finding.exposure_p = 0.005;
  finding.explained_by = "exposure.cold";
  finding.chance_share = 0.06;
  return finding;
}

TriggerReport report() {
  TriggerReport report{.outcome = "symptom.itch",
                       .unit = "1",
                       .reduce = Reduce::kMax,
                       .version = "0.1",
                       .seed = 0xffff'ffff'ffff'fff0,
                       .looks = TriggerLooks::kSingle,
                       .q = 0.1,
                       .first_day = -5,
                       .last_day = 101,
                       .last_recorded = 102,
                       .recorded_days = 103,
                       .thin_weeks = 104,
                       .look = 105,
                       .next_look = 106,
                       .covariates = {"weekend", "season"},
                       .left_out = {"trend"},
                       .tested = 107,
                       .meaningful = 0.31,
                       .rho = 0.32,
                       .kappa = 0.33,
                       .guard = TriggerGuard::kSteadyOutcome,
                       .missing = 108,
                       .known_by = 109};
  report.findings = {finding()};
  return report;
}

}  // namespace

TEST_CASE("a trigger query of no bytes has the defaults of C++") {
  const TriggerQuery query = decode_trigger_query({});
  CHECK(query.outcome.empty());
  CHECK(query.exposures.empty());
  CHECK_FALSE(query.site.has_value());
  CHECK_FALSE(query.reduce.has_value());
  CHECK_FALSE(query.first_day.has_value());
  CHECK_FALSE(query.last_day.has_value());
  CHECK(query.options.looks == TriggerLooks::kOfficial);
  CHECK(query.options.seed == 1);
  CHECK_FALSE(query.options.meaningful.has_value());
  CHECK(query.options.most_draws == 1'000'000);
}

TEST_CASE("a trigger query carries all its parts, zero and empty ones too") {
  v1::TriggerQuery proto;
  proto.set_outcome("itch");
  proto.add_exposures("wool");
  proto.add_exposures("exposure.sweat");
  proto.set_site("");
  proto.set_reduce(v1::REDUCE_LAST);
  proto.set_first_day(0);
  proto.set_last_day(-1);
  proto.set_looks(v1::TRIGGER_LOOKS_SINGLE);
  proto.set_seed(0);
  proto.set_meaningful(0);
  proto.set_most_draws(999);
  const TriggerQuery query = decode_trigger_query(proto.SerializeAsString());
  CHECK(query.outcome == "itch");
  CHECK(query.exposures == std::vector<std::string>{"wool", "exposure.sweat"});
  CHECK(query.site == "");
  CHECK(query.reduce == Reduce::kLast);
  CHECK(query.first_day == 0);
  CHECK(query.last_day == -1);
  CHECK(query.options.looks == TriggerLooks::kSingle);
  CHECK(query.options.seed == 0);
  CHECK(query.options.meaningful == 0);
  CHECK(query.options.most_draws == 999);
  proto.set_looks(v1::TRIGGER_LOOKS_OFFICIAL);
  CHECK(decode_trigger_query(proto.SerializeAsString()).options.looks == TriggerLooks::kOfficial);
}

TEST_CASE("a trigger query with an unknown number is refused by name") {
  v1::TriggerQuery proto;
  proto.set_looks(static_cast<v1::TriggerLooks>(3));
  CHECK(failure([&] { decode_trigger_query(proto.SerializeAsString()); }) ==
        refused("looks is none of the known kinds"));
  proto.clear_looks();
  proto.set_reduce(static_cast<v1::Reduce>(5));
  CHECK(failure([&] { decode_trigger_query(proto.SerializeAsString()); }) ==
        refused("reduce is none of the known rules"));
}

TEST_CASE("bytes that are no message of triggers say which they are not") {
  CHECK(failure([] { decode_trigger_query("\xff"); }) == malformed("not a query of triggers"));
  CHECK(failure([] { decode_trigger_plan_options("\xff"); }) ==
        malformed("not the options of a trigger test"));
  CHECK(failure([] { decode_trigger_test_request("\xff"); }) ==
        malformed("not a trigger test and its days"));
}

TEST_CASE("a trigger report is told with its provenance") {
  const auto proto = parsed<v1::TriggerReport>(encode(report()));
  CHECK(proto.outcome() == "symptom.itch");
  CHECK(proto.unit() == "1");
  CHECK(proto.reduce() == v1::REDUCE_MAX);
  CHECK(proto.version() == "0.1");
  CHECK(proto.seed() == 0xffff'ffff'ffff'fff0);
  CHECK(proto.looks() == v1::TRIGGER_LOOKS_SINGLE);
  CHECK(proto.q() == 0.1);
  CHECK(proto.first_day() == -5);
  CHECK(proto.last_day() == 101);
  CHECK(proto.last_recorded() == 102);
  CHECK(proto.recorded_days() == 103);
  CHECK(proto.thin_weeks() == 104);
  CHECK(proto.look() == 105);
  CHECK(proto.next_look() == 106);
  REQUIRE(proto.covariates_size() == 2);
  CHECK(proto.covariates(1) == "season");
  REQUIRE(proto.left_out_size() == 1);
  CHECK(proto.left_out(0) == "trend");
  CHECK(proto.tested() == 107);
  CHECK(proto.meaningful() == 0.31);
  CHECK(proto.rho() == 0.32);
  CHECK(proto.kappa() == 0.33);
  CHECK(proto.guard() == v1::TRIGGER_GUARD_STEADY_OUTCOME);
  CHECK(proto.missing() == 108);
  CHECK(proto.known_by() == 109);
  CHECK(proto.findings_size() == 1);
}

TEST_CASE("a trigger finding is told with its numbers, and in words") {
  const TriggerReport told = report();
  const v1::TriggerFinding proto = parsed<v1::TriggerReport>(encode(told)).findings(0);
  CHECK(proto.exposure() == "exposure.wool");
  CHECK(proto.unit() == "g");
  CHECK(proto.tier() == v1::TRIGGER_TIER_GOES_TOGETHER);
  CHECK(proto.guard() == v1::TRIGGER_GUARD_FEW_VALUES);
  CHECK(proto.missing() == 3);
  CHECK(proto.known_by() == 20'001);
  CHECK_FALSE(proto.binary());
  CHECK(proto.intermittent());
  CHECK(proto.days() == 400);
  CHECK(proto.exposed_days() == 7);
  CHECK(proto.per() == 2.5);
  CHECK(proto.p() == 0.001);
  CHECK(proto.false_discovery() == 0.002);
  CHECK(proto.false_discovery_any_dependence() == 0.003);
  CHECK(proto.draws() == 9'999);
  CHECK(proto.caps().few_exposures());
  CHECK_FALSE(proto.caps().skin_may_drive());
  CHECK(proto.caps().explained());
  CHECK(proto.lead_p() == 0.004);
  CHECK(proto.exposure_p() == 0.005);
  CHECK(proto.explained_by() == "exposure.cold");
  CHECK(proto.chance_share() == 0.06);
  CHECK(proto.lag_words() == words(*told.findings[0].lag));
  CHECK(proto.sentence() == sentence(told, told.findings[0]));
}

TEST_CASE("the lags and effects of a trigger finding are told") {
  const v1::TriggerFinding proto = parsed<v1::TriggerReport>(encode(report())).findings(0);
  CHECK(proto.lag().first_lag() == 0);
  CHECK(proto.lag().last_lag() == 4);
  CHECK(proto.lag().decay() == 0.5);
  CHECK(proto.lag().effect() == 0.25);
  CHECK(proto.lag().same_day());
  REQUIRE(proto.profile_size() == 2);
  CHECK(proto.profile(1).lag() == 14);
  CHECK(proto.profile(1).effect() == 0.13);
  CHECK(proto.profile(1).standard_error() == 0.14);
  CHECK(proto.effect().effect() == 1.1);
  CHECK(proto.effect().standard_error() == 0.2);
  CHECK(proto.effect().low() == 0.7);
  CHECK(proto.effect().high() == 1.5);
  CHECK(proto.effect().level() == 0.96);
  CHECK(proto.effect().shrunk() == 0.9);
  CHECK(proto.effect_now().effect() == 1.2);
  CHECK_FALSE(proto.effect_now().has_low());
  CHECK_FALSE(proto.effect_now().has_high());
}

TEST_CASE("what a trigger finding has not is absent, and no zero") {
  TriggerReport told = report();
  told.look.reset();
  told.next_look.reset();
  told.known_by.reset();
  told.findings = {{.exposure = "exposure.wool"}};
  const auto proto = parsed<v1::TriggerReport>(encode(told));
  CHECK_FALSE(proto.has_look());
  CHECK_FALSE(proto.has_next_look());
  CHECK_FALSE(proto.has_known_by());
  const v1::TriggerFinding& empty = proto.findings(0);
  CHECK_FALSE(empty.has_known_by());
  CHECK_FALSE(empty.has_p());
  CHECK_FALSE(empty.has_false_discovery());
  CHECK_FALSE(empty.has_false_discovery_any_dependence());
  CHECK_FALSE(empty.has_lag());
  CHECK(empty.lag_words().empty());
  CHECK(empty.profile_size() == 0);
  CHECK_FALSE(empty.has_effect());
  CHECK_FALSE(empty.has_effect_now());
  CHECK_FALSE(empty.has_lead_p());
  CHECK_FALSE(empty.has_exposure_p());
  CHECK_FALSE(empty.has_chance_share());
  CHECK(empty.tier() == v1::TRIGGER_TIER_NOT_ENOUGH);
  CHECK(empty.guard() == v1::TRIGGER_GUARD_PASSES);
}

TEST_CASE("every tier, guard and reduction of a trigger report has a number of its own") {
  TriggerReport told = report();
  told.findings[0].effect->low = 0.1;
  for (int number = 0; number <= 7; ++number) {
    if (number <= 6) told.findings[0].tier = static_cast<TriggerTier>(number);
    told.guard = static_cast<TriggerGuard>(number);
    const auto proto = parsed<v1::TriggerReport>(encode(told));
    if (number <= 6) CHECK(proto.findings(0).tier() == number + 1);
    CHECK(proto.guard() == number + 1);
  }
  CHECK(v1::TriggerTier_MAX == 7);
  CHECK(v1::TriggerGuard_MAX == 8);
  for (int number = 0; number <= 3; ++number) {
    told.reduce = static_cast<Reduce>(number);
    CHECK(parsed<v1::TriggerReport>(encode(told)).reduce() == number + 1);
  }
  told.looks = TriggerLooks::kOfficial;
  CHECK(parsed<v1::TriggerReport>(encode(told)).looks() == v1::TRIGGER_LOOKS_OFFICIAL);
}

TEST_CASE("options of a trigger test carry all their parts, and have the defaults of C++") {
  CHECK(decode_trigger_plan_options({}) == TriggerPlanOptions{});
  const TriggerPlanOptions options{.effect = 1.5,
                                   .sd = 2.5,
                                   .memory = 0.1,
                                   .noise = 0.2,
                                   .missing = 0.3,
                                   .block_days = 9,
                                   .washout_days = 0,
                                   .alpha = 0.04,
                                   .power = 0.9,
                                   .broken_share = 0.5,
                                   .seed = 0,
                                   .first_day = -3};
  const auto proto = parsed<v1::TriggerPlan>(encode(TriggerPlan{.options = options}));
  CHECK(decode_trigger_plan_options(proto.options().SerializeAsString()) == options);
}

TEST_CASE("a plan of a trigger test makes the round trip with its days") {
  TriggerPlan plan = trigger_schedule({.effect = 3, .seed = 5}, 6);
  plan.pairs_by_formula = 4;
  plan.simulated_power = 0.83;
  v1::TriggerTestRequest proto;
  *proto.mutable_plan() = parsed<v1::TriggerPlan>(encode(plan));
  v1::TriggerDay& first = *proto.add_days();
  first.set_day(-1);
  first.set_score(0);
  first.set_exposed(false);
  proto.add_days()->set_day(8);
  const TriggerTestRequest back = decode_trigger_test_request(proto.SerializeAsString());
  CHECK(back.plan.options == plan.options);
  CHECK(back.plan.pairs == 6);
  CHECK(back.plan.blocks == plan.blocks);
  CHECK(back.plan.pairs_by_formula == 4);
  CHECK(back.plan.simulated_power == 0.83);
  REQUIRE(back.days.size() == 2);
  CHECK(back.days[0].day == -1);
  CHECK(back.days[0].score == 0);
  CHECK(back.days[0].exposed == false);
  CHECK(back.days[1].day == 8);
  CHECK_FALSE(back.days[1].score.has_value());
  CHECK_FALSE(back.days[1].exposed.has_value());
  CHECK(failure([] { decode_trigger_test_request({}); }) == refused("plan is missing"));
}

TEST_CASE("a trigger test is told with its blocks, and in words") {
  TriggerTest test{.verdict = TriggerVerdict::kChanges,
                   .alpha = 0.05,
                   .sought = 1.5,
                   .planned_pairs = 9,
                   .pairs = 8,
                   .blocks = {{5, 4.5, 6, 2, true}, {.answered = 1}},
                   .broken_blocks = 1,
                   .effect = 2.5,
                   .p = 0.01,
                   .low = 1.25,
                   .high = 3.75,
                   .counted = true,
                   .as_lived = AsLived{2.75, 1.1, 4.4, 7, 0.8}};
  const auto proto = parsed<v1::TriggerTest>(encode(test));
  CHECK(proto.verdict() == v1::TRIGGER_VERDICT_CHANGES);
  CHECK(proto.why_not() == v1::WHY_NOT_ENOUGH_ENOUGH);
  CHECK(proto.alpha() == 0.05);
  CHECK(proto.sought() == 1.5);
  CHECK(proto.planned_pairs() == 9);
  CHECK(proto.pairs() == 8);
  REQUIRE(proto.blocks_size() == 2);
  CHECK(proto.blocks(0).answered() == 5);
  CHECK(proto.blocks(0).mean() == 4.5);
  CHECK(proto.blocks(0).known() == 6);
  CHECK(proto.blocks(0).against_plan() == 2);
  CHECK(proto.blocks(0).broken());
  CHECK_FALSE(proto.blocks(1).has_mean());
  CHECK(proto.broken_blocks() == 1);
  CHECK(proto.effect() == 2.5);
  CHECK(proto.p() == 0.01);
  CHECK(proto.low() == 1.25);
  CHECK(proto.high() == 3.75);
  CHECK(proto.counted());
  CHECK(proto.as_lived().effect() == 2.75);
  CHECK(proto.as_lived().low() == 1.1);
  CHECK(proto.as_lived().high() == 4.4);
  CHECK(proto.as_lived().pairs() == 7);
  CHECK(proto.as_lived().exposure() == 0.8);
  CHECK(proto.sentence() == sentence(test));
}

TEST_CASE("a trigger test without an effect says why, and gives no number") {
  TriggerTest test;
  for (int number = 1; number <= 4; ++number) {
    test.why_not = static_cast<WhyNotEnough>(number);
    const auto proto = parsed<v1::TriggerTest>(encode(test));
    CHECK(proto.verdict() == v1::TRIGGER_VERDICT_NOT_ENOUGH);
    CHECK(proto.why_not() == number + 1);
    CHECK_FALSE(proto.has_effect());
    CHECK_FALSE(proto.has_p());
    CHECK_FALSE(proto.has_low());
    CHECK_FALSE(proto.has_high());
    CHECK_FALSE(proto.has_as_lived());
    CHECK(proto.sentence() == sentence(test));
  }
  CHECK(v1::WhyNotEnough_MAX == 5);
  TriggerTest none{.verdict = TriggerVerdict::kNoEffect, .effect = 0.1, .low = -0.5, .high = 0.7};
  none.as_lived = AsLived{.effect = 1};
  const auto proto = parsed<v1::TriggerTest>(encode(none));
  CHECK(proto.verdict() == v1::TRIGGER_VERDICT_NO_EFFECT);
  CHECK_FALSE(proto.as_lived().has_low());
  CHECK_FALSE(proto.as_lived().has_high());
}
