#include "log/salvaged_log.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/hash.h"
#include "codec/change.h"
#include "lamella/error.h"
#include "log/op_log.h"
#include "vault/connection.h"
#include "vault/schema.h"

namespace lamella::log {

namespace {

constexpr size_t kIdBytes = sizeof(Id);
constexpr size_t kChainBytes = sizeof(base::Hash);

// More are never met: a greater number is none, and must not overflow.
constexpr int64_t kMostReplicas = 1 << 20;

bool is_replica(int64_t n) { return n >= 0 && n < kMostReplicas; }
bool is_position(Position at) { return is_replica(replica_of(at)) && seq_of(at) > 0; }

bool is_null(const vault::Value& value) { return std::holds_alternative<std::monostate>(value); }

// Nothing for an empty blob as well, which these tables do not have.
std::string_view blob(const vault::Value& value) {
  const auto* bytes = std::get_if<std::string_view>(&value);
  return bytes == nullptr ? std::string_view() : *bytes;
}

bool is_blob_or_null(const vault::Value& value) { return is_null(value) || !blob(value).empty(); }

std::string name_of(const std::optional<Id>& id) {
  return id ? "replica " + hex(*id) : std::string("a replica without a name");
}

std::string range(uint64_t first, uint64_t last) {
  return first == last ? "change " + std::to_string(first)
                       : "changes " + std::to_string(first) + " to " + std::to_string(last);
}

void bind_blob(vault::Statement& statement, int parameter, std::string_view bytes) {
  bytes.empty() ? statement.bind_null(parameter) : statement.bind(parameter, bytes);
}

}  // namespace

SalvagedLog::SalvagedLog() : connection_(vault::open_in_memory()), statements_(*connection_) {
  vault::create_schema(*connection_);
  connection_->execute("DELETE FROM replica");
}

void SalvagedLog::add(const vault::PageRow& row) {
  const std::vector<vault::Value>& values = row.values;
  const auto number = [&](size_t i) { return std::get_if<int64_t>(&values[i]); };
  if (row.rowid && values.size() == 4 && is_null(values[0]) && is_blob_or_null(values[2]) &&
      is_blob_or_null(values[3])) {
    add_change(*row.rowid, blob(values[1]), blob(values[2]), blob(values[3]));
  } else if (row.rowid && values.size() == 3 && number(0) && number(1) &&
             !blob(values[2]).empty()) {
    vault::Statement& insert =
        statements_("INSERT OR IGNORE INTO log_chunk(pos, part, bytes) VALUES(?1, ?2, ?3)");
    insert.bind(1, *number(0)).bind(2, *number(1)).bind(3, blob(values[2])).run();
  } else if (row.rowid && values.size() == 3 && is_null(values[0]) &&
             blob(values[1]).size() == kIdBytes && number(2) && is_replica(*row.rowid)) {
    replicas_[*row.rowid].id = id_from_bytes(blob(values[1]));
  } else if (!row.rowid && values.size() == 2 && blob(values[0]).size() == kIdBytes && number(1)) {
    names_.insert(id_from_bytes(blob(values[0])));  // the index of the replicas, or the like of it
  }
}

void SalvagedLog::add_change(Position at, std::string_view bytes, std::string_view payload,
                             std::string_view chain) {
  codec::Change change;
  try {
    change = codec::decode_change(bytes);
  } catch (const Error&) {
    return;
  }
  if (!is_position(at) || change.seq != seq_of(at)) return;
  if (base::view(base::blake2b_256({payload})) != change.payload_hash) payload = {};
  if (chain.size() != kChainBytes) chain = {};
  for (const codec::Write& write : change.writes) {
    for (const codec::Dot& dot : write.overwrites) names_.insert(dot.replica);
  }
  vault::Statement& insert =
      statements_("INSERT OR IGNORE INTO log(pos, change, payload, chain) VALUES(?1, ?2, ?3, ?4)");
  insert.bind(1, at).bind(2, bytes);
  bind_blob(insert, 3, payload);
  bind_blob(insert, 4, chain);
  insert.run();
  if (connection_->changes() == 0) add_again(at, bytes, payload, chain);
}

// A stale page has the same change, perhaps with the content that was erased since, or another.
void SalvagedLog::add_again(Position at, std::string_view bytes, std::string_view payload,
                            std::string_view chain) {
  vault::Statement& update = statements_(
      "UPDATE log SET payload = ifnull(payload, ?3), chain = ifnull(chain, ?4)"
      " WHERE pos = ?1 AND change = ?2");
  update.bind(1, at).bind(2, bytes);
  bind_blob(update, 3, payload);
  bind_blob(update, 4, chain);
  update.run();
  if (connection_->changes() == 0) contradictions_.insert(at);
}

void SalvagedLog::verify(std::span<const vault::Head> heads, const std::vector<Position>& named,
                         SalvageReport& report) {
  drop_contradictions(report);
  find_replicas(heads, named);
  for (const auto& [n, replica] : replicas_) {
    for (const Run& run : runs(n, replica, heads)) {
      if (run.is_known || !run.is_torn || run.last < run.first) continue;
      drop(n, run.first, run.last);
      report.what_was_lost.push_back(
          name_of(replica.id) + ": " + range(run.first, run.last) +
          " not taken, and those before may be another copy's: the hash chain does not fit");
    }
  }
  for (const auto& [n, replica] : replicas_) count(n, replica, report);
  complete();
}

void SalvagedLog::drop(int64_t replica, uint64_t first, uint64_t last) {
  vault::Statement& rows = statements_("DELETE FROM log WHERE pos BETWEEN ?1 AND ?2");
  rows.bind(1, position(replica, first)).bind(2, position(replica, last)).run();
}

void SalvagedLog::drop_contradictions(SalvageReport& report) {
  for (const Position at : contradictions_) {
    drop(replica_of(at), seq_of(at), seq_of(at));
    report.what_was_lost.push_back("change " + std::to_string(seq_of(at)) +
                                   " not taken: two differ and claim its place");
  }
}

void SalvagedLog::find_replicas(std::span<const vault::Head> heads,
                                const std::vector<Position>& named) {
  vault::Statement& rows = statements_("SELECT max(pos) FROM log GROUP BY pos >> 40");
  while (rows.step()) replicas_[replica_of(rows.integer(0))].reach = seq_of(rows.integer(0));
  rows.reset();
  for (const Position at : named) {
    if (!is_position(at)) continue;
    uint64_t& reach = replicas_[replica_of(at)].reach;
    reach = std::max(reach, seq_of(at));
  }
  for (const vault::Head& head : heads) names_.insert(head.replica);
  for (auto& [n, replica] : replicas_) {
    if (!replica.id) replica.id = name_from_chain(n);
    for (const vault::Head& head : heads) {
      if (replica.id == head.replica) replica.reach = std::max(replica.reach, head.seq);
    }
  }
}

// The name with which the first transaction fits the head of its chain.
std::optional<Id> SalvagedLog::name_from_chain(int64_t replica) {
  vault::Statement& rows =
      statements_("SELECT pos, change, chain FROM log WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos");
  rows.bind(1, position(replica, 1)).bind(2, position(replica + 1, 0) - 1);
  std::vector<std::string> changes;
  std::string head;
  while (head.empty() && rows.step() && seq_of(rows.integer(0)) == changes.size() + 1) {
    changes.emplace_back(rows.blob(1));
    head = rows.blob(2);
  }
  rows.reset();
  for (const Id& name : names_) {
    base::Hash chain = chain_start(name.view());
    for (const std::string& change : changes) chain = chain_after(chain, change);
    if (base::view(chain) == head) return name;
  }
  return std::nullopt;
}

std::vector<SalvagedLog::Run> SalvagedLog::runs(int64_t n, const Replica& replica,
                                                std::span<const vault::Head> heads) {
  std::vector<Run> runs;
  std::optional<base::Hash> chain;
  uint64_t verified = 0;
  vault::Statement& rows =
      statements_("SELECT pos, change, chain FROM log WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos");
  rows.bind(1, position(n, 1)).bind(2, position(n + 1, 0) - 1);
  while (rows.step()) {
    const uint64_t seq = seq_of(rows.integer(0));
    if (runs.empty() || seq != runs.back().last + 1) {
      chain.reset();
      if (seq == 1 && replica.id) chain = chain_start(replica.id->view());
      runs.push_back({.first = seq, .is_known = chain.has_value()});
      verified = seq - 1;
    }
    runs.back().last = seq;
    if (chain) chain = chain_after(*chain, rows.blob(1));
    const std::string_view head = rows.blob(2);
    if (head.empty()) continue;
    if (chain && head != base::view(*chain)) {
      runs.back().last = verified;
      runs.back().is_torn = true;
      runs.push_back({.first = verified + 1, .last = seq, .is_torn = true});
      runs.push_back({.first = seq + 1, .last = seq, .is_torn = true});
    }
    chain.emplace();
    std::copy(head.begin(), head.end(), chain->begin());
    verified = seq;
    runs.back().is_known |=
        std::find(heads.begin(), heads.end(),
                  vault::Head{replica.id.value_or(Id()), seq, *chain}) != heads.end();
  }
  rows.reset();
  for (Run& run : runs) {
    run.is_torn = run.is_torn || contradictions_.count(position(n, run.first - 1)) > 0 ||
                  contradictions_.count(position(n, run.last + 1)) > 0;
  }
  return runs;
}

void SalvagedLog::count(int64_t n, const Replica& replica, SalvageReport& report) {
  uint64_t next = 1;
  const auto miss = [&](uint64_t last) {
    report.gaps.push_back({replica.id.value_or(Id()), next, last});
    report.what_was_lost.push_back(name_of(replica.id) + ": " + range(next, last) + " lost");
  };
  bool ends_with_head = true;
  vault::Statement& rows =
      statements_("SELECT pos, chain FROM log WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos");
  rows.bind(1, position(n, 1)).bind(2, position(n + 1, 0) - 1);
  for (; rows.step(); ++report.changes) {
    const uint64_t seq = seq_of(rows.integer(0));
    if (seq > next) miss(seq - 1);
    next = seq + 1;
    ends_with_head = !rows.is_null(1);
  }
  rows.reset();
  // The last change of a transaction has the head beside it.
  const uint64_t reach = std::max(replica.reach, ends_with_head ? 0 : next);
  if (next <= reach) miss(reach);
}

// What OpLog expects of a log that is whole.
void SalvagedLog::complete() {
  if (replicas_.empty()) replicas_[0];
  vault::Statement& insert = statements_("INSERT INTO replica(n, id, own) VALUES(?1, ?2, ?3)");
  std::set<Id> given;
  for (const auto& [n, replica] : replicas_) {
    // A name that is another number's already is as good as lost.
    const Id id = replica.id && given.insert(*replica.id).second ? *replica.id : random_id();
    insert.bind(1, n).bind(2, id.view()).bind(3, n == replicas_.begin()->first ? 1 : 0).run();
  }
  connection_->execute(
      "UPDATE log SET chain = zeroblob(32) WHERE chain IS NULL"
      " AND pos IN (SELECT max(pos) FROM log GROUP BY pos >> 40)");
}

}  // namespace lamella::log
