#include "log/view.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "codec/registers.h"
#include "lamella/error.h"
#include "lamella/record.h"
#include "lamella/version.h"

namespace lamella::log {

namespace {

struct Candidate {
  codec::Hlc hlc;
  Id replica;
  std::string value;
  Position position = 0;

  bool operator<(const Candidate& other) const {
    return std::tie(hlc, replica, value) < std::tie(other.hlc, other.replica, other.value);
  }
};

LoggedChange read_content(OpLog& log, Position position) {
  LoggedChange logged = log.read(position);
  if (logged.values.empty()) {
    throw Error(Code::kDamaged, "the content of an entry is missing from the log");
  }
  return logged;
}

// What most entries are: as one change wrote them. Names the registers.
void show_whole(OpLog& log, View& view) {
  const Position position = view.entity.versions.front().position;
  const auto [change, values] = read_content(log, position);
  view.newer = change.min_reader > kFormat;
  view.entity.versions.clear();
  for (size_t i = 0; i < values.size(); ++i) {
    const uint32_t number = change.writes[i].register_number;
    view.entity.versions.push_back({number, position});
    view.record += values[i];
    if (number == view.entity.type) view.body_position = position;
  }
}

// The candidates of each register.
std::map<uint32_t, std::vector<Candidate>> candidates(OpLog& log, View& view) {
  std::map<uint32_t, std::vector<Candidate>> found;
  std::map<Position, LoggedChange> read;
  for (const auto& [number, position] : view.entity.versions) {
    auto logged = read.find(position);
    if (logged == read.end()) logged = read.emplace(position, read_content(log, position)).first;
    const auto& [change, values] = logged->second;
    view.newer = view.newer || change.min_reader > kFormat;
    const Id replica = log.dot_of(position).replica;
    for (size_t i = 0; i < change.writes.size(); ++i) {
      if (change.writes[i].register_number != number) continue;
      found[number].push_back({change.hlc, replica, values[i], position});
    }
  }
  return found;
}

void show_merged(OpLog& log, View& view) {
  for (auto& [number, versions] : candidates(log, view)) {
    const auto shown = std::max_element(versions.begin(), versions.end());
    view.record += shown->value;
    if (number == view.entity.type) view.body_position = shown->position;
    Conflict conflict{number, {}};
    for (const Candidate& other : versions) {
      const bool listed = std::find(conflict.others.begin(), conflict.others.end(), other.value) !=
                          conflict.others.end();
      if (other.value != shown->value && !listed) conflict.others.push_back(other.value);
    }
    std::sort(conflict.others.begin(), conflict.others.end());
    if (!conflict.others.empty()) view.conflicts.push_back(std::move(conflict));
  }
}

}  // namespace

View view(OpLog& log, const Id& id, Entity entity) {
  View view{id, std::move(entity), {}, {}, false, 0};
  if (!view.entity.alive()) return view;
  if (view.entity.versions.empty()) {
    throw Error(Code::kDamaged, "an entry has lost its versions");
  }
  if (view.entity.versions.front().register_number == kEveryRegister) {
    show_whole(log, view);
  } else {
    show_merged(log, view);
  }
  view.newer = view.newer || type_name(view.entity.type) == "unknown";
  return view;
}

Standing View::standing() const {
  Standing standing{id, entity, {}, body_position};
  if (entity.alive()) standing.indexed = codec::index(decode(record));
  return standing;
}

codec::Revision revision_of(OpLog& log, const View& view) {
  codec::Revision revision{view.id, view.entity.life, {}};
  for (const Version& version : view.entity.versions) {
    if (revision.versions.empty() ||
        revision.versions.back().register_number != version.register_number) {
      revision.versions.push_back({version.register_number, {}});
    }
    revision.versions.back().overwrites.push_back(log.dot_of(version.position));
  }
  return revision;
}

}  // namespace lamella::log
