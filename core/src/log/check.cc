#include "log/check.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/beside.h"
#include "base/hash.h"
#include "lamella/error.h"
#include "lamella/record.h"
#include "log/check_contents.h"
#include "log/derived.h"
#include "log/op_log.h"
#include "log/topics.h"
#include "log/view.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 1'024;
constexpr size_t kPart = 2'048;  // rows

// A set of rows as the sum of their hashes, so that it has no order and takes no memory.
class RowSet {
 public:
  void add(uint64_t row_hash) {
    sum_ += row_hash;
    ++count_;
  }
  uint64_t count() const { return count_; }
  bool operator==(const RowSet&) const = default;

 private:
  uint64_t sum_ = 0;
  uint64_t count_ = 0;
};

uint64_t hash_of(std::string_view begin, std::initializer_list<int64_t> numbers,
                 std::string_view rest = {}) {
  const std::string_view middle(reinterpret_cast<const char*>(numbers.begin()),
                                numbers.size() * sizeof(int64_t));
  std::string bytes;
  bytes.reserve(begin.size() + middle.size() + rest.size());
  bytes.append(begin).append(middle).append(rest);
  return base::process_hash(bytes);
}

// Numbers that no row has, for what is absent.
constexpr int64_t kNoTopic = -1;
constexpr int64_t kUnknownTopic = -2;
constexpr int64_t kNoPosition = -1;

uint64_t hash_of(const EntryRow& row, int64_t topic) {
  return hash_of(
      row.key.id.view(),
      {row.key.day, row.key.t, row.type, row.life, topic, row.position.value_or(kNoPosition)},
      row.versions);
}

uint64_t hash_of(const EntryKey& key) { return hash_of(key.id.view(), {key.day, key.t}); }

uint64_t hash_of(int64_t topic, const Sample& sample) {
  return hash_of({reinterpret_cast<const char*>(&sample.value), sizeof sample.value},
                 {topic, sample.day, sample.has_instant ? 1 : 0, sample.utc_ms, sample.offset_min,
                  sample.position});
}

// The derived tables: as the log says they are, or as they were found.
struct Tables {
  RowSet entries;
  RowSet ids;
  RowSet samples;
  std::set<int64_t> topics;
  std::vector<codec::Content> contents;  // that entries name
};

// What one entry adds to the tables.
struct Share {
  uint64_t entry = 0;
  uint64_t id = 0;
  std::optional<uint64_t> sample{};
  int64_t topic = kNoTopic;
  std::optional<codec::Content> content{};
};

void add(Tables& tables, const Share& share) {
  tables.entries.add(share.entry);
  tables.ids.add(share.id);
  if (share.sample) tables.samples.add(*share.sample);
  if (share.topic != kNoTopic) tables.topics.insert(share.topic);
  if (share.content) tables.contents.push_back(*share.content);
}

// Rows of the log on their way to the other thread, their changes and whole payloads in one text.
struct LogPart {
  struct Row {
    Position at = 0;
    size_t change = 0;  // bytes of it
    size_t payload = 0;
  };
  std::vector<Row> rows;
  std::string bytes;
};

// A change as its entry needs it.
struct Touch {
  Id entity;
  Position position = 0;
  uint32_t life = 0;
  bool has_writes = false;
  bool has_content = false;
  std::optional<size_t> alone{};  // number of the entry's share, when no other change touches it
};

// What the log says, change by change, then entry by entry.
class LogWalk {
 public:
  LogWalk(Statements& statements, CheckReport& report, Task* task)
      : statements_(statements), log_(statements), report_(report), task_(task) {
    for (const NumberedTopic& numbered : Topics(statements).all()) {
      topics_[codec::encode(numbered.topic)] = numbered.n;
    }
  }

  Tables expected() {
    read_changes();
    std::sort(touches_.begin(), touches_.end(), [](const Touch& a, const Touch& b) {
      return std::tie(a.entity, a.position) < std::tie(b.entity, b.position);
    });
    Tables tables;
    for (auto begin = touches_.begin(); begin != touches_.end();) {
      const auto end = std::find_if(
          begin, touches_.end(), [&](const Touch& touch) { return touch.entity != begin->entity; });
      const std::span<const Touch> entry(begin, end);
      check_erasure(entry);
      if (entry.size() == 1 && entry.front().alone) {
        add(tables, shares_[*entry.front().alone]);
      } else {
        add_entry(entry, tables);
      }
      begin = end;
    }
    return tables;
  }

 private:
  // One thread reads, decrypts and follows the chains, another decodes what was read before.
  void read_changes() {
    vault::Statement rows(statements_.connection(),
                          "SELECT log.pos, change, payload, chain, replica.id FROM log "
                          "LEFT JOIN replica ON replica.n = log.pos >> 40 ORDER BY log.pos");
    LogPart part;
    CheckReport of_chains;  // its findings alone
    base::Beside beside;
    const auto decode_beside = [&] {
      beside.start([this, read = std::exchange(part, {})] { read_part(read); });
    };
    while (rows.step()) {
      if (report_.changes++ % kProgressSteps == 0) lamella::report(task_, report_.changes, 0);
      const Position at = rows.integer(0);
      follow_chain(at, rows.blob(1), rows.blob(3), rows.blob(4), of_chains);
      const size_t before = part.bytes.size();
      part.bytes += rows.blob(1);
      const size_t change = part.bytes.size() - before;
      if (rows.is_null(2)) {
        part.bytes += log_.payload_in_chunks(at);
      } else {
        part.bytes += rows.blob(2);
      }
      part.rows.push_back({at, change, part.bytes.size() - before - change});
      if (part.rows.size() == kPart) decode_beside();
    }
    decode_beside();
    end_of_replica(of_chains);
    beside.finish();
    for (Finding& one : of_chains.findings) add_finding(report_, one.kind, std::move(one.what));
  }

  void read_part(const LogPart& part) {
    std::string_view left = part.bytes;
    for (const LogPart::Row& row : part.rows) {
      read_change(row.at, left.substr(0, row.change), left.substr(row.change, row.payload));
      left.remove_prefix(row.change + row.payload);
    }
  }

  void follow_chain(Position at, std::string_view change, std::string_view head,
                    std::string_view replica, CheckReport& report) {
    if (replica_of(at) != replica_) {
      end_of_replica(report);
      replica_ = replica_of(at);
      seq_ = 0;
      chain_ = chain_start(replica);
    }
    if (seq_of(at) != ++seq_) {
      add_finding(report, FindingKind::kLog, "changes are missing from the log");
      seq_ = seq_of(at);
    }
    chain_ = chain_after(chain_, change);
    ends_with_head_ = !head.empty();
    if (head.empty() || head == base::view(chain_)) return;
    add_finding(report, FindingKind::kLog, "the changes do not fit their hash chain");
    std::copy_n(head.begin(), std::min(head.size(), chain_.size()), chain_.begin());
  }

  void end_of_replica(CheckReport& report) {
    if (replica_ < 0 || ends_with_head_) return;
    add_finding(report, FindingKind::kLog, "a log does not end with the head of its hash chain");
  }

  void read_change(Position at, std::string_view bytes, std::string_view payload) {
    FindingKind kind = FindingKind::kLog;
    try {
      codec::Change change = codec::decode_change(bytes);
      if (change.seq != seq_of(at)) {
        add_finding(report_, kind, "a change stands in the place of another");
      }
      kind = FindingKind::kContent;
      touches_.push_back({change.entity, at, change.life, !change.writes.empty()});
      const LoggedChange logged = with_content(std::move(change), payload);
      if (logged.values.empty()) return;
      touches_.back().has_content = true;
      shares_.push_back(share_of(at, logged));
      touches_.back().alone = shares_.size() - 1;
    } catch (const Error& error) {
      if (error.detail() != 0) throw;  // a page, not a row
      add_finding(report_, kind, error.what());
    }
  }

  // Of an entry that this change alone made.
  Share share_of(Position at, const LoggedChange& logged) {
    const codec::Change& change = logged.change;
    Standing standing{change.entity, {change.type, change.life, {}}, {}, 0};
    std::string record;
    for (size_t i = 0; i < change.writes.size(); ++i) {
      const uint32_t number = change.writes[i].register_number;
      standing.entity.versions.push_back({number, at});
      if (number == change.type) standing.body_position = at;
      record += logged.values[i];
    }
    standing.indexed = codec::index(decode(record));
    return share_of(standing);
  }

  Share share_of(const Standing& standing) {
    Share share;
    share.content = standing.indexed.content;
    if (standing.indexed.topic) {
      const auto known = topics_.find(*standing.indexed.topic);
      share.topic = known == topics_.end() ? kUnknownTopic : known->second;
    }
    const EntryRow row = entry_row(standing);
    share.entry = hash_of(row, share.topic);
    share.id = hash_of(row.key);
    if (const std::optional<Sample> sample = sample_of(standing)) {
      share.sample = hash_of(share.topic, *sample);
    }
    return share;
  }

  // Content is there while its entry has the life that wrote it, and no longer.
  void check_erasure(std::span<const Touch> entry) {
    uint32_t life = 0;
    for (const Touch& touch : entry) life = std::max(life, touch.life);
    for (const Touch& touch : entry) {
      if (!touch.has_writes) continue;
      const bool belongs = touch.life == life && life % 2 == 1;
      if (!touch.has_content) ++report_.erased;
      if (belongs == touch.has_content) continue;
      add_finding(report_, FindingKind::kContent,
                  belongs ? "the content of an entry is missing from the log"
                          : "the content of a deleted entry is still in the log");
    }
  }

  void add_entry(std::span<const Touch> entry, Tables& tables) {
    EntityBuilder builder;
    for (const Touch& touch : entry) {
      const codec::Change change = log_.change(touch.position);
      builder.add(change.type, change.life, written(change, touch.position),
                  log_.overwritten(change));
    }
    try {
      add(tables, share_of(view(log_, entry.front().entity, builder.build()).standing()));
    } catch (const Error& error) {
      if (error.detail() != 0) throw;
      add_finding(report_, FindingKind::kContent, error.what());
    }
  }

  Statements& statements_;
  OpLog log_;
  CheckReport& report_;
  Task* task_;
  std::map<std::string, int64_t> topics_;  // by key
  std::vector<Touch> touches_;
  std::vector<Share> shares_;  // of entries that one change made
  int64_t replica_ = -1;
  uint64_t seq_ = 0;
  base::Hash chain_{};
  bool ends_with_head_ = false;
};

void read_entries(Statements& statements, Tables& found) {
  vault::Statement rows(statements.connection(),
                        "SELECT day, t, id, type, topic, life, pos, regs FROM entry");
  while (rows.step()) {
    EntryRow row;
    row.key = {static_cast<Day>(rows.integer(0)), rows.integer(1), id_from_bytes(rows.blob(2))};
    row.type = static_cast<uint32_t>(rows.integer(3));
    row.life = static_cast<uint32_t>(rows.integer(5));
    if (!rows.is_null(6)) row.position = rows.integer(6);
    row.versions = rows.blob(7);
    found.entries.add(hash_of(row, rows.is_null(4) ? kNoTopic : rows.integer(4)));
  }
}

void read_ids(Statements& statements, Tables& found) {
  vault::Statement rows(statements.connection(), "SELECT day, t, id FROM entry_id");
  while (rows.step()) {
    found.ids.add(hash_of(
        EntryKey{static_cast<Day>(rows.integer(0)), rows.integer(1), id_from_bytes(rows.blob(2))}));
  }
}

// Blocks are in order and full but for the last of a series and month.
void read_blocks(Statements& statements, Tables& found) {
  vault::Statement rows(statements.connection(), "SELECT k, bytes FROM block ORDER BY k");
  int64_t next_part = -1;
  std::optional<Sample> last;
  while (rows.step()) {
    const int64_t key = rows.integer(0);
    const bool begins = key % kMaxParts == 0;
    if (begins) last.reset();
    if (!begins && key != next_part) {
      throw Error(Code::kDamaged, "a block of samples is missing");
    }
    const std::vector<Sample> samples = decode_block(month_of_key(key), rows.blob(1));
    for (const Sample& sample : samples) {
      if (last && order(*last, sample) >= 0) {
        throw Error(Code::kDamaged, "samples are not in the order of their series");
      }
      last = sample;
      found.samples.add(hash_of(topic_of_key(key), sample));
    }
    next_part = samples.size() == kBlockSamples ? key + 1 : -1;
  }
}

void read_topics(Statements& statements, Tables& found) {
  for (const NumberedTopic& numbered : Topics(statements).all()) found.topics.insert(numbered.n);
}

void compare(const Tables& expected, const Tables& found, CheckReport& report) {
  const auto differs = [&](bool equal, const char* what) {
    if (!equal) add_finding(report, FindingKind::kDerived, what);
  };
  differs(expected.entries == found.entries, "the entries are not those of the log");
  differs(expected.ids == found.ids, "the ids of the entries are not those of the log");
  differs(expected.samples == found.samples, "the samples are not those of the log");
  differs(expected.topics == found.topics, "the series are not those of the log");
}

}  // namespace

void add_finding(CheckReport& report, FindingKind kind, std::string what) {
  if (report.findings.size() < kMostFindings) report.findings.push_back({kind, std::move(what)});
}

namespace {

// True when `step` could read all that it wanted, from a connection of its own.
bool run(const FreshConnection& fresh, CheckReport& report, FindingKind kind,
         const std::function<void(Statements&)>& step) {
  try {
    const std::unique_ptr<vault::Connection> connection = fresh();
    Statements statements(*connection);
    step(statements);
    return true;
  } catch (const Error& error) {
    if (error.code() == Code::kCancelled || error.code() == Code::kOutOfMemory) throw;
    add_finding(report, error.detail() != 0 ? FindingKind::kPage : kind, error.what());
    return false;
  }
}

// What is read beside the log.
struct FoundBeside {
  Tables tables;
  std::optional<FoundContents> contents;  // none: they could not be read
  CheckReport report;                     // its findings alone
  bool whole = true;
};

void read_beside(const FreshConnection& fresh, FoundBeside& found, Task& task) {
  for (const auto read : {read_entries, read_ids, read_blocks, read_topics}) {
    found.whole &= run(fresh, found.report, FindingKind::kDerived,
                       [&](Statements& statements) { read(statements, found.tables); });
    task.progress(0, 0);
  }
  run(fresh, found.report, FindingKind::kAttachment,
      [&](Statements& statements) { found.contents = read_contents(statements, &task); });
}

// Cancels a task when it goes, so that nobody waits for what is not wanted any more.
struct CancelledAtLast {
  Task& task;
  ~CancelledAtLast() { task.cancel(); }
};

}  // namespace

void check(const FreshConnection& fresh, std::span<const vault::Head> heads, CheckReport& report,
           Task* task) {
  FoundBeside found;
  Task task_beside;
  base::Beside beside;
  const CancelledAtLast cancelled{task_beside};
  beside.start([&] { read_beside(fresh, found, task_beside); });
  Tables expected;
  bool whole = run(fresh, report, FindingKind::kLog, [&](Statements& statements) {
    expected = LogWalk(statements, report, task).expected();
  });
  run(fresh, report, FindingKind::kRollback,
      [&](Statements& statements) { OpLog(statements).check_reaches(heads); });
  while (!beside.is_done()) lamella::report(task, report.changes, report.changes);
  beside.finish();
  whole &= found.whole;
  for (Finding& one : found.report.findings) add_finding(report, one.kind, std::move(one.what));
  if (whole && found.contents) compare_contents(expected.contents, *found.contents, report);
  report.entries = found.tables.entries.count();
  report.samples = found.tables.samples.count();
  if (whole) compare(expected, found.tables, report);
}

}  // namespace lamella::log

namespace lamella {

std::string_view name(FindingKind kind) {
  switch (kind) {
    case FindingKind::kPage:
      return "page";
    case FindingKind::kLog:
      return "log";
    case FindingKind::kContent:
      return "content";
    case FindingKind::kDerived:
      return "derived";
    case FindingKind::kKeyFile:
      return "key file";
    case FindingKind::kRollback:
      return "rollback";
    case FindingKind::kAttachment:
      return "attachment";
  }
  return "unknown";
}

}  // namespace lamella
