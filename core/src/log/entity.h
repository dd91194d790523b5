// The state of one entry and how changes make it: which versions of which register count. Pure.
#ifndef LAMELLA_SRC_LOG_ENTITY_H_
#define LAMELLA_SRC_LOG_ENTITY_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log/position.h"

namespace lamella::log {

// Stands for all the registers that a change wrote, where its row is not read yet.
inline constexpr uint32_t kEveryRegister = 0;

// A value of a register, named by the change that wrote it.
struct Version {
  uint32_t register_number = 0;
  Position position = 0;

  auto operator<=>(const Version&) const = default;
};

struct Entity {
  uint32_t type = 0;
  uint32_t life = 0;              // odd is alive, even is deleted
  std::vector<Version> versions;  // sorted; those that nobody overwrote; none when deleted

  bool alive() const { return life % 2 == 1; }
  // The one change that wrote every register, if one did.
  std::optional<Position> only_position() const;
};

// Collects the changes of one entry in any order. Only versions of the highest life count, and of
// these only the ones that no change of that life overwrites.
class EntityBuilder {
 public:
  void add(uint32_t type, uint32_t life, const std::vector<Version>& written,
           const std::vector<Version>& overwritten);
  Entity build() const;

 private:
  uint32_t type_ = 0;
  uint32_t life_ = 0;
  std::vector<Version> written_;
  std::vector<Version> overwritten_;
};

// Versions as the `regs` column holds them: pairs of varints (register, position), sorted.
std::string encode_versions(const std::vector<Version>& versions);
// Fails with kDamaged.
std::vector<Version> decode_versions(std::string_view bytes);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_ENTITY_H_
