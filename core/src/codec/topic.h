// What of a record the derived tables need: where it stands in time, which series it belongs to,
// and its number.
#ifndef LAMELLA_SRC_CODEC_TOPIC_H_
#define LAMELLA_SRC_CODEC_TOPIC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "lamella/id.h"
#include "lamella/record.h"

namespace lamella::codec {

// A series: all entries of one type about one thing.
struct Topic {
  uint32_t type = 0;
  bool by_device = false;  // made by a device, not by a person
  // Symptom item, factor, measurement kind, drug or media type; empty for a day check.
  std::string code{};
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

// What an attachment says of the content that stands beside the log.
struct Content {
  Id id;
  uint64_t size = 0;  // bytes
  base::Hash hash;    // BLAKE2b-256

  bool operator==(const Content&) const = default;
};

struct Indexed {
  std::optional<Day> day;  // none for a definition
  std::optional<int64_t> utc_ms;
  int32_t offset_min = 0;
  std::optional<std::string> topic;  // key; none for an unknown body or texts beyond kMaxTopicBytes
  std::optional<double> value;       // the number that was recorded
  std::optional<Content> content{};  // of an attachment
};

// A presence counts as 1, its absence and a dose not taken as 0.
Indexed index(const Record& record);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_TOPIC_H_
