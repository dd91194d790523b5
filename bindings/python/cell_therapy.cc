// What a product's tests say of its cells, when an event began, reminders of the temperature.
#include "lamella/cell_therapy.h"

#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lamella/record.h"
#include "module.h"
#include "therapy_names.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

// Local day, instant, offset from UTC.
using Moment = std::tuple<Day, std::optional<int64_t>, std::optional<int32_t>>;

TherapyMoment moment_of(const Moment& moment) {
  return {std::get<0>(moment), std::get<1>(moment), std::get<2>(moment)};
}

// Views of `tests`, which outlives them.
std::vector<ProductTest> product_tests(const std::vector<ReleaseTest>& tests) {
  std::vector<ProductTest> views;
  views.reserve(tests.size());
  for (const ReleaseTest& test : tests) {
    views.push_back({test.test, test.result, test.unit, test.passed});
  }
  return views;
}

void bind_criteria(py::module_& module) {
  py::class_<IsctCriterion>(module, "IsctCriterion", "A criterion for stromal cells.")
      .def_readonly("code", &IsctCriterion::code)
      .def_readonly("name", &IsctCriterion::name)
      .def_property_readonly("kind", [](const IsctCriterion& self) { return name(self.kind); })
      .def_readonly("percent", &IsctCriterion::percent)
      .def_property_readonly("tests", [](const IsctCriterion& self) {
        std::vector<std::string_view> tests;
        for (const std::string_view one : self.tests) {
          if (!one.empty()) tests.push_back(one);
        }
        return tests;
      });
  module.attr("ISCT_SOURCE") = kIsctSource;
  module.def(
      "isct_criterion_table",
      [] {
        const auto table = isct_criterion_table();
        return std::vector<IsctCriterion>(table.begin(), table.end());
      },
      "All criteria, in the order of the paper.");
  module.def(
      "isct_criteria",
      [](const std::vector<ReleaseTest>& tests) {
        const IsctReport report = isct_criteria(product_tests(tests));
        return std::pair(names_of(report), report.all_met);
      },
      py::arg("tests"), "The states of all criteria, and whether all are met.");
}

void bind_temperature(py::module_& module) {
  py::class_<RelativeRisk>(module, "RelativeRisk", "What trials found, of people in groups.")
      .def_readonly("effect", &RelativeRisk::effect)
      .def_readonly("risk", &RelativeRisk::risk)
      .def_readonly("low", &RelativeRisk::low)
      .def_readonly("high", &RelativeRisk::high)
      .def_readonly("trials", &RelativeRisk::trials)
      .def_readonly("people", &RelativeRisk::people)
      .def_readonly("source", &RelativeRisk::source);
  module.def(
      "fever_after_cells", [] { return fever_after_cells(); }, "How much more often fever came.");
  module.def(
      "temperature_reminders",
      [](int64_t administration_end_utc_ms) {
        std::vector<std::tuple<int64_t, int64_t, int64_t>> reminders;
        for (const auto& one : temperature_reminders(administration_end_utc_ms)) {
          reminders.emplace_back(one.due_utc_ms, one.from_utc_ms, one.before_utc_ms);
        }
        return reminders;
      },
      py::arg("administration_end_utc_ms"), "Moments to ask at, and from when to before when.");
  module.def(
      "is_answered",
      [](const std::tuple<int64_t, int64_t, int64_t>& reminder,
         const std::vector<int64_t>& measured_utc_ms) {
        const auto& [due, from, before] = reminder;
        return is_answered({due, from, before}, measured_utc_ms);
      },
      py::arg("reminder"), py::arg("measured_utc_ms"), "Whether one of the instants answers it.");
}

}  // namespace

void bind_cell_therapy(py::module_& module) {
  bind_criteria(module);
  bind_temperature(module);
  module.def(
      "onset_windows",
      [](const std::vector<Moment>& administrations, const Moment& event) {
        std::vector<TherapyMoment> moments;
        moments.reserve(administrations.size());
        for (const Moment& one : administrations) moments.push_back(moment_of(one));
        return names_of(onset_windows(moments, moment_of(event)));
      },
      py::arg("administrations"), py::arg("event"), "The windows that are possible.");
}

}  // namespace lamella::python
