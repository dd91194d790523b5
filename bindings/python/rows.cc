// Records in numbers: columns of a data file to records, and records in one transaction. Records
// stay on this side, as NewRecords.
#include "lamella/rows.h"

#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bytes.h"
#include "enums.h"
#include "lamella/diary.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

struct NewRecords {
  std::vector<NewRecord> records;
};

// A buffer of numbers as a span, as long as this lives.
template <typename T>
class Numbers {
 public:
  explicit Numbers(const py::object& object) {
    if (object.is_none()) return;
    info_ = py::buffer(object).request();
    if (!info_.item_type_is_equivalent_to<T>() || info_.ndim != 1 ||
        (info_.size > 1 && info_.strides[0] != info_.itemsize)) {
      throw py::type_error("a column is a contiguous buffer of numbers of its type");
    }
  }
  std::span<const T> span() const {
    return {static_cast<const T*>(info_.ptr), static_cast<size_t>(info_.size)};
  }

 private:
  py::buffer_info info_;
};

NewRecords encode(RowEncoder& self, const std::vector<Body>& bodies, const py::object& body,
                  const py::object& local_day, const py::object& utc_ms,
                  const py::object& offset_min, const std::vector<std::string>& zones,
                  const py::object& zone, const py::object& entered_ms, const py::object& values,
                  const std::vector<std::string>& notes, const py::object& note) {
  const Numbers<int32_t> bodies_of(body);
  const Numbers<Day> days(local_day);
  const Numbers<int64_t> instants(utc_ms);
  const Numbers<int32_t> offsets(offset_min);
  const Numbers<int32_t> zones_of(zone);
  const Numbers<int64_t> entered(entered_ms);
  const Numbers<double> numbers(values);
  const Numbers<int32_t> notes_of(note);
  const py::gil_scoped_release released;
  return {self.encode({.bodies = bodies,
                       .body = bodies_of.span(),
                       .local_day = days.span(),
                       .utc_ms = instants.span(),
                       .offset_min = offsets.span(),
                       .zones = zones,
                       .zone = zones_of.span(),
                       .entered_ms = entered.span(),
                       .value = numbers.span(),
                       .notes = notes,
                       .note = notes_of.span()})};
}

void put_stream(Diary& self, const py::function& next, const py::function& done, bool skip_existing,
                bool dry_run, Task* task) {
  RecordStream stream;
  stream.next = [&next] {
    const py::gil_scoped_acquire acquired;
    // A part of which nothing was left is not the end.
    for (py::object part = next(); !part.is_none(); part = next()) {
      auto& records = part.cast<NewRecords&>().records;
      if (!records.empty()) return std::move(records);
    }
    return std::vector<NewRecord>();
  };
  stream.done = [&done](std::span<const PutResult> results) {
    std::string statuses;
    for (const PutResult& result : results) statuses += static_cast<char>(result.status);
    const py::gil_scoped_acquire acquired;
    done(Bytes{std::move(statuses)});
  };
  const py::gil_scoped_release released;
  self.put(stream, {.skip_existing = skip_existing, .dry_run = dry_run}, task);
}

}  // namespace

void bind_rows(py::module_& module) {
  py::class_<NewRecords>(module, "NewRecords", "Records to put, which a put empties.")
      .def(py::init([](const std::vector<std::pair<Bytes, std::optional<Id>>>& records) {
             NewRecords made;
             made.records.reserve(records.size());
             for (const auto& [record, id] : records) made.records.push_back({record.data, id});
             return made;
           }),
           py::arg("records"))
      .def("__len__", [](const NewRecords& self) { return self.records.size(); });
  py::class_<RowEncoder>(module, "RowEncoder", "Makes the records of one source, part by part.")
      .def(py::init([](const std::string& source, const py::object& kind) {
             return RowEncoder(source, enum_from_python<OriginKind>(kind));
           }),
           py::arg("source"), py::arg("kind"))
      .def("encode", &encode, py::kw_only(), py::arg("bodies"), py::arg("body"),
           py::arg("local_day"), py::arg("utc_ms") = py::none(), py::arg("offset_min") = py::none(),
           py::arg("zones") = std::vector<std::string>(), py::arg("zone") = py::none(),
           py::arg("entered_ms") = py::none(), py::arg("values") = py::none(),
           py::arg("notes") = std::vector<std::string>(), py::arg("note") = py::none(),
           "The records of these rows.");
}

void bind_put_stream(py::class_<Diary>& diary) {
  diary.def("put_stream", &put_stream, py::arg("next"), py::arg("done"), py::arg("skip_existing"),
            py::arg("dry_run"), py::arg("task") = nullptr,
            "Puts what `next` gives until None, in one transaction.");
}

}  // namespace lamella::python
