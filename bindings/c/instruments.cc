// Scores and responses, which need no diary.
#include <cstddef>
#include <cstdint>

#include "arguments.h"
#include "guard.h"
#include "lamella.h"
#include "lamella/instrument.h"
#include "lamella/messages.h"
#include "lamella/response.h"

using lamella::c::bytes_of;
using lamella::c::clear;
using lamella::c::give;
using lamella::c::guard;
using lamella::c::required;

lamella_code lamella_instrument_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error,
               [&] { give(lamella::encode(lamella::instruments()), required(list, "list")); });
}

lamella_code lamella_answers_score(const uint8_t* answers, size_t answers_size,
                                   lamella_buffer* score, lamella_error* error) {
  clear(score);
  return guard(error, [&] {
    const lamella::Answers given =
        lamella::decode_answers(bytes_of(answers, answers_size, "answers"));
    const lamella::Instrument& known = lamella::instrument(given.instrument, given.version);
    give(lamella::encode(lamella::score(known, given.answers, {given.age_years})),
         required(score, "score"));
  });
}

lamella_code lamella_response_judge(const uint8_t* request, size_t request_size,
                                    lamella_buffer* report, lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    const lamella::ResponseRequest asked =
        lamella::decode_response_request(bytes_of(request, request_size, "request"));
    const lamella::ResponseDefinition& known = lamella::response_definition(asked.definition);
    give(lamella::encode(lamella::respond(known, asked.baseline, asked.later, asked.setting)),
         required(report, "report"));
  });
}
