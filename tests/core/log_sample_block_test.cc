#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>

#include "failure.h"
#include "log/sample_block.h"

using namespace lamella;
using namespace lamella::log;

namespace {

const Month kMonth = month_of(20'000);

Sample sample(int day_of_month, std::optional<int64_t> ms_of_day, double value, uint64_t seq = 1) {
  Sample s;
  s.day = first_day_of(kMonth) + day_of_month;
  s.has_instant = ms_of_day.has_value();
  if (ms_of_day) s.utc_ms = int64_t{s.day} * kMsPerDay + *ms_of_day;
  s.position = position(0, seq);
  s.value = value;
  return s;
}

void check_round_trip(std::vector<Sample> samples) {
  std::sort(samples.begin(), samples.end(),
            [](const Sample& a, const Sample& b) { return order(a, b) < 0; });
  const std::string bytes = encode_block(kMonth, samples);
  CHECK(bytes.size() <= 3'500);
  CHECK(block_size(bytes) == samples.size());
  const std::vector<Sample> back = decode_block(kMonth, bytes);
  REQUIRE(back.size() == samples.size());
  for (size_t i = 0; i < back.size(); ++i) {
    CAPTURE(i);
    CHECK(back[i].day == samples[i].day);
    CHECK(back[i].has_instant == samples[i].has_instant);
    CHECK(back[i].utc_ms == samples[i].utc_ms);
    CHECK(back[i].offset_min == samples[i].offset_min);
    CHECK(back[i].position == samples[i].position);
    CHECK(std::bit_cast<uint64_t>(back[i].value) == std::bit_cast<uint64_t>(samples[i].value));
  }
}

}  // namespace

TEST_CASE("every double comes back bit for bit, -0.0 and the smallest and largest included") {
  for (double value :
       {0.0, -0.0, 1.0, 0.1, 0.3, 6.0, -7.25, 1e-6, 123456.789, 1e15, 9007199254740993.0, 5e-324,
        1.7976931348623157e308, 0.1 + 0.2, 3.3999999999999999, 1.0 / 3}) {
    CAPTURE(value);
    check_round_trip({sample(3, 1, value)});
    check_round_trip({sample(3, 1, value), sample(4, 1, 6.0, 2), sample(5, 1, -0.5, 3)});
  }
}

TEST_CASE("random months come back, with and without instants, in all time units") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    const int64_t unit = std::array<int64_t, 3>{1, 1'000, 60'000}[random() % 3];
    const int kind = static_cast<int>(random() % 4);
    std::vector<Sample> samples;
    const size_t n = 1 + random() % kBlockSamples;
    for (size_t i = 0; i < n; ++i) {
      const int day = static_cast<int>(random() % 31);
      std::optional<int64_t> ms;
      if (kind > 0 && (kind < 3 || random() % 2 == 0)) {
        ms = static_cast<int64_t>(random() % 86'400'000) / unit * unit;
      }
      Sample s =
          sample(day, ms, static_cast<double>(random() % 100) / 10, i + 1 + (random() >> 30));
      if (ms) s.offset_min = static_cast<int32_t>(random() % 1'560) - 720;
      if (ms && random() % 2 == 0) s.offset_min = s.offset_min / 15 * 15;
      if (ms) s.day = day_of(s.utc_ms, s.offset_min) + static_cast<int>(random() % 3) - 1;
      s.position |= position(static_cast<int64_t>(random() % 3), 0);
      if (kind == 2) s.value = std::bit_cast<double>(random() >> 2);
      samples.push_back(s);
    }
    check_round_trip(samples);
  }
}

TEST_CASE("the widest block keeps to the row limit") {
  std::vector<Sample> samples;
  for (size_t i = 0; i < kBlockSamples; ++i) {
    Sample s = sample(static_cast<int>(i % 28), static_cast<int64_t>(i * 863'999), 1.0 / (3.0 + i),
                      (uint64_t{1} << 39) - i * 1'000'000'007);
    s.offset_min = static_cast<int32_t>(i * 7) - 300;
    s.position |= position(static_cast<int64_t>(i * 80'000), 0);
    samples.push_back(s);
  }
  check_round_trip(samples);
}

TEST_CASE("a month of daily scores takes few bytes") {
  std::vector<Sample> samples;
  for (int day = 0; day < 30; ++day) {
    samples.push_back(sample(day, 20 * 3'600'000 + day * 60'000, day % 11, 100 * day + 1));
  }
  CHECK(encode_block(kMonth, samples).size() <= 30 * 7);
}

TEST_CASE("a damaged block is an error or another block, never a crash") {
  std::vector<Sample> samples;
  for (int day = 0; day < 20; ++day) {
    samples.push_back(sample(day, day % 3 == 0 ? std::nullopt : std::optional<int64_t>(day * 7'001),
                             day * 0.1, day + 1));
  }
  std::sort(samples.begin(), samples.end(),
            [](const Sample& a, const Sample& b) { return order(a, b) < 0; });
  const std::string bytes = encode_block(kMonth, samples);
  for (size_t size = 0; size < bytes.size(); ++size) {
    CHECK(failure_of([&] { decode_block(kMonth, bytes.substr(0, size)); }).code == Code::kDamaged);
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      const Code code = failure_of([&] { decode_block(kMonth, damaged); }).code;
      CHECK((code == Code::kOk || code == Code::kDamaged));
    }
  }
}
