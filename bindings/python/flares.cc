// Flares, relapses and remission.
#include <pybind11/stl.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lamella/flare.h"
#include "lists.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using DatedValues = std::vector<std::pair<Day, std::optional<double>>>;
// What of a rule its flares depend on: code, greatest value, threshold, above, days in a row,
// months.
using RuleNumbers = std::tuple<std::string, double, double, bool, int32_t, std::optional<int32_t>>;
using RemissionDays = std::vector<std::tuple<Day, std::optional<double>, std::optional<bool>>>;

// A view of `numbers`, which outlives it.
FlareRule rule_of(const RuleNumbers& numbers) {
  FlareRule rule;
  std::tie(rule.code, rule.max_value, rule.threshold, rule.above, rule.days_in_row,
           rule.within_months) = numbers;
  return rule;
}

std::vector<FlareDay> days_of(const DatedValues& values) {
  std::vector<FlareDay> days;
  days.reserve(values.size());
  for (const auto& [day, value] : values) days.push_back({day, value});
  return days;
}

void bind_rule(py::module_& module) {
  py::class_<FlareRule>(module, "FlareRule", "What counts as a flare.")
      .def_readonly("code", &FlareRule::code)
      .def_readonly("name", &FlareRule::name)
      .def_readonly("input", &FlareRule::input)
      .def_readonly("instrument", &FlareRule::instrument)
      .def_readonly("max_value", &FlareRule::max_value)
      .def_readonly("threshold", &FlareRule::threshold)
      .def_readonly("above", &FlareRule::above)
      .def_readonly("days_in_row", &FlareRule::days_in_row)
      .def_readonly("within_months", &FlareRule::within_months)
      .def_readonly("source", &FlareRule::source)
      .def_readonly("remark", &FlareRule::remark);
  module.def(
      "flare_rules", [] { return list_of(flare_rules()); }, "All rules, ordered by code.");
}

void bind_results(py::module_& module) {
  py::class_<Flare>(module, "Flare", "Bad days one after the other.")
      .def_readonly("first", &Flare::first)
      .def_readonly("last", &Flare::last)
      .def_readonly("days", &Flare::days)
      .def_readonly("start_seen", &Flare::start_seen)
      .def_readonly("end_seen", &Flare::end_seen)
      .def_readonly("perhaps_same", &Flare::perhaps_same);
  py::class_<TimeToRelapse>(module, "TimeToRelapse", "Days to a relapse, or without one.")
      .def_readonly("days", &TimeToRelapse::days)
      .def_readonly("relapsed", &TimeToRelapse::relapsed)
      .def_readonly("perhaps_earlier", &TimeToRelapse::perhaps_earlier);
  py::class_<FlareReport>(module, "FlareReport", "The flares of some days by one rule.")
      .def_readonly("flares", &FlareReport::flares)
      .def_readonly("answered_days", &FlareReport::answered_days)
      .def_readonly("flare_days", &FlareReport::flare_days)
      .def_readonly("undecided_days", &FlareReport::undecided_days)
      .def_readonly("perhaps_same", &FlareReport::perhaps_same)
      .def_readonly("flare_free", &FlareReport::flare_free)
      .def_readonly("relapse", &FlareReport::relapse);
  py::class_<Remission>(module, "Remission", "Good days one after the other.")
      .def_readonly("first", &Remission::first)
      .def_readonly("last", &Remission::last)
      .def_readonly("days", &Remission::days)
      .def_readonly("untreated_days", &Remission::untreated_days)
      .def_readonly("start_seen", &Remission::start_seen)
      .def_readonly("end_seen", &Remission::end_seen);
}

}  // namespace

void bind_flares(py::module_& module) {
  bind_rule(module);
  bind_results(module);
  module.attr("LEAST_REMISSION_DAYS") = kLeastRemissionDays;
  module.def(
      "flares",
      [](const RuleNumbers& rule, const DatedValues& days, std::optional<Day> end_of_treatment) {
        return flares(rule_of(rule), days_of(days), end_of_treatment);
      },
      py::arg("rule"), py::arg("days"), py::arg("end_of_treatment"),
      "The flares of some days by one rule.");
  module.def(
      "remission",
      [](const RemissionDays& told, double limit, int32_t least_days) {
        std::vector<RemissionDay> days;
        days.reserve(told.size());
        for (const auto& [day, score, treated] : told) days.push_back({day, score, treated});
        const RemissionReport report = remission(days, limit, least_days);
        return std::pair(report.first, report.longest);
      },
      py::arg("days"), py::arg("limit"), py::arg("least_days"),
      "The first and the longest remission.");
}

}  // namespace lamella::python
