// The questions and answers of the clinical model as serialized messages
// (proto/lamella/v1/clinical.proto), as messages.h has those of a diary.
//
//   std::string reply = lamella::encode(lamella::score(instrument, answers));
//
// Every decode_ function fails with kMalformedMessage, or kInvalidArgument for a value that has no
// meaning.
#ifndef LAMELLA_CLINICAL_MESSAGES_H_
#define LAMELLA_CLINICAL_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/body_map.h"
#include "lamella/cell_therapy.h"
#include "lamella/control.h"
#include "lamella/course.h"
#include "lamella/dose_plan.h"
#include "lamella/factor_catalogue.h"
#include "lamella/flare.h"
#include "lamella/instrument.h"
#include "lamella/lesion.h"
#include "lamella/measure.h"
#include "lamella/medication.h"
#include "lamella/record.h"
#include "lamella/response.h"
#include "lamella/treatment.h"

namespace lamella {

// A serialized lamella.v1.Answers alone, as it stands in a record.
Answers decode_answers(std::string_view bytes);
std::string encode(const Score& score);
// InstrumentList.
std::string encode(std::span<const Instrument* const> instruments);

// ResponseRequest.
struct ResponseRequest {
  std::string definition{};
  double baseline = 0;
  double later = 0;
  ResponseSetting setting{};
};
ResponseRequest decode_response_request(std::string_view bytes);
// ResponseReport.
std::string encode(const Response& response);

// FlareRuleList.
std::string encode(std::span<const FlareRule> rules);

// FlareRequest.
struct FlareRequest {
  std::string rule{};
  std::vector<FlareDay> days{};
  std::optional<Day> end_of_treatment{};
};
FlareRequest decode_flare_request(std::string_view bytes);
// FlareReport.
std::string encode(const FlareReport& report);

// RemissionRequest.
struct RemissionRequest {
  std::vector<RemissionDay> days{};
  double limit = 0;
  int32_t least_days = kLeastRemissionDays;
};
RemissionRequest decode_remission_request(std::string_view bytes);
std::string encode(const RemissionReport& report);

// ControlRequest.
struct ControlRequest {
  std::vector<ControlDay> days{};
  int32_t least = 4;
};
ControlRequest decode_control_request(std::string_view bytes);
// ControlReport.
struct ControlReport {
  WeekControl control = WeekControl::kUnknown;
  std::optional<double> mean_bother{};
};
std::string encode(const ControlReport& report);

// CourseProblemList.
std::string encode(const CourseProblems& problems);

// ResponseDefinitionList.
std::string encode(std::span<const ResponseDefinition> definitions,
                   std::span<const PlaceboArm> placebo);

// CourseReminderList, CourseOnsetList.
std::string encode(const CourseReminders& reminders);
std::string encode(const CourseOnsets& onsets);
std::string encode(const IsctReport& report);

SteroidQuery decode_steroid_query(std::string_view bytes);
std::string encode(const SteroidReport& report);

ChangeQuery decode_change_query(std::string_view bytes);
// ChangeReport.
std::string encode(const WithinPersonChange& change);

FlareQuery decode_flare_query(std::string_view bytes);

// AdherenceReport.
std::string encode(const Adherence& adherence);

// HealingReport.
std::string encode(const std::optional<Healing>& healing);

// MeasureList.
std::string encode(std::span<const Measure> measures, std::span<const ReferenceLimits> limits);
// A serialized lamella.v1.Measurement alone.
Measurement decode_measurement(std::string_view bytes);
std::string encode(const Measurement& measurement);

// FactorCatalogue, SteroidList, BodySiteList.
std::string encode(std::span<const CatalogueFactor> factors);
std::string encode(std::span<const SteroidRow> rows);
std::string encode(std::span<const BodySite> sites);

// DoseRequest.
struct DoseRequest {
  Dose dose{};
  double grams_per_unit = kGramsPerUnit;
};
DoseRequest decode_dose_request(std::string_view bytes);
std::string encode(const DoseReport& report);

// SurfaceRequest.
struct SurfaceRequest {
  std::vector<std::string> sites{};
  double age_years = 0;
};
SurfaceRequest decode_surface_request(std::string_view bytes);

}  // namespace lamella

#endif  // LAMELLA_CLINICAL_MESSAGES_H_
