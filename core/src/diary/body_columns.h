// The columns of one kind of body: a column a field, in the order of the proto.
#ifndef LAMELLA_SRC_DIARY_BODY_COLUMNS_H_
#define LAMELLA_SRC_DIARY_BODY_COLUMNS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "diary/columns.h"
#include "lamella/record.h"

namespace lamella {

// Rows are written field by field. The first row makes the columns, and each later one meets them
// in the same order.
class BodyColumns {
 public:
  void begin_row() {
    next_ = 0;
    known_ = true;
  }

  void text(const char* name, Text value) { column<Texts>(name).append(value); }
  // Of bytes, in hexadecimal digits.
  void bytes(const char* name, std::string_view value);
  void number(const char* name, std::optional<double> value);
  void count(const char* name, std::optional<uint64_t> value);
  void flag(const char* name, std::optional<bool> value);
  void day(const char* name, std::optional<Day> value);

  template <typename Enum>
  void choice(const char* name, Enum value) {
    const std::string_view chosen = lamella::name(value);
    known_ = known_ && chosen != "unknown";
    text(name, chosen);
  }

  // Whether this version knows every choice of the last row.
  bool known() const { return known_; }

  // Keeps the columns alone, of a table without rows.
  void drop_rows();

  std::vector<Column> finish();

 private:
  struct Making {
    const char* name;
    std::variant<Texts, std::vector<double>, std::vector<Day>> values;
  };

  template <typename Values>
  Values& column(const char* name) {
    if (next_ == columns_.size()) columns_.push_back({name, Values{}});
    return std::get<Values>(columns_[next_++].values);
  }

  std::vector<Making> columns_;
  size_t next_ = 0;
  bool known_ = true;
};

// The rows of a body: one, or one for each part of its list. A list without parts is a row as well.
size_t rows_of(const Body& body);

// Writes one of them.
void append_row(BodyColumns& columns, const Body& body, size_t row);

// A body of this type without anything in it. Fails with kInvalidArgument for a type that is none.
Body empty_body(Type type);

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_BODY_COLUMNS_H_
