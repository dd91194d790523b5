// The handle on a long call. Python sees a signal between two of its own instructions alone: the
// task looks for one, and so Ctrl-C ends a call of the core.
#include "lamella/task.h"

#include <pybind11/stl.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using std::chrono::steady_clock;

// A step takes less time than taking the GIL.
constexpr std::chrono::milliseconds kPause{50};

std::unique_ptr<Task> make_task(std::optional<py::function> progress) {
  return std::make_unique<Task>([progress = std::move(progress), next = steady_clock::time_point()](
                                    uint64_t done, uint64_t total) mutable {
    if (steady_clock::now() < next) return;
    {
      const py::gil_scoped_acquire acquired;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (progress) (*progress)(done, total);
    }
    next = steady_clock::now() + kPause;
  });
}

}  // namespace

void bind_task(py::module_& module) {
  py::class_<Task>(module, "Task", "Watches and cancels a long call, from any thread.")
      .def(py::init(&make_task), py::arg("progress") = py::none(),
           "`progress` is called on the call's thread, now and then, with the steps done and in "
           "all (0 before that is known); what it raises ends the call.")
      .def("cancel", &Task::cancel, "Makes the running call fail with Cancelled.")
      .def_property_readonly("cancelled", &Task::cancelled)
      .def_property_readonly("done", &Task::done, "Steps done.")
      .def_property_readonly("total", &Task::total, "Steps in all; 0 before the call knows.");
}

}  // namespace lamella::python
