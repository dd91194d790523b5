// Entries that another device made and that no put would accept: they are kept, and what is made of
// the others stays as it was.
#include <doctest/doctest.h>

#include <climits>
#include <string>

#include "codec/registers.h"
#include "diary_fixture.h"
#include "failure.h"
#include "log/op_log.h"
#include "vault/vault.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

// Adds a change to the log as a merge will, without asking whether the record is valid.
void merge(TestDiary& diary, const Id& id, const Record& record) {
  diary->close();
  const auto vault = vault::Vault::open(diary.path, key(), {});
  {
    codec::Change change;
    change.entity = id;
    change.hlc = {uint64_t{1} << 40, 0};
    change.type = type_of(record.body);
    change.life = 1;
    const std::string bytes = encode(record);
    std::vector<std::string_view> values;
    const std::vector<codec::Register> registers = codec::split(bytes);
    for (const codec::Register& one : registers) {
      change.writes.push_back({one.number, {}});
      values.push_back(one.bytes);
    }
    vault::Transaction write(vault->writer(), vault::Transaction::Kind::kWrite);
    log::Statements statements(vault->writer());
    log::OpLog log(statements);
    log.append(change, log::PayloadSealer().seal(values));
    log.finish();
    write.commit();
  }
  vault->close();
  diary.reopen();
  diary->rebuild();
}

Record dated(Day day, Body body) { return record(at(day), std::move(body)); }

}  // namespace

TEST_CASE("what no put would accept spoils no report of a course") {
  TestDiary diary;
  const Id course = diary->put(encode(dated(kDay, Course{.follow_ups = {{28, "poem"}}})));
  const std::string name(course.view());
  diary->put(encode(dated(kDay, Administration{.course = name, .route = "intravenous"})));
  diary->put(encode(dated(kDay + 1, AdverseEvent{.course = name, .term = "fever"})));
  const size_t reminders = diary->course_reminders(course).size();
  CHECK(reminders == 4);

  Record given = dated(kDay + 2, Administration{.course = name, .route = "intravenous"});
  given.when->utc_ms = INT64_MAX;
  given.when->offset_min = 0;
  const Id merged = random_id();
  merge(diary, merged, given);
  CHECK(decode(diary->get(merged).record).when->utc_ms == INT64_MAX);
  CHECK(diary->course_reminders(course).size() == reminders);
  CHECK(diary->course_onsets(course).size() == 1);
  CHECK(diary->course_problems(course).empty());
}

TEST_CASE("a plan of follow-ups that goes beyond all days reminds of nothing") {
  TestDiary diary;
  const Id course = random_id();
  merge(diary, course,
        dated(kDay, Course{.follow_ups = {{UINT32_MAX, "poem"}, {INT32_MAX, "easi"}}}));
  const std::string name(course.view());
  diary->put(encode(dated(kDay, Administration{.course = name, .route = "intravenous"})));
  for (const CourseReminder& one : diary->course_reminders(course)) {
    CHECK(one.subject == "body_temperature");
  }
}

TEST_CASE("an impossible size, dose or plan is left out of what is made of the others") {
  TestDiary diary;
  const Id lesion = diary->put(encode(dated(kDay, Lesion{.site = "knee.left"})));
  const std::string name(lesion.view());
  diary->put(
      encode(dated(kDay, LesionAssessment{.lesion = name, .length_mm = 20, .width_mm = 10})));
  merge(diary, random_id(),
        dated(INT32_MAX, LesionAssessment{.lesion = name, .length_mm = 20, .width_mm = 10}));
  merge(diary, random_id(), dated(kDay + 1, LesionAssessment{.lesion = name, .length_mm = 1e300}));
  CHECK(diary->lesion_healing(lesion)->latest.day == kDay);
  CHECK(diary->lesion_series(lesion)->rows() == 3);

  diary->put(encode(dated(kDay, Dose{.drug = "mometasone", .grams = 2})));
  merge(diary, random_id(), dated(kDay + 1, Dose{.drug = "mometasone", .grams = -1}));
  const SteroidReport used = diary->steroid_use({});
  CHECK(used.use.grams_of_unknown_class == 2);
  CHECK(used.use.topical_doses == 1);

  const Id plan = random_id();
  merge(diary, plan, dated(kDay, DosePlan{.drug = "mometasone", .phases = {{-1, 9, INT32_MAX}}}));
  CHECK(failure_of([&] { diary->adherence(plan, kDay); }).code == Code::kInvalidArgument);
}
