// Classes of topical steroids, fingertip units, and what doses add up to.
#include "lamella/medication.h"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "enums.h"
#include "lamella/record.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using CountedDose = std::tuple<Day, Dose, CountsAs>;

template <typename Potency>
std::optional<std::string_view> optional_name(const std::optional<Potency>& potency) {
  return potency ? std::optional(name(*potency)) : std::nullopt;
}

std::optional<SteroidRow> copy_of(const SteroidRow* row) {
  return row == nullptr ? std::nullopt : std::optional(*row);
}

// Views of `counted`, which outlives them.
std::vector<SteroidDose> doses_of(const std::vector<CountedDose>& counted) {
  std::vector<SteroidDose> doses;
  doses.reserve(counted.size());
  for (const auto& [day, dose, counts_as] : counted) {
    std::optional<double> percent;
    if (dose.strength) percent = percent_of(*dose.strength, dose.strength_unit);
    doses.push_back({day, dose.drug, percent, dose.vehicle, dose.grams, dose.fingertip_units,
                     dose.not_taken, counts_as});
  }
  return doses;
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
  bind_enum<BodyRegion>(module, "BodyRegion", "What has a number of fingertip units.");
  py::native_enum<AgeBand>(module, "AgeBand", "enum.IntEnum", "A column of fingertip units.")
      .value("AGE_3_TO_6_MONTHS", AgeBand::k3To6Months)
      .value("AGE_1_TO_2_YEARS", AgeBand::k1To2Years)
      .value("AGE_3_TO_5_YEARS", AgeBand::k3To5Years)
      .value("AGE_6_TO_10_YEARS", AgeBand::k6To10Years)
      .value("ADULT", AgeBand::kAdult)
      .finalize();
  module.def("age_band", &age_band, py::arg("age_years"), "The column of an age.");
  module.def("fingertip_units", &fingertip_units, py::arg("region"), py::arg("band"),
             "Units that a region takes.");
  module.def("whole_body_units", &whole_body_units, py::arg("band"),
             "Units that a whole body takes.");
  module.def("fingertip_units_of_area", &fingertip_units_of_area, py::arg("square_cm"),
             "Units that an area of skin takes.");
  module.def("dose_grams", &dose_grams, py::arg("grams"), py::arg("fingertip_units"),
             py::arg("grams_per_unit"), "Grams of a dose.");
}

void bind_use(py::module_& module) {
  py::native_enum<CountsAs>(module, "CountsAs", "enum.IntEnum", "Whether a dose is a steroid's.")
      .value("BY_TABLE", CountsAs::kByTable)
      .value("TOPICAL_STEROID", CountsAs::kTopicalSteroid)
      .value("SYSTEMIC_STEROID", CountsAs::kSystemicSteroid)
      .finalize();
  py::class_<SteroidUse>(module, "SteroidUse", "What a series of doses adds up to.")
      .def_readonly("answered_days", &SteroidUse::answered_days)
      .def_readonly("steroid_free_days", &SteroidUse::steroid_free_days)
      .def_property_readonly("steroid_free_share", &SteroidUse::steroid_free_share)
      .def_readonly("topical_doses", &SteroidUse::topical_doses)
      .def_readonly("systemic_doses", &SteroidUse::systemic_doses)
      .def_readonly("without_amount", &SteroidUse::without_amount)
      .def_property_readonly("grams",
                             [](const SteroidUse& self) {
                               py::dict grams;
                               for (size_t i = 0; i < kUkPotencies; ++i) {
                                 grams[py::cast(name(static_cast<UkPotency>(i)))] = self.grams[i];
                               }
                               return grams;
                             })
      .def_readonly("grams_of_unknown_class", &SteroidUse::grams_of_unknown_class)
      .def_readonly("potency_weighted_grams", &SteroidUse::potency_weighted_grams);
  module.def(
      "steroid_use",
      [](const std::vector<CountedDose>& doses, const std::vector<Day>& answered_days,
         double grams_per_unit) {
        return steroid_use(doses_of(doses), answered_days, grams_per_unit);
      },
      py::arg("doses"), py::arg("answered_days"), py::arg("grams_per_unit"),
      "How much of topical steroids was used, and on how many days none.");
}

}  // namespace

void bind_medication(py::module_& module) {
  bind_potency(module);
  bind_units(module);
  bind_use(module);
}

}  // namespace lamella::python
