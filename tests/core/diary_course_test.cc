// A course of cell therapy: what contradicts itself is listed, and accepted.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

namespace lamella {
namespace {

using diary_test::kDay;
using diary_test::TestDiary;

Id put(TestDiary& diary, Day day, Body body) {
  Record record;
  record.when = When{.local_day = day};
  record.body = std::move(body);
  return diary->put(encode(record));
}

std::string bytes(const Id& id) { return std::string(id.view()); }

// A course in order: consent, harvest, product, two tests, two infusions, a fever.
struct Therapy {
  TestDiary diary;
  Id course, product, given;

  explicit Therapy(Course plan = {.donor = CellDonor::kAutologous,
                                  .consent_day = kDay,
                                  .administrations = 2}) {
    course = put(diary, kDay, std::move(plan));
    put(diary, kDay + 1, Harvest{.course = bytes(course), .method = "liposuction"});
    product = put(diary, kDay + 30,
                  CellProduct{.course = bytes(course), .cells = 2e8, .expiry_day = kDay + 90});
    put(diary, kDay + 31, viability(93));
    give(kDay + 40);
    given = give(kDay + 68);
    put(diary, kDay + 41, fever());
  }

  ReleaseTest viability(double result) const {
    return {.product = bytes(product),
            .test = "viability",
            .limit_kind = LimitKind::kAtLeast,
            .limit = 80,
            .result = result,
            .passed = true};
  }
  AdverseEvent fever() const {
    return {.course = bytes(course), .term = "fever", .relatedness = Relatedness::kPossible};
  }
  Id give(Day day) {
    return put(diary, day,
               Administration{.course = bytes(course),
                              .product = bytes(product),
                              .route = "intravenous",
                              .cells = 1e8});
  }
  std::vector<std::string> problems() {
    std::vector<std::string> found;
    for (const CourseProblem& one : diary->course_problems(course)) found.push_back(one.what);
    std::sort(found.begin(), found.end());
    return found;
  }
};

using Lines = std::vector<std::string>;

TEST_CASE("a course in order has no problem") { CHECK(Therapy().problems().empty()); }

TEST_CASE("what comes too early or too late in a course is listed with its entry") {
  Therapy early;
  const Id harvest =
      put(early.diary, kDay - 1, Harvest{.course = bytes(early.course), .method = "again"});
  REQUIRE(early.diary->course_problems(early.course).size() == 1);
  CHECK(early.diary->course_problems(early.course).front().entry == harvest);
  CHECK(early.problems() == Lines{"harvested before the consent"});

  Therapy late;
  put(late.diary, kDay + 50, late.viability(90));
  CHECK(late.problems() == Lines{"given before a release test was there"});

  Therapy expired({.donor = CellDonor::kAutologous});
  expired.give(kDay + 91);
  CHECK(expired.problems() ==
        Lines{"given after the product expired", "more cells given than the product had"});

  Therapy before;
  put(before.diary, kDay + 2, before.fever());
  CHECK(before.problems() == Lines{"related to a treatment that came later"});
}

TEST_CASE("release tests and products that do not fit what was given are listed") {
  Therapy failed;
  put(failed.diary, kDay + 31, failed.viability(79));
  CHECK(failed.problems() == Lines{"of a product with a release test that did not pass",
                                   "of a product with a release test that did not pass",
                                   "passed with a result beyond its limit"});

  Therapy other;
  put(other.diary, kDay + 60,
      Administration{
          .course = bytes(other.course), .product = std::string(16, 'x'), .route = "intravenous"});
  CHECK(other.problems() ==
        Lines{"more administrations than were planned", "of a product that is not in this course"});

  TestDiary diary;
  const Id course = put(diary, kDay, Course{.donor = CellDonor::kAutologous});
  const Id product = put(diary, kDay + 1, CellProduct{.course = bytes(course)});
  put(diary, kDay + 2,
      Administration{.course = bytes(course), .product = bytes(product), .route = "subcutaneous"});
  const CourseProblems found = diary->course_problems(course);
  REQUIRE(found.size() == 2);
  CHECK(found[0].what == "an autologous course without a harvest");
  CHECK(found[0].entry == course);
  CHECK(found[1].what == "of a product without a release test");
}

TEST_CASE("the person's own tissue in an allogeneic course is listed") {
  Therapy therapy({.donor = CellDonor::kAllogeneic});
  CHECK(therapy.problems() == Lines{"a harvest from this person in an allogeneic course"});
}

TEST_CASE("an entry that is no course has no problems to list") {
  TestDiary diary;
  const Id itch = diary->put(diary_test::itch_record(1));
  CHECK(failure_of([&] { diary->course_problems(itch); }).code == Code::kNotFound);
  CHECK(failure_of([&] { diary->course_problems(random_id()); }).code == Code::kNotFound);
}

}  // namespace
}  // namespace lamella
