// Several credentials on their way from a list of Python.
#ifndef LAMELLA_BINDINGS_PYTHON_CREDENTIALS_H_
#define LAMELLA_BINDINGS_PYTHON_CREDENTIALS_H_

#include <vector>

#include "lamella/credential.h"

namespace lamella::python {

// A copy may hold a function of Python: made and destroyed with the GIL.
inline std::vector<Credential> copies_of(const std::vector<const Credential*>& credentials) {
  std::vector<Credential> copies;
  copies.reserve(credentials.size());
  for (const Credential* credential : credentials) copies.push_back(credential->copy());
  return copies;
}

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_CREDENTIALS_H_
