// Areas and courses of lesions.
#include <pybind11/stl.h>

#include <tuple>
#include <utility>
#include <vector>

#include "lamella/lesion.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

// Day, area, perimeter.
using Outline = std::tuple<Day, double, double>;

LesionOutline outline_of(const Outline& outline) {
  const auto& [day, area_mm2, perimeter_mm] = outline;
  return {day, area_mm2, perimeter_mm};
}

std::pair<Day, std::optional<double>> pair_of(const LesionSize& size) {
  return {size.day, size.area_mm2};
}

}  // namespace

void bind_healing(py::module_& module) {
  py::class_<Healing>(module, "Healing", "From the first measurement of a lesion to the last.")
      .def_property_readonly("baseline", [](const Healing& self) { return pair_of(self.baseline); })
      .def_property_readonly("latest", [](const Healing& self) { return pair_of(self.latest); })
      .def_readonly("change_mm2", &Healing::change_mm2)
      .def_readonly("percent_change", &Healing::percent_change)
      .def_readonly("healed_day", &Healing::healed_day)
      .def_readonly("days_to_healing", &Healing::days_to_healing)
      .def_readonly("reopened", &Healing::reopened);
  module.def("ellipse_area_mm2", &ellipse_area_mm2, py::arg("length_mm"), py::arg("width_mm"),
             "Square millimetres of an ellipse.");
  module.def("ellipse_perimeter_mm", &ellipse_perimeter_mm, py::arg("length_mm"),
             py::arg("width_mm"), "Millimetres around an ellipse.");
  module.def(
      "healing",
      [](const std::vector<std::pair<Day, std::optional<double>>>& sizes) {
        std::vector<LesionSize> dated;
        dated.reserve(sizes.size());
        for (const auto& [day, area_mm2] : sizes) dated.push_back({day, area_mm2});
        return healing(dated);
      },
      py::arg("sizes"), "The course of a lesion.");
  module.def(
      "edge_advance",
      [](const Outline& before, const Outline& after) {
        return edge_advance(outline_of(before), outline_of(after));
      },
      py::arg("before"), py::arg("after"), "Millimetres a day by which the edge moved inwards.");
}

}  // namespace lamella::python
