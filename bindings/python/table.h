// Tables as Python holds them.
#ifndef LAMELLA_BINDINGS_PYTHON_TABLE_H_
#define LAMELLA_BINDINGS_PYTHON_TABLE_H_

#include <memory>

#include "lamella/table.h"

namespace lamella::python {

struct SharedTable {
  std::shared_ptr<const Table> table;
};

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_TABLE_H_
