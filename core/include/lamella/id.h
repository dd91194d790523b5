// The identity of an entry: 16 opaque bytes.
#ifndef LAMELLA_ID_H_
#define LAMELLA_ID_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lamella {

struct Id {
  std::array<uint8_t, 16> bytes{};

  auto operator<=>(const Id&) const = default;

  // The bytes as a view, valid as long as the id.
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

// A random id, for what a person enters.
Id random_id();

// The id in `bytes`. Fails with kInvalidArgument unless there are 16.
Id id_from_bytes(std::string_view bytes);

// 32 lower-case hexadecimal digits.
std::string hex(const Id& id);

// The id of an imported row, equal on every device that imports the same file: BLAKE2b-128 of the
// source's name, the series, the instant or else the local day, and the row's ordinal among rows
// that are equal in these.
Id import_id(std::string_view source, std::string_view series, std::optional<int64_t> utc_ms,
             int32_t local_day, uint64_t ordinal);

// The id of the one definition of a code, for example ("factor", "sweat").
Id definition_id(std::string_view kind, std::string_view code);

}  // namespace lamella

#endif  // LAMELLA_ID_H_
