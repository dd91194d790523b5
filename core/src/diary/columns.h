// Makes the columns that the tables of a diary share.
#ifndef LAMELLA_SRC_DIARY_COLUMNS_H_
#define LAMELLA_SRC_DIARY_COLUMNS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

// Nothing where the text is absent, which is not the same as empty.
using Text = std::optional<std::string_view>;

// A text column that keeps each text once.
class Texts {
 public:
  void append(Text text) { indices_.push_back(text ? index_of(*text) : -1); }

  Column finish(std::string name) {
    Column column = make_column(std::move(name), ColumnKind::kCategory, std::move(indices_));
    column.categories.resize(known_.size());
    for (const auto& [text, index] : known_) column.categories[static_cast<size_t>(index)] = text;
    return column;
  }

 private:
  int32_t index_of(std::string_view text) {
    if (last_ != nullptr && last_->first == text) return last_->second;
    auto found = known_.find(text);
    if (found == known_.end()) {
      found = known_.emplace(text, static_cast<int32_t>(known_.size())).first;
    }
    last_ = &*found;
    return found->second;
  }

  std::map<std::string, int32_t, std::less<>> known_;
  const std::pair<const std::string, int32_t>* last_ = nullptr;  // of the row before
  std::vector<int32_t> indices_;
};

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_COLUMNS_H_
