#include "codec/checks.h"

#include <algorithm>

#include "lamella/error.h"
#include "lamella/id.h"

namespace lamella::codec {

namespace {

constexpr size_t kMaxCodeBytes = 120;
constexpr size_t kMaxAsciiBytes = 60;
// The years 1 to 9999, with a day of room for any offset.
constexpr int64_t kFirstInstant = (int64_t{kFirstDay} - 1) * kMsPerDay;
constexpr int64_t kLastInstant = (int64_t{kLastDay} + 2) * kMsPerDay;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

void refuse(const std::string& field, const std::string& rule) {
  throw Error(Code::kInvalidArgument, field + " " + rule);
}

void check_text(const std::string& field, std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) {
    refuse(field, "has more than " + std::to_string(max_bytes) + " bytes");
  }
  if (std::any_of(text.begin(), text.end(), is_control)) refuse(field, "has a control character");
}

void check_code(const std::string& field, std::string_view code) {
  if (code.empty()) refuse(field, "is missing");
  check_text(field, code, kMaxCodeBytes);
  if (code.front() == ' ' || code.back() == ' ') refuse(field, "begins or ends with a space");
}

void check_optional_code(const std::string& field, std::string_view code) {
  if (!code.empty()) check_code(field, code);
}

void check_ascii(const std::string& field, std::string_view text) {
  check_text(field, text, kMaxAsciiBytes);
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; })) {
    refuse(field, "is not printable ASCII without spaces");
  }
}

void check_number(const std::string& field, std::optional<double> value, double min, double max) {
  if (!value) return;
  if (!std::isfinite(*value)) refuse(field, "is not a finite number");
  if (*value < min || *value > max) refuse(field, "is out of its range");
}

void check_day(const std::string& field, Day day) {
  if (day < kFirstDay || day > kLastDay) refuse(field, "is outside of the years 1 to 9999");
}

void check_instant(const std::string& field, int64_t utc_ms) {
  if (utc_ms < kFirstInstant || utc_ms > kLastInstant) {
    refuse(field, "is outside of the years 1 to 9999");
  }
}

void check_reference(const std::string& field, std::string_view id) {
  if (id.size() != sizeof(Id)) refuse(field, "has not 16 bytes");
}

void check_count(const std::string& field, std::optional<uint32_t> count, uint32_t least,
                 uint32_t most) {
  if (count && (*count < least || *count > most)) {
    refuse(field, "is not from " + std::to_string(least) + " to " + std::to_string(most));
  }
}

}  // namespace lamella::codec
