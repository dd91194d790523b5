// The report of triggers and the planned test of one through the C interface.
#include <doctest/doctest.h>
#include <lamella.h>

#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <string>

#include "lamella/v1/query.pb.h"
#include "lamella/v1/triggers.pb.h"
#include "scratch.h"

namespace {

using namespace lamella;
using namespace lamella::c_test;

// What a call made of the request, and how it failed.
struct Reply {
  lamella_code code = LAMELLA_OK;
  std::string bytes;
  std::string message;

  template <typename Proto>
  Proto parsed() const {
    REQUIRE_MESSAGE(code == LAMELLA_OK, message);
    Proto proto;
    REQUIRE(proto.ParseFromString(bytes));
    return proto;
  }
};

// The reply of `call(data, size, out, error)`.
template <typename Call>
Reply ask(Call call, const std::string& request) {
  lamella_buffer out;
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  Reply reply;
  reply.code = call(data_of(request), request.size(), &out, &error);
  reply.message = error.message;
  if (reply.code != LAMELLA_OK) CHECK(out.data == nullptr);
  if (out.data != nullptr) reply.bytes = taken(out);
  return reply;
}

Reply triggers(lamella_diary* diary, const std::string& query, lamella_task* task = nullptr) {
  return ask(
      [&](const uint8_t* data, size_t size, lamella_buffer* report, lamella_error* error) {
        return lamella_diary_triggers(diary, data, size, task, report, error);
      },
      query);
}

Reply triggers(lamella_diary* diary, const v1::TriggerQuery& query) {
  return triggers(diary, query.SerializeAsString());
}

v1::TriggerQuery itch() {
  v1::TriggerQuery query;
  query.set_outcome("itch");
  return query;
}

void put(lamella_diary* diary, const std::string& batch) {
  lamella_buffer report;
  REQUIRE(lamella_diary_put(diary, data_of(batch), batch.size(), nullptr, &report, nullptr) ==
          LAMELLA_OK);
  lamella_buffer_free(&report);
}

Reply tested(lamella_diary* diary, const v1::DiaryTriggerTestQuery& query) {
  return ask(
      [&](const uint8_t* data, size_t size, lamella_buffer* test, lamella_error* error) {
        return lamella_diary_trigger_test(diary, data, size, nullptr, test, error);
      },
      query.SerializeAsString());
}

// A diary in which sweat and pollen are triggers, and dairy, wool, stress and humidity are not.
void put_simulated(lamella_diary* diary, int32_t days) {
  v1::SimulateRequest request;
  request.set_seed(1);
  request.set_days(days);
  const Reply batch = ask(lamella_simulate, request.SerializeAsString());
  REQUIRE(batch.code == LAMELLA_OK);
  put(diary, batch.bytes);
}

uint64_t changes(lamella_diary* diary) {
  uint64_t count = 0;
  REQUIRE(lamella_diary_change_count(diary, &count, nullptr) == LAMELLA_OK);
  return count;
}

v1::TriggerPlan plan() {
  v1::TriggerPlanOptions options;
  options.set_effect(3);
  options.set_seed(11);
  return ask(lamella_trigger_test_plan, options.SerializeAsString()).parsed<v1::TriggerPlan>();
}

// Lived as planned, on each day a score that the trigger raises by 2 points.
v1::TriggerTestRequest lived(const v1::TriggerPlan& plan) {
  v1::TriggerTestRequest request;
  *request.mutable_plan() = plan;
  for (const v1::TriggerBlock& block : plan.blocks()) {
    for (int32_t day = block.first(); day <= block.last(); ++day) {
      v1::TriggerDay& added = *request.add_days();
      added.set_day(day);
      added.set_score((day % 3) + (block.on() ? 2 : 0));
      added.set_exposed(block.on());
    }
  }
  return request;
}

Reply analysed(const v1::TriggerTestRequest& request) {
  return ask(lamella_trigger_test_analyse, request.SerializeAsString());
}

}  // namespace

TEST_CASE("two years of a diary in C tell the true triggers from the harmless factors") {
  Scratch scratch;
  put_simulated(scratch.get(), 740);
  const auto report = triggers(scratch.get(), itch()).parsed<v1::TriggerReport>();
  CHECK(report.outcome() == "symptom.itch");
  CHECK(report.version() == lamella_version());
  CHECK(report.looks() == v1::TRIGGER_LOOKS_OFFICIAL);
  CHECK(report.look() - report.first_day() == 729);
  CHECK(report.tested() == 6);
  std::set<std::string> strong;
  for (const v1::TriggerFinding& finding : report.findings()) {
    CAPTURE(finding.exposure());
    CHECK_FALSE(finding.sentence().empty());
    CHECK(finding.profile_size() == 15);
    if (finding.tier() == v1::TRIGGER_TIER_STRONG)
      strong.insert(finding.exposure());
    else
      CHECK(finding.tier() <= v1::TRIGGER_TIER_HINT);
  }
  CHECK(strong == std::set<std::string>{"exposure.pollen", "exposure.sweat"});
}

TEST_CASE("the strongest finding in C is told with its lag, its effect and a sentence") {
  Scratch scratch;
  put_simulated(scratch.get(), 740);
  v1::TriggerQuery query = itch();
  query.add_exposures("wool");
  query.add_exposures("exposure.sweat");
  const auto report = triggers(scratch.get(), query).parsed<v1::TriggerReport>();
  REQUIRE(report.findings_size() == 2);
  CHECK(report.findings(0).exposure() == "exposure.wool");
  const v1::TriggerFinding& sweat = report.findings(1);
  CHECK(sweat.tier() == v1::TRIGGER_TIER_STRONG);
  CHECK(sweat.p() < report.findings(0).p());
  CHECK(sweat.binary());
  CHECK(sweat.intermittent());
  CHECK(sweat.lag().first_lag() == 1);
  CHECK(sweat.lag().effect() > 0);
  CHECK(sweat.lag_words() == "1 day later");
  CHECK(sweat.effect().low() > 0);
  CHECK(sweat.sentence().find("Strong evidence in your diary: after a day with sweat") == 0);
  CHECK(sweat.sentence().find("1 day later") != std::string::npos);
}

TEST_CASE("the options of a trigger query in C are heard") {
  Scratch scratch;
  put_simulated(scratch.get(), 200);
  v1::TriggerQuery query = itch();
  const auto official = triggers(scratch.get(), query).parsed<v1::TriggerReport>();
  query.set_looks(v1::TRIGGER_LOOKS_SINGLE);
  query.set_seed(5);
  query.set_meaningful(0.75);
  query.set_last_day(19'900);
  const auto single = triggers(scratch.get(), query).parsed<v1::TriggerReport>();
  CHECK(official.seed() == 1);
  CHECK(official.q() == 0.05);
  CHECK(official.meaningful() != 0.75);
  CHECK(official.last_recorded() > 19'900);
  CHECK(single.seed() == 5);
  CHECK(single.q() == 0.1);
  CHECK(single.meaningful() == 0.75);
  CHECK(single.last_recorded() <= 19'900);
  CHECK_FALSE(single.has_look());
}

TEST_CASE("a short diary in C says what is missing, and by when it could be known") {
  Scratch scratch;
  put_simulated(scratch.get(), 30);
  const auto report = triggers(scratch.get(), itch()).parsed<v1::TriggerReport>();
  CHECK(report.guard() == v1::TRIGGER_GUARD_TOO_SHORT);
  CHECK(report.missing() >= 90);
  CHECK(report.known_by() - report.first_day() == 119);
  CHECK_FALSE(report.has_look());
  CHECK(report.next_look() - report.first_day() == 119);
  CHECK(report.tested() == 0);
  REQUIRE(report.findings_size() == 6);
  for (const v1::TriggerFinding& finding : report.findings()) {
    CHECK(finding.tier() == v1::TRIGGER_TIER_NOT_ENOUGH);
    CHECK(finding.missing() == report.missing());
    CHECK_FALSE(finding.has_p());
    CHECK(finding.sentence().find("Not enough data: " + std::to_string(report.missing()) +
                                  " more days with itch") == 0);
  }
}

TEST_CASE("what no trigger query can be is refused in C by name, and changes nothing") {
  Scratch scratch;
  put_simulated(scratch.get(), 30);
  const uint64_t before = changes(scratch.get());
  Reply reply = triggers(scratch.get(), std::string("\xff"));
  CHECK(reply.code == LAMELLA_MALFORMED_MESSAGE);
  CHECK(reply.message == "not a query of triggers");
  v1::TriggerQuery query = itch();
  query.set_outcome("pain");
  CHECK(triggers(scratch.get(), query).code == LAMELLA_NOT_FOUND);
  CHECK(triggers(scratch.get(), v1::TriggerQuery()).code == LAMELLA_INVALID_ARGUMENT);
  query = itch();
  query.add_exposures("smoke");
  CHECK(triggers(scratch.get(), query).code == LAMELLA_NOT_FOUND);
  query = itch();
  query.set_looks(static_cast<v1::TriggerLooks>(9));
  reply = triggers(scratch.get(), query);
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "looks is none of the known kinds");
  query = itch();
  query.set_most_draws(998);
  reply = triggers(scratch.get(), query);
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "most_draws is not 999 to 10,000,000");
  query = itch();
  query.set_meaningful(std::numeric_limits<double>::quiet_NaN());
  CHECK(triggers(scratch.get(), query).code == LAMELLA_INVALID_ARGUMENT);
  CHECK(changes(scratch.get()) == before);
}

TEST_CASE("a cancelled task ends a trigger report in C, and the next one is whole") {
  Scratch scratch;
  put_simulated(scratch.get(), 200);
  lamella_task* created = nullptr;
  REQUIRE(lamella_task_create(&created, nullptr) == LAMELLA_OK);
  const std::unique_ptr<lamella_task, decltype(&lamella_task_free)> task(created,
                                                                         lamella_task_free);
  const std::string query = itch().SerializeAsString();
  const Reply watched = triggers(scratch.get(), query, task.get());
  uint64_t total = 0;
  lamella_task_progress(task.get(), nullptr, &total);
  CHECK(total == 6);  // exposures
  lamella_task_cancel(task.get());
  CHECK(triggers(scratch.get(), query, task.get()).code == LAMELLA_CANCELLED);
  CHECK(triggers(scratch.get(), query).bytes == watched.bytes);
}

TEST_CASE("a trigger test in C is planned, lived and analysed") {
  const v1::TriggerPlan made = plan();
  CHECK(made.options().effect() == 3);
  CHECK(made.options().sd() == 2);
  CHECK(made.options().seed() == 11);
  CHECK(made.blocks_size() == 2 * made.pairs());
  CHECK(made.pairs_by_formula() > 0);
  CHECK(made.simulated_power() >= 0.8);
  const auto test = analysed(lived(made)).parsed<v1::TriggerTest>();
  CHECK(test.verdict() == v1::TRIGGER_VERDICT_CHANGES);
  CHECK(test.planned_pairs() == made.pairs());
  CHECK(test.pairs() == made.pairs());
  CHECK(test.blocks_size() == made.blocks_size());
  CHECK(std::fabs(test.effect() - 2) < 0.5);
  CHECK(test.low() < test.effect());
  CHECK(test.effect() < test.high());
  CHECK(test.as_lived().exposure() == 1);
  CHECK(test.sentence().find("The trigger changes the score by +") == 0);
}

TEST_CASE("a trigger test in C that is not finished says so") {
  v1::TriggerTestRequest request = lived(plan());
  request.mutable_days()->RemoveLast();
  const auto test = analysed(request).parsed<v1::TriggerTest>();
  CHECK(test.verdict() == v1::TRIGGER_VERDICT_NOT_ENOUGH);
  CHECK(test.why_not() == v1::WHY_NOT_ENOUGH_NOT_FINISHED);
  CHECK_FALSE(test.has_effect());
  CHECK(test.sentence() == "Not enough: the test is not finished.");
}

TEST_CASE("a trigger plan in C that was altered is refused") {
  const v1::TriggerTestRequest whole = lived(plan());
  const auto refused = [](const v1::TriggerTestRequest& request) {
    const Reply reply = analysed(request);
    return reply.code == LAMELLA_INVALID_ARGUMENT &&
           reply.message == "the schedule is not the one that its options and seed make";
  };
  v1::TriggerTestRequest altered = whole;
  v1::TriggerBlock& block = *altered.mutable_plan()->mutable_blocks(1);
  block.set_on(!block.on());
  CHECK(refused(altered));
  altered = whole;
  altered.mutable_plan()->mutable_blocks(0)->set_last(whole.plan().blocks(0).last() - 1);
  CHECK(refused(altered));
  altered = whole;
  altered.mutable_plan()->mutable_options()->set_seed(12);
  CHECK(refused(altered));
  altered = whole;
  altered.mutable_plan()->clear_blocks();
  CHECK(refused(altered));
  altered.clear_plan();
  CHECK(analysed(altered).message == "plan is missing");
}

TEST_CASE("what no trigger test can be is refused in C by name") {
  v1::TriggerPlanOptions options;
  options.set_alpha(std::numeric_limits<double>::quiet_NaN());
  Reply reply = ask(lamella_trigger_test_plan, options.SerializeAsString());
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "alpha is not 0.001 to 0.2");
  options.Clear();
  options.set_effect(0.001);
  reply = ask(lamella_trigger_test_plan, options.SerializeAsString());
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "to find this effect with this power would take more than 1095 days");
  v1::TriggerTestRequest request = lived(plan());
  request.mutable_days(1)->set_day(request.days(0).day());
  reply = analysed(request);
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "days are not ascending");
  CHECK(ask(lamella_trigger_test_plan, "\xff").code == LAMELLA_MALFORMED_MESSAGE);
  CHECK(ask(lamella_trigger_test_analyse, "\xff").code == LAMELLA_MALFORMED_MESSAGE);
}

TEST_CASE("a diary in C shows what its planned test shows of the same days") {
  Scratch scratch;
  const v1::TriggerTestRequest request = lived(plan());
  v1::RecordBatch batch;
  for (const v1::TriggerDay& day : request.days()) {
    for (const bool symptom : {true, false}) {
      v1::Record record;
      record.mutable_when()->set_local_day(day.day());
      if (symptom) {
        record.mutable_symptom()->set_item("itch");
        record.mutable_symptom()->set_score(day.score());
      } else {
        record.mutable_exposure()->set_factor("wool");
        record.mutable_exposure()->set_present(day.exposed());
      }
      batch.add_records()->set_record(record.SerializeAsString());
    }
  }
  put(scratch.get(), batch.SerializeAsString());
  v1::DiaryTriggerTestQuery query;
  *query.mutable_plan() = request.plan();
  query.set_outcome("itch");
  query.set_exposure("wool");
  const auto test = tested(scratch.get(), query).parsed<v1::TriggerTest>();
  const auto same = analysed(request).parsed<v1::TriggerTest>();
  CHECK(test.SerializeAsString() == same.SerializeAsString());
  query.set_exposure("silk");
  CHECK(tested(scratch.get(), query).code == LAMELLA_NOT_FOUND);
  query.clear_plan();
  CHECK(tested(scratch.get(), query).message == "plan is missing");
}
