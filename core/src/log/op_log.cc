#include "log/op_log.h"

#include <algorithm>
#include <utility>

#include "lamella/error.h"

namespace lamella::log {

namespace {

constexpr size_t kMaxRowBytes = 3'500;  // reference: storage, F1
constexpr size_t kChainBytes = sizeof(base::Hash);
constexpr int64_t kNone = -1;

}  // namespace

base::Hash chain_start(std::string_view replica) {
  return base::blake2b_256({"lamella/chain/v1", replica});
}

base::Hash chain_after(const base::Hash& chain, std::string_view change) {
  return base::blake2b_256({base::view(chain), change});
}

std::vector<Version> written(const codec::Change& change, Position position) {
  std::vector<Version> versions;
  versions.reserve(change.writes.size());
  for (const codec::Write& write : change.writes) {
    versions.push_back({write.register_number, position});
  }
  return versions;
}

const std::map<int64_t, OpLog::Replica>& OpLog::replicas() {
  if (replicas_.empty()) {
    own_ = kNone;
    vault::Statement& rows = statements_("SELECT n, id, own FROM replica");
    while (rows.step()) {
      replicas_[rows.integer(0)].id = id_from_bytes(rows.blob(1));
      if (rows.integer(2) != 0) own_ = rows.integer(0);
    }
    rows.reset();
    if (own_ == kNone) throw Error(Code::kDamaged, "the diary has lost its own replica");
    for (auto& [n, replica] : replicas_) read_head(n, replica);
  }
  return replicas_;
}

void OpLog::read_head(int64_t n, Replica& replica) {
  vault::Statement& last = statements_(
      "SELECT pos, chain FROM log WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos DESC LIMIT 1");
  last.bind(1, position(n, 0)).bind(2, position(n + 1, 0) - 1);
  if (last.step()) {
    const std::string_view chain = last.blob(1);
    if (chain.size() != replica.chain.size()) {
      throw Error(Code::kDamaged, "the log does not end with the head of its hash chain");
    }
    replica.seq = seq_of(last.integer(0));
    std::copy(chain.begin(), chain.end(), replica.chain.begin());
  } else {
    replica.chain = chain_start(replica.id.view());
  }
  last.reset();
}

Position OpLog::append(codec::Change change, const Payload& payload) {
  replicas();
  Replica& own = replicas_.at(own_);
  change.seq = own.seq + 1;
  if (!payload.bytes.empty()) change.payload_hash = base::view(payload.hash);
  const std::string bytes = codec::encode(change);
  const Position at = position(own_, change.seq);
  const bool fits = bytes.size() + payload.bytes.size() + kChainBytes <= kMaxRowBytes;
  vault::Statement& insert =
      statements_("INSERT INTO log(pos, change, payload) VALUES(?1, ?2, ?3)");
  insert.bind(1, at).bind(2, bytes);
  if (fits && !payload.bytes.empty()) {
    insert.bind(3, payload.bytes);
  } else {
    insert.bind_null(3);
  }
  insert.run();
  if (!fits) insert_chunks(at, payload.bytes);
  own.seq = change.seq;
  own.chain = chain_after(own.chain, bytes);
  return at;
}

void OpLog::insert_chunks(Position position, std::string_view payload) {
  vault::Statement& insert =
      statements_("INSERT INTO log_chunk(pos, part, bytes) VALUES(?1, ?2, ?3)");
  for (int64_t part = 0; !payload.empty(); ++part) {
    insert.bind(1, position).bind(2, part).bind(3, payload.substr(0, kMaxRowBytes));
    insert.run();
    payload.remove_prefix(std::min(payload.size(), kMaxRowBytes));
  }
}

void OpLog::finish() {
  // Beside the change, on a page that the commit writes anyway.
  const Replica& own = replicas_.at(own_);
  vault::Statement& update = statements_("UPDATE log SET chain = ?2 WHERE pos = ?1");
  update.bind(1, position(own_, own.seq)).bind(2, base::view(own.chain));
  update.run();
}

codec::Change OpLog::change(Position position) {
  vault::Statement& row = statements_("SELECT change FROM log WHERE pos = ?1");
  row.bind(1, position);
  if (!row.step()) throw Error(Code::kDamaged, "a change is missing from the log");
  codec::Change change = codec::decode_change(row.blob(0));
  row.reset();
  return change;
}

LoggedChange OpLog::read(Position position) {
  vault::Statement& row = statements_("SELECT change, payload FROM log WHERE pos = ?1");
  row.bind(1, position);
  if (!row.step()) throw Error(Code::kDamaged, "a change is missing from the log");
  codec::Change change = codec::decode_change(row.blob(0));
  std::string payload(row.blob(1));
  row.reset();
  if (payload.empty() && !change.writes.empty()) payload = payload_in_chunks(position);
  return with_content(std::move(change), payload);
}

LoggedChange with_content(codec::Change change, std::string_view payload) {
  LoggedChange logged{std::move(change), {}};
  if (logged.change.writes.empty() || payload.empty()) return logged;
  if (base::view(base::blake2b_256({payload})) != logged.change.payload_hash) {
    throw Error(Code::kDamaged, "the content of a change does not match its hash");
  }
  logged.values = codec::decode_payload(payload);
  if (logged.values.size() != logged.change.writes.size()) {
    throw Error(Code::kDamaged, "a change has another number of values than of writes");
  }
  return logged;
}

std::string OpLog::payload_in_chunks(Position position) {
  std::string payload;
  vault::Statement& chunks =
      statements_("SELECT bytes FROM log_chunk WHERE pos = ?1 ORDER BY part");
  chunks.bind(1, position);
  while (chunks.step()) payload += chunks.blob(0);
  chunks.reset();
  return payload;
}

void OpLog::erase_payload(Position position) {
  vault::Statement& row = statements_("UPDATE log SET payload = NULL WHERE pos = ?1");
  row.bind(1, position);
  row.run();
  vault::Statement& chunks = statements_("DELETE FROM log_chunk WHERE pos = ?1");
  chunks.bind(1, position);
  chunks.run();
}

void OpLog::for_each(const std::function<void(Position, const codec::Change&)>& use) {
  vault::Statement rows(statements_.connection(), "SELECT pos, change FROM log ORDER BY pos");
  while (rows.step()) use(rows.integer(0), codec::decode_change(rows.blob(1)));
}

std::optional<Position> OpLog::position_of(const codec::Dot& dot) {
  for (const auto& [n, replica] : replicas()) {
    if (replica.id == dot.replica && dot.seq >= 1 && dot.seq <= replica.seq) {
      return position(n, dot.seq);
    }
  }
  return std::nullopt;
}

codec::Dot OpLog::dot_of(Position position) {
  const auto replica = replicas().find(replica_of(position));
  if (replica == replicas_.end()) {
    throw Error(Code::kDamaged, "a change is of a replica that the diary does not know");
  }
  return {replica->second.id, seq_of(position)};
}

std::vector<Version> OpLog::overwritten(const codec::Change& change) {
  std::vector<Version> versions;
  for (const codec::Write& write : change.writes) {
    for (const codec::Dot& dot : write.overwrites) {
      if (const std::optional<Position> at = position_of(dot)) {
        versions.push_back({write.register_number, *at});
      }
    }
  }
  return versions;
}

codec::Hlc OpLog::last_hlc() {
  codec::Hlc last;
  for (const auto& [n, replica] : replicas()) {
    if (replica.seq > 0) last = std::max(last, change(position(n, replica.seq)).hlc);
  }
  return last;
}

std::vector<vault::Head> OpLog::heads() {
  std::vector<vault::Head> heads;
  for (const auto& [n, replica] : replicas()) {
    if (replica.seq > 0) heads.push_back({replica.id, replica.seq, replica.chain});
  }
  return heads;
}

void OpLog::check_reaches(std::span<const vault::Head> heads) {
  vault::Statement& row = statements_("SELECT chain FROM log WHERE pos = ?1");
  for (const vault::Head& head : heads) {
    const std::optional<Position> at = position_of({head.replica, head.seq});
    bool reaches = false;
    if (at) {
      row.bind(1, *at);
      reaches = row.step() && row.blob(0) == base::view(head.chain);
      row.reset();
    }
    if (!reaches) {
      throw Error(Code::kRollback,
                  "the database is an older copy: the last change that its key file knows is not "
                  "in it");
    }
  }
}

void OpLog::mint_replica() {
  const int64_t n = replicas().rbegin()->first + 1;
  const Id id = random_id();
  statements_("UPDATE replica SET own = 0 WHERE own = 1").run();
  vault::Statement& insert = statements_("INSERT INTO replica(n, id, own) VALUES(?1, ?2, 1)");
  insert.bind(1, n).bind(2, id.view()).run();
  replicas_.clear();
}

uint64_t OpLog::change_count() {
  uint64_t count = 0;
  for (const auto& [n, replica] : replicas()) count += replica.seq;
  return count;
}

}  // namespace lamella::log
