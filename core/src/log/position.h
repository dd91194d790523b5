// Where things stand in the database: numbers that order the op-log and the sample blocks.
#ifndef LAMELLA_SRC_LOG_POSITION_H_
#define LAMELLA_SRC_LOG_POSITION_H_

#include <cstdint>

#include "lamella/day.h"

namespace lamella::log {

// A dot as a row id: the replica's number in this database, then its sequence number.
using Position = int64_t;

inline constexpr int kSeqBits = 40;

inline constexpr Position position(int64_t replica, uint64_t seq) {
  return (replica << kSeqBits) | static_cast<int64_t>(seq);
}
inline constexpr int64_t replica_of(Position position) { return position >> kSeqBits; }
inline constexpr uint64_t seq_of(Position position) {
  return static_cast<uint64_t>(position & ((int64_t{1} << kSeqBits) - 1));
}

// Calendar months since January 1970.
using Month = int32_t;

inline Month month_of(Day day) {
  const CivilDate date = civil_date(day);
  return (date.year - 1970) * 12 + date.month - 1;
}

inline Day first_day_of(Month month) {
  const int32_t months = month + 1970 * 12;
  return day_of_civil({months / 12, months % 12 + 1, 1});
}

// The row id of a block: month, then topic, then part, so that a day's writes stand close together.
inline constexpr int kPartBits = 12;
inline constexpr int kTopicBits = 20;
inline constexpr int64_t kMaxParts = int64_t{1} << kPartBits;
inline constexpr int64_t kMaxTopics = int64_t{1} << kTopicBits;

inline constexpr int64_t block_key(Month month, int64_t topic, int64_t part) {
  return (int64_t{month} << (kTopicBits + kPartBits)) | (topic << kPartBits) | part;
}
inline constexpr Month month_of_key(int64_t key) {
  return static_cast<Month>(key >> (kTopicBits + kPartBits));
}
inline constexpr int64_t topic_of_key(int64_t key) { return (key >> kPartBits) & (kMaxTopics - 1); }

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_POSITION_H_
