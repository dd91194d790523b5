// salvage() of a file with pages of another time or another copy: nothing wrong comes back
// silently.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diary_salvage_specimen.h"
#include "lamella/diary.h"
#include "lamella/salvage.h"
#include "log/salvage.h"
#include "vault/page_rows.h"
#include "vault/vault.h"
#include "vault_fixture.h"

namespace lamella {
namespace {

using diary_test::key;
using salvage_test::check_saved;
using salvage_test::entries_by_page;
using salvage_test::kPage;
using salvage_test::salvage_bytes;
using salvage_test::Saved;
using salvage_test::Specimen;
using vault_test::write_bytes;

TEST_CASE("a page of an older copy brings back nothing that was changed or deleted since") {
  Specimen specimen;
  const std::string old = specimen.bytes;
  const std::vector<std::set<Id>> before = entries_by_page(specimen.diary.path);
  specimen.diary.reopen();
  std::vector<Id> ids;
  for (const auto& [id, bytes] : specimen.records) ids.push_back(id);
  for (size_t i = 0; i < ids.size(); i += 5) specimen.edit(ids[i], "later");
  for (size_t i = 2; i < ids.size(); i += 5) specimen.diary->remove(ids[i]);
  specimen.live(100);
  specimen.close();
  const std::vector<std::set<Id>> after = entries_by_page(specimen.diary.path);
  size_t spliced = 0;
  for (size_t page = 1; page < before.size(); ++page) {
    const size_t begin = (page - 1) * kPage;
    if (specimen.bytes.compare(begin, kPage, old, begin, kPage) == 0) continue;
    CAPTURE(page);
    std::string mixed = specimen.bytes;
    mixed.replace(begin, kPage, old, begin, kPage);
    check_saved(specimen, salvage_bytes(specimen, mixed), after[page]);
    ++spliced;
  }
  CHECK(spliced > 10);
}

// Whether a line of the report has these words.
bool tells(const SalvageReport& report, std::string_view words) {
  return std::any_of(report.what_was_lost.begin(), report.what_was_lost.end(),
                     [&](const std::string& line) { return line.find(words) != line.npos; });
}

struct LogRow {
  int64_t position = 0;
  std::string change;
  std::string payload;
  std::string chain;
};

std::vector<LogRow> log_of(const std::string& path) {
  const auto vault = vault_test::open(path, key(), true);
  vault::Vault::Reader reader = vault->reader();
  vault::Statement rows(*reader, "SELECT pos, change, payload, chain FROM log ORDER BY pos");
  std::vector<LogRow> log;
  while (rows.step()) {
    log.push_back({rows.integer(0), std::string(rows.blob(1)), std::string(rows.blob(2)),
                   std::string(rows.blob(3))});
  }
  return log;
}

// A diary and a copy of it that went on under the same keys and the same name of its replica.
struct Fork {
  Specimen here;
  size_t common = 0;  // changes
  std::string other;  // the bytes of the copy
  std::vector<LogRow> other_log;

  Fork() {
    const auto files = vault_test::contents(here.diary.folder.path());
    common = log_of(here.diary.path).size();
    go_on(100);
    other = here.bytes;
    other_log = log_of(here.diary.path);
    for (const auto& [name, content] : files) write_bytes(here.diary.folder / name, content);
    go_on(200);
  }
  void go_on(int note) {
    here.diary.reopen();
    here.states.clear();
    here.live(note);
    here.close();
  }
  bool has(const Id& id, const std::string& record) const {
    const auto states = here.states.find(id);
    return states != here.states.end() && states->second.count(record) == 1;
  }
};

TEST_CASE("a page of a copy that went another way does not fit the hash chain") {
  const Fork fork;
  const std::string& bytes = fork.here.bytes;
  size_t with_chain = 0;
  size_t with_foreign = 0;
  for (size_t begin = 0; begin < std::min(bytes.size(), fork.other.size()); begin += kPage) {
    if (bytes.compare(begin, kPage, fork.other, begin, kPage) == 0) continue;
    CAPTURE(begin / kPage);
    std::string mixed = bytes;
    mixed.replace(begin, kPage, fork.other, begin, kPage);
    const Saved saved = salvage_bytes(fork.here, mixed);
    const bool told = tells(saved.report, "the hash chain does not fit");
    const bool foreign =
        std::any_of(saved.records.begin(), saved.records.end(),
                    [&](const auto& entry) { return !fork.has(entry.first, entry.second); });
    CHECK((!foreign || told));
    CHECK((saved.records == fork.here.records || !saved.report.is_whole()));
    if (told) ++with_chain;
    if (foreign) ++with_foreign;
  }
  CHECK(with_chain > 3);
  // The page in which the ways part fits the chain from its start.
  CHECK(with_foreign <= 1);
}

vault::PageRow row_of(const LogRow& row) {
  const auto value = [](const std::string& bytes) {
    return bytes.empty() ? vault::Value() : vault::Value(std::string_view(bytes));
  };
  return {row.position, {vault::Value(), value(row.change), value(row.payload), value(row.chain)}};
}

TEST_CASE("of two changes in one place neither is taken, nor those beside it without a chain") {
  const Fork fork;
  const auto first = static_cast<int64_t>(fork.common) + 20;
  const std::vector<LogRow> log = log_of(fork.here.diary.path);
  log::Salvage salvage;
  for (const LogRow& row : log) {
    if (row.position < first - 3 || row.position > first + 4) salvage.add(row_of(row));
  }
  for (const LogRow& row : fork.other_log) {
    if (row.position >= first && row.position <= first + 5) salvage.add(row_of(row));
  }
  const auto heads = vault_test::open(fork.here.diary.path)->heads();
  SalvageReport report;
  const std::vector<NewRecord> records = salvage.finish(heads, report, nullptr);
  CHECK(records.size() > 60);
  for (const NewRecord& record : records) CHECK(fork.has(*record.id, record.record));
  CHECK(report.changes == log.size() - 9);
  REQUIRE(report.gaps.size() == 1);
  CHECK(report.gaps[0].first == static_cast<uint64_t>(first - 3));
  CHECK(report.gaps[0].last == static_cast<uint64_t>(first + 5));
  CHECK(tells(report, "two differ and claim its place"));
}

TEST_CASE("content that is not its change's does not take the place of the right one") {
  const Specimen specimen;
  log::Salvage salvage;
  for (LogRow row : log_of(specimen.diary.path)) {
    const LogRow right = row;
    if (!row.payload.empty()) row.payload.back() ^= 1;
    salvage.add(row_of(row));
    salvage.add(row_of(right));
  }
  SalvageReport report;
  for (const NewRecord& record : salvage.finish({}, report, nullptr)) {
    CHECK(specimen.records.at(*record.id) == record.record);
  }
  // The long notes are in chunks, which were not given.
  const auto in_chunks =
      std::count_if(specimen.records.begin(), specimen.records.end(),
                    [](const auto& entry) { return entry.second.size() > kPage; });
  CHECK(report.lost.size() == static_cast<size_t>(in_chunks));
}

// A row of the entry table, of an entry that one change wrote or that was deleted.
vault::PageRow entry_row(const Id& id, int64_t life) {
  const vault::Value position = life % 2 == 1 ? vault::Value(int64_t{5}) : vault::Value();
  return {{},
          {int64_t{20'000}, int64_t{0}, id.view(), int64_t{16}, vault::Value(), life, position,
           vault::Value()}};
}

TEST_CASE("of an older row of an entry and a newer one the newer counts, in either order") {
  const Id id = random_id();
  for (const int64_t newest : {2, 3}) {
    for (const bool newer_first : {false, true}) {
      log::Salvage salvage;
      if (newer_first) salvage.add(entry_row(id, newest));
      salvage.add(entry_row(id, newest - 1));
      if (!newer_first) salvage.add(entry_row(id, newest));
      SalvageReport report;
      CHECK(salvage.finish({}, report, nullptr).empty());
      CHECK(report.lost.size() == static_cast<size_t>(newest - 2));  // the deleted one is not lost
    }
  }
}

TEST_CASE("an entry of which only the id is left is lost, unless it was deleted") {
  const Id lost = random_id();
  const Id deleted = random_id();
  log::Salvage salvage;
  salvage.add({{}, {lost.view(), int64_t{20'000}, int64_t{0}}});
  salvage.add({{}, {deleted.view(), int64_t{std::numeric_limits<Day>::max()}, int64_t{0}}});
  SalvageReport report;
  CHECK(salvage.finish({}, report, nullptr).empty());
  CHECK(report.lost == std::vector<Id>{lost});
}

}  // namespace
}  // namespace lamella
