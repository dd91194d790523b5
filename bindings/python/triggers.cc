// Which exposures go with a symptom: the trigger report.
#include "lamella/triggers.h"

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "enums.h"
#include "module.h"
#include "value_class.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;
// A name, and first and last days.
using InForceRow = std::pair<std::string, std::vector<std::pair<Day, Day>>>;
// Lag, effect, standard error.
using LagRow = std::tuple<int32_t, double, double>;

void bind_effect(py::module_& module) {
  py::class_<TriggerEffect>(module, "TriggerEffect", "Points over four days.")
      .def_readonly("effect", &TriggerEffect::effect)
      .def_readonly("standard_error", &TriggerEffect::standard_error)
      .def_readonly("low", &TriggerEffect::low)
      .def_readonly("high", &TriggerEffect::high)
      .def_readonly("level", &TriggerEffect::level)
      .def_readonly("shrunk", &TriggerEffect::shrunk);
  py::class_<TriggerLag>(module, "TriggerLag", "Days after the exposure.")
      .def_readonly("first_lag", &TriggerLag::first_lag)
      .def_readonly("last_lag", &TriggerLag::last_lag)
      .def_readonly("decay", &TriggerLag::decay)
      .def_readonly("effect", &TriggerLag::effect)
      .def_property_readonly("same_day", &TriggerLag::same_day)
      .def_property_readonly("words", [](const TriggerLag& self) { return words(self); });
}

void bind_finding(py::module_& module) {
  using Finding = TriggerFinding;
  py::class_<Finding>(module, "TriggerFinding", "What is known of one exposure.")
      .def_readonly("exposure", &Finding::exposure)
      .def_readonly("unit", &Finding::unit)
      .def_readonly("tier", &Finding::tier)
      .def_readonly("guard", &Finding::guard)
      .def_readonly("missing", &Finding::missing)
      .def_readonly("known_by", &Finding::known_by)
      .def_readonly("binary", &Finding::binary)
      .def_readonly("intermittent", &Finding::intermittent)
      .def_readonly("days", &Finding::days)
      .def_readonly("exposed_days", &Finding::exposed_days)
      .def_readonly("per", &Finding::per)
      .def_readonly("p", &Finding::p)
      .def_readonly("false_discovery", &Finding::false_discovery)
      .def_readonly("false_discovery_any_dependence", &Finding::false_discovery_any_dependence)
      .def_readonly("draws", &Finding::draws)
      .def_readonly("lag", &Finding::lag)
      .def_readonly("effect", &Finding::effect)
      .def_readonly("effect_now", &Finding::effect_now)
      .def_readonly("lead_p", &Finding::lead_p)
      .def_readonly("exposure_p", &Finding::exposure_p)
      .def_readonly("explained_by", &Finding::explained_by)
      .def_readonly("chance_share", &Finding::chance_share)
      .def_property_readonly("few_exposures",
                             [](const Finding& self) { return self.caps.few_exposures; })
      .def_property_readonly("skin_may_drive",
                             [](const Finding& self) { return self.caps.skin_may_drive; })
      .def_property_readonly("profile", [](const Finding& self) {
        std::vector<LagRow> rows;
        rows.reserve(self.profile.size());
        for (const LagPoint& point : self.profile) {
          rows.emplace_back(point.lag, point.effect, point.standard_error);
        }
        return rows;
      });
}

void bind_report(py::module_& module) {
  using Report = TriggerReport;
  py::class_<Report>(module, "TriggerReport", "All exposures against one outcome.")
      .def_readonly("outcome", &Report::outcome)
      .def_readonly("unit", &Report::unit)
      .def_readonly("reduce", &Report::reduce)
      .def_readonly("version", &Report::version)
      .def_readonly("seed", &Report::seed)
      .def_readonly("looks", &Report::looks)
      .def_readonly("q", &Report::q)
      .def_readonly("first_day", &Report::first_day)
      .def_readonly("last_day", &Report::last_day)
      .def_readonly("last_recorded", &Report::last_recorded)
      .def_readonly("recorded_days", &Report::recorded_days)
      .def_readonly("thin_weeks", &Report::thin_weeks)
      .def_readonly("look", &Report::look)
      .def_readonly("next_look", &Report::next_look)
      .def_readonly("covariates", &Report::covariates)
      .def_readonly("left_out", &Report::left_out)
      .def_readonly("tested", &Report::tested)
      .def_readonly("meaningful", &Report::meaningful)
      .def_readonly("rho", &Report::rho)
      .def_readonly("kappa", &Report::kappa)
      .def_readonly("guard", &Report::guard)
      .def_readonly("missing", &Report::missing)
      .def_readonly("known_by", &Report::known_by)
      .def_property_readonly("findings", [](const Report& self) { return self.findings; })
      .def(
          "sentence",
          [](const Report& self, size_t finding) {
            return sentence(self, self.findings.at(finding));
          },
          py::arg("finding"));
}

}  // namespace

void bind_triggers(py::module_& module) {
  bind_enum<TriggerLooks>(module, "TriggerLooks", "When a verdict is given.");
  bind_enum<TriggerGuard>(module, "TriggerGuard", "What is missing before a verdict.");
  bind_enum<TriggerTier>(module, "TriggerTier", "How far a finding goes.");
  using Options = TriggerOptions;
  ValueClass<Options>(module, "TriggerOptions", "How to look for triggers.")
      .field("looks", &Options::looks, "At official looks, or once.")
      .field("seed", &Options::seed, "Of all random draws.")
      .field("meaningful", &Options::meaningful, "Points over four days that matter.")
      .field("most_draws", &Options::most_draws, "For one exposure, 999 to 10,000,000.");
  bind_effect(module);
  bind_finding(module);
  bind_report(module);
  module.def(
      "triggers",
      [](const DayGrid& grid, const std::vector<std::string>& exposures, const std::string& outcome,
         std::vector<InForceRow> in_force, const Options& options, Task* task) {
        std::vector<InForce> known;
        known.reserve(in_force.size());
        for (InForceRow& row : in_force) {
          known.push_back({std::move(row.first), std::move(row.second)});
        }
        return triggers(grid, exposures, outcome, known, options, task);
      },
      py::arg("grid"), py::arg("exposures"), py::arg("outcome"), py::arg("in_force"),
      py::arg("options"), py::arg("task") = nullptr, Released(),
      "All exposures against one outcome of a grid.");
}

}  // namespace lamella::python
