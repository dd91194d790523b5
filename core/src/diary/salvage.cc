// salvage: the pages of the damaged database, what the log makes of them, and the new diary.
#include "lamella/salvage.h"

#include <optional>
#include <utility>

#include "lamella/diary.h"
#include "log/salvage.h"
#include "vault/page_rows.h"
#include "vault/vault.h"

namespace lamella {

namespace {

std::vector<NewRecord> read_damaged(const std::string& path, const Credential& credential,
                                    SalvageReport& report, Task* task) {
  const auto vault = vault::Vault::open(path, credential, {.read_only = true, .damaged = true});
  vault::PageReader reader = vault->page_reader(credential);
  log::Salvage salvage;
  for (uint64_t number = 1; number <= reader.pages(); ++number) {
    lamella::report(task, report.pages++, reader.pages());
    const std::optional<std::string> page = reader.read(number);
    if (!page) ++report.damaged_pages;
    if (!page || number == 1) continue;  // page 1 holds the schema
    for (const vault::PageRow& row : vault::rows_of(*page)) salvage.add(row);
  }
  return salvage.finish(vault->heads(), report, task);
}

}  // namespace

SalvageReport salvage(const std::string& damaged_path, const Credential& credential,
                      const std::string& new_path, const Credential& new_credential, Task* task) {
  SalvageReport report;
  const std::vector<NewRecord> records = read_damaged(damaged_path, credential, report, task);
  Diary diary = Diary::create(new_path, new_credential);
  try {
    diary.put(records, {}, task);
  } catch (...) {
    diary.close();
    Diary::shred(new_path);
    throw;
  }
  report.entries = records.size();
  return report;
}

}  // namespace lamella
