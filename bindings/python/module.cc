// The module lamella._core: the C++ core as it is, for the Python files beside it.
#include "module.h"

#include <exception>
#include <utility>

#include "enums.h"
#include "lamella/error.h"
#include "lamella/version.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

// lamella.errors has one class for each code.
void raise(const Error& error) {
  const py::object raised =
      py::module_::import("lamella.errors")
          .attr("error_of")(static_cast<int>(error.code()), error.what(), error.detail());
  PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(std::move(thrown));
  } catch (const Error& error) {
    raise(error);
  }
}

}  // namespace

PYBIND11_MODULE(_core, module, py::mod_gil_not_used()) {
  module.doc() = "The C++ core of lamella. Use the package lamella instead.";
  py::register_local_exception_translator(translate);
  bind_enum<Code>(module, "Code", "Why a call failed. Numbers are never reused.");
  module.attr("FORMAT") = kFormat;
  module.def("version", &version, "Version of the library: major.minor.patch.");
  module.def("sqlcipher_version", &sqlcipher_version, "What the compiled-in SQLCipher says.");
  bind_task(module);
  bind_therapy(module);
  bind_records(module);
  bind_table(module);
  bind_insight(module);
  bind_planned(module);
  bind_triggers(module);
  bind_instruments(module);
  bind_medication(module);
  bind_body(module);
  bind_cell_therapy(module);
  bind_dose_plan(module);
  bind_healing(module);
  bind_responses(module);
  bind_flares(module);
  bind_treatment(module);
  bind_measures(module);
  bind_simulate(module);
  bind_rows(module);
  bind_credentials(module);
  bind_reports(module);
  bind_diary(module);
}

}  // namespace lamella::python
