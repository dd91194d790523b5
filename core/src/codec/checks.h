// Rules of a single field, each of which names the field that it refuses: kInvalidArgument.
#ifndef LAMELLA_SRC_CODEC_CHECKS_H_
#define LAMELLA_SRC_CODEC_CHECKS_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamella/record.h"

namespace lamella::codec {

inline constexpr size_t kMaxNameBytes = 200;

[[noreturn]] void refuse(const std::string& field, const std::string& rule);

void check_text(const std::string& field, std::string_view text, size_t max_bytes);

// Codes name series: they are compared byte for byte.
void check_code(const std::string& field, std::string_view code);

void check_optional_code(const std::string& field, std::string_view code);

// UCUM units and IANA zone names are printable ASCII without spaces.
void check_ascii(const std::string& field, std::string_view text);

void check_number(const std::string& field, std::optional<double> value, double min = -HUGE_VAL,
                  double max = HUGE_VAL);

void check_day(const std::string& field, Day day);

void check_instant(const std::string& field, int64_t utc_ms);

void check_reference(const std::string& field, std::string_view id);

void check_count(const std::string& field, std::optional<uint32_t> count, uint32_t least,
                 uint32_t most);

// The steps of a cell therapy.
void validate(const Course& body);
void validate(const Harvest& body);
void validate(const CellProduct& body);
void validate(const ReleaseTest& body);
void validate(const Administration& body);
void validate(const AdverseEvent& body);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_CHECKS_H_
