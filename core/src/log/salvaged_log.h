// An op-log in memory, of the changes that are left of a damaged one.
#ifndef LAMELLA_SRC_LOG_SALVAGED_LOG_H_
#define LAMELLA_SRC_LOG_SALVAGED_LOG_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "lamella/salvage.h"
#include "log/position.h"
#include "log/statements.h"
#include "vault/head.h"
#include "vault/page_rows.h"

namespace lamella::log {

class SalvagedLog {
 public:
  SalvagedLog();

  // Takes a row of the log, of its chunks or of its replicas, told by its shape. A change that is
  // none is not taken, and a payload that is not its change's neither.
  void add(const vault::PageRow& row);

  // Once, after the last row: drops the changes that contradict each other or their hash chain, and
  // counts those that stay and those that are missing. `named` are positions that other rows name.
  // What is left is fit for OpLog to be read.
  void verify(std::span<const vault::Head> heads, const std::vector<Position>& named,
              SalvageReport& report);

  Statements& statements() { return statements_; }

 private:
  struct Replica {
    std::optional<Id> id{};  // none when its name is lost
    uint64_t reach = 0;      // the last sequence number that is heard of
  };
  // Changes without a gap between them.
  struct Run {
    uint64_t first = 0;
    uint64_t last = 0;      // included; before `first` when there are none
    bool is_torn = false;   // does not fit the changes beside it
    bool is_known = false;  // comes down from the start of its chain or leads to a known head
  };

  void add_change(Position at, std::string_view bytes, std::string_view payload,
                  std::string_view chain);
  void add_again(Position at, std::string_view bytes, std::string_view payload,
                 std::string_view chain);
  void drop(int64_t replica, uint64_t first, uint64_t last);
  void drop_contradictions(SalvageReport& report);
  void find_replicas(std::span<const vault::Head> heads, const std::vector<Position>& named);
  std::optional<Id> name_from_chain(int64_t replica);
  std::vector<Run> runs(int64_t n, const Replica& replica, std::span<const vault::Head> heads);
  void count(int64_t n, const Replica& replica, SalvageReport& report);
  void complete();

  std::unique_ptr<vault::Connection> connection_;
  Statements statements_;
  std::set<Position> contradictions_;
  std::set<Id> names_;  // that a replica may have
  std::map<int64_t, Replica> replicas_;
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SALVAGED_LOG_H_
