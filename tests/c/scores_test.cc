// Scores through the C interface: the vectors that every interface gives.
#include "vectors/scores.h"

#include <doctest/doctest.h>
#include <lamella.h>

#include <string>

#include "lamella/v1/clinical.pb.h"
#include "lamella/v1/record.pb.h"

namespace {

using namespace lamella;

std::string taken(lamella_buffer& buffer) {
  std::string bytes(reinterpret_cast<const char*>(buffer.data), buffer.size);
  lamella_buffer_free(&buffer);
  return bytes;
}

std::string answers_of(const ScoreVector& one) {
  v1::Answers answers;
  answers.set_instrument(one.instrument);
  for (const auto& [item, value] : one.answers) {
    v1::Answer& added = *answers.add_answers();
    added.set_item(item);
    if (value) added.set_value(*value);
  }
  if (one.age_years) answers.set_age_years(*one.age_years);
  return answers.SerializeAsString();
}

lamella_code score(const std::string& answers, lamella_buffer& out, lamella_error& error) {
  lamella_error_init(&error, sizeof error);
  return lamella_answers_score(reinterpret_cast<const uint8_t*>(answers.data()), answers.size(),
                               &out, &error);
}

}  // namespace

TEST_CASE("every vector gives its total and its band in C, or its reason for none") {
  size_t count = 0;
  for (const ScoreVector& one : score_vectors()) {
    CAPTURE(one.instrument);
    CAPTURE(one.total);
    ++count;
    lamella_buffer out;
    lamella_error error;
    const lamella_code code = score(answers_of(one), out, error);
    if (one.total == "!") {
      CHECK(code == LAMELLA_INVALID_ARGUMENT);
      CHECK(out.data == nullptr);
      CHECK(std::string(error.message).starts_with(one.why));
      continue;
    }
    REQUIRE(code == LAMELLA_OK);
    v1::Score result;
    REQUIRE(result.ParseFromString(taken(out)));
    if (one.total == "-") {
      CHECK_FALSE(result.has_total());
      CHECK(result.why_not().starts_with(one.why));
      continue;
    }
    CHECK(result.total() == std::stod(one.total));
    CHECK((result.band().empty() ? "-" : result.band()) == one.band);
  }
  CHECK(count > 150);
}

TEST_CASE("the list of instruments in C says what each asks and where it is from") {
  lamella_buffer out;
  REQUIRE(lamella_instrument_list(&out, nullptr) == LAMELLA_OK);
  v1::InstrumentList list;
  REQUIRE(list.ParseFromString(taken(out)));
  CHECK(list.instruments_size() == 20);
  for (const v1::Instrument& one : list.instruments()) {
    CAPTURE(one.code());
    CHECK(one.version() > 0);
    CHECK(one.items_size() > 0);
    CHECK_FALSE(one.source().empty());
    CHECK_FALSE(one.licence().empty());
    if (one.code() != "easi") continue;
    CHECK(one.items(0).code() == "head_neck.erythema");
    CHECK(one.items(0).per_unit() == 2);
    CHECK(one.items(0).except() == 0.5);
    CHECK(one.bands_size() == 3);
    CHECK(one.bands(0).bands(1).above());
    CHECK(one.changes(0).is_percent());
  }
}

TEST_CASE("bytes that are no answers, and no place for the score, are refused in C") {
  lamella_buffer out;
  lamella_error error;
  CHECK(score("\xff", out, error) == LAMELLA_MALFORMED_MESSAGE);
  CHECK(score("", out, error) == LAMELLA_INVALID_ARGUMENT);
  CHECK(std::string(error.message) == "there is no instrument of this code");
  v1::Answers newer;
  newer.set_instrument("poem");
  newer.set_version(9);
  CHECK(score(newer.SerializeAsString(), out, error) == LAMELLA_INVALID_ARGUMENT);
  CHECK(std::string(error.message) == "poem has no version 9 here");
  lamella_buffer* nowhere = nullptr;
  CHECK(lamella_answers_score(nullptr, 0, nowhere, nullptr) == LAMELLA_INVALID_ARGUMENT);
  CHECK(lamella_instrument_list(nowhere, nullptr) == LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("a response in C comes with its placebo rates, or with the reason for none") {
  const auto judge = [](const v1::ResponseRequest& request, lamella_buffer& out,
                        lamella_error& error) {
    const std::string bytes = request.SerializeAsString();
    lamella_error_init(&error, sizeof error);
    return lamella_response_judge(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                                  &out, &error);
  };
  v1::ResponseRequest request;
  request.set_definition("easi_75");
  request.set_baseline(29);
  request.set_later(6);
  request.set_week(16);
  request.set_topical_steroid(true);
  lamella_buffer out;
  lamella_error error;
  REQUIRE(judge(request, out, error) == LAMELLA_OK);
  v1::ResponseReport report;
  REQUIRE(report.ParseFromString(taken(out)));
  CHECK(report.reached());
  CHECK(report.change() == -23);
  CHECK(report.placebo_model() == doctest::Approx(26.4).epsilon(0.002));
  REQUIRE(report.placebo_size() == 3);
  CHECK(report.placebo(0).percent() == 20.9);
  CHECK(report.placebo(0).low() == 18.2);
  CHECK_FALSE(report.placebo(1).has_low());

  request.set_definition("scorad_50");
  REQUIRE(judge(request, out, error) == LAMELLA_OK);
  REQUIRE(report.ParseFromString(taken(out)));
  CHECK_FALSE(report.has_reached());
  CHECK_FALSE(report.why_not().empty());
  request.set_definition("scorad_51");
  CHECK(judge(request, out, error) == LAMELLA_INVALID_ARGUMENT);
  CHECK(out.data == nullptr);
}
