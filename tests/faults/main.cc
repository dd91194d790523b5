// The fault laboratory: see README.md.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "campaign.h"
#include "dump.h"
#include "kill.h"

namespace lamella::faults {

namespace {

struct Campaign {
  std::string_view name;
  std::vector<Row> (*start)(const Run& run);
};

// `allocation` comes first: it needs a process in which nothing has used SQLite.
constexpr Campaign kCampaigns[] = {
    {"allocation", allocation}, {"power-cut", power_cut}, {"io", io},
    {"mutate", mutate},         {"kill", kill},
};

int usage() {
  std::fputs(
      "usage: lamella_faults all|power-cut|io|mutate|kill|allocation [--scale small|full]\n"
      "                      [--part NAME] [--seed N] [--only IMAGE]\n"
      "       lamella_faults make-diary|dump-key|dump-rows DIARY\n",
      stderr);
  return 2;
}

int start(std::string_view name, const Run& run) {
  std::vector<Row> rows;
  for (const Campaign& campaign : kCampaigns) {
    if (name != "all" && name != campaign.name) continue;
    for (Row& row : campaign.start(run)) rows.push_back(std::move(row));
  }
  if (rows.empty()) return usage();
  print_table(rows);
  for (const Row& row : rows) {
    if (row.failed()) return 1;
  }
  return 0;
}

int run(const std::string& program, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return usage();
  if (arguments[0] == "child" && arguments.size() == 4) {
    return kill_child(arguments[1], arguments[2], std::stoull(arguments[3]));
  }
  if (arguments[0] == "make-diary" && arguments.size() == 2) return make_diary(arguments[1], 1);
  if (arguments[0] == "dump-key" && arguments.size() == 2) return dump_key(arguments[1]);
  if (arguments[0] == "dump-rows" && arguments.size() == 2) return dump_rows(arguments[1]);
  Run run;
  run.program = program;
  for (size_t i = 1; i + 1 < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--scale" && (value == "small" || value == "full")) {
      run.full = value == "full";
    } else if (arguments[i] == "--part") {
      run.part = value;
    } else if (arguments[i] == "--seed") {
      run.seed = std::stoull(value);
    } else if (arguments[i] == "--only") {
      run.only = std::stoull(value);
    } else {
      return usage();
    }
  }
  if (arguments.size() % 2 == 0) return usage();
  return start(arguments[0], run);
}

}  // namespace

}  // namespace lamella::faults

int main(int count, char** arguments) {
  try {
    return lamella::faults::run(arguments[0], {arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lamella_faults: %s\n", error.what());
    return 2;
  }
}
