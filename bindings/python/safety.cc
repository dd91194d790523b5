// Damage, and the ways back: check, backups and salvage.
#include <pybind11/stl.h>

#include <vector>

#include "bytes.h"
#include "credentials.h"
#include "lamella/check.h"
#include "lamella/diary.h"
#include "lamella/salvage.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

void bind_check_report(py::module_& module) {
  py::class_<Finding>(module, "Finding", "Something that is not as it should be.")
      .def_property_readonly("kind", [](const Finding& self) { return name(self.kind); })
      .def_readonly("what", &Finding::what);
  py::class_<CheckReport>(module, "CheckReport", "What a look at every row of a diary found.")
      .def_readonly("pages", &CheckReport::pages)
      .def_readonly("changes", &CheckReport::changes)
      .def_readonly("erased", &CheckReport::erased)
      .def_readonly("entries", &CheckReport::entries)
      .def_readonly("samples", &CheckReport::samples)
      .def_property_readonly("findings", [](const CheckReport& self) { return self.findings; });
}

void bind_salvage(py::module_& module) {
  py::class_<SequenceGap>(module, "SequenceGap", "Changes of one device that are lost.")
      .def_property_readonly("replica", [](const SequenceGap& self) { return self.replica; })
      .def_readonly("first", &SequenceGap::first)
      .def_readonly("last", &SequenceGap::last);
  py::class_<SalvageReport>(module, "SalvageReport", "What of a damaged diary was recovered.")
      .def_readonly("pages", &SalvageReport::pages)
      .def_readonly("damaged_pages", &SalvageReport::damaged_pages)
      .def_readonly("changes", &SalvageReport::changes)
      .def_readonly("entries", &SalvageReport::entries)
      .def_property_readonly("lost", [](const SalvageReport& self) { return self.lost; })
      .def_property_readonly("older", [](const SalvageReport& self) { return self.older; })
      .def_property_readonly("without_content",
                             [](const SalvageReport& self) { return self.without_content; })
      .def_property_readonly("gaps", [](const SalvageReport& self) { return self.gaps; })
      .def_readonly("what_was_lost", &SalvageReport::what_was_lost);
  module.def(
      "salvage",
      [](const Bytes& damaged_path, const Credential& credential, const Bytes& new_path,
         const Credential& new_credential, Task* task) {
        return salvage(damaged_path.data, credential, new_path.data, new_credential, task);
      },
      py::arg("damaged_path"), py::arg("credential"), py::arg("new_path"),
      py::arg("new_credential"), py::arg("task") = nullptr, Released(),
      "Puts what verifies of a damaged diary into a new one.");
}

void backup(Diary& self, const Bytes& path, const std::vector<const Credential*>& credentials,
            Task* task) {
  const std::vector<Credential> copies = copies_of(credentials);
  const py::gil_scoped_release released;
  self.backup(path.data, copies, task);
}

}  // namespace

void bind_reports(py::module_& module) {
  bind_check_report(module);
  bind_salvage(module);
}

void bind_safety(py::class_<Diary>& diary) {
  diary
      .def(
          "check",
          [](Diary& self, bool deep, Task* task) { return self.check({.deep = deep}, task); },
          py::arg("deep"), py::arg("task") = nullptr, Released())
      .def("backup", &backup, py::arg("path"), py::arg("credentials"), py::arg("task") = nullptr)
      .def_static(
          "restore_backup",
          [](const Bytes& backup, const Credential& credential, const Bytes& path, Task* task) {
            Diary::restore_backup(backup.data, credential, path.data, task);
          },
          py::arg("backup"), py::arg("credential"), py::arg("path"), py::arg("task") = nullptr,
          Released());
}

}  // namespace lamella::python
