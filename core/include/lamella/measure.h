// What is measured of skin and blood: its unit, the limits of laboratories, and its change.
//
//   double tewl = lamella::convert("tewl", 1.82, "mg/(cm2.h)");  // 18.2 g/(m2.h)
//   const lamella::ReferenceLimits& ige = lamella::reference_limits("total_ige");
//   const lamella::AgeLimit* limit = lamella::reference_limit(ige, 30);  // limit->limit is 214
//
// A measure is data: its UCUM unit, the units that convert to it without a rounded factor, and what
// to know before two values are compared. A reference limit is what one laboratory or study printed
// for an age. It is no diagnosis, and the range that a laboratory prints beside its own result goes
// first. Sources are in the data and in core/src/clinical/README.md. Pure functions without I/O.
#ifndef LAMELLA_MEASURE_H_
#define LAMELLA_MEASURE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lamella/day.h"

namespace lamella {

// A value in `unit` is (value - zero) * numerator / denominator in the unit of the measure.
struct ExactUnit {
  std::string_view unit;
  int64_t numerator = 1;
  int64_t denominator = 1;
  int64_t zero = 0;
};

struct Measure {
  std::string_view kind;  // as in lamella::Measurement
  std::string_view name;
  std::string_view unit;               // UCUM
  std::span<const ExactUnit> units{};  // the others that convert to it
  // Of `unit`, and only what follows from a definition: none is a normal value.
  std::optional<double> min{};
  std::optional<double> max{};
  std::string_view loinc{};  // empty: none is known
  // Measured at a place of the skin: the device, and temperature and humidity of the room, belong
  // to the value.
  bool at_site = false;
  std::string_view note{};
  std::string_view source{};  // of the note and of what is known of the measure; may be empty
};

// All of them, ordered by kind. A diary takes other kinds as well.
std::span<const Measure> measures();

// Fails with kInvalidArgument for one that is not known.
const Measure& measure(std::string_view kind);

// The value in the measure's unit. Fails with kInvalidArgument, naming the kind, for a unit that
// does not convert, saying what to write instead where one unit is easily taken for another, and
// for a value that is not finite or outside of `min` and `max`. Allocates nothing unless it fails.
double convert(std::string_view kind, double value, std::string_view unit);

// Completed months from `from_months` on and before `below_months`.
struct AgeLimit {
  int32_t from_months = 0;
  int32_t below_months = 0;
  double limit = 0;
};

struct ReferenceLimits {
  std::string_view code;
  std::string_view kind;
  std::string_view unit;     // that of the measure
  std::string_view meaning;  // what the limit was made for
  std::string_view assay;
  std::string_view source;
  std::string_view note;
  std::span<const AgeLimit> by_age{};
};

// All tables, ordered by code.
std::span<const ReferenceLimits> reference_limits();

// Fails with kInvalidArgument for one that is not known.
const ReferenceLimits& reference_limits(std::string_view code);

// The limit at an age; null where the table has none. Fails with kInvalidArgument for an
// impossible age.
const AgeLimit* reference_limit(const ReferenceLimits& limits, double age_years);

// One value of one kind.
struct DatedValue {
  Day day = 0;
  double value = 0;  // NaN: missing
  std::string_view unit{};
  std::string_view site{};
};

// How the latest value differs from the person's own baseline.
struct WithinPersonChange {
  std::optional<double> baseline{};  // median of the window
  int32_t in_baseline = 0;           // values in it
  std::optional<double> latest{};
  std::optional<Day> latest_day{};
  std::optional<double> absolute{};
  // Of the baseline; absent where that is 0, and for units whose 0 is not "nothing" (pH, degrees).
  std::optional<double> percent{};
  std::string_view why_not{};  // why there is no change
};

// From the median of the values of the days `first` to `last` to the latest value after them; of
// several on that day, the last of the span. `values` are in any other order, and those before
// `first` do not count. There is no change when units or sites are mixed: it would be that of the
// places. Fails with kInvalidArgument for an infinite value or a window that ends before it begins.
// Allocates a copy of the baseline.
WithinPersonChange change_from_baseline(std::span<const DatedValue> values, Day first, Day last);

}  // namespace lamella

#endif  // LAMELLA_MEASURE_H_
