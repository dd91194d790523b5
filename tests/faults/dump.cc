#include "dump.h"

#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include "vault/connection.h"
#include "vault/files.h"
#include "vault/key_file.h"
#include "vault/slot.h"
#include "workload.h"

namespace lamella::faults {

namespace {

// x'<data key and salt>'
SecretBytes raw_key_of(const vault::DiaryFiles& files) {
  const vault::KeyFile keys = vault::read_key_files(files).copies.at(0);
  const auto unwrapped = vault::unwrap(keys.slots, keys.diary, device_key());
  return vault::raw_key(unwrapped.data_key, keys.database_salt);
}

std::vector<std::string> texts(vault::Connection& connection, const std::string& sql) {
  std::vector<std::string> found;
  vault::Statement question(connection, sql);
  while (question.step()) found.emplace_back(question.text(0));
  return found;
}

}  // namespace

int make_diary(const std::string& path, uint64_t seed) {
  constexpr int kOperations = 200;
  Diary diary = Diary::create(path, device_key());
  Workload workload(seed);
  State state;
  for (int i = 0; i < kOperations; ++i) {
    const Operation operation = workload.next(state);
    operation.run(diary, state);
    operation.change(state);
  }
  return 0;
}

int dump_key(const std::string& path) {
  const SecretBytes key = raw_key_of(vault::find_files(path));
  const std::string_view text(reinterpret_cast<const char*>(key.data()), key.size());
  const std::string_view digits = text.substr(2, text.size() - 3);
  std::printf("%.*s\n", static_cast<int>(digits.size()), digits.data());
  return 0;
}

int dump_rows(const std::string& path) {
  const vault::DiaryFiles files = vault::find_files(path);
  const auto connection =
      vault::open_reader(files.database, raw_key_of(files), vault::Access::kRead);
  for (const std::string& table :
       texts(*connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    std::string columns;
    for (const std::string& column :
         texts(*connection, "SELECT name FROM pragma_table_info('" + table + "')")) {
      columns += (columns.empty() ? "quote(" : " || ',' || quote(") + column + ")";
    }
    std::string sql = "SELECT " + columns;
    sql += " FROM " + table + " ORDER BY 1";
    for (const std::string& row : texts(*connection, sql)) {
      std::printf("%s %s\n", table.c_str(), row.c_str());
    }
  }
  return 0;
}

}  // namespace lamella::faults
