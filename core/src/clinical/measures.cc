// The table of measures, and their units.
//
// Every unit was run through the reference validator of UCUM (@lhncbc/ucum-lhc). Factors are whole
// numbers, so that 1.82 mg/(cm2.h) is the double 18.2 and not its neighbour.
#include <algorithm>
#include <cmath>
#include <string>

#include "lamella/error.h"
#include "lamella/measure.h"

namespace lamella {

namespace clinical {

namespace {

constexpr ExactUnit kPerArea[] = {{"g/m2/h"}, {"mg/(cm2.h)", 10}, {"mg/cm2/h", 10}};
constexpr ExactUnit kBareNumber[] = {{"1"}};
// [IU] and [iU] are two spellings of the international unit.
constexpr ExactUnit kInternational[] = {
    {"k[iU]/L"}, {"[IU]/mL"}, {"[iU]/mL"}, {"[IU]/L", 1, 1000}, {"[iU]/L", 1, 1000},
};
constexpr ExactUnit kPicograms[] = {{"ng/L"}, {"ng/mL", 1000}, {"ug/L", 1000}, {"pg/dL", 1, 100}};
constexpr ExactUnit kCells[] = {
    {"10*9/L"}, {"10*3/mm3"}, {"10*6/L", 1, 1000}, {"/uL", 1, 1000}, {"/mm3", 1, 1000},
};
// A katal is a mole a second, an enzyme unit a micromole a minute.
constexpr ExactUnit kEnzyme[] = {{"ukat/L", 60}, {"nkat/L", 60, 1000}};
constexpr ExactUnit kDegrees[] = {{"[degF]", 5, 9, 32}};
constexpr ExactUnit kEndotoxin[] = {{"{EU}/L", 1, 1000}};

constexpr double kAbsoluteZero = -273.15;

constexpr std::string_view kNoLimit = "no reference limit was found: compare one person over time";
constexpr std::string_view kShin = "measured in Shin 2021, a trial of cells in atopic dermatitis";

constexpr Measure immune_marker(std::string_view kind, std::string_view name) {
  return {.kind = kind,
          .name = name,
          .unit = "pg/mL",
          .units = kPicograms,
          .min = 0,
          .note = kNoLimit,
          .source = kShin};
}

constexpr Measure kMeasures[] = {
    {.kind = "body_temperature",
     .name = "Body temperature",
     .unit = "Cel",
     .units = kDegrees,
     .min = kAbsoluteZero,
     .loinc = "8310-5",
     .source = "LOINC"},
    immune_marker("ccl22", "CCL22 (MDC) in blood"),
    {.kind = "corneometry",
     .name = "Skin hydration by capacitance",
     .unit = "{AU}",
     .units = kBareNumber,
     .at_site = true,
     .note = "no normal value exists: its arbitrary units are those of one device and place",
     .source = "Montero-Vilchez 2021, J Clin Med 10:359, volar forearm, means: healthy 50.73, "
               "beside eczema 40.95, eczema 25.20"},
    {.kind = "endotoxin",
     .name = "Endotoxin in a cell product",
     .unit = "{EU}/mL",
     .units = kEndotoxin,
     .min = 0,
     .note = "{EU}/kg is another quantity: it needs the volume and the person's weight"},
    {.kind = "eosinophil_percent",
     .name = "Eosinophils among leukocytes",
     .unit = "%",
     .min = 0,
     .max = 100,
     .loinc = "713-8",
     .note = "a share moves with the other cells; the count is eosinophils",
     .source = "LOINC"},
    {.kind = "eosinophils",
     .name = "Eosinophils in blood",
     .unit = "10*3/uL",
     .units = kCells,
     .min = 0,
     .loinc = "26449-9",
     .note = "711-2 is the LOINC code of an automated count",
     .source = "LOINC"},
    {.kind = "humidity", .name = "Relative humidity of the air", .unit = "%", .min = 0, .max = 100},
    immune_marker("il_13", "Interleukin 13 in blood"),
    immune_marker("il_17", "Interleukin 17 in blood"),
    immune_marker("il_18", "Interleukin 18 in blood"),
    immune_marker("il_22", "Interleukin 22 in blood"),
    {.kind = "ldh",
     .name = "Lactate dehydrogenase in blood",
     .unit = "U/L",
     .units = kEnzyme,
     .min = 0,
     .loinc = "2532-0",
     .note = "methods differ; 14804-9 is the LOINC code of the reaction from lactate to pyruvate",
     .source = "LOINC"},
    {.kind = "skin_ph",
     .name = "pH of the skin surface",
     .unit = "[pH]",
     .min = 0,
     .max = 14,
     .at_site = true,
     .note = "no normal value exists: reviews print 4 to 6, and eczema shifts it little (5.40 in "
             "lesions, 5.27 beside them), without relation to severity",
     .source = "Panther and Jacob 2015, J Clin Med 4:970; a skin pH mapping of adults with atopic "
               "dermatitis"},
    {.kind = "tarc",
     .name = "TARC (CCL17) in blood",
     .unit = "pg/mL",
     .units = kPicograms,
     .min = 0,
     .note = "high in healthy infants: a value needs the age and the assay beside it",
     .source = "Fujisawa 2009, doi 10.1111/j.1399-3038.2009.00851.x"},
    {.kind = "temperature",
     .name = "Temperature of the air",
     .unit = "Cel",
     .units = kDegrees,
     .min = kAbsoluteZero,
     .note = "of a room or outdoors; that of a person is body_temperature"},
    {.kind = "tewl",
     .name = "Transepidermal water loss",
     .unit = "g/(m2.h)",
     .units = kPerArea,
     .at_site = true,
     .note =
         "no normal value exists: healthy means go from 2.3 to 44.0 by place; compare one place "
         "of one person",
     .source =
         "Kottner 2013 and Akdeniz 2018, reviews of reference values; Montero-Vilchez 2021, J "
         "Clin Med 10:359, volar forearm, means: healthy 11.60, beside eczema 13.15, eczema "
         "28.68"},
    {.kind = "total_ige",
     .name = "Total IgE in blood",
     .unit = "k[IU]/L",
     .units = kInternational,
     .min = 0,
     .loinc = "19113-0",
     .note = "a mass of IgE is another quantity (LOINC 2462-0), and does not convert",
     .source = "Mayo Clinic Laboratories, test IGE"},
};

// Units that are easily taken for another, or belong to another way of writing.
struct Trap {
  std::string_view kind;  // empty: any
  std::string_view unit;
  bool is_part;  // or the whole
  std::string_view advice;
};

constexpr std::string_view kEnzymeTrap = "counts enzyme units: write k[IU]/L or [IU]/mL";
constexpr std::string_view kBrackets = "lacks UCUM's brackets: write k[IU]/L or [IU]/mL";
constexpr std::string_view kMass =
    "is a mass of IgE, which does not convert to units: record it as another kind";

constexpr Trap kTraps[] = {
    {"", "[AU]", true, "is the allergy unit: write {AU} for arbitrary units"},
    {"", "[EU]", true, "is the Ehrlich unit: write {EU}/mL for endotoxin units"},
    {"total_ige", "kU/L", false, kEnzymeTrap},
    {"total_ige", "U/mL", false, kEnzymeTrap},
    {"total_ige", "kIU/L", false, kBrackets},
    {"total_ige", "IU/mL", false, kBrackets},
    {"total_ige", "g/", true, kMass},
    {"body_temperature", "degF", false, "lacks UCUM's brackets: write [degF]"},
    {"temperature", "degF", false, "lacks UCUM's brackets: write [degF]"},
    {"body_temperature", "F", false, "is the farad: write [degF]"},
    {"temperature", "F", false, "is the farad: write [degF]"},
    {"body_temperature", "C", false, "is the coulomb: write Cel"},
    {"temperature", "C", false, "is the coulomb: write Cel"},
};

[[noreturn]] void refuse(const Measure& measure, std::string_view field, const std::string& rule) {
  throw Error(Code::kInvalidArgument,
              std::string(measure.kind) + "." + std::string(field) + " " + rule);
}

[[noreturn]] void refuse_unit(const Measure& measure, std::string_view unit) {
  for (const Trap& trap : kTraps) {
    const bool is_it =
        trap.is_part ? unit.find(trap.unit) != std::string_view::npos : unit == trap.unit;
    if (is_it && (trap.kind.empty() || trap.kind == measure.kind)) {
      refuse(measure, "unit", std::string(unit) + " " + std::string(trap.advice));
    }
  }
  std::string known(measure.unit);
  for (const ExactUnit& one : measure.units) known += ", " + std::string(one.unit);
  refuse(measure, "unit", "does not convert: write one of " + known);
}

double converted(const Measure& measure, double value, std::string_view unit) {
  if (unit == measure.unit) return value;
  const auto exact = std::find_if(measure.units.begin(), measure.units.end(),
                                  [&](const ExactUnit& one) { return one.unit == unit; });
  if (exact == measure.units.end()) refuse_unit(measure, unit);
  const double above_zero = value - static_cast<double>(exact->zero);
  return above_zero * static_cast<double>(exact->numerator) /
         static_cast<double>(exact->denominator);
}

}  // namespace

}  // namespace clinical

std::span<const Measure> measures() { return clinical::kMeasures; }

const Measure& measure(std::string_view kind) {
  const auto all = measures();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Measure& one) { return one.kind == kind; });
  if (found == all.end()) throw Error(Code::kInvalidArgument, "there is no measure of this kind");
  return *found;
}

double convert(std::string_view kind, double value, std::string_view unit) {
  const Measure& known = measure(kind);
  const double result = clinical::converted(known, value, unit);
  if (!std::isfinite(result)) clinical::refuse(known, "value", "is not a finite number");
  if (known.min && result < *known.min) {
    clinical::refuse(known, "value", "is below what its definition allows");
  }
  if (known.max && result > *known.max) {
    clinical::refuse(known, "value", "is above what its definition allows");
  }
  return result;
}

}  // namespace lamella
