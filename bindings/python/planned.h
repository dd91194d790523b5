// A planned test as Python hands it over.
#ifndef LAMELLA_BINDINGS_PYTHON_PLANNED_H_
#define LAMELLA_BINDINGS_PYTHON_PLANNED_H_

#include <tuple>
#include <vector>

#include "lamella/planned_test.h"

namespace lamella::python {

// First, analysed from, last day, and whether it is on.
using BlockRow = std::tuple<Day, Day, Day, bool>;

TriggerPlan plan_of(const TriggerPlanOptions& options, const std::vector<BlockRow>& blocks);

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_PLANNED_H_
