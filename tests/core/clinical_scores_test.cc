// Scores: the vectors that every interface must give, and what holds for every scorer.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/instrument.h"
#include "loinc.h"
#include "vectors/scores.h"

namespace lamella {
namespace {

std::vector<Answer> answers_of(const ScoreVector& one) {
  std::vector<Answer> answers;
  for (const auto& [item, value] : one.answers) answers.push_back({item, value});
  return answers;
}

// Answers to all items of an instrument; `pick` chooses among the allowed ones, 0 the least.
template <typename Pick>
std::vector<Answer> filled(const Instrument& instrument, const Pick& pick) {
  std::vector<Answer> answers;
  for (const Item& item : instrument.items) {
    // Two ways to say one area contradict each other.
    if (item.code.ends_with("area_percent")) continue;
    std::vector<double> allowed;
    for (int unit = 0; item.min + unit / double(item.per_unit) <= item.max + 1e-9; ++unit) {
      const double value = item.min + unit / double(item.per_unit);
      if (!item.except || std::abs(value - *item.except) > 1e-9) allowed.push_back(value);
    }
    answers.push_back({std::string(item.code), allowed[pick(allowed.size())]});
  }
  return answers;
}

// An age at which the instrument has a total.
Subject subject_of(const Instrument& instrument) {
  return {instrument.code == "body_surface_infant" ? 1.0 : 30.0};
}

uint32_t next_random(uint32_t& state) {
  state = state * 1'664'525 + 1'013'904'223;
  return state >> 8;
}

TEST_CASE("every vector gives its total and its band, or its reason for none") {
  size_t count = 0;
  for (const ScoreVector& one : score_vectors()) {
    CAPTURE(one.instrument);
    CAPTURE(one.total);
    const Instrument& known = instrument(one.instrument);
    const std::vector<Answer> answers = answers_of(one);
    const Subject subject{one.age_years};
    ++count;
    if (one.total == "!") {
      const std::string message = failure_of([&] { score(known, answers, subject); }).message;
      CHECK_MESSAGE(message.starts_with(one.why), message);
      continue;
    }
    const Score result = score(known, answers, subject);
    if (one.total == "-") {
      CHECK_FALSE(result.total);
      CHECK_MESSAGE(result.why_not.starts_with(one.why), result.why_not);
      continue;
    }
    REQUIRE(result.total);
    CHECK(*result.total == std::stod(one.total));
    CHECK((result.band ? result.band->name : "-") == one.band);
  }
  CHECK(count > 150);
}

TEST_CASE("a total is within its bounds, and reaches both of them") {
  for (const Instrument* one : instruments()) {
    CAPTURE(one->code);
    const auto least = filled(*one, [](size_t) { return 0; });
    const auto most = filled(*one, [](size_t size) { return size - 1; });
    CHECK(score(*one, least, subject_of(*one)).total == one->min_total);
    CHECK(score(*one, most, subject_of(*one)).total == one->max_total);
  }
}

TEST_CASE("one answer more severe never lowers a total, and their order does not matter") {
  uint32_t state = 1;
  for (const Instrument* one : instruments()) {
    CAPTURE(one->code);
    for (int repeat = 0; repeat < 200; ++repeat) {
      auto answers = filled(*one, [&](size_t size) { return next_random(state) % size; });
      const double before = *score(*one, answers, subject_of(*one)).total;
      CHECK(before >= one->min_total);
      CHECK(before <= one->max_total);
      std::vector<Answer> reversed(answers.rbegin(), answers.rend());
      CHECK(score(*one, reversed, subject_of(*one)).total == before);
      Answer& changed = answers[next_random(state) % answers.size()];
      for (const Item& item : one->items) {
        if (item.code == changed.item) changed.value = item.max;
      }
      CHECK(*score(*one, answers, subject_of(*one)).total >= before);
    }
  }
}

TEST_CASE("a score allocates nothing") {
  for (const Instrument* one : instruments()) {
    CAPTURE(one->code);
    const auto answers = filled(*one, [](size_t size) { return size - 1; });
    const uint64_t before = counted_allocations();
    const Score result = score(*one, answers, subject_of(*one));
    CHECK(counted_allocations() == before);
    CHECK(result.is_complete());
  }
}

TEST_CASE("parts add up to their total") {
  for (const char* code : {"easi", "dlqi", "cdlqi"}) {
    CAPTURE(code);
    const Instrument& known = instrument(code);
    uint32_t state = 7;
    const auto answers = filled(known, [&](size_t size) { return next_random(state) % size; });
    const Score result = score(known, answers, {12.0});
    double sum = 0;
    for (const ScorePart& part : result.parts) sum += part.value;
    CHECK(sum == doctest::Approx(*result.total));
    CHECK_FALSE(result.parts[3].code.empty());
  }
}

TEST_CASE("what is missing is counted, and the first of it is named") {
  const Instrument& poem = instrument("poem");
  std::vector<Answer> answers = {{"itch", 1},    {"sleep", std::nullopt}, {"bleeding", 1},
                                 {"weeping", 1}, {"cracking", 1},         {"flaking", 1},
                                 {"dryness", 1}};
  Score result = score(poem, answers);
  CHECK(result.total == 6);
  CHECK(result.answered == 6);
  CHECK(result.counted_zero == 1);
  CHECK_FALSE(result.is_complete());
  answers.pop_back();
  result = score(poem, answers);
  CHECK_FALSE(result.total);
  CHECK(result.missing == 2);
  CHECK(result.first_missing == "sleep");
}

TEST_CASE("another age than the instrument is meant for is a remark, not a refusal") {
  const Instrument& dlqi = instrument("dlqi");
  const auto answers = filled(dlqi, [](size_t) { return 1; });
  CHECK(score(dlqi, answers, {16.0}).remark.empty());
  CHECK(score(dlqi, answers, {15.9}).remark == "the instrument is meant for another age");
  const Instrument& cdlqi = instrument("cdlqi");
  const auto of_child = filled(cdlqi, [](size_t) { return 1; });
  CHECK(score(cdlqi, of_child, {16.9}).remark.empty());
  CHECK_FALSE(score(cdlqi, of_child, {17.0}).remark.empty());
}

TEST_CASE("a change of the total means what its source says") {
  const Instrument& poem = instrument("poem");
  const auto meaning = [&](double before, double after) {
    return meaningful_change(poem, before, after)->meaning;
  };
  CHECK(meaning(12, 10) == "not beyond measurement error");
  CHECK(meaning(12, 9.5) == "real, perhaps unimportant");
  CHECK(meaning(9, 12) == "probably important");
  CHECK(meaning(12, 8) == "very likely important");
  const Instrument& easi = instrument("easi");
  CHECK(meaningful_change(easi, 20, 10) != nullptr);
  CHECK(meaningful_change(easi, 20, 10.1) == nullptr);
  CHECK(meaningful_change(easi, 0, 10) == nullptr);
}

TEST_CASE("an instrument is known by its code and version, and no other") {
  for (const Instrument* one : instruments()) {
    CHECK(&instrument(one->code) == one);
    CHECK(&instrument(one->code, one->version) == one);
    CHECK(refused([&] { instrument(one->code, one->version + 1); }));
  }
  CHECK(failure_of([] { instrument("easy"); }).message == "there is no instrument of this code");
}

TEST_CASE("each instrument says what a reader needs, and its LOINC code passes its check digit") {
  CHECK(is_loinc("19113-0"));
  CHECK_FALSE(is_loinc("30192-7"));
  std::string_view last;
  for (const Instrument* one : instruments()) {
    CAPTURE(one->code);
    CHECK(last < one->code);
    last = one->code;
    CHECK_FALSE(one->name.empty());
    CHECK_FALSE(one->source.empty());
    CHECK_FALSE(one->licence.note.empty());
    CHECK(one->items.size() <= 32);
    CHECK(one->min_total < one->max_total);
    for (const Bands& bands : one->bands) CHECK_FALSE(bands.source.empty());
    for (const MeaningfulChange& change : one->changes) CHECK_FALSE(change.source.empty());
    if (!one->loinc.empty()) CHECK(is_loinc(one->loinc));
  }
}

}  // namespace
}  // namespace lamella
