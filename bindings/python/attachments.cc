// Attachments, whose contents come from `read` of a file of Python and go to its `write`.
#include <pybind11/stl.h>

#include <algorithm>

#include "bytes.h"
#include "lamella/diary.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

// The core calls these without the GIL.
ContentSource reading(const py::function& read) {
  return [&read](std::span<char> room) {
    const py::gil_scoped_acquire acquired;
    const py::object given = read(room.size());
    const auto bytes = given.cast<Bytes>().data;
    if (bytes.size() <= room.size()) std::copy(bytes.begin(), bytes.end(), room.begin());
    return bytes.size();
  };
}

ContentSink writing(const py::function& write) {
  return [&write](std::string_view part) {
    const py::gil_scoped_acquire acquired;
    write(py::bytes(part.data(), part.size()));
  };
}

Id attach(Diary& self, const Bytes& record, const py::function& read, std::optional<Id> id,
          Task* task) {
  const py::gil_scoped_release released;
  return self.attach(record.data, reading(read), id, task);
}

void read_attachment(Diary& self, const Id& id, const py::function& write, Task* task) {
  const py::gil_scoped_release released;
  self.read_attachment(id, writing(write), task);
}

void fill_attachment(Diary& self, const Id& id, const py::function& read, Task* task) {
  const py::gil_scoped_release released;
  self.fill_attachment(id, reading(read), task);
}

}  // namespace

void bind_attachments(py::class_<Diary>& diary) {
  diary
      .def("attach", &attach, py::arg("record"), py::arg("read"), py::arg("id") = std::nullopt,
           py::arg("task") = nullptr)
      .def("read_attachment", &read_attachment, py::arg("id"), py::arg("write"),
           py::arg("task") = nullptr)
      .def("fill_attachment", &fill_attachment, py::arg("id"), py::arg("read"),
           py::arg("task") = nullptr);
}

}  // namespace lamella::python
