// How bytes and ids cross into Python and back: as `bytes`, never as `str`.
#ifndef LAMELLA_BINDINGS_PYTHON_BYTES_H_
#define LAMELLA_BINDINGS_PYTHON_BYTES_H_

#include <pybind11/pybind11.h>

#include <string>
#include <utility>

#include "lamella/id.h"

namespace lamella::python {

struct Bytes {
  std::string data;
};

}  // namespace lamella::python

namespace pybind11::detail {

template <>
struct type_caster<lamella::python::Bytes> {
  PYBIND11_TYPE_CASTER(lamella::python::Bytes, const_name("bytes"));

  bool load(handle source, bool /*convert*/) {
    Py_buffer view;
    if (!PyObject_CheckBuffer(source.ptr())) return false;
    if (PyObject_GetBuffer(source.ptr(), &view, PyBUF_SIMPLE) != 0) {
      PyErr_Clear();
      return false;
    }
    value.data.assign(static_cast<const char*>(view.buf), static_cast<size_t>(view.len));
    PyBuffer_Release(&view);
    return true;
  }

  static handle cast(const lamella::python::Bytes& bytes, return_value_policy, handle) {
    return pybind11::bytes(bytes.data).release();
  }
};

template <>
struct type_caster<lamella::Id> {
  PYBIND11_TYPE_CASTER(lamella::Id, const_name("bytes"));

  // A wrong size is not another type: it fails with kInvalidArgument.
  bool load(handle source, bool convert) {
    type_caster<lamella::python::Bytes> bytes;
    if (!bytes.load(source, convert)) return false;
    value = lamella::id_from_bytes(static_cast<lamella::python::Bytes&>(bytes).data);
    return true;
  }

  static handle cast(const lamella::Id& id, return_value_policy, handle) {
    const std::string_view view = id.view();
    return pybind11::bytes(view.data(), view.size()).release();
  }
};

}  // namespace pybind11::detail

#endif  // LAMELLA_BINDINGS_PYTHON_BYTES_H_
