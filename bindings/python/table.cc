// Tables: columns through the buffer protocol, whole tables through Arrow's PyCapsule interface
// (https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html). Neither copies,
// and both keep the table alive.
#include "table.h"

#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "bytes.h"
#include "lamella/arrow_abi.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

struct SharedColumn {
  std::shared_ptr<const Table> table;
  const Column* column;
};

const char* kind_name(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kNumber:
      return "number";
    case ColumnKind::kInteger:
      return "integer";
    case ColumnKind::kInstant:
      return "instant";
    case ColumnKind::kDay:
      return "day";
    case ColumnKind::kText:
      return "text";
    case ColumnKind::kCategory:
      return "category";
    case ColumnKind::kId:
      return "id";
  }
  return "unknown";
}

template <typename T>
py::buffer_info buffer(const std::vector<T>& values) {
  return py::buffer_info(values.data(), static_cast<py::ssize_t>(values.size()));
}

// One row of 16 bytes an id.
py::buffer_info buffer(const std::vector<Id>& ids) {
  constexpr auto kSize = static_cast<py::ssize_t>(sizeof(Id));
  // pybind11 takes a pointer to const for one dimension only; the buffer is read-only all the same.
  auto* const bytes = const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(ids.data()));
  return py::buffer_info(bytes, {static_cast<py::ssize_t>(ids.size()), kSize},
                         {kSize, py::ssize_t{1}}, true);
}

py::buffer_info buffer(const std::vector<std::string>& /*texts*/) {
  throw py::buffer_error("a column of texts has no buffer: use texts()");
}

template <typename T>
const std::vector<T>& values_of(const SharedColumn& self, const char* what) {
  const auto* const values = std::get_if<std::vector<T>>(&self.column->data);
  if (values == nullptr) throw py::type_error(std::string("the column holds no ") + what);
  return *values;
}

void bind_column(py::module_& module) {
  py::class_<SharedColumn>(module, "Column", "A column of a table, a read-only buffer.",
                           py::buffer_protocol())
      .def_property_readonly("name", [](const SharedColumn& self) { return self.column->name; })
      .def_property_readonly(
          "kind", [](const SharedColumn& self) { return kind_name(self.column->kind); },
          "number, integer, instant, day, text, category or id.")
      .def_property_readonly("metadata",
                             [](const SharedColumn& self) { return self.column->metadata; })
      .def_property_readonly(
          "categories", [](const SharedColumn& self) { return self.column->categories; },
          "The texts behind the numbers of a category column.")
      .def("__len__", [](const SharedColumn& self) { return self.column->size(); })
      .def(
          "texts", [](const SharedColumn& self) { return values_of<std::string>(self, "texts"); },
          "The values of a text column.")
      .def(
          "ids", [](const SharedColumn& self) { return values_of<Id>(self, "ids"); },
          "The values of an id column.")
      .def_buffer([](const SharedColumn& self) {
        return std::visit([](const auto& values) { return buffer(values); }, self.column->data);
      });
}

// A consumer that took the struct over has set its `release` to null.
template <typename Struct>
py::capsule capsule_of(std::unique_ptr<Struct> owned, const char* name) {
  py::capsule capsule(owned.get(), name, [](PyObject* object) {
    auto* const held =
        static_cast<Struct*>(PyCapsule_GetPointer(object, PyCapsule_GetName(object)));
    if (held->release != nullptr) held->release(held);
    delete held;
  });
  static_cast<void>(owned.release());
  return capsule;
}

py::capsule stream_of(const SharedTable& self, const py::object& /*requested_schema*/) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_arrow_stream(self.table, stream.get());
  return capsule_of(std::move(stream), "arrow_array_stream");
}

py::capsule schema_of(const SharedTable& self) {
  ArrowArrayStream stream;
  export_arrow_stream(self.table, &stream);
  auto schema = std::make_unique<ArrowSchema>();
  const int failed = stream.get_schema(&stream, schema.get());
  stream.release(&stream);
  if (failed != 0) throw std::bad_alloc();
  return capsule_of(std::move(schema), "arrow_schema");
}

}  // namespace

void bind_table(py::module_& module) {
  bind_column(module);
  py::class_<SharedTable>(module, "Table", "Immutable columns.")
      .def_property_readonly("column_names",
                             [](const SharedTable& self) {
                               std::vector<std::string> names;
                               for (const Column& column : self.table->columns) {
                                 names.push_back(column.name);
                               }
                               return names;
                             })
      .def("__len__", [](const SharedTable& self) { return self.table->rows(); })
      .def(
          "column",
          [](const SharedTable& self, const std::string& name) {
            return SharedColumn{self.table, &self.table->column(name)};
          },
          py::arg("name"), "The column of this name.")
      .def("__arrow_c_stream__", &stream_of, py::arg("requested_schema") = py::none(),
           "A capsule with a stream of one batch; it can be asked for any number of times.")
      .def("__arrow_c_schema__", &schema_of, "A capsule with the schema.");
}

}  // namespace lamella::python
