// Views of the core's constant tables on their way into lists of Python.
#ifndef LAMELLA_BINDINGS_PYTHON_LISTS_H_
#define LAMELLA_BINDINGS_PYTHON_LISTS_H_

#include <span>
#include <vector>

namespace lamella::python {

template <typename Value>
std::vector<Value> list_of(std::span<const Value> values) {
  return {values.begin(), values.end()};
}

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_LISTS_H_
