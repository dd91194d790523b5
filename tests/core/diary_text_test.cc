// Texts at their limits: as long as a record takes, and of any characters.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;
using namespace std::string_literals;

namespace {

std::string note_of(const Entry& entry) { return decode(entry.record).note; }

}  // namespace

TEST_CASE("a record of exactly 60 KiB comes back, and one byte more is refused") {
  TestDiary diary;
  Record large = record(at(kDay, 8), itch(1));
  large.note = std::string(61'440, 'n');
  large.note.resize(2 * large.note.size() - encode(large).size());
  REQUIRE(encode(large).size() == 61'440);
  const Id id = diary->put(encode(large));
  diary.reopen();
  CHECK(note_of(diary->get(id)) == large.note);
  large.note += 'n';
  CHECK(refused([&] { diary->put(encode(large)); }));
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("a note of any length around the borders of rows and pages comes back") {
  TestDiary diary;
  std::vector<NewRecord> batch;
  for (const size_t border : {3'500, 3'978, 4'096, 7'000, 35'000}) {
    for (size_t size = border - 60; size <= border + 2; ++size) {
      Record noted = record(at(kDay, 8), itch(1));
      noted.note = std::string(size, static_cast<char>('a' + size % 26));
      batch.push_back({encode(noted), random_id()});
    }
  }
  diary->put(batch);
  diary->rebuild();
  diary.reopen();
  for (const NewRecord& put : batch) CHECK(diary->get(*put.id).record == put.record);
}

TEST_CASE("any text comes back byte for byte, and its two forms of Unicode are two series") {
  const std::string composed = "d\xC3\xA9mangeaison";
  const std::string decomposed = "de\xCC\x81mangeaison";
  const std::string notes[] = {
      composed,
      decomposed,
      "line\xE2\x80\xA8paragraph\xE2\x80\xA9 end\r\n\v\f\x1B\x7F",
      "a\0b\0"s,
      "\xEF\xBB\xBFmarked",
      "\xD7\x92\xD7\x99\xD7\xA8\xD7\x95\xD7\x93 \xE2\x80\xAE\xD8\xAD\xD9\x83\xD8\xA9",
      "\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95\xEF\xB8\x8F",
      "\xEF\xBF\xBF \xED\x9F\xBF \xEE\x80\x80 \xF4\x8F\xBF\xBF"};
  TestDiary diary;
  std::vector<NewRecord> batch;
  for (const std::string& note : notes) {
    Symptom symptom = itch(3);
    symptom.item = batch.size() % 2 == 0 ? composed : decomposed;
    Record noted = record(at(kDay, 8), symptom);
    noted.note = note;
    batch.push_back({encode(noted), random_id()});
  }
  diary->put(batch);
  diary->rebuild();
  diary.reopen();
  for (size_t i = 0; i < batch.size(); ++i) {
    CAPTURE(i);
    const Entry entry = diary->get(*batch[i].id);
    CHECK(entry.record == batch[i].record);
    CHECK(note_of(entry) == notes[i]);
  }
  CHECK(diary->query({.code = composed}).entries.size() == 4);
  CHECK(diary->samples({.series = {"symptom." + decomposed}})->rows() == 4);
}

TEST_CASE("text that is no UTF-8 is refused whatever is wrong with it, at put and at edit") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const std::string revision = diary->get(id).revision;
  for (const std::string& text :
       {"\x80"s, "a\xFF"s, "\xC3"s, "\xE2\x80"s, "\xF0\x9F\x98"s, "\xC0\x80"s, "\xC1\xBF"s,
        "\xE0\x80\x80"s, "\xF0\x80\x80\x80"s, "\xED\xA0\x80"s, "\xED\xBF\xBF"s,
        "\xED\xA0\xBD\xED\xB8\x82"s, "\xF4\x90\x80\x80"s, "\xF8\x88\x80\x80\x80"s}) {
    CAPTURE(text.size());
    CAPTURE(static_cast<int>(static_cast<uint8_t>(text.front())));
    const std::string note = "\x12" + std::string(1, static_cast<char>(text.size())) + text;
    CHECK(failure_of([&] { diary->put(itch_record(1) + note); }).code == Code::kMalformedMessage);
    CHECK(failure_of([&] { diary->edit(id, revision, note); }).code == Code::kMalformedMessage);
  }
  CHECK(diary->summary().entries == 1);
  CHECK(diary->get(id).revision == revision);
}
