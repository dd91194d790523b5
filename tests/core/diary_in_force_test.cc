// The treatments of a diary as spans of days.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "diary/impl.h"
#include "diary/in_force.h"
#include "diary_fixture.h"
#include "vault/vault.h"

using namespace lamella;
using namespace lamella::diary_test;
using Spans = std::vector<std::pair<Day, Day>>;

namespace {

std::vector<InForce> in_force(TestDiary& diary) {
  diary->close();
  std::vector<InForce> found;
  {
    const auto vault = vault::Vault::open(diary.path, key(), {});
    log::Statements statements(vault->writer());
    found = treatments_in_force(statements);
    vault->close();
  }
  diary.reopen();
  return found;
}

void take(TestDiary& diary, Day day, const std::string& drug, bool not_taken = false) {
  diary->put(encode(record(at(day), Dose{.drug = drug, .not_taken = not_taken})));
}

}  // namespace

TEST_CASE("doses that follow each other are one span, and a pause ends it") {
  TestDiary diary;
  for (const Day day : {0, 3, 7, 8}) take(diary, kDay + day, "mometasone");
  take(diary, kDay + 1, "Elocon");
  take(diary, kDay + 20, "mometasone", true);
  for (const Day day : {0, 14, 28, 57}) take(diary, kDay + day, "dupilumab");
  const auto found = in_force(diary);
  REQUIRE(found.size() == 3);
  CHECK(found[0].name == "drug dupilumab");
  CHECK(found[0].spans == Spans{{kDay, kDay + 28}, {kDay + 57, kDay + 57}});
  CHECK(found[1].name == "steroid");
  CHECK(found[1].spans == Spans{{kDay, kDay + 3}, {kDay + 7, kDay + 8}});
  CHECK(found[2].name == "drug Elocon");  // a name that the table does not know
}

TEST_CASE("cells that were given stay in force, and at most twelve treatments count") {
  TestDiary diary;
  for (int drug = 0; drug < 20; ++drug) take(diary, kDay, "drug " + std::to_string(drug));
  const std::string course(16, 'c');
  for (const Day day : {5, 9}) {
    diary->put(encode(record(at(kDay + day), Administration{.course = course, .route = "x"})));
  }
  const auto found = in_force(diary);
  CHECK(found.size() == 12);
  CHECK(found[0].name == "cell therapy");
  CHECK(found[0].spans == Spans{{kDay + 5, kLastDay}});
}
