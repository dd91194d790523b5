// The instruments and their scores.
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <vector>

#include "lamella/instrument.h"
#include "lists.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

void bind_parts(py::module_& module) {
  py::class_<Item>(module, "Item", "What an instrument asks, and the answers that it allows.")
      .def_readonly("code", &Item::code)
      .def_readonly("min", &Item::min)
      .def_readonly("max", &Item::max)
      .def_property_readonly("step", [](const Item& self) { return 1.0 / self.per_unit; })
      .def_readonly("except_", &Item::except);
  py::class_<Band>(module, "Band", "Totals with one name.")
      .def_readonly("name", &Band::name)
      .def_readonly("start", &Band::from)
      .def_readonly("above", &Band::above);
  py::class_<Bands>(module, "Bands", "The bands that one source gives.")
      .def_readonly("source", &Bands::source)
      .def_property_readonly("bands", [](const Bands& self) { return list_of(self.bands); });
  py::class_<MeaningfulChange>(module, "MeaningfulChange", "A change of the total that counts.")
      .def_readonly("at_least", &MeaningfulChange::at_least)
      .def_readonly("is_percent", &MeaningfulChange::is_percent)
      .def_readonly("meaning", &MeaningfulChange::meaning)
      .def_readonly("source", &MeaningfulChange::source);
}

void bind_instrument(py::module_& module) {
  py::class_<Instrument>(module, "Instrument", "What an instrument asks, and where it is from.")
      .def_readonly("code", &Instrument::code)
      .def_readonly("version", &Instrument::version)
      .def_readonly("name", &Instrument::name)
      .def_property_readonly("rater", [](const Instrument& self) { return name(self.rater); })
      .def_property_readonly("span", [](const Instrument& self) { return name(self.span); })
      .def_property_readonly("higher_is_worse",
                             [](const Instrument& self) { return self.worse == Worse::kHigher; })
      .def_property_readonly("items", [](const Instrument& self) { return list_of(self.items); })
      .def_readonly("min_total", &Instrument::min_total)
      .def_readonly("max_total", &Instrument::max_total)
      .def_property_readonly("missing", [](const Instrument& self) { return name(self.missing); })
      .def_readonly("higher_of_two", &Instrument::higher_of_two)
      .def_property_readonly("bands", [](const Instrument& self) { return list_of(self.bands); })
      .def_property_readonly("changes",
                             [](const Instrument& self) { return list_of(self.changes); })
      .def_readonly("source", &Instrument::source)
      .def_property_readonly("wording",
                             [](const Instrument& self) { return name(self.licence.wording); })
      .def_property_readonly("licence", [](const Instrument& self) { return self.licence.note; })
      .def_readonly("loinc", &Instrument::loinc)
      .def_readonly("from_age", &Instrument::from_age)
      .def_readonly("to_age", &Instrument::to_age);
}

void bind_score(py::module_& module) {
  py::class_<Score>(module, "Score", "A total, or why there is none.")
      .def_readonly("total", &Score::total)
      .def_property_readonly("band",
                             [](const Score& self) {
                               return self.band == nullptr
                                          ? std::optional<std::string_view>()
                                          : std::optional<std::string_view>(self.band->name);
                             })
      .def_readonly("why_not", &Score::why_not)
      .def_readonly("remark", &Score::remark)
      .def_readonly("answered", &Score::answered)
      .def_readonly("counted_zero", &Score::counted_zero)
      .def_readonly("missing", &Score::missing)
      .def_readonly("first_missing", &Score::first_missing)
      .def_property_readonly("parts", [](const Score& self) {
        py::dict parts;
        for (const ScorePart& part : self.parts) {
          if (!part.code.empty()) parts[py::cast(part.code)] = part.value;
        }
        return parts;
      });
}

}  // namespace

void bind_instruments(py::module_& module) {
  bind_parts(module);
  bind_instrument(module);
  bind_score(module);
  module.def(
      "instruments",
      [] {
        py::list all;
        for (const Instrument* one : instruments()) {
          all.append(py::cast(one, py::return_value_policy::reference));
        }
        return all;
      },
      "All instruments, ordered by code.");
  module.def("instrument", &instrument, py::arg("code"), py::arg("version") = 0,
             py::return_value_policy::reference, "The instrument of this code; 0 is the newest.");
  module.def(
      "score",
      [](const Instrument& instrument, const std::vector<Answer>& answers,
         std::optional<double> age_years) { return score(instrument, answers, {age_years}); },
      py::arg("instrument"), py::arg("answers"), py::arg("age_years") = std::nullopt,
      "The score of these answers.");
  module.def(
      "meaningful_change",
      [](const Instrument& instrument, double before, double after) {
        const MeaningfulChange* change = meaningful_change(instrument, before, after);
        return change == nullptr ? std::optional<MeaningfulChange>() : *change;
      },
      py::arg("instrument"), py::arg("before"), py::arg("after"),
      "The last of the instrument's changes that this one reaches.");
}

}  // namespace lamella::python
