// Classes of topical steroids, and fingertip units.
#include "lamella/medication.h"

#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "enums.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

template <typename Potency>
std::optional<std::string_view> optional_name(const std::optional<Potency>& potency) {
  return potency ? std::optional(name(*potency)) : std::nullopt;
}

std::optional<SteroidRow> copy_of(const SteroidRow* row) {
  return row == nullptr ? std::nullopt : std::optional(*row);
}

void bind_potency(py::module_& module) {
  py::class_<SteroidRow>(module, "SteroidRow", "What one source says of a topical steroid.")
      .def_readonly("drug", &SteroidRow::drug)
      .def_readonly("percent", &SteroidRow::percent)
      .def_property_readonly("vehicles",
                             [](const SteroidRow& self) {
                               std::vector<std::string_view> vehicles;
                               for (const std::string_view one : self.vehicles) {
                                 if (!one.empty()) vehicles.push_back(one);
                               }
                               return vehicles;
                             })
      .def_property_readonly("uk", [](const SteroidRow& self) { return optional_name(self.uk); })
      .def_property_readonly("us", [](const SteroidRow& self) { return optional_name(self.us); })
      .def_readonly("source", &SteroidRow::source)
      .def_readonly("remark", &SteroidRow::remark);
  module.def(
      "steroid_rows",
      [] {
        const auto rows = steroid_rows();
        return std::vector<SteroidRow>(rows.begin(), rows.end());
      },
      "All rows, ordered by drug and strength.");
  module.def("steroid_name", &steroid_name, py::arg("drug"),
             "The name in the table of a topical steroid, or nothing.");
  module.def(
      "steroid_potency",
      [](std::string_view drug, double percent, std::string_view vehicle) {
        const SteroidPotency found = steroid_potency(drug, percent, vehicle);
        return std::pair(copy_of(found.uk), copy_of(found.us));
      },
      py::arg("drug"), py::arg("percent"), py::arg("vehicle"),
      "The rows with the UK and the US class.");
}

void bind_units(py::module_& module) {
  module.def(
      "fingertip_units",
      [](std::string_view region, double age_years) { return fingertip_units(region, age_years); },
      py::arg("region"), py::arg("age_years"), "Units that a region takes; NaN is an adult's age.");
  module.def("fingertip_units_of_area", &fingertip_units_of_area, py::arg("square_cm"),
             "Units that an area of skin takes.");
  module.def("dose_grams", &dose_grams, py::arg("grams"), py::arg("fingertip_units"),
             py::arg("grams_per_unit"), "Grams of a dose.");
}

}  // namespace

void bind_medication(py::module_& module) {
  bind_potency(module);
  bind_units(module);
}

}  // namespace lamella::python
