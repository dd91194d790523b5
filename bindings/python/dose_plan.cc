// Plans of doses and tapers, and what was taken of them.
#include "lamella/dose_plan.h"

#include <pybind11/stl.h>

#include <utility>
#include <vector>

#include "module.h"

namespace py = pybind11;

namespace lamella::python {

void bind_dose_plan(py::module_& module) {
  py::class_<DoseWindow>(module, "DoseWindow", "Days within which doses are planned.")
      .def_readonly("first_day", &DoseWindow::first_day)
      .def_readonly("last_day", &DoseWindow::last_day)
      .def_readonly("phase", &DoseWindow::phase)
      .def_readonly("doses", &DoseWindow::doses);
  py::class_<DoseCount>(module, "DoseCount", "Doses of a window or of a whole plan.")
      .def_readonly("planned", &DoseCount::planned)
      .def_readonly("taken", &DoseCount::taken)
      .def_readonly("not_taken", &DoseCount::not_taken)
      .def_readonly("not_recorded", &DoseCount::not_recorded)
      .def_readonly("still_to_come", &DoseCount::still_to_come)
      .def_readonly("beyond", &DoseCount::beyond)
      .def_property_readonly("due", &DoseCount::due)
      .def_property_readonly("least_taken_share", &DoseCount::least_taken_share)
      .def_property_readonly("most_taken_share", &DoseCount::most_taken_share);
  py::class_<Adherence>(module, "Adherence", "How a plan was kept.")
      .def_property_readonly("windows",
                             [](const Adherence& self) {
                               std::vector<std::pair<DoseWindow, DoseCount>> windows;
                               windows.reserve(self.windows.size());
                               for (const auto& one : self.windows) {
                                 windows.emplace_back(one.window, one.doses);
                               }
                               return windows;
                             })
      .def_property_readonly("doses", [](const Adherence& self) { return self.doses; })
      .def_readonly("outside_plan", &Adherence::outside_plan);
  module.def(
      "planned_windows",
      [](Day first_day, const std::vector<DosePhase>& phases) {
        return planned_windows(first_day, phases);
      },
      py::arg("first_day"), py::arg("phases"), "The windows of a plan.");
  module.def(
      "adherence",
      [](Day first_day, const std::vector<DosePhase>& phases, const std::vector<Day>& taken_days,
         const std::vector<Day>& not_taken_days,
         Day today) { return adherence(first_day, phases, taken_days, not_taken_days, today); },
      py::arg("first_day"), py::arg("phases"), py::arg("taken_days"), py::arg("not_taken_days"),
      py::arg("today"), "How a plan was kept.");
}

}  // namespace lamella::python
