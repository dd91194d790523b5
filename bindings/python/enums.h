// Enums as Python's IntEnum, their members named as everywhere: Recall.LAST_24_HOURS.
#ifndef LAMELLA_BINDINGS_PYTHON_ENUMS_H_
#define LAMELLA_BINDINGS_PYTHON_ENUMS_H_

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>

#include <string>
#include <string_view>

#include "lamella/error.h"
#include "lamella/record.h"

namespace lamella::python {

inline constexpr std::string_view kUnknownName = "unknown";
inline constexpr int kMostEnumNumbers = 100;

// "read-only" to "READ_ONLY".
inline std::string member_name(std::string_view name) {
  std::string member;
  for (char c : name) {
    const bool lower = c >= 'a' && c <= 'z';
    member += c == ' ' || c == '-' ? '_' : static_cast<char>(lower ? c - 'a' + 'A' : c);
  }
  return member;
}

template <typename Enum>
void bind_enum(pybind11::module_& module, const char* class_name, const char* doc) {
  pybind11::native_enum<Enum> members(module, class_name, "enum.IntEnum", doc);
  for (int number = 0; number < kMostEnumNumbers; ++number) {
    const auto value = static_cast<Enum>(number);
    if (name(value) != kUnknownName) members.value(member_name(name(value)).c_str(), value);
  }
  members.finalize();
}

// The member, or the bare number that a newer version wrote.
template <typename Enum>
pybind11::object enum_to_python(Enum value) {
  if (name(value) == kUnknownName) return pybind11::int_(static_cast<int>(value));
  return pybind11::cast(value);
}

// Takes a member, its number, or its name in lower case.
template <typename Enum>
Enum enum_from_python(pybind11::handle source) {
  if (!pybind11::isinstance<pybind11::str>(source)) {
    return static_cast<Enum>(source.cast<int>());
  }
  const auto wanted = source.cast<std::string>();
  for (int number = 0; number < kMostEnumNumbers; ++number) {
    const auto value = static_cast<Enum>(number);
    if (wanted != kUnknownName && name(value) == wanted) return value;
  }
  throw Error(Code::kInvalidArgument, "is none of the names that it may have");
}

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_ENUMS_H_
