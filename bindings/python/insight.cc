// The day grid and the lagged correlations.
#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lamella/correlation.h"
#include "lamella/diary.h"
#include "lamella/grid.h"
#include "lamella/multiplicity.h"
#include "module.h"
#include "table.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

void bind_grid(py::module_& module) {
  py::native_enum<Reduce>(module, "Reduce", "enum.IntEnum", "How values of one day become one.")
      .value("LAST", Reduce::kLast)
      .value("MEAN", Reduce::kMean)
      .value("MAX", Reduce::kMax)
      .value("SUM", Reduce::kSum)
      .finalize();
  py::class_<GridColumn>(module, "GridColumn", "One series, a value each day.")
      .def(py::init([](std::string name, std::vector<double> values, std::string unit) {
             return GridColumn{std::move(name), std::move(unit), Reduce::kMean, std::move(values)};
           }),
           py::arg("name"), py::arg("values"), py::arg("unit") = "1")
      .def_readonly("name", &GridColumn::name)
      .def_readonly("unit", &GridColumn::unit)
      .def_readonly("reduce", &GridColumn::reduce);
  py::class_<DayGrid>(module, "DayGrid", "One row a local day, one column a series.")
      .def(py::init([](Day first_day, int32_t days, std::vector<GridColumn> columns) {
             return DayGrid{first_day, days, std::move(columns)};
           }),
           py::arg("first_day"), py::arg("days"), py::arg("columns"))
      .def_readonly("first_day", &DayGrid::first_day)
      .def_readonly("days", &DayGrid::days)
      .def_property_readonly("columns", [](const DayGrid& self) { return self.columns; });
  module.def(
      "grid_table", [](const DayGrid& grid) { return SharedTable{grid_table(grid)}; },
      py::arg("grid"), Released(), "The grid as a table.");
}

void bind_report(py::module_& module) {
  py::native_enum<CorrelationMethod>(module, "CorrelationMethod", "enum.IntEnum",
                                     "Which correlation.")
      .value("PEARSON", CorrelationMethod::kPearson)
      .value("SPEARMAN", CorrelationMethod::kSpearman)
      .finalize();
  py::class_<Correlation>(module, "Correlation", "A correlation and its two-sided p.")
      .def_readonly("r", &Correlation::r)
      .def_readonly("p", &Correlation::p)
      .def_readonly("n", &Correlation::n);
  py::class_<LaggedCorrelation>(module, "LaggedCorrelation", "An exposure and a set of lags.")
      .def_readonly("exposure", &LaggedCorrelation::exposure)
      .def_readonly("lags", &LaggedCorrelation::lags)
      .def_property_readonly("correlation",
                             [](const LaggedCorrelation& self) { return self.correlation; });
  py::class_<CorrelationReport>(module, "CorrelationReport", "All pairs of one search.")
      .def_readonly("outcome", &CorrelationReport::outcome)
      .def_readonly("method", &CorrelationReport::method)
      .def_readonly("alpha", &CorrelationReport::alpha)
      .def_property_readonly("pairs", [](const CorrelationReport& self) { return self.pairs; })
      .def_readonly("family", &CorrelationReport::family)
      .def_readonly("found", &CorrelationReport::found)
      .def_readonly("by_chance", &CorrelationReport::by_chance)
      .def_readonly("shifts", &CorrelationReport::shifts);
}

void bind_multiplicity(py::module_& module) {
  py::native_enum<Adjustment>(module, "Adjustment", "enum.IntEnum",
                              "For how many p-values at once.")
      .value("FALSE_DISCOVERY", Adjustment::kFalseDiscovery)
      .value("FALSE_DISCOVERY_ANY_DEPENDENCE", Adjustment::kFalseDiscoveryAnyDependence)
      .value("FAMILY_WISE", Adjustment::kFamilyWise)
      .finalize();
  module.def(
      "adjusted_p",
      [](const std::vector<std::optional<double>>& p, Adjustment adjustment) {
        return adjusted_p(p, adjustment);
      },
      py::arg("p"), py::arg("adjustment"), Released(), "The least q at which each is a finding.");
}

}  // namespace

void bind_insight(py::module_& module) {
  bind_grid(module);
  bind_report(module);
  bind_multiplicity(module);
  module.def(
      "correlate",
      [](const std::vector<double>& x, const std::vector<double>& y, CorrelationMethod method) {
        return correlate(x, y, method);
      },
      py::arg("x"), py::arg("y"), py::arg("method") = CorrelationMethod::kPearson, Released(),
      "Correlation over the pairs in which neither is NaN.");
  module.def(
      "window_mean",
      [](const std::vector<double>& values, const LagSet& lags) {
        return window_mean(values, lags);
      },
      py::arg("values"), py::arg("lags"), Released(), "Mean over the lags of those that exist.");
  module.def(
      "lagged_correlations",
      [](const DayGrid& grid, const std::vector<std::string>& exposures, const std::string& outcome,
         std::vector<LagSet> lags, CorrelationMethod method, double alpha, int32_t shifts,
         Task* task) {
        return lagged_correlations(grid, exposures, outcome,
                                   {std::move(lags), method, alpha, shifts}, task);
      },
      py::arg("grid"), py::arg("exposures"), py::arg("outcome"), py::arg("lags"), py::arg("method"),
      py::arg("alpha"), py::arg("shifts"), py::arg("task") = nullptr, Released(),
      "All exposures against one outcome.");
}

}  // namespace lamella::python
