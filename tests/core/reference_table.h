// Reference data, which stays outside of the repository (LAMELLA_SHARED_DATA names its folder).
#ifndef LAMELLA_TESTS_CORE_REFERENCE_TABLE_H_
#define LAMELLA_TESTS_CORE_REFERENCE_TABLE_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

// Columns of text by name, row by row of the file.
class ReferenceTable {
 public:
  static std::filesystem::path path(const std::string& file) {
    const char* named = std::getenv("LAMELLA_SHARED_DATA");
    const auto repository = std::filesystem::absolute(__FILE__).parent_path() / ".." / "..";
    return (named != nullptr ? std::filesystem::path(named)
                             : repository / ".." / "shared" / "data") /
           file;
  }

  explicit ReferenceTable(const std::string& file) {
    std::ifstream stream(path(file));
    std::vector<std::string> names;
    for (std::string line; std::getline(stream, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      line.push_back(',');  // so that an empty last field is a field
      std::istringstream fields(line);
      size_t column = 0;
      const bool header = names.empty();
      for (std::string field; std::getline(fields, field, ','); ++column) {
        if (header) {
          names.push_back(field);
        } else {
          columns_[names.at(column)].push_back(field);
        }
      }
    }
  }

  const std::vector<std::string>& text(const std::string& column) const {
    return columns_.at(column);
  }

  // NaN where the field is empty.
  std::vector<double> numbers(const std::string& column) const {
    std::vector<double> values;
    for (const std::string& field : text(column)) {
      values.push_back(field.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(field));
    }
    return values;
  }

 private:
  std::map<std::string, std::vector<std::string>> columns_;
};

#define LAMELLA_SKIP_WITHOUT(file)                                                 \
  if (!std::filesystem::exists(ReferenceTable::path(file))) {                      \
    MESSAGE("skipped: no reference data (set LAMELLA_SHARED_DATA to its folder)"); \
    return;                                                                        \
  }

#endif  // LAMELLA_TESTS_CORE_REFERENCE_TABLE_H_
