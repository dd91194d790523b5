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
#include "lamella/instrument.h"

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
enum class FactorKind : int32_t { kUnspecified = 0, kPresence = 1, kAmount = 2 };
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
  std::string unknown_fields{};
};

// Answers to an instrument, of which lamella::score makes a total.
struct Answers {
  std::string instrument{};
  uint32_t version = 0;
  std::vector<Answer> answers{};
  std::optional<double> age_years{};
  std::string site{};
  std::string unknown_fields{};
};

enum class CellTissue : int32_t {
  kUnspecified = 0,
  kBoneMarrow = 1,
  kAdipose = 2,
  kCordBlood = 3,
  kUmbilicalCord = 4,
  kPeripheralBlood = 5,
  kOther = 6,
};
enum class CellDonor : int32_t {
  kUnspecified = 0,
  kAutologous = 1,
  kAllogeneic = 2,
};
enum class Preservation : int32_t {
  kUnspecified = 0,
  kFresh = 1,
  kCryopreserved = 2,
};
enum class LimitKind : int32_t {
  kUnspecified = 0,
  kAtLeast = 1,
  kAtMost = 2,
};
enum class Relatedness : int32_t {
  kUnspecified = 0,
  kUnrelated = 1,
  kUnlikely = 2,
  kPossible = 3,
  kProbable = 4,
  kDefinite = 5,
};
enum class EventOutcome : int32_t {
  kUnspecified = 0,
  kOngoing = 1,
  kResolved = 2,
  kResolvedWithSequelae = 3,
  kFatal = 4,
};

// A plan of cell therapy: which cells, from whom, how often, and what counts as a response.
struct Course {
  std::string name{};
  CellTissue tissue = CellTissue::kUnspecified;
  CellDonor donor = CellDonor::kUnspecified;
  std::optional<Day> consent_day{};
  std::optional<uint32_t> administrations{};
  std::optional<uint32_t> interval_days{};
  std::string definition{};
  std::string identity{};
  std::string unknown_fields{};
};

// Tissue or blood that was taken for a course.
struct Harvest {
  std::string course{};
  std::string method{};
  std::optional<double> volume_ml{};
  std::string site{};
  std::string unknown_fields{};
};

// A product of cells as it was made and kept; its `when` is the end of processing.
struct CellProduct {
  std::string course{};
  std::string lot{};
  std::string identity{};
  std::string processing{};
  std::optional<uint32_t> passage{};
  std::optional<double> doublings{};
  std::optional<double> cells{};
  std::optional<double> viability{};
  std::string viability_method{};
  std::optional<double> volume_ml{};
  Preservation preservation = Preservation::kUnspecified;
  std::string medium{};
  std::optional<double> storage_temperature{};
  std::optional<Day> expiry_day{};
  std::string unknown_fields{};
};

// A test of a product before it is released: its limit and its result.
struct ReleaseTest {
  std::string product{};
  std::string test{};
  std::string method{};
  LimitKind limit_kind = LimitKind::kUnspecified;
  std::optional<double> limit{};
  std::optional<double> result{};
  std::string unit{};
  std::string outcome{};
  std::optional<bool> passed{};
  std::string unknown_fields{};
};

// A product given at one place; its `when` runs from start to stop.
struct Administration {
  std::string course{};
  std::string product{};
  std::string route{};
  std::string site{};
  std::optional<double> volume_ml{};
  std::optional<double> cells{};
  std::string premedication{};
  std::string deviation{};
  std::string unknown_fields{};
};

// Something unwanted that happened, whatever its cause.
struct AdverseEvent {
  std::string course{};
  std::string term{};
  std::optional<uint32_t> grade{};
  Relatedness relatedness = Relatedness::kUnspecified;
  std::optional<bool> serious{};
  EventOutcome outcome = EventOutcome::kUnspecified;
  std::optional<Day> end_day{};
  std::string terminology_code{};
  std::string site{};
  std::string unknown_fields{};
};

// monostate: no body, or one that a newer version made (its bytes are in Record::unknown_fields).
using Body =
    std::variant<std::monostate, Symptom, Exposure, Measurement, Dose, DayCheck, Factor, Attachment,
                 Answers, Course, Harvest, CellProduct, ReleaseTest, Administration, AdverseEvent>;

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

std::string encode(const Record& record);

// Fails with kMalformedMessage when `bytes` are not a lamella.v1.Record.
Record decode(std::string_view bytes);

// The local day that an answer given at this moment describes, by the recall of its question: that
// of the instant, but for the last 24 hours that of 12 hours before.
Day default_day(Recall recall, int64_t utc_ms, int32_t offset_min);

}  // namespace lamella

#endif  // LAMELLA_RECORD_H_
