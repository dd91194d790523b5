// What the tests of salvage share: a diary whose history is known, and a look at what came back.
#ifndef LAMELLA_TESTS_CORE_DIARY_SALVAGE_SPECIMEN_H_
#define LAMELLA_TESTS_CORE_DIARY_SALVAGE_SPECIMEN_H_

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "codec/change.h"
#include "diary_fixture.h"
#include "lamella/salvage.h"
#include "vault/page_reader.h"
#include "vault/page_rows.h"
#include "vault/vault.h"
#include "vault_fixture.h"

namespace lamella::salvage_test {

using diary_test::kDay;
using diary_test::key;
using vault_test::read_bytes;
using vault_test::write_bytes;

inline constexpr size_t kPage = 4096;

using Records = std::map<Id, std::string>;

inline Records records_of(Diary& diary) {
  Records records;
  Query query;
  do {
    const Page page = diary.query(query);
    for (const Entry& entry : page.entries) records[entry.id] = entry.record;
    query.token = page.next_token;
  } while (!query.token.empty());
  return records;
}

inline std::string note_record(int i, size_t size) {
  Record with_note = diary_test::record(diary_test::at(kDay + i, 9), diary_test::sweat(i % 2 == 0));
  with_note.note = std::to_string(i) + std::string(size, static_cast<char>('a' + i % 26));
  return encode(with_note);
}

// A diary of notes of 5 KB and 20 KB, numbers, edits, deletes and an entry that was restored; and
// everything that each entry ever was.
struct Specimen {
  diary_test::TestDiary diary;
  std::map<Id, std::set<std::string>> states;
  Records records;    // at the end
  std::string bytes;  // closed

  Specimen() {
    live();
    close();
  }

  void live(int note = 0) {
    std::vector<Id> ids;
    for (int i = 0; i < 40; ++i) {
      ids.push_back(diary->put(diary_test::itch_record(i % 10, kDay + i)));
      ids.push_back(diary->put(
          encode(diary_test::record(diary_test::at(kDay + i, 7), diary_test::tewl(i + note)))));
      if (i % 4 == 0) ids.push_back(diary->put(note_record(i, i % 12 == 0 ? 20'000 : 5'000)));
    }
    remember();
    for (size_t i = 0; i < ids.size(); i += 6) edit(ids[i], std::string(i * 8, 'n'));
    remember();
    for (size_t i = 0; i < ids.size(); i += 18) edit(ids[i], "twice");
    for (size_t i = 3; i < ids.size(); i += 11) diary->remove(ids[i]);
    diary->restore(ids[3], diary_test::itch_record(3));
    remember();
  }
  void edit(const Id& id, const std::string& note) {
    diary->edit(id, diary->get(id).revision, diary_test::note_patch(note));
  }
  void remember() {
    records = records_of(diary.diary);
    for (const auto& [id, bytes_of] : records) states[id].insert(bytes_of);
  }
  void close() {
    diary->close();
    bytes = read_bytes(diary.path);
  }
  size_t pages() const { return bytes.size() / kPage; }
};

// The entries of which each page holds a change or a part of its content.
inline std::vector<std::set<Id>> entries_by_page(const std::string& path) {
  const auto vault = vault_test::open(path, key(), true);
  vault::PageReader reader = vault->page_reader(key());
  std::map<int64_t, Id> entry_of;
  vault::Vault::Reader rows = vault->reader();
  vault::Statement changes(*rows, "SELECT pos, change FROM log");
  while (changes.step()) {
    entry_of[changes.integer(0)] = codec::decode_change(changes.blob(1)).entity;
  }
  std::vector<std::set<Id>> entries(reader.pages() + 1);
  for (uint64_t page = 2; page <= reader.pages(); ++page) {
    const std::string bytes = reader.read(page).value();
    for (const vault::PageRow& row : vault::rows_of(bytes)) {
      const auto* first = std::get_if<int64_t>(row.values.data());
      if (!row.rowid || (row.values.size() != 4 && first == nullptr)) continue;
      const auto found = entry_of.find(first == nullptr ? *row.rowid : *first);
      if (found != entry_of.end()) entries[page].insert(found->second);
    }
  }
  return entries;
}

struct Saved {
  SalvageReport report;
  Records records;
};

inline Saved salvage_to_new(const diary_test::TestDiary& diary) {
  const std::string target = diary.folder / "saved.db";
  const auto before = vault_test::contents(diary.folder.path());
  Saved saved;
  saved.report = salvage(diary.path, key(), target, key());
  for (const auto& [name, content] : before) {
    if (name.find("-shm") == std::string::npos) CHECK(read_bytes(diary.folder / name) == content);
  }
  {
    Diary opened = Diary::open(target, key());
    CHECK(opened.check().is_sound());
    saved.records = records_of(opened);
    CHECK(saved.report.entries == saved.records.size());
    CHECK(opened.summary().deleted == 0);
  }
  Diary::shred(target);
  return saved;
}

inline Saved salvage_bytes(const Specimen& specimen, std::string_view bytes) {
  write_bytes(specimen.diary.path, bytes);
  return salvage_to_new(specimen.diary);
}

inline bool contains(const std::vector<Id>& ids, const Id& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Entries that are not in `touched` are as they were; those in it are too, or the report says how
// not. Nothing comes back that never was, and nothing that was deleted. True when all is as it was.
inline bool check_saved(const Specimen& specimen, const Saved& saved, const std::set<Id>& touched) {
  bool whole = true;
  for (const auto& entry : specimen.records) {
    const Id& id = entry.first;
    const auto found = saved.records.find(id);
    const bool equal = found != saved.records.end() && found->second == entry.second;
    CAPTURE(hex(id));
    CHECK((equal || touched.count(id) == 1));
    CHECK(contains(saved.report.lost, id) == (found == saved.records.end()));
    if (!equal && found != saved.records.end()) {
      CHECK(contains(saved.report.older, id));
      CHECK(specimen.states.at(id).count(found->second) == 1);
    }
    whole = whole && equal;
  }
  for (const auto& [id, bytes] : saved.records) CHECK(specimen.records.count(id) == 1);
  for (const auto* ids : {&saved.report.lost, &saved.report.older}) {
    for (const Id& id : *ids) {
      CHECK(touched.count(id) == 1);
      CHECK(specimen.records.count(id) == 1);  // and is not one that was deleted
    }
  }
  const size_t named = saved.report.lost.size() + saved.report.older.size();
  CHECK(saved.report.what_was_lost.size() >= named + saved.report.gaps.size());
  return whole;
}

}  // namespace lamella::salvage_test

#endif  // LAMELLA_TESTS_CORE_DIARY_SALVAGE_SPECIMEN_H_
