#include <doctest/doctest.h>

#include <string>

#include "failure.h"
#include "lamella/record.h"

using namespace lamella;
using namespace std::string_literals;

namespace {

Record full_record(Body body) {
  Record record;
  record.when = When{.local_day = 20'000,
                     .utc_ms = 1'728'000'000'001,
                     .offset_min = -300,
                     .zone = "America/New_York",
                     .end_utc_ms = 1'728'000'060'000,
                     .unknown_fields = {}};
  record.note = "scratched \xF0\x9F\x98\xBE all night";
  record.origin = Origin{"diary.csv", OriginKind::kPerson, 1'728'000'000'500, {}};
  record.body = std::move(body);
  return record;
}

template <typename T>
T round_trip(const T& body) {
  const Record back = decode(encode(full_record(body)));
  CHECK(back.when->local_day == 20'000);
  CHECK(back.when->utc_ms == 1'728'000'000'001);
  CHECK(back.when->offset_min == -300);
  CHECK(back.when->zone == "America/New_York");
  CHECK(back.when->end_utc_ms == 1'728'000'060'000);
  CHECK(back.note == "scratched \xF0\x9F\x98\xBE all night");
  CHECK(back.origin->source == "diary.csv");
  CHECK(back.origin->entered_ms == 1'728'000'000'500);
  return std::get<T>(back.body);
}

}  // namespace

TEST_CASE("every kind of record comes back as it was") {
  const auto symptom =
      round_trip(Symptom{"itch", 0.0, Scale{0, 4}, Recall::kLastNight, "elbow.left", {}});
  CHECK(symptom.item == "itch");
  CHECK(symptom.score == 0.0);
  CHECK(symptom.scale->max == 4);
  CHECK(symptom.recall == Recall::kLastNight);
  CHECK(symptom.site == "elbow.left");

  const auto exposure = round_trip(Exposure{"sweat", false, {}, "", "neck", {}});
  CHECK(exposure.present == false);
  CHECK_FALSE(exposure.amount.has_value());
  CHECK(round_trip(Exposure{"air", {}, -3.5, "Cel", "", {}}).amount == -3.5);

  const auto measurement =
      round_trip(Measurement{"tewl", 18.2, "g/(m2.h)", "hand", "model 3", 21.5, 40.0, {}});
  CHECK(measurement.value == 18.2);
  CHECK(measurement.unit == "g/(m2.h)");
  CHECK(measurement.room_humidity == 40.0);

  const auto dose =
      round_trip(Dose{"hydrocortisone", 1.0, "%", "cream", {}, 2.5, "face", false, {}});
  CHECK(dose.strength == 1.0);
  CHECK(dose.fingertip_units == 2.5);
  CHECK_FALSE(dose.grams.has_value());
  CHECK(round_trip(Dose{"x", {}, "", "", {}, {}, "", true, {}}).not_taken);

  CHECK(round_trip(DayCheck{{"sweat", "wool"}, {}}).factors ==
        std::vector<std::string>{"sweat", "wool"});

  const auto factor = round_trip(Factor{"wool",
                                        "Wool jumper",
                                        FactorCategory::kContact,
                                        FactorKind::kPresence,
                                        "1",
                                        Silence::kImpliedOnCheckedDays,
                                        19'000,
                                        {}});
  CHECK(factor.name == "Wool jumper");
  CHECK(factor.silence == Silence::kImpliedOnCheckedDays);
  CHECK(factor.since_day == 19'000);

  const auto answers =
      round_trip(Answers{"easi", 1, {{"trunk.area", 2}, {"trunk.oedema", {}}}, 7.5, "", {}});
  CHECK(answers.instrument == "easi");
  CHECK(answers.version == 1);
  REQUIRE(answers.answers.size() == 2);
  CHECK(answers.answers[0].item == "trunk.area");
  CHECK(answers.answers[0].value == 2);
  CHECK_FALSE(answers.answers[1].value.has_value());
  CHECK(answers.age_years == 7.5);
}

TEST_CASE("an absent number stays absent, and 0 stays 0") {
  CHECK_FALSE(round_trip(Symptom{"itch", {}, {}, Recall::kNow, "", {}}).score.has_value());
  CHECK(round_trip(Symptom{"itch", 0.0, {}, Recall::kNow, "", {}}).score == 0.0);
}

TEST_CASE("what a newer version wrote survives decoding and encoding, at every level") {
  const std::string unknown = "\xa2\x06\x03new"s;  // field 100
  std::string bytes = encode(full_record(Symptom{"itch", 4.0, {}, Recall::kNow, "", unknown}));
  bytes += unknown;
  Record record = decode(bytes);
  CHECK(record.unknown_fields == unknown);
  CHECK(std::get<Symptom>(record.body).unknown_fields == unknown);
  record.when->unknown_fields = unknown;
  record.origin->unknown_fields = unknown;
  std::get<Symptom>(record.body).score = 5;
  const Record again = decode(encode(record));
  CHECK(again.unknown_fields == unknown);
  CHECK(again.when->unknown_fields == unknown);
  CHECK(again.origin->unknown_fields == unknown);
  CHECK(std::get<Symptom>(again.body).unknown_fields == unknown);
  CHECK(std::get<Symptom>(again.body).score == 5);
}

TEST_CASE("what a newer version wrote within the parts of a list survives, each in its part") {
  const std::string unknown = "\xa2\x06\x03new"s;  // field 100
  const auto kept = [&](Body body) {
    const std::string bytes = encode(full_record(std::move(body)));
    CHECK(bytes.find(unknown) != std::string::npos);
    CHECK(encode(decode(bytes)) == bytes);
    return decode(bytes).body;
  };
  const auto answers = std::get<Answers>(kept(Answers{
      .instrument = "poem", .version = 1, .answers = {{"itch", 1}, {"sleep", 2, unknown}}}));
  CHECK(answers.answers[0].unknown_fields.empty());
  CHECK(answers.answers[1].unknown_fields == unknown);
  const auto course = std::get<Course>(kept(Course{.follow_ups = {{28, "easi", unknown}, {}}}));
  CHECK(course.follow_ups[0].unknown_fields == unknown);
  CHECK(course.follow_ups[1].unknown_fields.empty());
  const auto product =
      std::get<CellProduct>(kept(CellProduct{.processing = {{"wash", {}, "", unknown}}}));
  CHECK(product.processing[0].unknown_fields == unknown);
  const auto plan = std::get<DosePlan>(kept(DosePlan{.phases = {{1, 7, 1, {}, unknown}}}));
  CHECK(plan.phases[0].unknown_fields == unknown);
}

TEST_CASE("bytes that are no record are refused, invalid UTF-8 among them") {
  const std::string bytes = encode(full_record(Symptom{"itch", 4.0, {}, Recall::kNow, "", {}}));
  CHECK(failure_of([&] { decode(bytes.substr(0, bytes.size() - 1)); }).code ==
        Code::kMalformedMessage);
  CHECK(failure_of([] { decode("\x12\x02\xff\xfe"s); }).code == Code::kMalformedMessage);
  CHECK(decode(""s).body.index() == 0);
}

TEST_CASE("a known field with another wire type is kept as unknown") {
  for (const std::string& bytes : {"\x08\x07"s, "\x10\x07"s, "\x18\x07"s,
                                   "\x0d"s
                                   "1234"s,
                                   "\x80\x01\x07"s}) {
    const Record record = decode(bytes);
    CHECK_FALSE(record.when.has_value());
    CHECK_FALSE(record.origin.has_value());
    CHECK(record.unknown_fields == bytes);
    CHECK(encode(record) == bytes);
  }
}

TEST_CASE("of several bodies the last one counts, also after another round trip") {
  const Record record = decode(encode(full_record(Symptom{.item = "itch", .score = 6})) +
                               encode(Record{.body = Dose{.drug = "hydrocortisone"}}));
  CHECK(std::get<Dose>(record.body).drug == "hydrocortisone");
  CHECK(record.unknown_fields.empty());
  const Record back = decode(encode(record));
  CHECK(std::get<Dose>(back.body).drug == "hydrocortisone");
}

TEST_CASE("the default day of an answer follows the recall of its question") {
  const int64_t eight = 20'000 * kMsPerDay + 8 * 3'600'000;
  const int64_t late = 20'000 * kMsPerDay + 23 * 3'600'000 + 50 * 60'000;
  CHECK(default_day(Recall::kNow, eight, 0) == 20'000);
  CHECK(default_day(Recall::kLast24Hours, eight, 0) == 19'999);
  CHECK(default_day(Recall::kLast24Hours, late, 0) == 20'000);
  CHECK(default_day(Recall::kLastNight, eight, 0) == 20'000);
  CHECK(default_day(Recall::kLast7Days, eight, 0) == 20'000);
  CHECK(default_day(Recall::kNow, late, 60) == 20'001);
  CHECK(default_day(Recall::kNow, eight, -12 * 60) == 19'999);
}

TEST_CASE("types and values have one name each") {
  for (uint32_t type = 16; type <= 21; ++type) {
    CHECK(static_cast<uint32_t>(type_of_name(type_name(type))) == type);
  }
  CHECK(type_name(99) == "unknown");
  CHECK(refused([] { type_of_name("mood"); }));
  CHECK(name(Recall::kLast24Hours) == "last_24_hours");
  CHECK(name(static_cast<Recall>(77)) == "unknown");
  CHECK(name(static_cast<Silence>(-1)) == "unknown");
}
