// The instruments of the field: what each asks, and the score of its answers.
//
//   const lamella::Instrument& poem = lamella::instrument("poem");
//   std::vector<lamella::Answer> answers = {{"itch", 4}, {"sleep", 2}, ...};
//   lamella::Score score = lamella::score(poem, answers);
//   // score.total is 11 and score.band->name "moderate"; without a total score.why_not says why
//
// An instrument is data: items with the answers that they allow, its rule for what is missing, its
// bands and meaningful changes with their sources. Item codes and band names are neutral labels:
// the wording of a questionnaire belongs to its owner, and `licence` says what holds for it. The
// table of all instruments with their sources is core/src/clinical/README.md. Pure functions
// without I/O, which allocate nothing unless they fail.
#ifndef LAMELLA_INSTRUMENT_H_
#define LAMELLA_INSTRUMENT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lamella {

namespace clinical {
struct Given;
struct Total;
}  // namespace clinical

// One answer to one item. The same item twice with different values is a form with two boxes
// ticked.
struct Answer {
  std::string item{};             // code of the item
  std::optional<double> value{};  // absent: asked and not answered
  std::string unknown_fields{};   // of a record that a newer version wrote
};

enum class Rater : uint8_t { kPerson, kClinician, kEither };

enum class Worse : uint8_t { kHigher, kLower };

// The span that an instrument asks about.
enum class AskedSpan : uint8_t { kNow, k24Hours, k3Days, kWeek };

// What an unanswered item does.
enum class MissingRule : uint8_t {
  kNone,           // every item is needed
  kOneCountsZero,  // one counts as 0, two leave no total
  kAllCountZero,   // each counts as 0, while one is answered
  kByItsOwn,       // as the instrument's file says
};

// What may be shipped of the wording. Lamella ships none.
enum class Wording : uint8_t {
  kPlainWords,     // ordinary medical words, no claim known
  kUnchangedOnly,  // may be copied unchanged, with credit
  kAskTheOwner,    // needs the owner's permission
};

// The allowed answers are min, min + 1 / per_unit, ... max, without `except`.
struct Item {
  std::string_view code;
  double min = 0;
  double max = 4;
  int32_t per_unit = 1;
  std::optional<double> except{};
};

// Holds from `from` on, or above it.
struct Band {
  std::string_view name;
  double from = 0;
  bool above = false;
};

struct Bands {
  std::string_view source;
  std::span<const Band> bands{};
};

// A change of the total that means something.
struct MeaningfulChange {
  double at_least = 0;  // points, or percent of the baseline
  bool is_percent = false;
  std::string_view meaning;
  std::string_view source;
};

struct Licence {
  Wording wording = Wording::kPlainWords;
  std::string_view note;
};

struct Instrument {
  std::string_view code;
  uint32_t version = 1;
  std::string_view name;
  Rater rater = Rater::kPerson;
  AskedSpan span = AskedSpan::kNow;
  Worse worse = Worse::kHigher;
  std::span<const Item> items{};
  double min_total = 0;
  double max_total = 0;
  MissingRule missing = MissingRule::kNone;
  // Whether the higher of two ticked boxes counts, as its owner says; else they are refused.
  bool higher_of_two = false;
  // The first is used, the others are named because sources disagree. None: no published band.
  std::span<const Bands> bands{};
  std::span<const MeaningfulChange> changes{};
  std::string_view source;  // of the total
  Licence licence{};
  std::string_view loinc{};  // of the total; empty: none is known
  // Whole years of age at which it is meant to be used; beyond them a score has a remark.
  int32_t from_age = 0;
  int32_t to_age = 150;
  clinical::Total (*total)(const clinical::Given&) = nullptr;
};

// Whom a score is about, on that day.
struct Subject {
  std::optional<double> age_years{};
};

struct ScorePart {
  std::string_view code;
  double value = 0;
};

struct Score {
  std::optional<double> total{};
  const Band* band = nullptr;        // of the first bands; none without a total or bands
  std::string_view why_not{};        // why there is no total
  std::string_view remark{};         // what to know of this total
  int32_t answered = 0;              // items with an answer
  int32_t counted_zero = 0;          // items without one that count as 0
  int32_t missing = 0;               // items without one that the total needs
  std::string_view first_missing{};  // of these
  ScorePart parts[6] = {};           // regions or domains, while their code is not empty
  bool is_complete() const { return total && counted_zero == 0; }
};

// All of them, each in its newest version, ordered by code.
std::span<const Instrument* const> instruments();

// Version 0 is the newest. Fails with kInvalidArgument for one that is not known.
const Instrument& instrument(std::string_view code, uint32_t version = 0);

// The score of these answers, in any order; an item that is left out is not answered. Totals are
// fractions of whole numbers until one division at the end, so that equal sums are equal doubles.
// Fails with kInvalidArgument, naming the item, for one that the instrument does not have, an
// answer that it does not allow, two answers to one item, or an impossible age.
Score score(const Instrument& instrument, std::span<const Answer> answers,
            const Subject& subject = {});

// The band of a total; null without bands.
const Band* band(const Instrument& instrument, double total);

// The last of `changes` that an improvement or worsening from `before` to `after` reaches; null
// when it reaches none. Percentages need a baseline that is not 0.
const MeaningfulChange* meaningful_change(const Instrument& instrument, double before,
                                          double after);

std::string_view name(Rater rater);
std::string_view name(AskedSpan span);
std::string_view name(MissingRule rule);
std::string_view name(Wording wording);

}  // namespace lamella

#endif  // LAMELLA_INSTRUMENT_H_
