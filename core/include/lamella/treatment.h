// What a diary says of a treatment and of what it changed: steroids used, measured change, flares.
//
//   lamella::SteroidReport used = diary.steroid_use({.first_day = monday, .last_day = sunday});
//   lamella::WithinPersonChange tewl = diary.measured_change(
//       {.kind = "tewl", .site = "elbow.left", .first_day = first, .last_day = last});
#ifndef LAMELLA_TREATMENT_H_
#define LAMELLA_TREATMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "lamella/day.h"
#include "lamella/medication.h"
#include "lamella/record.h"

namespace lamella {

struct SteroidQuery {
  std::optional<Day> first_day{};
  std::optional<Day> last_day{};
  double grams_per_unit = kGramsPerUnit;
  // Drugs, as the diary writes them, that are steroids and that the table does not know.
  std::vector<std::string> topical{};
  std::vector<std::string> systemic{};
};

struct SteroidReport {
  SteroidUse use{};
  std::vector<std::string> other_drugs{};  // counted as no steroid, each once, ordered
};

// The days of the baseline, and the measurements of one kind at one site, or at all of them.
struct ChangeQuery {
  std::string kind{};
  std::optional<std::string> site{};  // "" is the whole body
  Day first_day = 0;
  Day last_day = 0;
};

// A dose by the tables of medication.h.
struct DoseReport {
  std::optional<double> grams{};  // none without an amount
  SteroidPotency potency{};
  bool is_steroid = false;  // the table knows the drug as a topical one
};
// Fails as dose_grams does.
DoseReport judge_dose(const Dose& dose, double grams_per_unit = kGramsPerUnit);

// The same in the unit of its measure. Fails as convert() does, and with kInvalidArgument for a
// kind that is not known.
Measurement in_unit_of_measure(Measurement measurement);

// Which days to judge by a rule of flare.h.
struct FlareQuery {
  std::string rule{};
  std::string code{};  // of the symptom, or of the factor of the person's own decision
  // For a rule of medicines, beside topical steroids: other topical anti-inflammatory drugs, as the
  // diary writes them.
  std::vector<std::string> drugs{};
  std::optional<Day> first_day{};
  std::optional<Day> last_day{};
  std::optional<Day> end_of_treatment{};
};

}  // namespace lamella

#endif  // LAMELLA_TREATMENT_H_
