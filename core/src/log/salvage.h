// What the rows that are left of a damaged diary still say.
//
//   Salvage salvage;
//   for (const vault::PageRow& row : rows) salvage.add(row);  // in any order, some of them stale
//   std::vector<NewRecord> entries = salvage.finish(heads, report, task);
#ifndef LAMELLA_SRC_LOG_SALVAGE_H_
#define LAMELLA_SRC_LOG_SALVAGE_H_

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "lamella/entry.h"
#include "lamella/salvage.h"
#include "lamella/task.h"
#include "log/entity.h"
#include "log/op_log.h"
#include "log/salvaged_log.h"
#include "vault/head.h"
#include "vault/page_rows.h"

namespace lamella::log {

class Salvage {
 public:
  void add(const vault::PageRow& row);

  // Once, after the last row: every entry that the changes still make, as it is shown. `heads` are
  // those of the key file. Fills in the report but for its pages and `entries`.
  std::vector<NewRecord> finish(std::span<const vault::Head> heads, SalvageReport& report,
                                Task* task);

 private:
  // What is left of an entry.
  struct Remains {
    // Of its rows beside the log. Life 0: no more than its id.
    uint32_t type = 0;
    uint32_t life = 0;
    std::vector<Version> versions{};
    bool is_deleted = false;
    // Of the log, with their content and without.
    std::vector<Position> whole{};
    std::vector<Position> emptied{};
  };

  void add_row(const vault::PageRow& row);
  void add_id(const vault::PageRow& row);
  std::vector<Position> named_positions() const;
  void read_changes(OpLog& log);
  std::optional<NewRecord> recover(OpLog& log, const Id& id, const Remains& remains,
                                   SalvageReport& report);

  SalvagedLog log_;
  std::map<Id, Remains> entries_;
  std::set<Position> changes_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SALVAGE_H_
