// The triggers of a diary, and the planned test of one, which needs no diary.
#include <cstddef>
#include <cstdint>

#include "handles.h"
#include "lamella.h"
#include "lamella/trigger_messages.h"

using lamella::c::bytes_of;
using lamella::c::call;
using lamella::c::clear;
using lamella::c::give;
using lamella::c::guard;
using lamella::c::required;
using lamella::c::task_of;

lamella_code lamella_diary_triggers(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                    lamella_task* task, lamella_buffer* report,
                                    lamella_error* error) {
  clear(report);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(report, "report");
    const auto asked = lamella::decode_trigger_query(bytes_of(query, query_size, "query"));
    give(lamella::encode(core.triggers(asked, task_of(task))), result);
  });
}

lamella_code lamella_diary_trigger_test(lamella_diary* diary, const uint8_t* query,
                                        size_t query_size, lamella_task* task, lamella_buffer* test,
                                        lamella_error* error) {
  clear(test);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(test, "test");
    const auto asked = lamella::decode_trigger_test_query(bytes_of(query, query_size, "query"));
    give(lamella::encode(core.trigger_test(asked, task_of(task))), result);
  });
}

lamella_code lamella_trigger_test_plan(const uint8_t* options, size_t options_size,
                                       lamella_buffer* plan, lamella_error* error) {
  clear(plan);
  return guard(error, [&] {
    lamella_buffer& result = required(plan, "plan");
    const auto asked =
        lamella::decode_trigger_plan_options(bytes_of(options, options_size, "options"));
    give(lamella::encode(lamella::plan_trigger_test(asked)), result);
  });
}

lamella_code lamella_trigger_test_analyse(const uint8_t* request, size_t request_size,
                                          lamella_buffer* test, lamella_error* error) {
  clear(test);
  return guard(error, [&] {
    lamella_buffer& result = required(test, "test");
    const auto asked =
        lamella::decode_trigger_test_request(bytes_of(request, request_size, "request"));
    give(lamella::encode(lamella::analyse_trigger_test(asked.plan, asked.days)), result);
  });
}
