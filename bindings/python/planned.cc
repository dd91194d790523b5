// The planned on/off test of one trigger.
#include "planned.h"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include <optional>
#include <vector>

#include "lamella/planned_test.h"
#include "module.h"
#include "value_class.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;
using DayRow = std::tuple<Day, std::optional<double>, std::optional<bool>>;

void bind_options(py::module_& module) {
  using Options = TriggerPlanOptions;
  ValueClass<Options>(module, "TriggerPlanOptions", "What a planned test is planned for.")
      .field("effect", &Options::effect, "To be found, in score points.")
      .field("sd", &Options::sd, "Of the daily score without the trigger, in points.")
      .field("memory", &Options::memory, "Of the slow part of the score, 0 to 0.99.")
      .field("noise", &Options::noise, "Share of the variance that is of the day alone.")
      .field("missing", &Options::missing, "Share of days without a score, 0 to 0.8.")
      .field("block_days", &Options::block_days, "Days of a block, 1 to 90.")
      .field("washout_days", &Options::washout_days, "First days of each that do not count.")
      .field("alpha", &Options::alpha, "Chance of a false \"changes\", 0.001 to 0.2.")
      .field("power", &Options::power, "Chance to find the effect, 0.5 to 0.99.")
      .field("broken_share", &Options::broken_share, "Share of days that breaks a block.")
      .field("seed", &Options::seed, "Of the lots.")
      .field("first_day", &Options::first_day, "First day of the first block.");
}

void bind_plan(py::module_& module) {
  py::class_<TriggerPlan>(module, "TriggerPlan", "The schedule of a planned test.")
      .def_readonly("pairs", &TriggerPlan::pairs)
      .def_readonly("simulated_power", &TriggerPlan::simulated_power)
      .def_property_readonly("blocks", [](const TriggerPlan& self) {
        std::vector<BlockRow> rows;
        rows.reserve(self.blocks.size());
        for (const TriggerBlock& block : self.blocks) {
          rows.emplace_back(block.first, block.analysed, block.last, block.on);
        }
        return rows;
      });
  module.def("plan_trigger_test", &plan_trigger_test, py::arg("options"), Released(),
             "How many pairs of blocks the test needs, and its schedule.");
}

void bind_enums(py::module_& module) {
  py::native_enum<TriggerVerdict>(module, "TriggerVerdict", "enum.IntEnum", "What a test shows.")
      .value("NOT_ENOUGH", TriggerVerdict::kNotEnough)
      .value("NO_EFFECT", TriggerVerdict::kNoEffect)
      .value("CHANGES", TriggerVerdict::kChanges)
      .finalize();
  py::native_enum<WhyNotEnough>(module, "WhyNotEnough", "enum.IntEnum", "Why there is no p.")
      .value("ENOUGH", WhyNotEnough::kEnough)
      .value("NOT_FINISHED", WhyNotEnough::kNotFinished)
      .value("NO_SCORES", WhyNotEnough::kNoScores)
      .value("TOO_FEW_PAIRS", WhyNotEnough::kTooFewPairs)
      .value("CONSTANT", WhyNotEnough::kConstant)
      .finalize();
}

void bind_test(py::module_& module) {
  py::class_<TriggerBlockResult>(module, "TriggerBlockResult", "What is known of a block.")
      .def_readonly("answered", &TriggerBlockResult::answered)
      .def_readonly("mean", &TriggerBlockResult::mean)
      .def_readonly("known", &TriggerBlockResult::known)
      .def_readonly("against_plan", &TriggerBlockResult::against_plan)
      .def_readonly("broken", &TriggerBlockResult::broken);
  py::class_<AsLived>(module, "AsLived", "The effect of the exposure that was lived.")
      .def_readonly("effect", &AsLived::effect)
      .def_readonly("low", &AsLived::low)
      .def_readonly("high", &AsLived::high)
      .def_readonly("pairs", &AsLived::pairs)
      .def_readonly("exposure", &AsLived::exposure);
  py::class_<TriggerTest>(module, "TriggerTest", "What a planned test shows.")
      .def_readonly("verdict", &TriggerTest::verdict)
      .def_readonly("why_not", &TriggerTest::why_not)
      .def_readonly("planned_pairs", &TriggerTest::planned_pairs)
      .def_readonly("pairs", &TriggerTest::pairs)
      .def_property_readonly("blocks", [](const TriggerTest& self) { return self.blocks; })
      .def_readonly("broken_blocks", &TriggerTest::broken_blocks)
      .def_readonly("effect", &TriggerTest::effect)
      .def_readonly("p", &TriggerTest::p)
      .def_readonly("low", &TriggerTest::low)
      .def_readonly("high", &TriggerTest::high)
      .def_readonly("counted", &TriggerTest::counted)
      .def_property_readonly("as_lived", [](const TriggerTest& self) { return self.as_lived; })
      .def_property_readonly("sentence", [](const TriggerTest& self) { return sentence(self); });
}

TriggerTest analyse(const TriggerPlanOptions& options, const std::vector<BlockRow>& blocks,
                    const std::vector<DayRow>& days) {
  const TriggerPlan plan = plan_of(options, blocks);
  std::vector<TriggerDay> told;
  told.reserve(days.size());
  for (const auto& [day, score, exposed] : days) told.push_back({day, score, exposed});
  return analyse_trigger_test(plan, told);
}

}  // namespace

TriggerPlan plan_of(const TriggerPlanOptions& options, const std::vector<BlockRow>& blocks) {
  TriggerPlan plan{.options = options, .pairs = static_cast<int32_t>(blocks.size() / 2)};
  plan.blocks.reserve(blocks.size());
  for (const auto& [first, analysed, last, on] : blocks) {
    plan.blocks.push_back({first, analysed, last, on});
  }
  return plan;
}

void bind_planned(py::module_& module) {
  bind_options(module);
  bind_plan(module);
  bind_enums(module);
  bind_test(module);
  module.def("analyse_trigger_test", &analyse, py::arg("options"), py::arg("blocks"),
             py::arg("days"), Released(), "What the finished test shows.");
}

}  // namespace lamella::python
