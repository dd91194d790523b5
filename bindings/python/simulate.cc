// Diaries with known truth.
#include "lamella/simulate.h"

#include <pybind11/stl.h>

#include <utility>
#include <vector>

#include "bytes.h"
#include "lamella/diary.h"
#include "module.h"
#include "value_class.h"

namespace py = pybind11;

namespace lamella::python {

void bind_simulate(py::module_& module) {
  using Released = py::call_guard<py::gil_scoped_release>;
  ValueClass<SimulatedFactor>(module, "SimulatedFactor", "One possible trigger of a simulation.")
      .field("code", &SimulatedFactor::code, "Code of the factor.")
      .field("binary", &SimulatedFactor::binary, "Present or absent, else a Gaussian amount.")
      .field("prevalence", &SimulatedFactor::prevalence, "Of a binary factor, in (0, 1).")
      .field("phi", &SimulatedFactor::phi, "Its own lag-1 autocorrelation, in [0, 1).")
      .field("effect", &SimulatedFactor::effect,
             "On the latent severity, in its standard deviations, -100 to 100.")
      .field("lag", &SimulatedFactor::lag, "Days until the effect, 0 to 30.");
  py::class_<Simulation>(module, "Simulation", "A simulated diary and its truth.")
      .def_property_readonly("first_day",
                             [](const Simulation& self) { return self.options.first_day; })
      .def_property_readonly("max_score",
                             [](const Simulation& self) { return self.options.max_score; })
      .def_readonly("latent", &Simulation::latent)
      .def_readonly("score", &Simulation::score)
      .def_property_readonly(
          "factors",
          [](const Simulation& self) {
            std::vector<std::pair<SimulatedFactor, std::vector<double>>> all;
            for (const SimulatedSeries& series : self.factors) {
              all.emplace_back(series.truth, series.values);
            }
            return all;
          },
          "Truth and values of each factor.");
  module.def(
      "simulate",
      [](uint64_t seed, int32_t days, Day first_day, double rho, double missing, int32_t max_score,
         std::vector<SimulatedFactor> factors) {
        return simulate({seed, days, first_day, rho, missing, max_score, std::move(factors)});
      },
      py::arg("seed"), py::arg("days"), py::arg("first_day"), py::arg("rho"), py::arg("missing"),
      py::arg("max_score"), py::arg("factors"), Released(), "A diary with known truth.");
  module.def(
      "simulated_records",
      [](const Simulation& simulation) {
        std::vector<Bytes> records;
        for (NewRecord& record : simulated_records(simulation)) {
          records.push_back({std::move(record.record)});
        }
        return records;
      },
      py::arg("simulation"), Released(), "What the person would have entered.");
}

}  // namespace lamella::python
