// States and windows of cell_therapy.h by their names.
#ifndef LAMELLA_BINDINGS_PYTHON_THERAPY_NAMES_H_
#define LAMELLA_BINDINGS_PYTHON_THERAPY_NAMES_H_

#include <string_view>
#include <vector>

#include "lamella/cell_therapy.h"

namespace lamella::python {

inline std::vector<std::string_view> names_of(const IsctReport& report) {
  std::vector<std::string_view> names;
  for (const CriterionState state : report.states) names.push_back(name(state));
  return names;
}

// Those that are possible.
inline std::vector<std::string_view> names_of(const OnsetWindows& windows) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < kOnsetWindows; ++i) {
    if (windows.possible[i]) names.push_back(name(static_cast<OnsetWindow>(i)));
  }
  return names;
}

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_THERAPY_NAMES_H_
