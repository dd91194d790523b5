// The map of the body.
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <vector>

#include "lamella/body_map.h"
#include "lists.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

void bind_body(py::module_& module) {
  py::class_<BodySite>(module, "BodySite", "A site of the body.")
      .def_readonly("code", &BodySite::code)
      .def_readonly("name", &BodySite::name)
      .def_readonly("parent", &BodySite::parent)
      .def_property_readonly("easi_region",
                             [](const BodySite& self) { return name(self.easi_region); })
      .def_property_readonly("side", [](const BodySite& self) { return name(self.side); })
      .def_property_readonly("fingertip_region",
                             [](const BodySite& self) -> std::optional<std::string_view> {
                               if (!self.fingertip_region) return std::nullopt;
                               return name(*self.fingertip_region);
                             })
      .def_readonly("adult_percent", &BodySite::adult_percent)
      .def_readonly("infant_percent", &BodySite::infant_percent);
  module.def(
      "body_sites", [] { return list_of(body_sites()); }, "All sites, from head to foot.");
  module.def(
      "body_site",
      [](std::string_view code) {
        const BodySite* const found = body_site(code);
        return found == nullptr ? std::nullopt : std::optional(*found);
      },
      py::arg("code"), "The site of a code, or nothing.");
  module.def("other_side", &other_side, py::arg("code"), "The same site on the other side.");
  module.def("is_within", &is_within, py::arg("code"), py::arg("ancestor"),
             "Whether a site is another one or lies in it.");
  module.def(
      "surface_share",
      [](const std::vector<std::string>& codes, double age_years) {
        return surface_share(std::vector<std::string_view>(codes.begin(), codes.end()), age_years);
      },
      py::arg("codes"), py::arg("age_years"), "Percent of the body's surface.");
}

}  // namespace lamella::python
