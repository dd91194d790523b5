// What a diary says of a treatment, and of what it changed.
#include "lamella/treatment.h"

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bytes.h"
#include "lamella/diary.h"
#include "module.h"
#include "table.h"
#include "therapy_names.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

void bind_use(py::module_& module) {
  py::class_<SteroidReport>(module, "SteroidReport", "What the doses of a diary add up to.")
      .def_property_readonly("answered_days",
                             [](const SteroidReport& self) { return self.use.answered_days; })
      .def_property_readonly("steroid_free_days",
                             [](const SteroidReport& self) { return self.use.steroid_free_days; })
      .def_property_readonly(
          "steroid_free_share",
          [](const SteroidReport& self) { return self.use.steroid_free_share(); })
      .def_property_readonly("topical_doses",
                             [](const SteroidReport& self) { return self.use.topical_doses; })
      .def_property_readonly("systemic_doses",
                             [](const SteroidReport& self) { return self.use.systemic_doses; })
      .def_property_readonly("without_amount",
                             [](const SteroidReport& self) { return self.use.without_amount; })
      .def_property_readonly("grams",
                             [](const SteroidReport& self) {
                               py::dict grams;
                               for (size_t i = 0; i < kUkPotencies; ++i) {
                                 const auto potency = static_cast<UkPotency>(i);
                                 grams[py::cast(name(potency))] = self.use.grams[i];
                               }
                               return grams;
                             })
      .def_property_readonly(
          "grams_of_unknown_class",
          [](const SteroidReport& self) { return self.use.grams_of_unknown_class; })
      .def_property_readonly(
          "potency_weighted_grams",
          [](const SteroidReport& self) { return self.use.potency_weighted_grams; })
      .def_readonly("other_drugs", &SteroidReport::other_drugs);
}

}  // namespace

void bind_treatment(py::module_& module) {
  bind_use(module);
  py::class_<CourseReminder>(module, "CourseReminder", "Something to be measured or answered.")
      .def_readonly("entry", &CourseReminder::entry)
      .def_readonly("subject", &CourseReminder::subject)
      .def_readonly("day", &CourseReminder::day)
      .def_readonly("utc_ms", &CourseReminder::utc_ms)
      .def_readonly("done", &CourseReminder::done);
}

void bind_treatment(py::class_<Diary>& diary) {
  diary.def("course_problems", &Diary::course_problems, py::arg("course"), Released())
      .def("course_reminders", &Diary::course_reminders, py::arg("course"), Released())
      .def(
          "course_onsets",
          [](Diary& self, const Id& course) {
            std::vector<std::pair<Id, std::vector<std::string_view>>> onsets;
            for (const CourseOnset& one : self.course_onsets(course)) {
              onsets.emplace_back(one.event, names_of(one.windows));
            }
            return onsets;
          },
          py::arg("course"), Released())
      .def(
          "product_criteria",
          [](Diary& self, const Id& product) {
            const IsctReport report = self.product_criteria(product);
            return std::pair(names_of(report), report.all_met);
          },
          py::arg("product"), Released())
      .def("adherence", &Diary::adherence, py::arg("plan"), py::arg("today"), Released())
      .def(
          "lesion_series",
          [](Diary& self, const Id& lesion) { return SharedTable{self.lesion_series(lesion)}; },
          py::arg("lesion"), Released())
      .def("lesion_healing", &Diary::lesion_healing, py::arg("lesion"), Released())
      .def(
          "flares",
          [](Diary& self, std::string rule, std::string code, std::vector<std::string> drugs,
             std::optional<Day> first_day, std::optional<Day> last_day,
             std::optional<Day> end_of_treatment) {
            return self.flares({std::move(rule), std::move(code), std::move(drugs), first_day,
                                last_day, end_of_treatment});
          },
          py::arg("rule"), py::arg("code"), py::arg("drugs"), py::arg("first_day"),
          py::arg("last_day"), py::arg("end_of_treatment"), Released())
      .def(
          "steroid_use",
          [](Diary& self, std::optional<Day> first_day, std::optional<Day> last_day,
             double grams_per_unit, std::vector<std::string> topical,
             std::vector<std::string> systemic) {
            return self.steroid_use(
                {first_day, last_day, grams_per_unit, std::move(topical), std::move(systemic)});
          },
          py::arg("first_day"), py::arg("last_day"), py::arg("grams_per_unit"), py::arg("topical"),
          py::arg("systemic"), Released())
      .def(
          "measured_change",
          [](Diary& self, std::string kind, std::optional<std::string> site, Day first_day,
             Day last_day) {
            return self.measured_change({std::move(kind), std::move(site), first_day, last_day});
          },
          py::arg("kind"), py::arg("site"), py::arg("first_day"), py::arg("last_day"), Released());
}

}  // namespace lamella::python
