#include "log/derived.h"

#include <algorithm>
#include <numeric>

#include "lamella/error.h"

namespace lamella::log {

EntryKey entry_key(const Standing& standing) {
  EntryKey key{kDeleted, kNoInstant, standing.id};
  if (!standing.entity.alive()) return key;
  key.day = standing.indexed.day.value_or(kUndated);
  if (standing.indexed.utc_ms) {
    key.t = *standing.indexed.utc_ms - int64_t{key.day} * kMsPerDay;
  }
  return key;
}

EntryRow entry_row(const Standing& standing) {
  const Entity& entity = standing.entity;
  EntryRow row{entry_key(standing), entity.type, entity.life, entity.only_position(), {}};
  if (!row.position && entity.alive()) row.versions = encode_versions(entity.versions);
  return row;
}

std::optional<Sample> sample_of(const Standing& standing) {
  const codec::Indexed& indexed = standing.indexed;
  if (!indexed.value || !indexed.day || !indexed.topic) return std::nullopt;
  return Sample{*indexed.day,
                indexed.utc_ms.has_value(),
                indexed.utc_ms.value_or(0),
                indexed.utc_ms ? indexed.offset_min : 0,
                standing.body_position,
                *indexed.value};
}

void Derived::add(const Standing& standing) {
  const EntryRow row = entry_row(standing);
  const EntryKey& key = row.key;
  vault::Statement& insert = statements_(
      "INSERT INTO entry(day, t, id, type, topic, life, pos, regs) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  insert.bind(1, key.day).bind(2, key.t).bind(3, key.id.view());
  insert.bind(4, row.type).bind(6, row.life);
  insert.bind_null(5).bind_null(7).bind_null(8);
  if (standing.indexed.topic) {
    const int64_t topic = topics_.number(*standing.indexed.topic);
    topics_.gained(topic);
    insert.bind(5, topic);
    if (const std::optional<Sample> sample = sample_of(standing)) samples_.add(topic, *sample);
  }
  if (row.position) insert.bind(7, *row.position);
  if (!row.versions.empty()) insert.bind(8, row.versions);
  insert.run();
  new_ids_.emplace(key.id, key);
}

void Derived::remove(const Standing& standing) {
  const EntryKey key = entry_key(standing);
  if (standing.indexed.topic) {
    const int64_t topic = topics_.number(*standing.indexed.topic);
    topics_.lost(topic);
    if (const std::optional<Sample> sample = sample_of(standing)) samples_.remove(topic, *sample);
  }
  vault::Statement& entry = statements_("DELETE FROM entry WHERE day = ?1 AND t = ?2 AND id = ?3");
  entry.bind(1, key.day).bind(2, key.t).bind(3, key.id.view());
  entry.run();
  vault::Statement& id = statements_("DELETE FROM entry_id WHERE id = ?1");
  id.bind(1, key.id.view());
  id.run();
}

void Derived::flush() {
  // In the order of the ids: random ones would touch a page each.
  std::vector<EntryKey> keys;
  keys.reserve(new_ids_.size());
  for (const auto& [id, key] : new_ids_) keys.push_back(key);
  std::sort(keys.begin(), keys.end(),
            [](const EntryKey& a, const EntryKey& b) { return a.id < b.id; });
  vault::Statement& insert = statements_("INSERT INTO entry_id(id, day, t) VALUES(?1, ?2, ?3)");
  for (const EntryKey& key : keys) {
    insert.bind(1, key.id.view()).bind(2, key.day).bind(3, key.t);
    insert.run();
  }
  new_ids_.clear();
  samples_.flush();
  topics_.flush();
}

void Derived::clear() {
  for (const char* sql : {"DELETE FROM entry", "DELETE FROM entry_id", "DELETE FROM block"}) {
    statements_.connection().execute(sql);
  }
  topics_.drop_impossible();
}

std::optional<EntryKey> Derived::gathered(const Id& id) const {
  const auto found = new_ids_.find(id);
  return found == new_ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<EntryKey> Derived::find(const Id& id) {
  if (const std::optional<EntryKey> key = gathered(id)) return key;
  vault::Statement& row = statements_("SELECT day, t FROM entry_id WHERE id = ?1");
  row.bind(1, id.view());
  std::optional<EntryKey> key;
  if (row.step()) key = EntryKey{static_cast<Day>(row.integer(0)), row.integer(1), id};
  row.reset();
  return key;
}

std::vector<std::optional<EntryKey>> Derived::find(std::span<const Id> ids) {
  std::vector<std::optional<EntryKey>> keys(ids.size());
  vault::Statement& any = statements_("SELECT 1 FROM entry_id LIMIT 1");
  const bool is_empty = !any.step();
  any.reset();
  if (is_empty && new_ids_.empty()) return keys;
  std::vector<size_t> order(ids.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return ids[a] < ids[b]; });
  for (size_t i : order) keys[i] = is_empty ? gathered(ids[i]) : find(ids[i]);
  return keys;
}

Entity Derived::entity(const EntryKey& key) {
  vault::Statement& row =
      statements_("SELECT type, life, pos, regs FROM entry WHERE day = ?1 AND t = ?2 AND id = ?3");
  row.bind(1, key.day).bind(2, key.t).bind(3, key.id.view());
  if (!row.step()) throw Error(Code::kDamaged, "an entry is missing from its day");
  Entity entity{static_cast<uint32_t>(row.integer(0)), static_cast<uint32_t>(row.integer(1)), {}};
  if (!row.is_null(3)) {
    entity.versions = decode_versions(row.blob(3));
  } else if (!row.is_null(2)) {
    entity.versions = {{kEveryRegister, row.integer(2)}};
  }
  row.reset();
  return entity;
}

}  // namespace lamella::log
