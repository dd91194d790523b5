// The questions and answers of a diary as serialized messages (proto/lamella/v1/query.proto), for
// bindings that pass bytes.
//
//   lamella::Page page = diary.query(lamella::decode_query(request_bytes));
//   std::string reply = lamella::encode(page);
//
// Every decode_ function fails with kMalformedMessage, or kInvalidArgument for a value that has no
// meaning.
#ifndef LAMELLA_MESSAGES_H_
#define LAMELLA_MESSAGES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/check.h"
#include "lamella/control.h"
#include "lamella/diary.h"
#include "lamella/flare.h"
#include "lamella/instrument.h"
#include "lamella/response.h"
#include "lamella/salvage.h"

namespace lamella {

// RecordBatch.
struct RecordBatch {
  std::vector<NewRecord> records{};
  PutOptions options{};
};
RecordBatch decode_record_batch(std::string_view bytes);
std::string encode(const RecordBatch& batch);

// PutReport.
std::string encode(std::span<const PutResult> results);

std::string encode(const Entry& entry);

// Edit.
struct EditRequest {
  Id id{};
  std::string revision{};
  std::string patch{};
  std::vector<uint32_t> clear{};
};
EditRequest decode_edit(std::string_view bytes);

Query decode_query(std::string_view bytes);
std::string encode(const Page& page);

SampleQuery decode_sample_query(std::string_view bytes);

// RecordQuery.
struct RecordQuery {
  Type type = Type::kSymptom;
  std::optional<Day> first_day{};
  std::optional<Day> last_day{};
};
RecordQuery decode_record_query(std::string_view bytes);

// ScoreQuery.
struct ScoreQuery {
  std::optional<std::string> instrument{};
  std::optional<Day> first_day{};
  std::optional<Day> last_day{};
};
ScoreQuery decode_score_query(std::string_view bytes);

DailyQuery decode_daily_query(std::string_view bytes);

CorrelationQuery decode_correlation_query(std::string_view bytes);
std::string encode(const CorrelationReport& report);

std::string encode(const Summary& summary);

// KeyList.
std::string encode(std::span<const KeySlot> keys);

CheckOptions decode_check_options(std::string_view bytes);
std::string encode(const CheckReport& report);

std::string encode(const SalvageReport& report);

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
std::string encode(const FlareReport& report, const std::optional<TimeToRelapse>& relapse);

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

// SimulateRequest.
SimulateOptions decode_simulate_request(std::string_view bytes);

}  // namespace lamella

#endif  // LAMELLA_MESSAGES_H_
