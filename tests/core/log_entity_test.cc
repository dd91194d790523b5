#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "failure.h"
#include "log/entity.h"

using namespace lamella;
using namespace lamella::log;

namespace {

struct Step {
  uint32_t life;
  std::vector<Version> written;
  std::vector<Version> overwritten;
};

Entity built(const std::vector<Step>& steps) {
  EntityBuilder builder;
  for (const Step& step : steps) builder.add(16, step.life, step.written, step.overwritten);
  return builder.build();
}

}  // namespace

TEST_CASE("the state of an entry does not depend on the order in which its changes arrive") {
  // Two devices edit the note of one entry, one of them twice; the other also edits the score.
  const std::vector<Step> steps = {{1, {{1, 10}, {2, 10}, {16, 10}}, {}},
                                   {1, {{2, 11}}, {{2, 10}}},
                                   {1, {{2, 12}}, {{2, 11}}},
                                   {1, {{2, 20}, {16, 20}}, {{2, 10}, {16, 10}}}};
  std::vector<size_t> order = {0, 1, 2, 3};
  const std::vector<Version> expected = {{1, 10}, {2, 12}, {2, 20}, {16, 20}};
  do {
    std::vector<Step> arrived;
    for (size_t i : order) arrived.push_back(steps[i]);
    CHECK(built(arrived).versions == expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a delete wins over concurrent edits, and a restore over the delete") {
  const Step put{1, {{16, 1}}, {}};
  const Step remove{2, {}, {}};
  const Step late_edit{1, {{16, 2}}, {{16, 1}}};
  const Step restore{3, {{16, 4}}, {}};
  CHECK_FALSE(built({put, remove, late_edit}).alive());
  CHECK_FALSE(built({late_edit, remove, put}).alive());
  CHECK(built({put, restore, remove, late_edit}).versions == std::vector<Version>{{16, 4}});
  CHECK(built({put, remove}).versions.empty());
}

TEST_CASE("an entry that one change wrote points at that change alone") {
  CHECK(built({{1, {{1, 7}, {16, 7}}, {}}}).only_position() == 7);
  CHECK_FALSE(built({{1, {{1, 7}, {16, 7}}, {}}, {1, {{1, 8}}, {{1, 7}}}}).only_position());
}

TEST_CASE("lists of versions come back, and damaged ones are an error") {
  const std::vector<Version> versions = {{1, 10}, {16, position(3, 99)}, {127, position(0, 1)}};
  const std::string bytes = encode_versions(versions);
  CHECK(decode_versions(bytes) == versions);
  CHECK(failure_of([&] { decode_versions(bytes.substr(0, bytes.size() - 1)); }).code ==
        Code::kDamaged);
}
