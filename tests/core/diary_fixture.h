// What the tests of log and diary share: a diary of their own and records to put.
#ifndef LAMELLA_TESTS_CORE_DIARY_FIXTURE_H_
#define LAMELLA_TESTS_CORE_DIARY_FIXTURE_H_

#include <optional>
#include <string>

#include "lamella/diary.h"
#include "vault_fixture.h"

namespace lamella::diary_test {

inline constexpr Day kDay = 20'000;  // 2024-10-04
inline constexpr int64_t kHour = 3'600'000;

// A device key that opens the diaries of these tests.
inline Credential key() { return vault_test::device_key(); }

struct TestDiary {
  vault_test::TempFolder folder;
  std::string path = folder / "diary.db";
  Diary diary = Diary::create(path, key());

  Diary* operator->() { return &diary; }
  void reopen() {
    diary.close();
    diary = Diary::open(path, key());
  }
};

// On this local day at this hour of UTC, which is the local time too.
inline When at(Day day, std::optional<int> hour = std::nullopt) {
  When when;
  when.local_day = day;
  if (hour) {
    when.utc_ms = int64_t{day} * kMsPerDay + *hour * kHour;
    when.offset_min = 0;
  }
  return when;
}

inline Record record(When when, Body body) {
  Record record;
  record.when = std::move(when);
  record.body = std::move(body);
  return record;
}

inline Symptom itch(std::optional<double> score, std::string site = {}) {
  Symptom symptom;
  symptom.item = "itch";
  symptom.score = score;
  symptom.site = std::move(site);
  return symptom;
}

inline Exposure sweat(std::optional<bool> present) {
  Exposure exposure;
  exposure.factor = "sweat";
  exposure.present = present;
  return exposure;
}

inline Measurement tewl(double value, std::string unit = "g/(m2.h)") {
  Measurement measurement;
  measurement.kind = "tewl";
  measurement.value = value;
  measurement.unit = std::move(unit);
  return measurement;
}

inline std::string itch_record(double score, Day day = kDay, std::optional<int> hour = 8) {
  return encode(record(at(day, hour), itch(score)));
}

inline std::string note_patch(const std::string& note) {
  Record patch;
  patch.note = note;
  return encode(patch);
}

inline double shown_score(const Entry& entry) {
  return std::get<Symptom>(decode(entry.record).body).score.value();
}

}  // namespace lamella::diary_test

#endif  // LAMELLA_TESTS_CORE_DIARY_FIXTURE_H_
