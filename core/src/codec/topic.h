// What of a record the derived tables need: where it stands in time, which series it belongs to,
// and its number.
#ifndef LAMELLA_SRC_CODEC_TOPIC_H_
#define LAMELLA_SRC_CODEC_TOPIC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamella/record.h"

namespace lamella::codec {

// A series: all entries of one type about one thing.
struct Topic {
  uint32_t type = 0;
  bool by_device = false;  // made by a device, not by a person
  std::string code{};      // symptom item, factor, measurement kind or drug; empty for a day check
  std::string site{};
  std::string unit{};  // of the numbers; "1" for scores and presence

  bool operator==(const Topic&) const = default;
};

inline constexpr size_t kMaxTopicBytes = 900;

// The key of the topic table.
std::string encode(const Topic& topic);
// Fails with kDamaged.
Topic decode_topic(std::string_view bytes);

// "symptom.itch".
std::string series_name(const Topic& topic);

struct Indexed {
  std::optional<Day> day;  // none for a definition
  std::optional<int64_t> utc_ms;
  int32_t offset_min = 0;
  std::optional<std::string> topic;  // key; none for an unknown body or texts beyond kMaxTopicBytes
  std::optional<double> value;       // the number that was recorded
};

// A presence counts as 1, its absence and a dose not taken as 0.
Indexed index(const Record& record);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_TOPIC_H_
