// Diary::check: the log and its tables, the pages, and the key file.
#include "lamella/check.h"

#include "diary/impl.h"
#include "log/check.h"

namespace lamella {

CheckReport Diary::check(const CheckOptions& options, Task* task) {
  return impl_->with_vault([&](vault::Vault& vault) {
    CheckReport report;
    const std::vector<std::string> pages = vault.check_pages(options.deep, report.pages);
    for (const std::string& page : pages) log::add_finding(report, FindingKind::kPage, page);
    for (const std::string& keys : vault.check_key_file(vault::noted_generation(*vault.reader()))) {
      log::add_finding(report, FindingKind::kKeyFile, keys);
    }
    log::check([&] { return vault.fresh_reader(); }, vault.heads(), report, task);
    return report;
  });
}

}  // namespace lamella
