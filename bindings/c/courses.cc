// What a diary says of treatments, of courses of cell therapy and of lesions.
#include <cstddef>
#include <cstdint>

#include "handles.h"
#include "lamella.h"
#include "lamella/clinical_messages.h"

using lamella::c::bytes_of;
using lamella::c::call;
using lamella::c::clear;
using lamella::c::give;
using lamella::c::id_of;
using lamella::c::required;

namespace {

// The answer of `ask(core)` as a message.
template <typename Ask>
lamella_code answer(lamella_diary* diary, lamella_buffer* out, const char* name,
                    lamella_error* error, Ask ask) {
  clear(out);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(out, name);
    give(lamella::encode(ask(core)), result);
  });
}

}  // namespace

lamella_code lamella_diary_steroid_use(lamella_diary* diary, const uint8_t* query,
                                       size_t query_size, lamella_buffer* report,
                                       lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.steroid_use(lamella::decode_steroid_query(bytes_of(query, query_size, "query")));
  });
}

lamella_code lamella_diary_measured_change(lamella_diary* diary, const uint8_t* query,
                                           size_t query_size, lamella_buffer* report,
                                           lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.measured_change(lamella::decode_change_query(bytes_of(query, query_size, "query")));
  });
}

lamella_code lamella_diary_flares(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                  lamella_buffer* report, lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.flares(lamella::decode_flare_query(bytes_of(query, query_size, "query")));
  });
}

lamella_code lamella_plan_adherence(lamella_diary* diary, const uint8_t* plan, size_t plan_size,
                                    int32_t today, lamella_buffer* report, lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.adherence(id_of(plan, plan_size), today);
  });
}

lamella_code lamella_course_problems(lamella_diary* diary, const uint8_t* course,
                                     size_t course_size, lamella_buffer* problems,
                                     lamella_error* error) {
  return answer(diary, problems, "problems", error, [&](lamella::Diary& core) {
    return core.course_problems(id_of(course, course_size));
  });
}

lamella_code lamella_course_reminders(lamella_diary* diary, const uint8_t* course,
                                      size_t course_size, lamella_buffer* reminders,
                                      lamella_error* error) {
  return answer(diary, reminders, "reminders", error, [&](lamella::Diary& core) {
    return core.course_reminders(id_of(course, course_size));
  });
}

lamella_code lamella_course_onsets(lamella_diary* diary, const uint8_t* course, size_t course_size,
                                   lamella_buffer* onsets, lamella_error* error) {
  return answer(diary, onsets, "onsets", error, [&](lamella::Diary& core) {
    return core.course_onsets(id_of(course, course_size));
  });
}

lamella_code lamella_product_criteria(lamella_diary* diary, const uint8_t* product,
                                      size_t product_size, lamella_buffer* report,
                                      lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.product_criteria(id_of(product, product_size));
  });
}

lamella_code lamella_lesion_series(lamella_diary* diary, const uint8_t* lesion, size_t lesion_size,
                                   ArrowArrayStream* stream, lamella_error* error) {
  clear(stream);
  return call(diary, error, [&](lamella::Diary& core) {
    ArrowArrayStream& result = required(stream, "stream");
    lamella::export_arrow_stream(core.lesion_series(id_of(lesion, lesion_size)), &result);
  });
}

lamella_code lamella_lesion_healing(lamella_diary* diary, const uint8_t* lesion, size_t lesion_size,
                                    lamella_buffer* report, lamella_error* error) {
  return answer(diary, report, "report", error, [&](lamella::Diary& core) {
    return core.lesion_healing(id_of(lesion, lesion_size));
  });
}
