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

// The candidates of each register. Names the registers of a state that is one whole change.
std::map<uint32_t, std::vector<Candidate>> candidates(OpLog& log, View& view) {
  std::map<uint32_t, std::vector<Candidate>> found;
  std::map<Position, LoggedChange> read;
  std::vector<Version> named;
  for (const Version& version : view.entity.versions) {
    auto logged = read.find(version.position);
    if (logged == read.end()) {
      logged = read.emplace(version.position, log.read(version.position)).first;
    }
    const auto& [change, values] = logged->second;
    if (values.empty()) {
      throw Error(Code::kDamaged, "the content of an entry is missing from the log");
    }
    view.newer = view.newer || change.min_reader > kFormat;
    const Id replica = log.dot_of(version.position).replica;
    for (size_t i = 0; i < change.writes.size(); ++i) {
      const uint32_t number = change.writes[i].register_number;
      if (version.register_number != kEveryRegister && version.register_number != number) continue;
      found[number].push_back({change.hlc, replica, values[i], version.position});
      named.push_back({number, version.position});
    }
  }
  std::sort(named.begin(), named.end());
  view.entity.versions = std::move(named);
  return found;
}

}  // namespace

View view(OpLog& log, const Id& id, Entity entity) {
  View view{id, std::move(entity), {}, {}, false, 0};
  if (!view.entity.alive()) return view;
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
