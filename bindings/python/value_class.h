// Binds a plain struct as an immutable value of Python: keyword constructor, read-only fields,
// `replace`, `fields`, equality and repr. A nested value is a copy, so it never dangles.
#ifndef LAMELLA_BINDINGS_PYTHON_VALUE_CLASS_H_
#define LAMELLA_BINDINGS_PYTHON_VALUE_CLASS_H_

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "enums.h"
#include "lamella/error.h"

namespace lamella::python {

// Fails with kInvalidArgument for a str that is no Unicode text (lone surrogates).
inline std::string text_from_python(pybind11::handle source) {
  if (!PyUnicode_Check(source.ptr())) throw pybind11::cast_error();
  Py_ssize_t size = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(source.ptr(), &size);
  if (text == nullptr) {
    PyErr_Clear();
    throw Error(Code::kInvalidArgument, "is not valid Unicode text");
  }
  return {text, static_cast<size_t>(size)};
}

inline constexpr const char* kUnknownFieldsDoc = "What a newer version wrote; kept as it is.";

template <typename Value>
Value from_python(pybind11::handle source) {
  if constexpr (std::is_enum_v<Value>) {
    return enum_from_python<Value>(source);
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return text_from_python(source);
  } else {
    return source.cast<Value>();
  }
}

template <typename Value>
pybind11::object to_python(const Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    return enum_to_python(value);
  } else {
    return pybind11::cast(value, pybind11::return_value_policy::copy);
  }
}

template <typename Struct>
class ValueClass {
 public:
  ValueClass(pybind11::module_& module, const char* name, const char* doc)
      : class_(module, name, doc) {
    class_name() = name;
    class_.def(pybind11::init([](const pybind11::kwargs& values) {
      Struct made;
      assign(made, values);
      return made;
    }));
    class_.def(
        "replace",
        [](const Struct& self, const pybind11::kwargs& values) {
          Struct changed = self;
          assign(changed, values);
          return changed;
        },
        "A copy with these fields changed.");
    class_.def("fields", &ValueClass::to_dict, "All fields by name.");
    class_.def("__repr__", &ValueClass::repr);
    class_.def("__eq__", [](const Struct& self, const pybind11::object& other) {
      return pybind11::isinstance<Struct>(other) &&
             to_dict(self).equal(to_dict(other.cast<const Struct&>()));
    });
    class_.attr("__hash__") = pybind11::none();
  }

  template <typename Value>
  ValueClass& field(const char* name, Value Struct::*member, const char* doc) {
    return add(
        name, [member](const Struct& self) { return to_python(self.*member); },
        [member](Struct& self, pybind11::handle value) {
          self.*member = from_python<Value>(value);
        },
        doc);
  }

  // A std::string of bytes that are no text.
  ValueClass& bytes_field(const char* name, std::string Struct::*member, const char* doc) {
    return add(
        name, [member](const Struct& self) { return pybind11::bytes(self.*member); },
        [member](Struct& self, pybind11::handle value) {
          self.*member = std::string(value.cast<pybind11::bytes>());
        },
        doc);
  }

 private:
  struct Field {
    std::string name;
    std::function<pybind11::object(const Struct&)> get;
    std::function<void(Struct&, pybind11::handle)> set;
  };

  static std::vector<Field>& fields() {
    static std::vector<Field> all;
    return all;
  }
  static std::string& class_name() {
    static std::string name;
    return name;
  }

  ValueClass& add(const char* name, std::function<pybind11::object(const Struct&)> get,
                  std::function<void(Struct&, pybind11::handle)> set, const char* doc) {
    class_.def_property_readonly(name, get, doc);
    fields().push_back({name, std::move(get), std::move(set)});
    return *this;
  }

  // Messages name the field and never its value, which may be diary text.
  static void assign(Struct& self, const pybind11::kwargs& values) {
    for (const auto& [key, value] : values) {
      const auto wanted = pybind11::cast<std::string>(key);
      const std::string place = class_name() + "." + wanted;
      const Field* found = nullptr;
      for (const Field& field : fields()) {
        if (field.name == wanted) found = &field;
      }
      if (found == nullptr) throw pybind11::type_error("there is no field " + place);
      try {
        found->set(self, value);
      } catch (const pybind11::cast_error&) {
        throw pybind11::type_error(place + " has a value of the wrong type or size");
      } catch (const Error& error) {
        throw Error(error.code(), place + " " + error.what());
      }
    }
  }

  static pybind11::dict to_dict(const Struct& self) {
    pybind11::dict all;
    for (const Field& field : fields()) all[field.name.c_str()] = field.get(self);
    return all;
  }

  static std::string repr(const Struct& self) {
    const Struct plain;
    std::string text;
    for (const Field& field : fields()) {
      const pybind11::object value = field.get(self);
      if (value.equal(field.get(plain))) continue;
      text += (text.empty() ? "" : ", ") + field.name + "=" +
              pybind11::repr(value).template cast<std::string>();
    }
    return class_name() + "(" + text + ")";
  }

  pybind11::class_<Struct> class_;
};

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_VALUE_CLASS_H_
