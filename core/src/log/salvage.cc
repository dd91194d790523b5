#include "log/salvage.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "lamella/error.h"
#include "log/prepare.h"
#include "log/view.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 256;

std::optional<int64_t> number(const vault::Value& value) {
  const auto* found = std::get_if<int64_t>(&value);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<Id> id_of(const vault::Value& value) {
  const auto* bytes = std::get_if<std::string_view>(&value);
  if (bytes == nullptr || bytes->size() != sizeof(Id)) return std::nullopt;
  return id_from_bytes(*bytes);
}

// The versions of a row of the entry table: one change that wrote them all, or a list.
std::vector<Version> versions_of(const vault::Value& position, const vault::Value& list) {
  if (const auto at = number(position)) return {{kEveryRegister, *at}};
  const auto* bytes = std::get_if<std::string_view>(&list);
  return bytes == nullptr ? std::vector<Version>() : decode_versions(*bytes);
}

bool has_content(OpLog& log, Position position) {
  try {
    return !log.read(position).values.empty();
  } catch (const Error& error) {
    if (error.detail() != 0) throw;
    return false;
  }
}

}  // namespace

void Salvage::add(const vault::PageRow& row) {
  log_.add(row);
  if (row.rowid) return;
  if (row.values.size() == 8) add_row(row);
  if (row.values.size() == 3) add_id(row);
}

// entry(day, t, id, type, topic, life, pos, regs). Of an older row and a newer one the newer
// counts.
void Salvage::add_row(const vault::PageRow& row) {
  const std::optional<Id> id = id_of(row.values[2]);
  const std::optional<int64_t> type = number(row.values[3]);
  const std::optional<int64_t> life = number(row.values[5]);
  if (!id || !type || !life) return;
  std::vector<Version> versions;
  try {
    versions = versions_of(row.values[6], row.values[7]);
  } catch (const Error&) {
    return;
  }
  Remains& remains = entries_[*id];
  const auto row_life = static_cast<uint32_t>(*life);
  if (row_life < remains.life) return;
  if (row_life > remains.life) remains.versions.clear();
  remains.type = static_cast<uint32_t>(*type);
  remains.life = row_life;
  remains.versions.insert(remains.versions.end(), versions.begin(), versions.end());
}

// entry_id(id, day, t).
void Salvage::add_id(const vault::PageRow& row) {
  const std::optional<Id> id = id_of(row.values[0]);
  const std::optional<int64_t> day = number(row.values[1]);
  if (!id || !day || !number(row.values[2])) return;
  Remains& remains = entries_[*id];
  remains.is_deleted = remains.is_deleted || *day == kDeleted;
}

std::vector<Position> Salvage::named_positions() const {
  std::vector<Position> positions;
  for (const auto& [id, remains] : entries_) {
    for (const Version& version : remains.versions) positions.push_back(version.position);
  }
  return positions;
}

void Salvage::read_changes(OpLog& log) {
  log.for_each([&](Position at, const codec::Change& change) {
    changes_.insert(at);
    Remains& remains = entries_[change.entity];
    const bool is_whole = change.writes.empty() || has_content(log, at);
    (is_whole ? remains.whole : remains.emptied).push_back(at);
  });
}

std::vector<NewRecord> Salvage::finish(std::span<const vault::Head> heads, SalvageReport& report,
                                       Task* task) {
  log_.verify(heads, named_positions(), report);
  OpLog log(log_.statements());
  read_changes(log);
  std::vector<NewRecord> records;
  uint64_t done = 0;
  for (const auto& [id, remains] : entries_) {
    if (done++ % kProgressSteps == 0) lamella::report(task, done, entries_.size());
    if (auto record = recover(log, id, remains, report)) records.push_back(std::move(*record));
  }
  return records;
}

// The entry from the changes whose content is there; nothing when that is none, or deleted.
std::optional<NewRecord> Salvage::recover(OpLog& log, const Id& id, const Remains& remains,
                                          SalvageReport& report) {
  const auto add = [&](EntityBuilder& builder, Position at) {
    const codec::Change change = log.change(at);
    builder.add(change.type, change.life, written(change, at), log.overwritten(change));
  };
  EntityBuilder every;
  EntityBuilder whole;
  std::vector<Version> missing;
  std::copy_if(remains.versions.begin(), remains.versions.end(), std::back_inserter(missing),
               [&](const Version& version) { return changes_.count(version.position) == 0; });
  every.add(remains.type, remains.life, missing, {});
  for (const Position at : remains.emptied) add(every, at);
  for (const Position at : remains.whole) {
    add(every, at);
    add(whole, at);
  }
  const Entity newest = every.build();
  const Entity left = whole.build();
  if (newest.life > 0 && !newest.alive()) return std::nullopt;
  try {
    if (left.life != newest.life || left.versions.empty()) {
      if (remains.is_deleted) return std::nullopt;
      throw Error(Code::kDamaged, "its content is not there");
    }
    const View shown = view(log, id, left);
    NewRecord record{shown.record, id};
    PayloadSealer sealer;
    prepare(record, sealer);
    const bool is_older = left.versions != newest.versions;
    if (is_older) report.older.push_back(id);
    if (is_older || !shown.conflicts.empty()) {
      report.what_was_lost.push_back(
          "entry " + hex(id) +
          (is_older ? ": a later edit is lost"
                    : ": a value in conflict with the shown one is left behind"));
    }
    return record;
  } catch (const Error& error) {
    if (error.detail() != 0) throw;
    report.lost.push_back(id);
    report.what_was_lost.push_back("entry " + hex(id) + ": lost, " + error.what());
    return std::nullopt;
  }
}

}  // namespace lamella::log
