// Flares, time to relapse and weeks under control through the C interface.
#include <doctest/doctest.h>
#include <lamella.h>

#include <string>

#include "lamella/v1/clinical.pb.h"

namespace {

using namespace lamella;

// What a call made of the request, and how it failed.
struct Reply {
  lamella_code code = LAMELLA_OK;
  std::string bytes;
  std::string message;
};

template <typename Function>
Reply ask(Function function, const std::string& request) {
  lamella_buffer report;
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  Reply reply;
  reply.code =
      function(reinterpret_cast<const uint8_t*>(request.data()), request.size(), &report, &error);
  reply.message = error.message;
  if (reply.code != LAMELLA_OK) CHECK(report.data == nullptr);
  if (report.data != nullptr) {
    reply.bytes.assign(reinterpret_cast<const char*>(report.data), report.size);
  }
  lamella_buffer_free(&report);
  return reply;
}

v1::FlareRequest flare_request(const char* rule) {
  v1::FlareRequest request;
  request.set_rule(rule);
  return request;
}

void add(v1::FlareRequest& request, int32_t day, double value) {
  v1::FlareDay& added = *request.add_days();
  added.set_day(day);
  added.set_value(value);
}

}  // namespace

TEST_CASE("the list of flare rules in C says what each needs and where it is from") {
  lamella_buffer out;
  REQUIRE(lamella_flare_rule_list(&out, nullptr) == LAMELLA_OK);
  v1::FlareRuleList list;
  REQUIRE(list.ParseFromArray(out.data, static_cast<int>(out.size)));
  lamella_buffer_free(&out);
  REQUIRE(list.rules_size() == 7);
  for (const v1::FlareRule& one : list.rules()) {
    CAPTURE(one.code());
    CHECK_FALSE(one.name().empty());
    CHECK_FALSE(one.input().empty());
    CHECK_FALSE(one.source().empty());
    CHECK_FALSE(one.remark().empty());
    CHECK(one.has_within_months() == (one.code() == "kada_recurrence"));
  }
  const v1::FlareRule& row = list.rules(4);
  CHECK(row.code() == "scratch_above_2_for_3_days");
  CHECK(row.max_value() == 4);
  CHECK(row.threshold() == 2);
  CHECK(row.above());
  CHECK(row.days_in_row() == 3);
  CHECK(list.rules(2).within_months() == 3);
  lamella_buffer* nowhere = nullptr;
  CHECK(lamella_flare_rule_list(nowhere, nullptr) == LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("flares in C are told with what days without an answer leave open") {
  v1::FlareRequest request = flare_request("vas_above_4");
  add(request, -1, 4);
  add(request, 0, 5);
  add(request, 1, 6);
  request.add_days()->set_day(2);
  add(request, 3, 4.5);
  add(request, 4, 2);
  Reply reply = ask(lamella_flares_find, request.SerializeAsString());
  REQUIRE(reply.code == LAMELLA_OK);
  v1::FlareReport report;
  REQUIRE(report.ParseFromString(reply.bytes));
  CHECK(report.rule() == "vas_above_4");
  REQUIRE(report.flares_size() == 2);
  CHECK(report.flares(0).first() == 0);
  CHECK(report.flares(0).last() == 1);
  CHECK(report.flares(0).days() == 2);
  CHECK(report.flares(0).start_seen());
  CHECK_FALSE(report.flares(0).end_seen());
  CHECK_FALSE(report.flares(0).perhaps_same());
  CHECK(report.flares(1).perhaps_same());
  CHECK(report.flares(1).end_seen());
  CHECK(report.answered_days() == 5);
  CHECK(report.flare_days() == 3);
  CHECK(report.perhaps_same() == 1);
  CHECK(report.flare_free() == 0.4);
  CHECK_FALSE(report.has_relapse());

  request.set_end_of_treatment(-10);
  reply = ask(lamella_flares_find, request.SerializeAsString());
  REQUIRE(report.ParseFromString(reply.bytes));
  CHECK(report.relapse().days() == 10);
  CHECK(report.relapse().relapsed());

  request.set_rule("scratch_above_2_for_3_days");
  request.clear_days();
  add(request, 0, 3);
  reply = ask(lamella_flares_find, request.SerializeAsString());
  REQUIRE(report.ParseFromString(reply.bytes));
  CHECK(report.flares_size() == 0);
  CHECK(report.undecided_days() == 1);
  CHECK_FALSE(report.has_flare_free());
  CHECK(report.relapse().days() == 10);
  CHECK_FALSE(report.relapse().relapsed());
  request.clear_days();
  reply = ask(lamella_flares_find, request.SerializeAsString());
  REQUIRE(report.ParseFromString(reply.bytes));
  CHECK_FALSE(report.has_relapse());
}

TEST_CASE("what no flare rule knows is refused in C, and what is no request") {
  CHECK(ask(lamella_flares_find, "\xff").code == LAMELLA_MALFORMED_MESSAGE);
  Reply reply = ask(lamella_flares_find, "");
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "there is no flare rule of this code");
  v1::FlareRequest request = flare_request("tam_day");
  add(request, 1, 0.5);
  reply = ask(lamella_flares_find, request.SerializeAsString());
  CHECK(reply.code == LAMELLA_INVALID_ARGUMENT);
  CHECK(reply.message == "a yes or no is not 0 or 1");
  request.clear_days();
  add(request, 1, 1);
  request.set_end_of_treatment(1);
  reply = ask(lamella_flares_find, request.SerializeAsString());
  CHECK(reply.message == "a day is not after the end of treatment");
}

TEST_CASE("a week in C is controlled, not controlled, or unknown, and has a mean") {
  v1::ControlRequest request;
  for (int day = 0; day < 7; ++day) {
    v1::ControlDay& added = *request.add_days();
    added.set_stepped_up(false);
    added.set_bother(4);
  }
  const auto judged = [&] {
    v1::ControlReport report;
    const Reply reply = ask(lamella_week_control_judge, request.SerializeAsString());
    REQUIRE(reply.code == LAMELLA_OK);
    REQUIRE(report.ParseFromString(reply.bytes));
    return report;
  };
  CHECK(judged().control() == v1::WEEK_CONTROL_TOTALLY);
  CHECK(judged().mean_bother() == 4);
  request.mutable_days(0)->set_stepped_up(true);
  request.mutable_days(1)->set_bother(7.5);
  CHECK(judged().control() == v1::WEEK_CONTROL_WELL);
  CHECK(judged().mean_bother() == 4.5);
  request.mutable_days(2)->set_bother(5);
  request.mutable_days(3)->set_bother(5);
  CHECK(judged().control() == v1::WEEK_CONTROL_NOT);
  for (int day = 1; day < 5; ++day) request.mutable_days(day)->clear_bother();
  CHECK(judged().control() == v1::WEEK_CONTROL_UNSPECIFIED);
  CHECK_FALSE(judged().has_mean_bother());
  request.set_least(3);
  CHECK(judged().mean_bother() == 4);
  request.set_least(0);
  CHECK(ask(lamella_week_control_judge, request.SerializeAsString()).message ==
        "least is not from 1 to 7");
  request.mutable_days()->RemoveLast();
  CHECK(ask(lamella_week_control_judge, request.SerializeAsString()).message ==
        "a week has seven days");
  CHECK(ask(lamella_week_control_judge, "\xff").code == LAMELLA_MALFORMED_MESSAGE);
}

TEST_CASE("a remission in C is a row of quiet days, and there is none in too short a one") {
  v1::RemissionRequest request;
  request.set_limit(1);
  for (int day = 0; day < 30; ++day) {
    v1::RemissionDay& added = *request.add_days();
    added.set_day(20'000 + day);
    added.set_score(day == 0 ? 5 : 1);
    added.set_treated(false);
  }
  const auto find = [&] {
    const std::string bytes = request.SerializeAsString();
    lamella_buffer buffer;
    REQUIRE(lamella_remission_find(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                                   &buffer, nullptr) == LAMELLA_OK);
    v1::RemissionReport report;
    REQUIRE(report.ParseFromArray(buffer.data, static_cast<int>(buffer.size)));
    lamella_buffer_free(&buffer);
    return report;
  };
  CHECK(find().longest().days() == 29);
  CHECK(find().first().untreated_days() == 29);
  CHECK(find().first().start_seen());
  request.set_least_days(30);
  CHECK_FALSE(find().has_longest());
}

TEST_CASE("a non-responder in C has waited three months, and has not halved EASI") {
  int32_t answer = 7;
  // 2026-07-01 and 2026-10-01.
  REQUIRE(lamella_kada_non_responder(20'635, 24, 20'727, 13, &answer, nullptr) == LAMELLA_OK);
  CHECK(answer == 1);
  REQUIRE(lamella_kada_non_responder(20'635, 24, 20'727, 12, &answer, nullptr) == LAMELLA_OK);
  CHECK(answer == 0);
  REQUIRE(lamella_kada_non_responder(20'635, 24, 20'726, 13, &answer, nullptr) == LAMELLA_OK);
  CHECK(answer == -1);
  CHECK(lamella_kada_non_responder(20'635, -1, 20'727, 13, &answer, nullptr) ==
        LAMELLA_INVALID_ARGUMENT);
  CHECK(answer == 0);
}
