// Makes the columns that the tables of a diary share.
#ifndef LAMELLA_SRC_DIARY_COLUMNS_H_
#define LAMELLA_SRC_DIARY_COLUMNS_H_

#include <string>
#include <utility>
#include <vector>

#include "lamella/table.h"

namespace lamella {

template <typename T>
Column make_column(std::string name, ColumnKind kind, std::vector<T> values) {
  Column column;
  column.name = std::move(name);
  column.kind = kind;
  column.data = std::move(values);
  return column;
}

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_COLUMNS_H_
