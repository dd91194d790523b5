#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "codec/validate.h"
#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

// The message with which a record is refused; "" when it passes.
std::string refusal(const Record& record) {
  const Failure failure = failure_of([&] { codec::validate(record); });
  if (failure.code == Code::kOk) return {};
  CHECK(failure.code == Code::kInvalidArgument);
  return failure.message;
}

std::string refusal(Body body) { return refusal(record(at(kDay, 8), std::move(body))); }

bool names(const std::string& message, const std::string& field) {
  return message.rfind(field, 0) == 0;
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("a score is a finite number within its scale") {
  for (double score : {0.0, -0.0, 5.5, 10.0}) CHECK(refusal(itch(score)).empty());
  for (double score : {-0.1, 10.1, kNan, kInfinity, -kInfinity, 1e308}) {
    CAPTURE(score);
    CHECK(names(refusal(itch(score)), "symptom.score"));
  }
  Symptom narrow = itch(5);
  narrow.scale = Scale{0, 4};
  CHECK(names(refusal(narrow), "symptom.score"));
  narrow.score = 4;
  CHECK(refusal(narrow).empty());
  for (const Scale& scale : {Scale{4, 0}, Scale{1, 1}, Scale{0, kInfinity}, Scale{kNan, 1}}) {
    narrow.scale = scale;
    CHECK(names(refusal(narrow), "symptom.scale"));
  }
}

TEST_CASE("every number of every body is checked, and its field named") {
  CHECK(names(refusal(tewl(kNan)), "measurement.value"));
  CHECK(names(refusal(tewl(1, "")), "measurement.unit"));
  CHECK(names(refusal(tewl(1, "g per h")), "measurement.unit"));
  Measurement room = tewl(1);
  room.room_humidity = 101;
  CHECK(names(refusal(room), "measurement.room_humidity"));
  room.room_humidity = 40;
  room.room_temperature = 70;
  CHECK(names(refusal(room), "measurement.room_temperature"));
  Exposure pollen{"pollen", {}, kInfinity, "", "", {}};
  CHECK(names(refusal(pollen), "exposure.amount"));
  Dose dose{"hydrocortisone", {}, "", "", -1.0, {}, "", false, {}};
  CHECK(names(refusal(dose), "dose.grams"));
  dose.grams = 1;
  dose.not_taken = true;
  CHECK(names(refusal(dose), "dose.not_taken"));
  dose.not_taken = false;
  dose.strength = 1;
  CHECK(names(refusal(dose), "dose.strength_unit"));
}

TEST_CASE("codes name series: no control characters, no outer spaces, not empty, not long") {
  for (const std::string& code :
       {std::string(), std::string(" itch"), std::string("itch "), std::string("it\0ch", 5),
        std::string("it\nch"), std::string(121, 'x')}) {
    Symptom symptom = itch(1);
    symptom.item = code;
    CHECK(names(refusal(symptom), "symptom.item"));
  }
  Symptom emoji = itch(1);
  emoji.item = "\xF0\x9F\x98\xBE scratch";
  CHECK(refusal(emoji).empty());
  CHECK(names(refusal(DayCheck{{"sweat", "sweat"}, {}}), "day_check.factors"));
  CHECK(names(refusal(DayCheck{{""}, {}}), "day_check.factors"));
  CHECK(refusal(DayCheck{}).empty());
}

TEST_CASE("a note may hold any text, NUL and emoji included") {
  Record record = diary_test::record(at(kDay), itch(1));
  record.note = std::string("a\0b \xF0\x9F\x98\xBE", 8);
  CHECK(refusal(record).empty());
}

TEST_CASE("all bodies but a factor need a when") {
  Record record;
  record.body = itch(1);
  CHECK(names(refusal(record), "when"));
  record.body = Factor{"wool", "", {}, {}, "", {}, {}, {}};
  CHECK(refusal(record).empty());
}

TEST_CASE("a local day is at most one day away from that of its instant") {
  for (int days : {-1, 0, 1}) {
    When when = at(kDay, 12);
    when.local_day = kDay + days;
    CHECK(refusal(record(when, itch(1))).empty());
  }
  for (int days : {-2, 2, 100}) {
    When when = at(kDay, 12);
    when.local_day = kDay + days;
    CHECK(names(refusal(record(when, itch(1))), "when.local_day"));
  }
}

TEST_CASE("days from the year 1 to 9999 and offsets of -12 to +14 hours are taken, no others") {
  CHECK(refusal(record(at(kFirstDay, 0), itch(1))).empty());
  CHECK(refusal(record(at(-1, 0), itch(1))).empty());
  CHECK(refusal(record(at(kLastDay, 23), itch(1))).empty());
  CHECK(names(refusal(record(at(kFirstDay - 1), itch(1))), "when.local_day"));
  CHECK(names(refusal(record(at(kLastDay + 1), itch(1))), "when.local_day"));
  for (int offset : {-720, 840}) {
    When when = at(kDay, 12);
    when.offset_min = offset;
    CHECK(refusal(record(when, itch(1))).empty());
  }
  for (int offset : {-721, 841, INT32_MAX, INT32_MIN}) {
    When when = at(kDay, 12);
    when.offset_min = offset;
    CHECK(names(refusal(record(when, itch(1))), "when.offset_min"));
  }
  When extreme = at(kDay, 12);
  extreme.utc_ms = INT64_MAX;
  CHECK(names(refusal(record(extreme, itch(1))), "when.utc_ms"));
  extreme.utc_ms = INT64_MIN;
  CHECK(names(refusal(record(extreme, itch(1))), "when.utc_ms"));
}

TEST_CASE("the parts of a when belong together") {
  When when = at(kDay, 12);
  when.offset_min.reset();
  CHECK(names(refusal(record(when, itch(1))), "when.utc_ms"));
  when = at(kDay);
  when.end_utc_ms = 0;
  CHECK(names(refusal(record(when, itch(1))), "when.end_utc_ms"));
  when = at(kDay, 12);
  when.end_utc_ms = *when.utc_ms - 1;
  CHECK(names(refusal(record(when, itch(1))), "when.end_utc_ms"));
  when.end_utc_ms = *when.utc_ms;
  CHECK(refusal(record(when, itch(1))).empty());
  when.zone = "Europe/ Paris";
  CHECK(names(refusal(record(when, itch(1))), "when.zone"));
}

TEST_CASE("answers are those of a known instrument, and its items are named") {
  const Answers poem{.instrument = "poem", .version = 1, .answers = {{"itch", 4}, {"sleep", {}}}};
  CHECK(refusal(poem).empty());
  Answers wrong = poem;
  wrong.answers[0].value = 4.5;
  CHECK(refusal(wrong) == "poem.itch is not from 0 to 4");
  wrong.answers[0].value = kNan;
  CHECK(names(refusal(wrong), "answers.value"));
  wrong.answers[0] = {"itching", 1};
  CHECK(refusal(wrong) == "poem.itching is no item of the instrument");
  wrong = poem;
  wrong.version = 2;
  CHECK(refusal(wrong) == "poem has no version 2 here");
  wrong.version = 0;
  CHECK(names(refusal(wrong), "answers.version"));
  wrong = poem;
  wrong.instrument = "my_own";
  CHECK(refusal(wrong) == "there is no instrument of this code");
  wrong = poem;
  wrong.age_years = -1;
  CHECK(names(refusal(wrong), "answers.age_years"));
  wrong = poem;
  wrong.answers.resize(101, {"itch", 4});
  CHECK(names(refusal(wrong), "answers.answers"));
}

TEST_CASE("the steps of a cell therapy are refused by field where they cannot be") {
  const std::string id(16, 'c');
  CHECK(refusal(Course{.administrations = 2}).empty());
  CHECK(names(refusal(Course{.administrations = 0}), "course.administrations"));
  CHECK(names(refusal(Harvest{.course = "short"}), "harvest.course"));
  CHECK(names(refusal(Harvest{.course = id, .volume_ml = -1}), "harvest.volume_ml"));
  CHECK(refusal(CellProduct{.course = id, .viability = 100}).empty());
  CHECK(names(refusal(CellProduct{.course = id, .viability = 100.1}), "cell_product.viability"));
  const ReleaseTest test{.product = id,
                         .test = "viability",
                         .limit_kind = LimitKind::kAtLeast,
                         .limit = 80,
                         .result = 79};
  CHECK(refusal(test).empty());
  ReleaseTest without_kind = test;
  without_kind.limit_kind = LimitKind::kUnspecified;
  CHECK(names(refusal(without_kind), "release_test.limit"));
  CHECK(names(refusal(ReleaseTest{.product = id}), "release_test.test"));
  CHECK(refusal(Administration{.course = id, .route = "intravenous"}).empty());
  CHECK(names(refusal(Administration{.course = id}), "administration.route"));
  CHECK(names(refusal(Administration{.course = id, .product = "p", .route = "x"}),
              "administration.product"));
}

TEST_CASE("an adverse event is graded 1 to 5, and only a fatal one is of grade 5") {
  CHECK(refusal(AdverseEvent{.term = "fever", .grade = 1}).empty());
  CHECK(names(refusal(AdverseEvent{.term = ""}), "adverse_event.term"));
  CHECK(names(refusal(AdverseEvent{.term = "fever", .grade = 0}), "adverse_event.grade"));
  CHECK(names(refusal(AdverseEvent{.term = "fever", .grade = 6}), "adverse_event.grade"));
  CHECK(names(refusal(AdverseEvent{.term = "fever", .grade = 5}), "adverse_event.grade"));
  CHECK(names(refusal(AdverseEvent{.term = "fever", .grade = 4, .outcome = EventOutcome::kFatal}),
              "adverse_event.grade"));
  CHECK(refusal(AdverseEvent{.term = "fever", .end_day = kDay}).empty());
  CHECK(
      names(refusal(AdverseEvent{.term = "fever", .end_day = kDay - 1}), "adverse_event.end_day"));
}

TEST_CASE("a range of a laboratory has its lower side first, and one side may be all of it") {
  Measurement ige = tewl(40, "k[IU]/L");
  ige.reference_high = 100;
  CHECK(refusal(ige).empty());
  ige.reference_low = 100;
  CHECK(refusal(ige).empty());
  ige.reference_low = 100.5;
  CHECK(names(refusal(ige), "measurement.reference_low"));
  ige.reference_high = kNan;
  CHECK(names(refusal(ige), "measurement.reference_high"));
  ige.reference_high.reset();
  CHECK(refusal(ige).empty());
}

TEST_CASE("silence on a factor that always has a value cannot mean no") {
  Factor outdoors{.code = "temperature", .kind = FactorKind::kContinuous};
  CHECK(refusal(outdoors).empty());
  outdoors.silence = Silence::kImpliedOnCheckedDays;
  CHECK(names(refusal(outdoors), "factor.silence"));
}

TEST_CASE("a lesion has a place, a size that fits itself, and the grades of EASI for its signs") {
  const std::string id(16, 'l');
  CHECK(refusal(Lesion{.site = "elbow.left"}).empty());
  CHECK(names(refusal(Lesion{.name = "without a place"}), "lesion.site"));
  CHECK(names(refusal(LesionAssessment{}), "lesion_assessment.lesion"));
  LesionAssessment seen{.lesion = id, .length_mm = 20, .width_mm = 20};
  CHECK(refusal(seen).empty());
  seen.width_mm = 20.5;
  CHECK(names(refusal(seen), "lesion_assessment.width_mm"));
  seen.length_mm.reset();
  CHECK(names(refusal(seen), "lesion_assessment.width_mm"));
  CHECK(names(refusal(LesionAssessment{.lesion = id, .length_mm = -1}),
              "lesion_assessment.length_mm"));
  for (const double grade : {0.0, 1.0, 1.5, 2.0, 2.5, 3.0}) {
    CHECK(refusal(LesionAssessment{.lesion = id, .oozing = grade}).empty());
  }
  for (const double grade : {-1.0, 0.5, 1.25, 2.75, 3.5, kNan}) {
    CHECK(names(refusal(LesionAssessment{.lesion = id, .oozing = grade}),
                "lesion_assessment.oozing"));
  }
  CHECK(names(refusal(Attachment{.content = id,
                                 .size = 1,
                                 .hash = std::string(32, 'h'),
                                 .media_type = "image/png",
                                 .lesion = "short"}),
              "attachment.lesion"));
}

TEST_CASE("the years of a profile do not contradict each other") {
  CHECK(refusal(Profile{}).empty());
  CHECK(refusal(Profile{.birth_year = 1990, .eczema_since_year = 1990}).empty());
  CHECK(names(refusal(Profile{.birth_year = 1990, .eczema_since_year = 1989}),
              "profile.eczema_since_year"));
  CHECK(names(refusal(Profile{.birth_year = 90}), "profile.birth_year"));
  CHECK(names(refusal(Profile{.birth_month = 5}), "profile.birth_month"));
  CHECK(names(refusal(Profile{.birth_year = 1990, .birth_month = 13}), "profile.birth_month"));
  CHECK(names(refusal(Profile{.skin_type = 7}), "profile.skin_type"));
}

TEST_CASE("a plan of doses has phases, and a strength has a unit") {
  DosePlan plan{.drug = "prednisolone", .strength_unit = "mg", .phases = {{5, 7, 1, 30}}};
  CHECK(refusal(plan).empty());
  plan.strength_unit.clear();
  CHECK(names(refusal(plan), "dose_plan.strength_unit"));
  CHECK(names(refusal(DosePlan{.drug = "prednisolone"}), "dose_plan.phases"));
  const auto refused = [](DosePhase phase) {
    return refusal(DosePlan{.drug = "x", .phases = {phase}});
  };
  CHECK(names(refused({0, 7, 1, {}}), "dose_plan.phases.days"));
  CHECK(names(refused({1, 8, 1, {}}), "dose_plan.phases.days_per_week"));
  CHECK(names(refused({1, 7, 0, {}}), "dose_plan.phases.doses_per_day"));
}

TEST_CASE("a source of data names its licence, and needs no day") {
  Record source;
  source.body = DataSource{.code = "weather", .licence = "CC BY 4.0"};
  CHECK(refusal(source).empty());
  source.body = DataSource{.code = "weather"};
  CHECK(names(refusal(source), "data_source.licence"));
  source.body = Profile{};
  CHECK(refusal(source).empty());
  source.body = Lesion{.site = "face"};
  CHECK(names(refusal(source), "when"));
}

TEST_CASE("what a course plans and what was done to the cells are refused by field") {
  CHECK(names(refusal(Course{.follow_ups = {{28, ""}}}), "course.follow_ups.subject"));
  CHECK(names(refusal(CellProduct{.course = std::string(16, 'c'), .processing = {{}}}),
              "cell_product.processing.step"));
}
