// Sample blocks: the numbers of one series and one local month, in columns narrowed to the smallest
// type that is exact. Pure functions; the byte layout is in README.md.
#ifndef LAMELLA_SRC_LOG_SAMPLE_BLOCK_H_
#define LAMELLA_SRC_LOG_SAMPLE_BLOCK_H_

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "log/position.h"

namespace lamella::log {

// Samples a block. A run of this many fits the row limit of 3,500 bytes at any width, and a fixed
// run makes the blocks of a month a function of its samples alone, whatever the order of the
// writes.
inline constexpr size_t kBlockSamples = 100;

// One recorded number. Without an instant `utc_ms` and `offset_min` are 0.
struct Sample {
  Day day = 0;
  bool has_instant = false;
  int64_t utc_ms = 0;
  int32_t offset_min = 0;
  Position position = 0;
  double value = 0;
};

// The order of samples in a series: by day, those without an instant first, then by time. Positions
// are unique, so no two samples are equal.
std::strong_ordering order(const Sample& a, const Sample& b);

// At most kBlockSamples, sorted, all of `month`.
std::string encode_block(Month month, std::span<const Sample> samples);

// How many samples a block holds, from 1 to kBlockSamples. Fails with kDamaged.
size_t block_size(std::string_view bytes);

// Columns to decode into; the position column may be null.
struct SampleColumns {
  Day* day = nullptr;
  int64_t* utc_ms = nullptr;      // INT64_MIN without an instant
  int32_t* offset_min = nullptr;  // INT32_MIN without an instant
  double* value = nullptr;
  Position* position = nullptr;
};

// Writes block_size(bytes) rows. Fails with kDamaged.
void decode_block(Month month, std::string_view bytes, const SampleColumns& out);

std::vector<Sample> decode_block(Month month, std::string_view bytes);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SAMPLE_BLOCK_H_
