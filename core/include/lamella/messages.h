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
#include "lamella/diary.h"
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

// SimulateRequest.
SimulateOptions decode_simulate_request(std::string_view bytes);

}  // namespace lamella

#endif  // LAMELLA_MESSAGES_H_
