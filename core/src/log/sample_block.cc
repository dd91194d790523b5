#include "log/sample_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <tuple>

#include "base/varint.h"
#include "lamella/error.h"

namespace lamella::log {

namespace {

constexpr uint8_t kFormatByte = 1;
constexpr size_t kHeaderBytes = 8;

enum TimeUnit : uint8_t { kMilliseconds = 0, kSeconds = 1, kMinutes = 2 };
constexpr std::array<int64_t, 3> kUnitMs = {1, 1'000, 60'000};

enum ValueKind : uint8_t { kScaledInteger = 0, kFloat = 1, kDouble = 2 };
constexpr int kMaxScale = 6;
constexpr std::array<double, kMaxScale + 1> kPowersOfTen = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

constexpr uint8_t kAnyInstant = 1U << 2;
constexpr uint8_t kMixed = 1U << 3;
constexpr uint8_t kQuarterHours = 1U << 4;
constexpr int kValueKindShift = 5;
constexpr int64_t kQuarterHour = 15;

[[noreturn]] void damaged() { throw Error(Code::kDamaged, "a sample block is damaged"); }

// Numbers as offsets from their least, in the fewest of 0, 1, 2, 3, 4 or 8 bytes.
struct IntegerColumn {
  int64_t base = 0;
  uint8_t width = 0;
  std::vector<uint64_t> offsets;
};

uint8_t width_of(uint64_t largest) {
  for (uint8_t width : {0, 1, 2, 3, 4}) {
    if ((largest >> (8 * width)) == 0) return width;
  }
  return 8;
}

IntegerColumn narrow(const std::vector<int64_t>& numbers) {
  IntegerColumn column;
  if (numbers.empty()) return column;
  const auto [least, largest] = std::minmax_element(numbers.begin(), numbers.end());
  column.base = *least;
  column.width = width_of(static_cast<uint64_t>(*largest) - static_cast<uint64_t>(*least));
  column.offsets.reserve(numbers.size());
  for (int64_t number : numbers) {
    column.offsets.push_back(static_cast<uint64_t>(number) - static_cast<uint64_t>(column.base));
  }
  return column;
}

template <typename Get>
IntegerColumn narrow(std::span<const Sample> samples, Get get) {
  std::vector<int64_t> numbers;
  numbers.reserve(samples.size());
  for (const Sample& sample : samples) numbers.push_back(get(sample));
  return narrow(numbers);
}

void append_column(std::string& out, const IntegerColumn& column) {
  for (uint64_t offset : column.offsets) {
    for (int byte = 0; byte < column.width; ++byte) {
      out += static_cast<char>(offset >> (8 * byte));
    }
  }
}

// The number k with k / 10^scale bit for bit equal to `value`, if there is one. -0.0 has none.
std::optional<int64_t> scaled(double value, int scale) {
  const double power = kPowersOfTen[static_cast<size_t>(scale)];
  const double product = value * power;
  if (!(std::abs(product) < 9e15)) return std::nullopt;
  const auto k = static_cast<int64_t>(std::nearbyint(product));
  const double back = static_cast<double>(k) / power;
  if (std::bit_cast<uint64_t>(back) != std::bit_cast<uint64_t>(value)) return std::nullopt;
  return k;
}

struct ValueColumn {
  ValueKind kind = kDouble;
  int scale = 0;
  IntegerColumn integers;  // for floats, their bits
};

std::optional<IntegerColumn> scaled_column(std::span<const Sample> samples, int scale) {
  std::vector<int64_t> numbers;
  numbers.reserve(samples.size());
  for (const Sample& sample : samples) {
    const std::optional<int64_t> k = scaled(sample.value, scale);
    if (!k) return std::nullopt;
    numbers.push_back(*k);
  }
  IntegerColumn column = narrow(numbers);
  if (column.width > 4) return std::nullopt;
  return column;
}

template <typename Bits, typename Float>
IntegerColumn float_column(std::span<const Sample> samples) {
  IntegerColumn column;
  column.width = sizeof(Bits);
  for (const Sample& sample : samples) {
    column.offsets.push_back(std::bit_cast<Bits>(static_cast<Float>(sample.value)));
  }
  return column;
}

ValueColumn value_column(std::span<const Sample> samples) {
  for (int scale = 0; scale <= kMaxScale; ++scale) {
    if (auto column = scaled_column(samples, scale)) {
      return {kScaledInteger, scale, std::move(*column)};
    }
  }
  const bool exact_as_float = std::all_of(samples.begin(), samples.end(), [](const Sample& sample) {
    const double back = static_cast<float>(sample.value);
    return std::bit_cast<uint64_t>(back) == std::bit_cast<uint64_t>(sample.value);
  });
  if (exact_as_float) return {kFloat, 0, float_column<uint32_t, float>(samples)};
  return {kDouble, 0, float_column<uint64_t, double>(samples)};
}

// The coarsest unit in which every instant is whole.
TimeUnit time_unit(std::span<const Sample> samples) {
  for (TimeUnit unit : {kMinutes, kSeconds}) {
    if (std::all_of(samples.begin(), samples.end(),
                    [&](const Sample& sample) { return sample.utc_ms % kUnitMs[unit] == 0; })) {
      return unit;
    }
  }
  return kMilliseconds;
}

std::string instant_bitmap(std::span<const Sample> samples) {
  std::string bitmap((samples.size() + 7) / 8, '\0');
  for (size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].has_instant) bitmap[i / 8] = static_cast<char>(bitmap[i / 8] | 1U << (i % 8));
  }
  return bitmap;
}

// Instants count from the first instant of the month in UTC, days from the local day of the
// instant, or from the first of the month where there is none.
int64_t day_difference(Month month, Day day, bool has_instant, int64_t utc_ms, int32_t offset_min) {
  return int64_t{day} - (has_instant ? day_of(utc_ms, offset_min) : first_day_of(month));
}

// Reads a column of `n` numbers and hands each to put(row, number).
template <int kWidth, typename Put>
void read_numbers(std::string_view bytes, size_t n, uint64_t base, Put put) {
  const char* at = bytes.data();
  for (size_t i = 0; i < n; ++i, at += kWidth) {
    uint64_t number = 0;
    // Little-endian; on such a machine the compiler makes one load of this.
    for (int byte = 0; byte < kWidth; ++byte) {
      number |= static_cast<uint64_t>(static_cast<uint8_t>(at[byte])) << (8 * byte);
    }
    put(i, static_cast<int64_t>(base + number));
  }
}

template <typename Put>
void read_column(base::ByteReader& reader, size_t n, int width, int64_t base, Put put) {
  const std::optional<std::string_view> bytes = reader.take(n * static_cast<size_t>(width));
  if (!bytes) damaged();
  const auto unsigned_base = static_cast<uint64_t>(base);
  switch (width) {
    case 0:
      return read_numbers<0>(*bytes, n, unsigned_base, put);
    case 1:
      return read_numbers<1>(*bytes, n, unsigned_base, put);
    case 2:
      return read_numbers<2>(*bytes, n, unsigned_base, put);
    case 3:
      return read_numbers<3>(*bytes, n, unsigned_base, put);
    case 4:
      return read_numbers<4>(*bytes, n, unsigned_base, put);
    case 8:
      return read_numbers<8>(*bytes, n, unsigned_base, put);
    default:
      damaged();
  }
}

struct Header {
  size_t n = 0;
  TimeUnit unit = kMilliseconds;
  bool any_instant = false;
  bool mixed = false;
  bool quarter_hours = false;
  ValueKind value_kind = kScaledInteger;
  int time_width, day_width, offset_width, replica_width, seq_width, value_width;
  int scale = 0;
  int64_t time_base, day_base, offset_base, replica_base, seq_base, value_base = 0;
};

int64_t signed_varint(base::ByteReader& reader) {
  const std::optional<uint64_t> value = reader.varint();
  if (!value) damaged();
  return base::unzigzag(*value);
}

int64_t unsigned_varint(base::ByteReader& reader) {
  const std::optional<uint64_t> value = reader.varint();
  if (!value) damaged();
  return static_cast<int64_t>(*value);
}

Header read_header(std::string_view block, base::ByteReader& reader) {
  Header header;
  header.n = block_size(block);
  const std::optional<std::string_view> fixed = reader.take(kHeaderBytes);
  const auto byte = [&](size_t i) { return static_cast<uint8_t>((*fixed)[i]); };
  const uint8_t flags = byte(3);
  if (byte(0) != kFormatByte || (flags & 3) > 2 || (flags >> kValueKindShift) > 2) damaged();
  header.unit = static_cast<TimeUnit>(flags & 3);
  header.any_instant = (flags & kAnyInstant) != 0;
  header.mixed = (flags & kMixed) != 0;
  header.quarter_hours = (flags & kQuarterHours) != 0;
  header.value_kind = static_cast<ValueKind>(flags >> kValueKindShift);
  header.time_width = byte(4) & 15;
  header.day_width = byte(4) >> 4;
  header.offset_width = byte(5) & 15;
  header.replica_width = byte(5) >> 4;
  header.seq_width = byte(6) & 15;
  header.value_width = byte(7) & 15;
  header.scale = byte(7) >> 4;
  if (header.scale > kMaxScale) damaged();
  header.time_base = signed_varint(reader);
  header.day_base = signed_varint(reader);
  header.offset_base = signed_varint(reader);
  header.replica_base = unsigned_varint(reader);
  header.seq_base = unsigned_varint(reader);
  if (header.value_kind == kScaledInteger) header.value_base = signed_varint(reader);
  return header;
}

void read_values(base::ByteReader& reader, const Header& header, double* value) {
  switch (header.value_kind) {
    case kScaledInteger: {
      const double power = kPowersOfTen[static_cast<size_t>(header.scale)];
      read_column(reader, header.n, header.value_width, header.value_base,
                  [&](size_t i, int64_t k) { value[i] = static_cast<double>(k) / power; });
      break;
    }
    case kFloat:
      read_column(reader, header.n, 4, 0, [&](size_t i, int64_t bits) {
        value[i] = std::bit_cast<float>(static_cast<uint32_t>(bits));
      });
      break;
    case kDouble:
      read_column(reader, header.n, 8, 0,
                  [&](size_t i, int64_t bits) { value[i] = std::bit_cast<double>(bits); });
      break;
  }
}

void read_dots(base::ByteReader& reader, const Header& header, Position* positions) {
  if (positions == nullptr) {
    if (!reader.take(header.n * static_cast<size_t>(header.replica_width)) ||
        !reader.take(header.n * static_cast<size_t>(header.seq_width))) {
      damaged();
    }
    return;
  }
  read_column(reader, header.n, header.replica_width, header.replica_base,
              [&](size_t i, int64_t replica) { positions[i] = position(replica, 0); });
  read_column(reader, header.n, header.seq_width, header.seq_base,
              [&](size_t i, int64_t seq) { positions[i] |= seq; });
}

}  // namespace

std::strong_ordering order(const Sample& a, const Sample& b) {
  return std::tie(a.day, a.has_instant, a.utc_ms, a.position) <=>
         std::tie(b.day, b.has_instant, b.utc_ms, b.position);
}

std::string encode_block(Month month, std::span<const Sample> samples) {
  const bool any_instant =
      std::any_of(samples.begin(), samples.end(), [](const Sample& s) { return s.has_instant; });
  const bool mixed = any_instant && !std::all_of(samples.begin(), samples.end(),
                                                 [](const Sample& s) { return s.has_instant; });
  const bool quarter_hours = std::all_of(samples.begin(), samples.end(), [](const Sample& s) {
    return s.offset_min % kQuarterHour == 0;
  });
  const TimeUnit unit = time_unit(samples);
  const int64_t start_ms = int64_t{first_day_of(month)} * kMsPerDay;
  const int64_t offset_unit = quarter_hours ? kQuarterHour : 1;

  // Rows without an instant repeat the first instant's numbers, so that they do not widen a column.
  const auto first =
      std::find_if(samples.begin(), samples.end(), [](const Sample& s) { return s.has_instant; });
  const int64_t filler_time = any_instant ? (first->utc_ms - start_ms) / kUnitMs[unit] : 0;
  const int64_t filler_offset = any_instant ? first->offset_min / offset_unit : 0;
  const IntegerColumn time = narrow(samples, [&](const Sample& s) {
    return s.has_instant ? (s.utc_ms - start_ms) / kUnitMs[unit] : filler_time;
  });
  const IntegerColumn day = narrow(samples, [&](const Sample& s) {
    return day_difference(month, s.day, s.has_instant, s.utc_ms, s.offset_min);
  });
  const IntegerColumn offset = narrow(samples, [&](const Sample& s) {
    return s.has_instant ? s.offset_min / offset_unit : filler_offset;
  });
  const IntegerColumn replica =
      narrow(samples, [](const Sample& s) { return replica_of(s.position); });
  const IntegerColumn seq =
      narrow(samples, [](const Sample& s) { return static_cast<int64_t>(seq_of(s.position)); });
  const ValueColumn value = value_column(samples);

  std::string out;
  const auto byte = [&](int number) { out += static_cast<char>(number); };
  byte(kFormatByte);
  byte(static_cast<int>(samples.size() & 0xff));
  byte(static_cast<int>(samples.size() >> 8));
  byte(unit | (any_instant ? kAnyInstant : 0) | (mixed ? kMixed : 0) |
       (quarter_hours ? kQuarterHours : 0) | value.kind << kValueKindShift);
  byte(time.width | day.width << 4);
  byte(offset.width | replica.width << 4);
  byte(seq.width);
  byte(value.integers.width | value.scale << 4);
  base::append_varint(out, base::zigzag(time.base));
  base::append_varint(out, base::zigzag(day.base));
  base::append_varint(out, base::zigzag(offset.base));
  base::append_varint(out, static_cast<uint64_t>(replica.base));
  base::append_varint(out, static_cast<uint64_t>(seq.base));
  if (value.kind == kScaledInteger) base::append_varint(out, base::zigzag(value.integers.base));
  if (mixed) out += instant_bitmap(samples);
  for (const IntegerColumn* column : {&time, &day, &offset, &replica, &seq, &value.integers}) {
    append_column(out, *column);
  }
  return out;
}

size_t block_size(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) damaged();
  const size_t n =
      static_cast<uint8_t>(bytes[1]) | static_cast<size_t>(static_cast<uint8_t>(bytes[2])) << 8;
  if (n == 0 || n > kBlockSamples) damaged();
  return n;
}

void decode_block(Month month, std::string_view bytes, const SampleColumns& out) {
  base::ByteReader reader(bytes);
  const Header header = read_header(bytes, reader);
  const size_t n = header.n;
  std::string_view bitmap;
  if (header.mixed) {
    const std::optional<std::string_view> taken = reader.take((n + 7) / 8);
    if (!taken) damaged();
    bitmap = *taken;
  }
  const auto has_instant = [&](size_t i) {
    return header.mixed ? ((bitmap[i / 8] >> (i % 8)) & 1) != 0 : header.any_instant;
  };
  const Day first_day = first_day_of(month);
  const int64_t start_ms = int64_t{first_day} * kMsPerDay;
  const int64_t unit_ms = kUnitMs[header.unit];
  const int64_t offset_unit = header.quarter_hours ? kQuarterHour : 1;
  // Multiplied without sign, so that a damaged number cannot overflow.
  read_column(reader, n, header.time_width, header.time_base, [&](size_t i, int64_t time) {
    out.utc_ms[i] =
        static_cast<int64_t>(static_cast<uint64_t>(start_ms) +
                             static_cast<uint64_t>(time) * static_cast<uint64_t>(unit_ms));
  });
  read_column(reader, n, header.day_width, header.day_base,
              [&](size_t i, int64_t difference) { out.day[i] = static_cast<Day>(difference); });
  read_column(reader, n, header.offset_width, header.offset_base, [&](size_t i, int64_t offset) {
    out.offset_min[i] =
        static_cast<int32_t>(static_cast<uint64_t>(offset) * static_cast<uint64_t>(offset_unit));
  });
  read_dots(reader, header, out.position);
  read_values(reader, header, out.value);
  if (!reader.done()) damaged();
  for (size_t i = 0; i < n; ++i) {
    const bool instant = has_instant(i);
    const Day start = instant ? day_of(out.utc_ms[i], out.offset_min[i]) : first_day;
    out.day[i] = static_cast<Day>(static_cast<uint32_t>(out.day[i]) + static_cast<uint32_t>(start));
    if (!instant) {
      out.utc_ms[i] = INT64_MIN;
      out.offset_min[i] = INT32_MIN;
    }
  }
}

std::vector<Sample> decode_block(Month month, std::string_view bytes) {
  const size_t n = block_size(bytes);
  std::array<Day, kBlockSamples> day;
  std::array<int64_t, kBlockSamples> utc_ms;
  std::array<int32_t, kBlockSamples> offset_min;
  std::array<double, kBlockSamples> value;
  std::array<Position, kBlockSamples> position;
  decode_block(month, bytes,
               {day.data(), utc_ms.data(), offset_min.data(), value.data(), position.data()});
  std::vector<Sample> samples(n);
  for (size_t i = 0; i < n; ++i) {
    const bool instant = utc_ms[i] != INT64_MIN;
    samples[i] = {day[i],      instant, instant ? utc_ms[i] : 0, instant ? offset_min[i] : 0,
                  position[i], value[i]};
  }
  return samples;
}

}  // namespace lamella::log
