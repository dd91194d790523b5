// Scores, responses, flares and control, which need no diary.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "arguments.h"
#include "guard.h"
#include "lamella.h"
#include "lamella/clinical_messages.h"
#include "lamella/control.h"
#include "lamella/flare.h"
#include "lamella/instrument.h"
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

lamella_code lamella_response_definition_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error, [&] {
    give(lamella::encode(lamella::response_definitions(), lamella::placebo_arms()),
         required(list, "list"));
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

lamella_code lamella_flare_rule_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error,
               [&] { give(lamella::encode(lamella::flare_rules()), required(list, "list")); });
}

lamella_code lamella_flares_find(const uint8_t* request, size_t request_size,
                                 lamella_buffer* report, lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    const lamella::FlareRequest asked =
        lamella::decode_flare_request(bytes_of(request, request_size, "request"));
    const lamella::FlareRule& rule = lamella::flare_rule(asked.rule);
    give(lamella::encode(lamella::flares(rule, asked.days, asked.end_of_treatment)),
         required(report, "report"));
  });
}

lamella_code lamella_remission_find(const uint8_t* request, size_t request_size,
                                    lamella_buffer* report, lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    const lamella::RemissionRequest asked =
        lamella::decode_remission_request(bytes_of(request, request_size, "request"));
    give(lamella::encode(lamella::remission(asked.days, asked.limit, asked.least_days)),
         required(report, "report"));
  });
}

lamella_code lamella_kada_non_responder(int32_t begin_of_treatment, double baseline_easi,
                                        int32_t later, double later_easi, int32_t* answer,
                                        lamella_error* error) {
  clear(answer);
  return guard(error, [&] {
    const std::optional<bool> found =
        lamella::kada_non_responder(begin_of_treatment, baseline_easi, later, later_easi);
    required(answer, "answer") = found ? (*found ? 1 : 0) : -1;
  });
}

lamella_code lamella_week_control_judge(const uint8_t* request, size_t request_size,
                                        lamella_buffer* report, lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    const lamella::ControlRequest asked =
        lamella::decode_control_request(bytes_of(request, request_size, "request"));
    std::vector<std::optional<double>> bother;
    bother.reserve(asked.days.size());
    for (const lamella::ControlDay& day : asked.days) bother.push_back(day.bother);
    const lamella::ControlReport judged{lamella::week_control(asked.days),
                                        lamella::weekly_mean(bother, asked.least)};
    give(lamella::encode(judged), required(report, "report"));
  });
}
