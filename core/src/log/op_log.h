// The op-log: every change of every replica, chained by hashes. The truth from which all else
// derives.
#ifndef LAMELLA_SRC_LOG_OP_LOG_H_
#define LAMELLA_SRC_LOG_OP_LOG_H_

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "codec/change.h"
#include "log/entity.h"
#include "log/payload.h"
#include "log/position.h"
#include "log/statements.h"
#include "vault/head.h"

namespace lamella::log {

// The hash chain over the changes of a replica: its start, and what it is after one more change.
base::Hash chain_start(std::string_view replica);
base::Hash chain_after(const base::Hash& chain, std::string_view change);

// The versions that a change makes.
std::vector<Version> written(const codec::Change& change, Position position);

struct LoggedChange {
  codec::Change change;
  std::vector<std::string> values;  // one for each of change.writes; none when erased
};

// A change with what its payload holds; an empty payload was erased, or never was. Fails with
// kDamaged for one that does not match the change's hash.
LoggedChange with_content(codec::Change change, std::string_view payload);

// Reads and appends within the caller's transaction.
class OpLog {
 public:
  explicit OpLog(Statements& statements) : statements_(statements) {}

  // Appends to this installation's own chain: fills in seq and payload hash. `payload`
  // holds the values of change.writes. Nothing is final before finish().
  Position append(codec::Change change, const Payload& payload);
  // Writes the new head of the chain beside the last change, once after the appends of a
  // transaction.
  void finish();

  // Fails with kDamaged when there is no such change.
  codec::Change change(Position position);
  // The change with its content. Fails with kDamaged also when that does not match its hash.
  LoggedChange read(Position position);
  // The bytes of a payload that its row had no room for; empty when there are none.
  std::string payload_in_chunks(Position position);
  void erase_payload(Position position);

  // Every change in the order of its position.
  void for_each(const std::function<void(Position, const codec::Change&)>& use);

  std::optional<Position> position_of(const codec::Dot& dot);
  // Fails with kDamaged when the diary has lost the name of the replica.
  codec::Dot dot_of(Position position);
  // The versions that a write names as overwritten, of those whose replica is known.
  std::vector<Version> overwritten(const codec::Change& change);

  // The greatest stamp of the replicas' last changes.
  codec::Hlc last_hlc();
  // Where each replica's log ends, of those that have a change.
  std::vector<vault::Head> heads();
  // Fails with kRollback when a log does not reach one of `heads`, or is another one there: then
  // the database is older than they are.
  void check_reaches(std::span<const vault::Head> heads);
  // A new own replica, for a database that is a copy: another may go on under the old name.
  void mint_replica();

  // Grows with every change of any replica.
  uint64_t change_count();

 private:
  struct Replica {
    Id id;
    uint64_t seq = 0;
    base::Hash chain{};
  };
  const std::map<int64_t, Replica>& replicas();
  // Where the replica's log ends.
  void read_head(int64_t n, Replica& replica);
  void insert_chunks(Position position, std::string_view payload);

  Statements& statements_;
  std::map<int64_t, Replica> replicas_;  // empty: not read yet
  int64_t own_ = 0;                      // of these
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_OP_LOG_H_
