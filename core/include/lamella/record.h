// Records as C++ values, and the way to and from their serialized form, lamella.v1.Record.
//
//   lamella::Record record;
//   record.when = lamella::When{.local_day = lamella::parse_iso_date("2026-11-25")};
//   record.body = lamella::Symptom{.item = "itch", .score = 6};
//   std::string bytes = lamella::encode(record);
//
// The fields mean what proto/lamella/v1/record.proto says. `unknown_fields` keeps what a newer
// version wrote and goes back unchanged.
#ifndef LAMELLA_RECORD_H_
#define LAMELLA_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lamella/day.h"
#include "lamella/dose_plan.h"
#include "lamella/instrument.h"
#include "lamella/therapy.h"

namespace lamella {

struct When {
  std::optional<Day> local_day{};
  std::optional<int64_t> utc_ms{};
  std::optional<int32_t> offset_min{};
  std::string zone{};
  std::optional<int64_t> end_utc_ms{};
  std::string unknown_fields{};
};

enum class OriginKind : int32_t { kUnspecified = 0, kPerson = 1, kDevice = 2 };

struct Origin {
  std::string source{};
  OriginKind kind = OriginKind::kUnspecified;
  std::optional<int64_t> entered_ms{};
  std::string unknown_fields{};
};

enum class Recall : int32_t {
  kUnspecified = 0,
  kNow = 1,
  kToday = 2,
  kLast24Hours = 3,
  kLastNight = 4,
  kLast7Days = 5,
};

struct Scale {
  double min = 0;
  double max = 10;
};

struct Symptom {
  std::string item{};
  std::optional<double> score{};
  std::optional<Scale> scale{};
  Recall recall = Recall::kUnspecified;
  std::string site{};
  std::string unknown_fields{};
};

struct Exposure {
  std::string factor{};
  std::optional<bool> present{};   // at most one of
  std::optional<double> amount{};  // these two
  std::string unit{};
  std::string site{};
  std::string unknown_fields{};
};

struct Measurement {
  std::string kind{};
  std::optional<double> value{};
  std::string unit{};
  std::string site{};
  std::string device{};
  std::optional<double> room_temperature{};
  std::optional<double> room_humidity{};
  std::optional<double> reference_low{};   // of the laboratory,
  std::optional<double> reference_high{};  // in `unit`
  std::string unknown_fields{};
};

struct Dose {
  std::string drug{};
  std::optional<double> strength{};
  std::string strength_unit{};
  std::string vehicle{};
  std::optional<double> grams{};            // at most one of
  std::optional<double> fingertip_units{};  // these two
  std::string site{};
  bool not_taken = false;
  std::string unknown_fields{};
};

struct DayCheck {
  std::vector<std::string> factors{};
  std::string unknown_fields{};
};

enum class FactorCategory : int32_t {
  kUnspecified = 0,
  kFood = 1,
  kContact = 2,
  kClimate = 3,
  kAir = 4,
  kActivity = 5,
  kMind = 6,
  kInfection = 7,
  kOther = 8,
};
enum class FactorKind : int32_t { kUnspecified = 0, kPresence = 1, kAmount = 2, kContinuous = 3 };
enum class Silence : int32_t { kUnspecified = 0, kExplicit = 1, kImpliedOnCheckedDays = 2 };

struct Factor {
  std::string code{};
  std::string name{};
  FactorCategory category = FactorCategory::kUnspecified;
  FactorKind kind = FactorKind::kUnspecified;
  std::string unit{};
  Silence silence = Silence::kUnspecified;
  std::optional<Day> since_day{};
  std::string unknown_fields{};
};

// Bytes of the largest content.
inline constexpr uint64_t kMaxContentBytes = uint64_t{64} << 20;

// A photograph or another file. The diary fills in what names its content: Diary::attach.
struct Attachment {
  std::string content{};
  uint64_t size = 0;
  std::string hash{};
  std::string media_type{};
  std::string site{};
  std::string lesion{};
  std::string unknown_fields{};
};

// Answers to an instrument, of which lamella::score makes a total.
struct Answers {
  std::string instrument{};
  uint32_t version = 0;
  std::vector<Answer> answers{};
  std::optional<double> age_years{};
  std::string site{};
  std::string lesion{};
  std::string unknown_fields{};
};

enum class LesionKind : int32_t {
  kUnspecified = 0,
  kEczema = 1,
  kScar = 2,
  kWound = 3,
  kOther = 4
};

// A place of the skin that is followed over time; its `when` is the day that it was first seen.
struct Lesion {
  std::string name{};
  LesionKind kind = LesionKind::kUnspecified;
  std::string site{};
  std::string unknown_fields{};
};

// A lesion as it looked on one day.
struct LesionAssessment {
  std::string lesion{};
  std::optional<double> length_mm{};
  std::optional<double> width_mm{};
  std::optional<double> height_mm{};
  std::optional<double> erythema{};
  std::optional<double> oedema{};
  std::optional<double> oozing{};
  std::optional<double> excoriation{};
  std::optional<double> lichenification{};
  std::optional<double> dryness{};
  std::string unknown_fields{};
};

enum class Sex : int32_t { kUnspecified = 0, kFemale = 1, kMale = 2, kOther = 3 };

// The person whose diary it is. One in a diary: its id is definition_id("profile", "").
struct Profile {
  std::optional<int32_t> birth_year{};
  std::optional<uint32_t> birth_month{};
  Sex sex = Sex::kUnspecified;
  std::optional<int32_t> eczema_since_year{};
  std::optional<uint32_t> skin_type{};
  std::string unknown_fields{};
};

// What is to be taken or applied, in phases one after the other; its `when` is the first day.
struct DosePlan {
  std::string drug{};
  std::string strength_unit{};
  std::string vehicle{};
  std::string site{};
  std::vector<DosePhase> phases{};
  std::string unknown_fields{};
};

// Where records of an import come from, and under which licence.
struct DataSource {
  std::string code{};
  std::string name{};
  std::string licence{};
  std::string url{};
  std::string unknown_fields{};
};

// monostate: no body, or one that a newer version made (its bytes are in Record::unknown_fields).
using Body =
    std::variant<std::monostate, Symptom, Exposure, Measurement, Dose, DayCheck, Factor, Attachment,
                 Answers, Course, Harvest, CellProduct, ReleaseTest, Administration, AdverseEvent,
                 Lesion, LesionAssessment, Profile, DosePlan, DataSource>;

struct Record {
  std::optional<When> when{};
  std::string note{};
  std::optional<Origin> origin{};
  Body body{};
  std::string unknown_fields{};
};

// The field number of a body in lamella.v1.Record: the type of an entry.
enum class Type : uint32_t {
  kSymptom = 16,
  kExposure = 17,
  kMeasurement = 18,
  kDose = 19,
  kDayCheck = 20,
  kFactor = 21,
  kAttachment = 22,
  kAnswers = 23,
  kCourse = 24,
  kHarvest = 25,
  kCellProduct = 26,
  kReleaseTest = 27,
  kAdministration = 28,
  kAdverseEvent = 29,
  kLesion = 30,
  kLesionAssessment = 31,
  kProfile = 32,
  kDosePlan = 33,
  kDataSource = 34,
};

// The name of a type, the same in every interface ("symptom", "day_check"); "unknown" for a number
// that this version does not know.
std::string_view type_name(uint32_t type);

// The type of a name. Fails with kInvalidArgument for a name that is none.
Type type_of_name(std::string_view name);

// The type of a body; 0 for monostate.
uint32_t type_of(const Body& body);

// Names of the values, the same in every interface ("last_24_hours"); "unknown" for a number that
// this version does not know.
std::string_view name(OriginKind kind);
std::string_view name(Recall recall);
std::string_view name(FactorCategory category);
std::string_view name(FactorKind kind);
std::string_view name(Silence silence);
std::string_view name(CellTissue value);
std::string_view name(CellDonor value);
std::string_view name(Preservation value);
std::string_view name(LimitKind value);
std::string_view name(Relatedness value);
std::string_view name(EventOutcome value);
std::string_view name(LesionKind kind);
std::string_view name(Sex sex);

std::string encode(const Record& record);

// Fails with kMalformedMessage when `bytes` are not a lamella.v1.Record.
Record decode(std::string_view bytes);

// The local day that an answer given at this moment describes, by the recall of its question: that
// of the instant, but for the last 24 hours that of 12 hours before.
Day default_day(Recall recall, int64_t utc_ms, int32_t offset_min);

}  // namespace lamella

#endif  // LAMELLA_RECORD_H_
