// A sample block, after two bytes that choose its month. The samples of a block that this version
// could have written come back from their bytes.
#include "log/sample_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "codec/validate.h"
#include "fuzz.h"

namespace lamella {
namespace {

using fuzz::require;
using log::Sample;

// Beyond the calendar of four digits.
constexpr int64_t kMostMs = 300'000'000'000'000;

bool writable(const Sample& sample, log::Month month) {
  if (sample.day < kFirstDay || sample.day > kLastDay || log::month_of(sample.day) != month ||
      sample.position < 0) {
    return false;
  }
  if (!sample.has_instant) return true;
  return sample.utc_ms > -kMostMs && sample.utc_ms < kMostMs &&
         sample.offset_min >= codec::kMinOffset && sample.offset_min <= codec::kMaxOffset &&
         std::abs(int64_t{sample.day} - day_of(sample.utc_ms, sample.offset_min)) <= 1;
}

bool equal(const Sample& a, const Sample& b) {
  return log::order(a, b) == 0 && a.offset_min == b.offset_min &&
         std::bit_cast<uint64_t>(a.value) == std::bit_cast<uint64_t>(b.value);
}

// As a chart reads it, without the positions.
void read_columns(log::Month month, std::string_view block, const std::vector<Sample>& samples) {
  std::array<Day, log::kBlockSamples> day;
  std::array<int64_t, log::kBlockSamples> utc_ms;
  std::array<int32_t, log::kBlockSamples> offset_min;
  std::array<double, log::kBlockSamples> value;
  log::decode_block(month, block,
                    {day.data(), utc_ms.data(), offset_min.data(), value.data(), nullptr});
  for (size_t i = 0; i < samples.size(); ++i) {
    require(day[i] == samples[i].day, "days are the same with positions and without");
    require(std::bit_cast<uint64_t>(value[i]) == std::bit_cast<uint64_t>(samples[i].value),
            "values are the same with positions and without");
  }
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  fuzz::Input input(data, size);
  constexpr uint32_t kMonths = 200 * 12;
  const auto month = static_cast<log::Month>(input.pair() % kMonths);
  const std::string_view block = input.rest();
  std::vector<Sample> samples;
  const Code code = fuzz::code_of([&] { samples = log::decode_block(month, block); });
  fuzz::require(code == Code::kOk || code == Code::kDamaged, "a block is decoded or damaged");
  if (code != Code::kOk) return 0;
  read_columns(month, block, samples);
  if (!std::ranges::all_of(samples, [&](const Sample& one) { return writable(one, month); }) ||
      !std::ranges::is_sorted(samples,
                              [](const Sample& a, const Sample& b) { return order(a, b) < 0; })) {
    return 0;
  }
  const std::string bytes = log::encode_block(month, samples);
  fuzz::require(std::ranges::equal(log::decode_block(month, bytes), samples, equal),
                "samples come back from their bytes");
  return 0;
}
