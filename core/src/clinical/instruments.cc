// The table of instruments, and what is the same for all of them.
#include "clinical/instruments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "clinical/age.h"
#include "clinical/given.h"
#include "lamella/error.h"

namespace lamella {

namespace clinical {

namespace {

// Beside a whole number of units: 0.1 + 0.2 is 0.3.
constexpr double kRounding = 1e-6;

constexpr std::array kTable = {
    &kAdct,
    &kBodySurfaceAdult,
    &kBodySurfaceInfant,
    &kBodySurfacePalms,
    &kCdlqi,
    &kDlqi,
    &kEasi,
    &kLichenification,
    &kObjectiveScorad,
    &kPoScorad,
    &kPoem,
    &kPosasObserver,
    &kPosasPatient,
    &kPruritusNrs,
    &kRecap,
    &kScorad,
    &kSleepNrs,
    &kThreeItemSeverity,
    &kVancouverScar,
    &kVigaAd,
};

[[noreturn]] void refuse(const Instrument& instrument, std::string_view item,
                         const std::string& rule) {
  throw Error(Code::kInvalidArgument,
              std::string(instrument.code) + "." + std::string(item) + " " + rule);
}

std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string allowed(const Item& item) {
  std::string rule = "is not from " + number(item.min) + " to " + number(item.max);
  if (item.per_unit > 1) rule += " in steps of " + number(1.0 / item.per_unit);
  if (item.except) rule += " without " + number(*item.except);
  return rule;
}

int32_t units_of(const Instrument& instrument, const Item& item, double value) {
  const double units = std::round(value * item.per_unit);
  const bool is_step = std::abs(value * item.per_unit - units) < kRounding;
  if (!is_step || value < item.min - kRounding || value > item.max + kRounding ||
      (item.except && std::abs(value - *item.except) < kRounding)) {
    refuse(instrument, item.code, allowed(item));
  }
  return static_cast<int32_t>(units);
}

void take(Given& given, const Answer& answer) {
  const Instrument& instrument = given.instrument;
  const auto item = std::find_if(instrument.items.begin(), instrument.items.end(),
                                 [&](const Item& one) { return one.code == answer.item; });
  if (item == instrument.items.end()) {
    refuse(instrument, answer.item, "is no item of the instrument");
  }
  if (!answer.value) return;
  std::optional<int32_t>& units = given.units[item - instrument.items.begin()];
  const int32_t now = units_of(instrument, *item, *answer.value);
  if (units && *units != now && !instrument.higher_of_two) {
    refuse(instrument, item->code, "has two answers");
  }
  units = units ? std::max(*units, now) : now;
}

Given given_of(const Instrument& instrument, std::span<const Answer> answers,
               const Subject& subject) {
  Given given{instrument};
  given.age_years = subject.age_years;
  if (subject.age_years) check_age(*subject.age_years);
  for (const Answer& answer : answers) take(given, answer);
  return given;
}

// Why the answers make no total; empty when they do.
std::string_view count(const Given& given, const Total& total, Score& score) {
  const std::span<const Item> items = given.instrument.items;
  int32_t missing = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (given.has(i)) {
      ++score.answered;
    } else if (!total.not_needed[i]) {
      if (missing++ == 0) score.first_missing = items[i].code;
    }
  }
  const MissingRule rule = given.instrument.missing;
  const bool counts_zero =
      rule == MissingRule::kAllCountZero || (rule == MissingRule::kOneCountsZero && missing == 1);
  if (score.answered > 0 && counts_zero) {
    score.counted_zero = missing;
    return total.why_not;
  }
  score.missing = missing;
  if (score.answered == 0) return "no item is answered";
  if (missing == 0) return total.why_not;
  return rule == MissingRule::kOneCountsZero ? "more than one item is not answered"
                                             : "an item that the total needs is not answered";
}

std::string_view remark_of(const Given& given) {
  const Instrument& instrument = given.instrument;
  const bool beyond = given.age_years && (*given.age_years < instrument.from_age ||
                                          *given.age_years >= instrument.to_age + 1);
  return beyond ? "the instrument is meant for another age" : "";
}

double quotient(int64_t numerator, int64_t denominator) {
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

}  // namespace

Total sum(const Given& given) {
  Total total;
  total.denominator = given.instrument.items.front().per_unit;
  for (size_t i = 0; i < given.instrument.items.size(); ++i) total.numerator += given[i];
  return total;
}

}  // namespace clinical

std::span<const Instrument* const> instruments() { return clinical::kTable; }

const Instrument& instrument(std::string_view code, uint32_t version) {
  const auto found = std::find_if(clinical::kTable.begin(), clinical::kTable.end(),
                                  [&](const Instrument* one) { return one->code == code; });
  if (found == clinical::kTable.end()) {
    throw Error(Code::kInvalidArgument, "there is no instrument of this code");
  }
  if (version != 0 && version != (*found)->version) {
    throw Error(Code::kInvalidArgument,
                std::string(code) + " has no version " + std::to_string(version) + " here");
  }
  return **found;
}

Score score(const Instrument& instrument, std::span<const Answer> answers, const Subject& subject) {
  const clinical::Given given = clinical::given_of(instrument, answers, subject);
  const clinical::Total total = instrument.total(given);
  Score score;
  score.why_not = clinical::count(given, total, score);
  if (!score.why_not.empty()) return score;
  score.total = clinical::quotient(total.numerator, total.denominator);
  score.band = band(instrument, *score.total);
  score.remark = clinical::remark_of(given);
  for (size_t i = 0; i < total.parts.size(); ++i) {
    const auto& part = total.parts[i];
    score.parts[i] = {part.code, clinical::quotient(part.numerator, part.denominator)};
  }
  return score;
}

const Band* band(const Instrument& instrument, double total) {
  if (instrument.bands.empty()) return nullptr;
  // Bands are printed with one decimal: a total between two of them is rounded, half up.
  const double rounded = std::floor(total * 10 + 0.5 + clinical::kRounding) / 10;
  const Band* holds = nullptr;
  for (const Band& band : instrument.bands.front().bands) {
    if (band.above ? rounded > band.from : rounded >= band.from) holds = &band;
  }
  return holds;
}

const MeaningfulChange* meaningful_change(const Instrument& instrument, double before,
                                          double after) {
  const double points = std::abs(after - before);
  const MeaningfulChange* reached = nullptr;
  for (const MeaningfulChange& change : instrument.changes) {
    if (change.is_percent && before == 0) continue;
    const double size = change.is_percent ? 100 * points / std::abs(before) : points;
    if (size + clinical::kRounding >= change.at_least) reached = &change;
  }
  return reached;
}

std::string_view name(Rater rater) {
  switch (rater) {
    case Rater::kPerson:
      return "person";
    case Rater::kClinician:
      return "clinician";
    case Rater::kEither:
      return "person or clinician";
  }
  return "unknown";
}

std::string_view name(AskedSpan span) {
  switch (span) {
    case AskedSpan::kNow:
      return "now";
    case AskedSpan::k24Hours:
      return "24 hours";
    case AskedSpan::k3Days:
      return "3 days";
    case AskedSpan::kWeek:
      return "7 days";
  }
  return "unknown";
}

std::string_view name(MissingRule rule) {
  switch (rule) {
    case MissingRule::kNone:
      return "every item is needed";
    case MissingRule::kOneCountsZero:
      return "one missing item counts as 0, two leave no total";
    case MissingRule::kAllCountZero:
      return "missing items count as 0";
    case MissingRule::kByItsOwn:
      return "by a rule of its own";
  }
  return "unknown";
}

std::string_view name(Wording wording) {
  switch (wording) {
    case Wording::kPlainWords:
      return "plain words";
    case Wording::kUnchangedOnly:
      return "unchanged only";
    case Wording::kAskTheOwner:
      return "ask the owner";
  }
  return "unknown";
}

}  // namespace lamella
