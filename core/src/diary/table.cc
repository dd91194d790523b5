#include "lamella/table.h"

#include <algorithm>

#include "lamella/error.h"

namespace lamella {

size_t Column::size() const {
  return std::visit([](const auto& values) { return values.size(); }, data);
}

const Column& Table::column(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  if (found == columns.end()) throw Error(Code::kNotFound, "the table has no such column");
  return *found;
}

}  // namespace lamella
