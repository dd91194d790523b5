// The steps of a cell therapy as C++ values: bodies of lamella::Record.
//
//   record.body = lamella::Harvest{.course = course_id, .method = "liposuction", .volume_ml = 120};
//
// The fields mean what proto/lamella/v1/record.proto says. Ids of other entries are their 16 bytes.
#ifndef LAMELLA_THERAPY_H_
#define LAMELLA_THERAPY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lamella/day.h"

namespace lamella {

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

// A visit or a form that a course plans.
struct FollowUp {
  uint32_t after_days = 0;
  std::string subject{};
  std::string unknown_fields{};
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
  std::vector<FollowUp> follow_ups{};
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

// One thing that a maker did to the cells.
struct ProcessingStep {
  std::string step{};
  std::optional<Day> local_day{};
  std::string detail{};
  std::string unknown_fields{};
};

// A product of cells as it was made and kept; its `when` is the end of processing.
struct CellProduct {
  std::string course{};
  std::string lot{};
  std::string identity{};
  std::vector<ProcessingStep> processing{};
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

}  // namespace lamella

#endif  // LAMELLA_THERAPY_H_
