// The report of triggers and the planned test as serialized messages
// (proto/lamella/v1/triggers.proto), as messages.h has those of a diary.
//
//   lamella::TriggerReport report = diary.triggers(lamella::decode_trigger_query(request_bytes));
//   std::string reply = lamella::encode(report);  // with its sentences
//
// Every decode_ function fails with kMalformedMessage, or kInvalidArgument for a value that has no
// meaning.
#ifndef LAMELLA_TRIGGER_MESSAGES_H_
#define LAMELLA_TRIGGER_MESSAGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "lamella/diary.h"
#include "lamella/planned_test.h"
#include "lamella/triggers.h"

namespace lamella {

TriggerQuery decode_trigger_query(std::string_view bytes);
std::string encode(const TriggerReport& report);

TriggerPlanOptions decode_trigger_plan_options(std::string_view bytes);
std::string encode(const TriggerPlan& plan);

// DiaryTriggerTestQuery.
TriggerTestQuery decode_trigger_test_query(std::string_view bytes);

// TriggerTestRequest.
struct TriggerTestRequest {
  TriggerPlan plan{};
  std::vector<TriggerDay> days{};
};
TriggerTestRequest decode_trigger_test_request(std::string_view bytes);
std::string encode(const TriggerTest& test);

}  // namespace lamella

#endif  // LAMELLA_TRIGGER_MESSAGES_H_
