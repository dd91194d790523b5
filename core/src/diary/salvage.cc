// salvage: the pages of the damaged database, what the log makes of them, and the new diary.
#include "lamella/salvage.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "codec/topic.h"
#include "lamella/diary.h"
#include "log/salvage.h"
#include "log/salvaged_contents.h"
#include "vault/page_rows.h"
#include "vault/vault.h"

namespace lamella {

namespace {

// The damaged diary: only read, page by page.
class DamagedDiary {
 public:
  DamagedDiary(const std::string& path, const Credential& credential)
      : vault_(vault::Vault::open(path, credential, {.read_only = true, .damaged = true})),
        reader_(vault_->page_reader(credential)) {}

  std::vector<NewRecord> records(SalvageReport& report, Task* task) {
    log::Salvage salvage;
    for (uint64_t number = 1; number <= reader_.pages(); ++number) {
      lamella::report(task, report.pages++, reader_.pages());
      const std::optional<std::string> page = reader_.read(number);
      if (!page) ++report.damaged_pages;
      if (!page || number == 1) continue;  // page 1 holds the schema
      for (const vault::PageRow& row : vault::rows_of(*page)) {
        salvage.add(row);
        contents_.add(number, row);
      }
    }
    contents_.finish();
    return salvage.finish(vault_->heads(), report, task);
  }

  ContentSource source(const codec::Content& content) { return contents_.source(reader_, content); }

 private:
  std::unique_ptr<vault::Vault> vault_;
  vault::PageReader reader_;
  log::SalvagedContents contents_;
};

// Brings the content of an attachment, or says that it is lost.
void fill(Diary& diary, const Id& id, const codec::Content& content, DamagedDiary& damaged,
          SalvageReport& report, Task* task) {
  try {
    diary.fill_attachment(id, damaged.source(content), task);
  } catch (const Error& error) {
    // A part that is not there, or another content than the record names.
    if (error.code() != Code::kDamaged && error.code() != Code::kInvalidArgument) throw;
    report.without_content.push_back(id);
    report.what_was_lost.push_back("entry " + hex(id) + ": the content of its attachment is lost");
  }
}

// Where the delete of one is lost, two entries can name one content. The diary takes one of them.
void drop_second_owners(std::vector<NewRecord>& records, SalvageReport& report) {
  std::set<Id> owned;
  std::erase_if(records, [&](const NewRecord& record) {
    const auto content = codec::index(decode(record.record)).content;
    if (!content || owned.insert(content->id).second) return false;
    report.lost.push_back(*record.id);
    report.what_was_lost.push_back("entry " + hex(*record.id) +
                                   ": lost, its content belongs to another entry");
    return true;
  });
}

}  // namespace

SalvageReport salvage(const std::string& damaged_path, const Credential& credential,
                      const std::string& new_path, const Credential& new_credential, Task* task) {
  SalvageReport report;
  DamagedDiary damaged(damaged_path, credential);
  std::vector<NewRecord> records = damaged.records(report, task);
  drop_second_owners(records, report);
  Diary diary = Diary::create(new_path, new_credential);
  try {
    diary.put(records, {}, task);
    for (const NewRecord& record : records) {
      const auto content = codec::index(decode(record.record)).content;
      if (content) fill(diary, *record.id, *content, damaged, report, task);
    }
  } catch (...) {
    diary.close();
    Diary::shred(new_path);
    throw;
  }
  report.entries = records.size();
  return report;
}

}  // namespace lamella
