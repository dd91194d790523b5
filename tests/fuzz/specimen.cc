#include "specimen.h"

#include <algorithm>

#include "fuzz.h"
#include "lamella/diary.h"

namespace lamella::fuzz {

namespace {

constexpr Day kFirst = 20'000;
constexpr int64_t kEvening = int64_t{20} * 3'600'000;

When on_day(Day day) { return {.local_day = day}; }

When at(Day day) {
  return {.local_day = day,
          .utc_ms = day * kMsPerDay + kEvening,
          .offset_min = 120,
          .zone = "Europe/Berlin"};
}

// Enough itch and sweat for a correlation.
void append_days(std::vector<Record>& records) {
  constexpr Day kDays = 12;
  for (Day i = 0; i < kDays; ++i) {
    records.push_back(
        {.when = at(kFirst + 5 * i), .body = Symptom{.item = "itch", .score = (7 * i) % 11}});
    records.push_back({.when = on_day(kFirst + 5 * i),
                       .body = Exposure{.factor = "sweat", .present = i % 3 == 0}});
  }
}

// A course of cell therapy, a plan of doses and a lesion, at the ids of specimen.h.
void append_therapy(std::vector<Record>& records) {
  const std::string course(specimen_id(kCourse).view());
  const std::string product(specimen_id(kProduct).view());
  const std::string lesion(specimen_id(kLesion).view());
  const auto add = [&](Day day, Body body) {
    records.push_back({.when = on_day(kFirst + day), .body = std::move(body)});
  };
  add(0, Course{.donor = CellDonor::kAutologous, .follow_ups = {{28, "poem"}, {7, "tewl"}}});
  add(1, CellProduct{.course = course, .processing = {{"expansion", kFirst, "medium"}}});
  add(0, Lesion{.kind = LesionKind::kScar, .site = "elbow.left"});
  add(0, DosePlan{.drug = "hydrocortisone",
                  .strength_unit = "%",
                  .phases = {{.days = 7}, {.days = 9, .days_per_week = 2, .strength = 1}}});
  add(1, ReleaseTest{.product = product, .test = "cd105", .result = 97, .unit = "%"});
  records.push_back(
      {.when = at(kFirst + 2), .body = Administration{.course = course, .route = "intravenous"}});
  add(3, AdverseEvent{.course = course, .term = "fever", .grade = 1});
  add(4, LesionAssessment{.lesion = lesion, .length_mm = 20, .width_mm = 8, .erythema = 1.5});
  add(5, Answers{.instrument = "vancouver_scar",
                 .version = 1,
                 .answers = {{"height", 1}},
                 .lesion = lesion});
  records.push_back({.body = Profile{.birth_year = 1990, .sex = Sex::kFemale}});
  records.push_back({.body = DataSource{.code = "app", .licence = "CC BY 4.0"}});
}

bool is_definition(const Body& body) {
  return std::holds_alternative<Factor>(body) || std::holds_alternative<Profile>(body) ||
         std::holds_alternative<DataSource>(body);
}

void attach(Diary& diary) {
  std::string content = "\xff\xd8\xff a photograph";
  const Record record{.when = on_day(kFirst),
                      .body = Attachment{.media_type = "image/jpeg", .site = "elbow.left"}};
  diary.attach(
      encode(record),
      [&](std::span<char> room) {
        const size_t size = std::min(room.size(), content.size());
        std::copy_n(content.begin(), size, room.begin());
        content.erase(0, size);
        return size;
      },
      specimen_id(kAttached));
}

}  // namespace

Id specimen_id(uint8_t number) {
  Id id;
  id.bytes.fill(number);
  return id;
}

std::vector<Record> specimen_records() {
  std::vector<Record> records = {
      {.when = at(kFirst),
       .note = "after sport",
       .origin = Origin{.source = "app", .kind = OriginKind::kPerson, .entered_ms = 1},
       .body = Symptom{.item = "itch",
                       .score = 6.5,
                       .scale = Scale{0, 10},
                       .recall = Recall::kLast24Hours,
                       .site = "elbow.left"}},
      {.when = on_day(kFirst), .note = "deleted", .body = Symptom{.item = "dryness", .score = 2}},
      {.when = on_day(kFirst + 1),
       .body = Exposure{.factor = "pollen.birch", .amount = 31.5, .unit = "1/m3"}},
      {.when = at(kFirst + 2),
       .origin = Origin{.source = "meter", .kind = OriginKind::kDevice},
       .body = Measurement{.kind = "tewl",
                           .value = 12.25,
                           .unit = "g/m2/h",
                           .site = "arm.left",
                           .device = "meter 1",
                           .room_temperature = 21,
                           .room_humidity = 40}},
      {.when = on_day(kFirst + 3),
       .body = Dose{.drug = "hydrocortisone",
                    .strength = 1,
                    .strength_unit = "%",
                    .vehicle = "ointment",
                    .fingertip_units = 2}},
      {.when = on_day(kFirst + 3), .body = Dose{.drug = "cetirizine", .not_taken = true}},
      {.when = on_day(kFirst), .body = DayCheck{.factors = {"sweat", "wool"}}},
      {.body = Factor{.code = "wool",
                      .name = "Wool",
                      .category = FactorCategory::kContact,
                      .kind = FactorKind::kPresence,
                      .silence = Silence::kImpliedOnCheckedDays,
                      .since_day = kFirst}},
  };
  append_days(records);
  append_therapy(records);
  return records;
}

Credential specimen_key() { return Credential::device_key(kKey); }

void make_specimen(const std::string& path) {
  Diary diary = Diary::create(path, specimen_key(), {.clock = [] { return kFirst * kMsPerDay; }});
  uint8_t number = 0;
  for (const Record& record : specimen_records()) {
    ++number;
    // The id of a definition derives from its code.
    const bool derived = is_definition(record.body);
    diary.put(encode(record), derived ? std::nullopt : std::optional(specimen_id(number)));
  }
  attach(diary);
  const Id edited = specimen_id(1);
  diary.edit(edited, diary.get(edited).revision, encode(Record{.note = "after running"}));
  const Id restored = specimen_id(3);
  const std::string record = diary.get(restored).record;
  diary.remove(restored);
  diary.restore(restored, record);
  diary.remove(specimen_id(kDeleted));
  diary.close();
}

}  // namespace lamella::fuzz
