// Pages of entries, columns of numbers, tables of records.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

std::vector<Entry> all_pages(Diary& diary, Query query) {
  std::vector<Entry> entries;
  for (;;) {
    const Page page = diary.query(query);
    entries.insert(entries.end(), page.entries.begin(), page.entries.end());
    if (page.next_token.empty()) return entries;
    query.token = page.next_token;
  }
}

Day day_of_entry(const Entry& entry) { return *decode(entry.record).when->local_day; }

// So many milliseconds after local midnight.
When local(Day day, int64_t ms, int32_t offset_min, std::string zone = {}) {
  When when = at(day);
  when.utc_ms = int64_t{day} * kMsPerDay + ms - int64_t{offset_min} * 60'000;
  when.offset_min = offset_min;
  when.zone = std::move(zone);
  return when;
}

std::vector<NewRecord> itches(const std::vector<When>& times) {
  std::vector<NewRecord> records;
  for (const When& when : times) {
    records.push_back({encode(record(when, itch(1))), random_id()});
  }
  return records;
}

void fill(Diary& diary) {
  std::vector<NewRecord> records;
  for (int i = 0; i < 60; ++i) {
    records.push_back({encode(record(at(kDay + i % 30, i % 24), itch(i % 11))), {}});
    records.push_back({encode(record(at(kDay + i % 30), sweat(i % 2 == 0))), {}});
    records.push_back(
        {encode(record(at(kDay + i % 30, 7), itch(i % 5, i % 2 == 0 ? "elbow.left" : "hand"))),
         {}});
  }
  diary.put(records);
}

}  // namespace

TEST_CASE("pages come in the order of day and time, each entry once") {
  TestDiary diary;
  fill(diary.diary);
  const std::vector<Entry> entries = all_pages(diary.diary, {.limit = 7});
  CHECK(entries.size() == 180);
  std::set<Id> ids;
  for (size_t i = 0; i < entries.size(); ++i) {
    ids.insert(entries[i].id);
    if (i > 0) CHECK(day_of_entry(entries[i - 1]) <= day_of_entry(entries[i]));
  }
  CHECK(ids.size() == 180);
  std::vector<Entry> newest = all_pages(diary.diary, {.limit = 11, .newest_first = true});
  REQUIRE(newest.size() == 180);
  for (size_t i = 0; i < newest.size(); ++i) CHECK(newest[i].id == entries[179 - i].id);
}

TEST_CASE("a query takes days, instants, types, codes and sites, all together") {
  TestDiary diary;
  fill(diary.diary);
  const auto count = [&](const Query& query) { return all_pages(diary.diary, query).size(); };
  CHECK(count({.first_day = kDay + 3, .last_day = kDay + 4}) == 12);
  CHECK(count({.types = {static_cast<uint32_t>(Type::kExposure)}}) == 60);
  CHECK(count({.code = "sweat"}) == 60);
  CHECK(count({.code = "itch", .site = "hand"}) == 30);
  CHECK(count({.site = ""}) == 120);
  CHECK(count({.code = "nothing"}) == 0);
  const int64_t seven = int64_t{kDay + 5} * kMsPerDay + 7 * kHour;
  CHECK(count({.from_ms = seven, .before_ms = seven + 1, .site = "hand"}) == 2);
  CHECK(count({.first_day = kDay + 5, .last_day = kDay + 5, .before_ms = seven}) == 1);
  CHECK(count({.first_day = 5, .last_day = 4}) == 0);
}

TEST_CASE("the least and the largest instant are no limit") {
  TestDiary diary;
  fill(diary.diary);
  CHECK(all_pages(diary.diary, {.from_ms = INT64_MIN}).size() == 120);
  CHECK(all_pages(diary.diary, {.before_ms = INT64_MAX}).size() == 120);
  CHECK(all_pages(diary.diary, {.from_ms = INT64_MIN, .before_ms = INT64_MAX}).size() == 120);
  CHECK(all_pages(diary.diary, {.from_ms = INT64_MAX}).empty());
  CHECK(all_pages(diary.diary, {.before_ms = INT64_MIN}).empty());
}

TEST_CASE("times at the ends of calendar and offsets come back from every reading") {
  std::vector<When> times;
  std::vector<Day> days = {kFirstDay, -1, 0, kLastDay};
  for (const char* date : {"1900-02-28", "1972-02-29", "2000-02-29", "2024-02-29", "2016-12-31"}) {
    days.push_back(parse_iso_date(date));
  }
  for (const Day day : days) {
    for (const int32_t offset : {-720, 0, 840}) {
      for (const int64_t ms : {int64_t{0}, kMsPerDay - 1}) times.push_back(local(day, ms, offset));
    }
  }
  TestDiary diary;
  const std::vector<NewRecord> records = itches(times);
  diary->put(records);
  diary->rebuild();
  diary.reopen();
  for (const NewRecord& put : records) CHECK(diary->get(*put.id).record == put.record);
  for (const Day day : days) {
    CHECK(all_pages(diary.diary, {.first_day = day, .last_day = day}).size() == 6);
  }
  const auto table = diary->samples({.record_ids = true});
  REQUIRE(table->rows() == times.size());
  for (size_t row = 0; row < times.size(); ++row) {
    const When when = *decode(diary->get(table->column("record").values<Id>()[row]).record).when;
    CHECK(table->column("local_day").values<int32_t>()[row] == *when.local_day);
    CHECK(table->column("at").values<int64_t>()[row] == *when.utc_ms);
    CHECK(table->column("offset_min").values<int32_t>()[row] == *when.offset_min);
  }
}

TEST_CASE("a local day stays as it was entered, whatever the clocks and the zone say") {
  constexpr int64_t kHalfPastTwo = 5 * kHour / 2;
  const Day day = parse_iso_date("2026-10-25");
  const std::vector<When> times = {
      local(day, kHalfPastTwo, 120, "Europe/Paris"),  // before the clocks went back
      local(day, kHalfPastTwo, 60, "Europe/Paris"),   // and after
      local(day, 9 * kHour, 60, "Europe/Paris"),
      local(day, 8 * kHour, -240, "America/New_York"),  // that afternoon, in the west
      local(day, 23 * kHour, -240, "America/New_York"),
      local(day + 1, 1 * kHour, 120, "Europe/Kiev"),  // renamed
      local(day + 1, 1 * kHour, -720, "Mars/Olympus_Mons")};
  TestDiary diary;
  const std::vector<NewRecord> records = itches(times);
  diary->put(records);
  diary->rebuild();
  diary.reopen();
  for (const NewRecord& put : records) CHECK(diary->get(*put.id).record == put.record);
  // The order of a day is that of its instants.
  const std::vector<Entry> shown = all_pages(diary.diary, {.first_day = day, .last_day = day});
  REQUIRE(shown.size() == 5);
  for (size_t i = 0; i < shown.size(); ++i) CHECK(shown[i].id == *records[i].id);
  CHECK(all_pages(diary.diary, {.first_day = day + 1}).size() == 2);
  const DayGrid grid = diary->daily();
  CHECK(grid.first_day == day);
  CHECK(grid.days == 2);
}

TEST_CASE("a page says when the diary moved since the first page") {
  TestDiary diary;
  fill(diary.diary);
  Query query{.limit = 10};
  const Page first = diary->query(query);
  CHECK_FALSE(first.changed);
  query.token = first.next_token;
  CHECK_FALSE(diary->query(query).changed);
  diary->put(itch_record(1));
  CHECK(diary->query(query).changed);
}

TEST_CASE("a page token or a limit that makes no sense is refused") {
  TestDiary diary;
  fill(diary.diary);
  CHECK(refused([&] { diary->query({.limit = 0}); }));
  CHECK(refused([&] { diary->query({.limit = 10'001}); }));
  CHECK(refused([&] { diary->query({.token = "x"}); }));
  std::string token = diary->query({.limit = 1}).next_token;
  CHECK(refused([&] { diary->query({.token = token + "x"}); }));
}

TEST_CASE("deleted entries are in no page") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  diary->put(itch_record(7));
  diary->remove(id);
  CHECK(all_pages(diary.diary, {}).size() == 1);
}

TEST_CASE("definitions without a day are found by type, and in no range of days") {
  TestDiary diary;
  Record factor;
  factor.body = Factor{"wool", "Wool", {}, {}, "", {}, {}, {}};
  diary->put(encode(factor));
  CHECK(all_pages(diary.diary, {.types = {21}}).size() == 1);
  CHECK(all_pages(diary.diary, {.first_day = kFirstDay, .last_day = kLastDay}).empty());
  CHECK(diary->records(Type::kFactor)->rows() == 1);
}

TEST_CASE("numbers come as columns, ordered by series, site and time") {
  TestDiary diary;
  fill(diary.diary);
  const auto table = diary->samples();
  CHECK(table->rows() == 180);
  const Column& series = table->column("series");
  const Column& site = table->column("site");
  const auto& days = table->column("local_day").values<int32_t>();
  const auto& at_ms = table->column("at").values<int64_t>();
  const auto label = [&](size_t row) {
    return series.categories[static_cast<size_t>(series.values<int32_t>()[row])] + "@" +
           site.categories[static_cast<size_t>(site.values<int32_t>()[row])];
  };
  std::set<std::string> seen;
  for (size_t row = 0; row < table->rows(); ++row) {
    seen.insert(label(row));
    if (row == 0 || label(row - 1) != label(row)) continue;
    const bool later =
        days[row - 1] < days[row] || (days[row - 1] == days[row] && at_ms[row - 1] <= at_ms[row]);
    CHECK(later);
  }
  CHECK(seen == std::set<std::string>{"exposure.sweat@", "symptom.itch@", "symptom.itch@elbow.left",
                                      "symptom.itch@hand"});
  // Symptoms come before exposures, which have no instant here.
  CHECK(label(0) == "symptom.itch@");
  CHECK(at_ms.back() == kAbsentInstant);
  CHECK(failure_of([&] { table->column("nothing"); }).code == Code::kNotFound);
}

TEST_CASE("a series is named with its type, or by its code where that is enough") {
  TestDiary diary;
  fill(diary.diary);
  CHECK(diary->samples({.series = {"symptom.itch"}})->rows() == 120);
  CHECK(diary->samples({.series = {"itch"}, .site = "hand"})->rows() == 30);
  CHECK(
      diary->samples({.series = {"sweat"}, .first_day = kDay + 1, .last_day = kDay + 2})->rows() ==
      4);
  CHECK(failure_of([&] { diary->samples({.series = {"nothing"}}); }).code == Code::kNotFound);
  Measurement measured = tewl(1);
  measured.kind = "itch";
  diary->put(encode(record(at(kDay), measured)));
  CHECK(refused([&] { diary->samples({.series = {"itch"}}); }));
  CHECK(diary->samples({.series = {"measurement.itch"}})->rows() == 1);
}

TEST_CASE("a sample knows its entry when asked") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  diary->edit(id, diary->get(id).revision, note_patch("moved nothing"));
  const auto table = diary->samples({.record_ids = true});
  REQUIRE(table->rows() == 1);
  CHECK(table->column("record").values<Id>()[0] == id);
}

TEST_CASE("an edit moves the number with its entry, an answer that was taken back leaves none") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  Record patch;
  patch.when = at(kDay + 40, 9);
  patch.body = itch(3);
  diary->edit(id, diary->get(id).revision, encode(patch));
  auto table = diary->samples();
  REQUIRE(table->rows() == 1);
  CHECK(table->column("local_day").values<int32_t>()[0] == kDay + 40);
  CHECK(table->column("value").values<double>()[0] == 3);
  patch.body = itch(std::nullopt);
  diary->edit(id, diary->get(id).revision, encode(patch));
  CHECK(diary->samples()->rows() == 0);
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("doses and exposures have the numbers that were recorded") {
  TestDiary diary;
  const auto value_of = [&](Body body) {
    const Id id = diary->put(encode(record(at(kDay, 8), std::move(body))));
    const auto table = diary->samples();
    const double value = table->rows() == 0 ? -1 : table->column("value").values<double>()[0];
    const Column& unit = table->column("unit");
    const std::string text = table->rows() == 0 ? "" : unit.categories[0];
    diary->remove(id);
    return std::make_pair(value, text);
  };
  using Expected = std::pair<double, std::string>;
  CHECK(value_of(Dose{"hc", 1.0, "%", "cream", 2.5, {}, "", false, {}}) == Expected(2.5, "g"));
  CHECK(value_of(Dose{"hc", {}, "", "", {}, 2.0, "", false, {}}) == Expected(2, "{FTU}"));
  CHECK(value_of(Dose{"hc", {}, "", "", {}, {}, "", false, {}}) == Expected(1, "1"));
  CHECK(value_of(Dose{"hc", {}, "", "", {}, {}, "", true, {}}) == Expected(0, "1"));
  CHECK(value_of(sweat(false)) == Expected(0, "1"));
  CHECK(value_of(sweat(true)) == Expected(1, "1"));
  CHECK(value_of(sweat(std::nullopt)) == Expected(-1, ""));
  CHECK(value_of(Exposure{"air", {}, -4.0, "Cel", "", {}}) == Expected(-4, "Cel"));
}

namespace {

std::vector<std::string> texts(const Column& column) {
  std::vector<std::string> all;
  for (int32_t index : column.values<int32_t>()) {
    all.push_back(index < 0 ? "" : column.categories[static_cast<size_t>(index)]);
  }
  return all;
}

}  // namespace

TEST_CASE("records of one type come as a table, a column a field") {
  TestDiary diary;
  Record first = record(at(kDay, 8), Dose{"hc", 1.0, "%", "cream", 2.5, {}, "face", false, {}});
  first.note = "after the bath";
  const Id id = diary->put(encode(first));
  diary->put(encode(record(at(kDay), Dose{"hc", {}, "", "", {}, {}, "", true, {}})));
  diary->put(itch_record(1));
  const auto table = diary->records(Type::kDose);
  REQUIRE(table->rows() == 2);
  CHECK(table->column("not_taken").values<double>() == std::vector<double>{1, 0});
  CHECK(texts(table->column("drug")) == std::vector<std::string>{"hc", "hc"});
  CHECK(table->column("grams").values<double>()[1] == 2.5);
  CHECK(table->column("note").values<std::string>()[1] == "after the bath");
  CHECK(table->column("id").values<Id>()[1] == id);
  CHECK(diary->records(Type::kDose, kDay + 1, kDay + 2)->rows() == 0);
  CHECK(diary->records(Type::kDayCheck)->rows() == 0);
  diary->put(encode(record(at(kDay), DayCheck{{"sweat", "wool"}, {}})));
  CHECK(texts(diary->records(Type::kDayCheck)->column("factor")) ==
        std::vector<std::string>{"sweat", "wool"});
}

TEST_CASE("answers are scored as a table, also those that nobody here can score") {
  TestDiary diary;
  const auto put = [&](Day day, Answers answers) {
    Record made;
    made.when = When{.local_day = day};
    made.body = std::move(answers);
    diary->put(encode(made));
  };
  put(kDay, {.instrument = "poem", .version = 1, .answers = {{"itch", 4}}});
  put(kDay + 1, {.instrument = "viga_ad", .version = 1, .answers = {{"grade", 3}}});
  put(kDay + 2, {.instrument = "vancouver_scar", .version = 1, .answers = {}, .site = "knee.left"});
  const auto all = diary->scores();
  REQUIRE(all->rows() == 3);
  const auto& totals = std::get<std::vector<double>>(all->column("total").data);
  CHECK(std::isnan(totals[0]));
  CHECK(totals[1] == 3);
  CHECK(all->column("band").categories == std::vector<std::string>{"moderate"});
  CHECK(diary->scores("viga_ad")->rows() == 1);
  CHECK(diary->scores({}, kDay + 2)->rows() == 1);
  CHECK(refused([&] { diary->scores("easy"); }));
}
