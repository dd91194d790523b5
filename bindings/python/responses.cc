// Responses with their placebo rates, and weeks under control.
#include <pybind11/stl.h>

#include <string_view>
#include <utility>
#include <vector>

#include "lamella/control.h"
#include "lamella/response.h"
#include "lists.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

void bind_response(py::module_& module) {
  py::class_<ResponseDefinition>(module, "ResponseDefinition", "What counts as a response.")
      .def_readonly("code", &ResponseDefinition::code)
      .def_readonly("name", &ResponseDefinition::name)
      .def_readonly("instrument", &ResponseDefinition::instrument)
      .def_readonly("threshold", &ResponseDefinition::threshold)
      .def_readonly("least_baseline", &ResponseDefinition::least_baseline)
      .def_readonly("source", &ResponseDefinition::source);
  py::class_<PlaceboArm>(module, "PlaceboArm", "What people on placebo reached.")
      .def_readonly("definition", &PlaceboArm::definition)
      .def_readonly("week", &PlaceboArm::week)
      .def_readonly("percent", &PlaceboArm::percent)
      .def_readonly("low", &PlaceboArm::low)
      .def_readonly("high", &PlaceboArm::high)
      .def_readonly("population", &PlaceboArm::population)
      .def_readonly("source", &PlaceboArm::source);
  py::class_<Response>(module, "Response", "Whether a fall is a response, or why nobody can say.")
      .def_readonly("reached", &Response::reached)
      .def_readonly("why_not", &Response::why_not)
      .def_readonly("change", &Response::change)
      .def_property_readonly("placebo", [](const Response& self) { return list_of(self.placebo); })
      .def_readonly("placebo_model", &Response::placebo_model);
  module.def(
      "response_definitions", [] { return list_of(response_definitions()); },
      "All definitions, ordered by code.");
  module.def(
      "respond",
      [](std::string_view definition, double baseline, double later, double week,
         std::optional<bool> topical_steroid) {
        return respond(response_definition(definition), baseline, later, {week, topical_steroid});
      },
      py::arg("definition"), py::arg("baseline"), py::arg("later"), py::arg("week"),
      py::arg("topical_steroid"), "Whether a fall is a response.");
  module.def("placebo_easi_75", &placebo_easi_75, py::arg("week"), py::arg("baseline_easi"),
             py::arg("topical_steroid"), "The percentage of a placebo arm that reaches EASI-75.");
  module.def("kada_non_responder", &kada_non_responder, py::arg("begin_of_treatment"),
             py::arg("baseline_easi"), py::arg("later"), py::arg("later_easi"),
             "Whether EASI-50 is not reached after three months.");
}

}  // namespace

void bind_responses(py::module_& module) {
  bind_response(module);
  module.def(
      "week_control",
      [](const std::vector<std::pair<std::optional<bool>, std::optional<double>>>& answers) {
        std::vector<ControlDay> days;
        days.reserve(answers.size());
        for (const auto& [stepped_up, bother] : answers) days.push_back({stepped_up, bother});
        return name(week_control(days));
      },
      py::arg("days"), "How well controlled seven days were.");
  module.def(
      "weekly_mean",
      [](const std::vector<std::optional<double>>& scores, int32_t least) {
        return weekly_mean(scores, least);
      },
      py::arg("scores"), py::arg("least"), "The mean of seven daily scores.");
  module.def(
      "poem_answer_of_days",
      [](const std::vector<std::optional<bool>>& days) { return poem_answer_of_days(days); },
      py::arg("days"), "An answer of POEM from seven days.");
}

}  // namespace lamella::python
