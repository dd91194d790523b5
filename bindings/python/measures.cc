// Measures, limits by age, change within a person, and the catalogue of factors.
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lamella/factor_catalogue.h"
#include "lamella/measure.h"
#include "lists.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

void bind_measure(py::module_& module) {
  py::class_<ExactUnit>(module, "ExactUnit", "A unit that converts to that of a measure.")
      .def_readonly("unit", &ExactUnit::unit)
      .def_readonly("numerator", &ExactUnit::numerator)
      .def_readonly("denominator", &ExactUnit::denominator)
      .def_readonly("zero", &ExactUnit::zero);
  py::class_<Measure>(module, "Measure", "What is measured, and its unit.")
      .def_readonly("kind", &Measure::kind)
      .def_readonly("name", &Measure::name)
      .def_readonly("unit", &Measure::unit)
      .def_property_readonly("units", [](const Measure& self) { return list_of(self.units); })
      .def_readonly("min", &Measure::min)
      .def_readonly("max", &Measure::max)
      .def_readonly("loinc", &Measure::loinc)
      .def_readonly("at_site", &Measure::at_site)
      .def_readonly("note", &Measure::note)
      .def_readonly("source", &Measure::source);
  module.def(
      "measures", [] { return list_of(measures()); }, "All measures, ordered by kind.");
  module.def(
      "measure", [](std::string_view kind) { return measure(kind); }, py::arg("kind"),
      "The measure of this kind.");
  module.def("convert", &convert, py::arg("kind"), py::arg("value"), py::arg("unit"),
             "The value in the measure's unit.");
}

void bind_limits(py::module_& module) {
  py::class_<AgeLimit>(module, "AgeLimit", "The limit of one span of ages.")
      .def_readonly("from_months", &AgeLimit::from_months)
      .def_readonly("below_months", &AgeLimit::below_months)
      .def_readonly("limit", &AgeLimit::limit);
  py::class_<ReferenceLimits>(module, "ReferenceLimits", "Limits by age, from one source.")
      .def_readonly("code", &ReferenceLimits::code)
      .def_readonly("kind", &ReferenceLimits::kind)
      .def_readonly("unit", &ReferenceLimits::unit)
      .def_readonly("meaning", &ReferenceLimits::meaning)
      .def_readonly("assay", &ReferenceLimits::assay)
      .def_readonly("source", &ReferenceLimits::source)
      .def_readonly("note", &ReferenceLimits::note)
      .def_property_readonly("by_age",
                             [](const ReferenceLimits& self) { return list_of(self.by_age); });
  module.def(
      "reference_limits", [] { return list_of(reference_limits()); },
      "All tables of limits, ordered by code.");
  module.def(
      "reference_limit",
      [](std::string_view code, double age_years) {
        const AgeLimit* limit = reference_limit(reference_limits(code), age_years);
        return limit == nullptr ? std::optional<AgeLimit>() : *limit;
      },
      py::arg("code"), py::arg("age_years"), "The limit of a table at an age.");
}

// Day, value, unit, site.
using PythonValue = std::tuple<Day, double, std::string, std::string>;

WithinPersonChange change_of(const std::vector<PythonValue>& values, Day first, Day last) {
  std::vector<DatedValue> dated;
  dated.reserve(values.size());
  for (const auto& [day, value, unit, site] : values) dated.push_back({day, value, unit, site});
  return change_from_baseline(dated, first, last);
}

void bind_change(py::module_& module) {
  py::class_<WithinPersonChange>(module, "WithinPersonChange", "How a value left the baseline.")
      .def_readonly("baseline", &WithinPersonChange::baseline)
      .def_readonly("in_baseline", &WithinPersonChange::in_baseline)
      .def_readonly("latest", &WithinPersonChange::latest)
      .def_readonly("latest_day", &WithinPersonChange::latest_day)
      .def_readonly("absolute", &WithinPersonChange::absolute)
      .def_readonly("percent", &WithinPersonChange::percent)
      .def_readonly("why_not", &WithinPersonChange::why_not);
  module.def("change_from_baseline", &change_of, py::arg("values"), py::arg("first"),
             py::arg("last"), "The change of (day, value, unit, site) from a baseline.");
}

void bind_catalogue(py::module_& module) {
  py::class_<CatalogueFactor>(module, "CatalogueFactor", "A possible trigger.")
      .def_readonly("code", &CatalogueFactor::code)
      .def_readonly("name", &CatalogueFactor::name)
      .def_readonly("category", &CatalogueFactor::category)
      .def_property_readonly("kind", [](const CatalogueFactor& self) { return name(self.kind); })
      .def_readonly("unit", &CatalogueFactor::unit)
      .def_readonly("evidence", &CatalogueFactor::evidence)
      .def_readonly("source", &CatalogueFactor::source);
  module.def(
      "factor_catalogue", [] { return list_of(factor_catalogue()); },
      "The factors of the catalogue.");
}

}  // namespace

void bind_measures(py::module_& module) {
  bind_measure(module);
  bind_limits(module);
  bind_change(module);
  bind_catalogue(module);
}

}  // namespace lamella::python
