// What a scorer gets and gives: answers and totals as whole numbers, so that nothing is rounded.
#ifndef LAMELLA_SRC_CLINICAL_GIVEN_H_
#define LAMELLA_SRC_CLINICAL_GIVEN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lamella/instrument.h"

namespace lamella::clinical {

inline constexpr size_t kMostItems = 32;

// Checked answers in the order of the instrument's items, each in units of 1 / per_unit.
struct Given {
  const Instrument& instrument;
  std::array<std::optional<int32_t>, kMostItems> units{};
  std::optional<double> age_years{};

  bool has(size_t item) const { return units[item].has_value(); }
  int64_t operator[](size_t item) const { return units[item].value_or(0); }
};

// A fraction, or why there is none.
struct Total {
  int64_t numerator = 0;
  int64_t denominator = 1;
  std::string_view why_not{};
  // Items that the total can do without, beyond the instrument's rule for missing ones.
  std::array<bool, kMostItems> not_needed{};
  struct Part {
    std::string_view code;
    int64_t numerator = 0;
    int64_t denominator = 1;
  };
  std::array<Part, 6> parts{};
};

// The sum of all items.
Total sum(const Given& given);

}  // namespace lamella::clinical

#endif  // LAMELLA_SRC_CLINICAL_GIVEN_H_
