#include "log/entity.h"

#include <algorithm>

#include "base/varint.h"
#include "lamella/error.h"

namespace lamella::log {

std::optional<Position> Entity::only_position() const {
  if (versions.empty()) return std::nullopt;
  const Position first = versions.front().position;
  const bool same = std::all_of(versions.begin(), versions.end(),
                                [&](const Version& version) { return version.position == first; });
  return same ? std::optional(first) : std::nullopt;
}

void EntityBuilder::add(uint32_t type, uint32_t life, const std::vector<Version>& written,
                        const std::vector<Version>& overwritten) {
  type_ = type;
  if (life < life_) return;
  if (life > life_) {
    life_ = life;
    written_.clear();
    overwritten_.clear();
  }
  written_.insert(written_.end(), written.begin(), written.end());
  overwritten_.insert(overwritten_.end(), overwritten.begin(), overwritten.end());
}

Entity EntityBuilder::build() const {
  Entity entity{type_, life_, {}};
  if (!entity.alive()) return entity;
  std::vector<Version> written = written_;
  std::vector<Version> overwritten = overwritten_;
  std::sort(written.begin(), written.end());
  std::sort(overwritten.begin(), overwritten.end());
  std::set_difference(written.begin(), written.end(), overwritten.begin(), overwritten.end(),
                      std::back_inserter(entity.versions));
  return entity;
}

std::string encode_versions(const std::vector<Version>& versions) {
  std::string bytes;
  for (const Version& version : versions) {
    base::append_varint(bytes, version.register_number);
    base::append_varint(bytes, static_cast<uint64_t>(version.position));
  }
  return bytes;
}

std::vector<Version> decode_versions(std::string_view bytes) {
  std::vector<Version> versions;
  base::ByteReader reader(bytes);
  while (reader.left() > 0) {
    const auto register_number = reader.varint();
    const auto position = reader.varint();
    if (!position) throw Error(Code::kDamaged, "an entry's list of versions is damaged");
    versions.push_back({static_cast<uint32_t>(*register_number), static_cast<Position>(*position)});
  }
  return versions;
}

}  // namespace lamella::log
