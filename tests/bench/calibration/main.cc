// How often a finding of the shipped trigger report is chance, on simulated diaries whose truth is
// known, beside other methods on the same days. Prints Markdown tables:
//   lamella_calibration [--diaries N] [--seed S] [--shares FILE] [DESIGN...]
// with the designs whole-app (whole-app-365: one length of it), null, zeros, looks, reverse, small
// (without one: all of these) and scaled, a small run that exits with 1 when a figure is out of
// bounds. N is the number of diaries a row, 600
// unless given. FILE is rewritten with the shares of chance that `looks` measures:
// core/src/insight/chance_shares.inc.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "calibration/designs.h"
#include "calibration/whole_app.h"
#include "lamella/day.h"

namespace lamella::calibration {

namespace {

const std::vector<int32_t> kLengths = {120, 180, 365, 730};

struct Wanted {
  Run run{};
  std::string shares{};
  std::vector<std::string> designs{};
};

Wanted parse(const std::vector<std::string>& arguments) {
  Wanted wanted;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& one = arguments[i];
    if (one.rfind("--", 0) != 0) {
      wanted.designs.push_back(one);
      continue;
    }
    if (++i == arguments.size()) throw std::invalid_argument(one + " needs a value");
    if (one == "--diaries") {
      wanted.run.diaries = std::stoi(arguments[i]);
    } else if (one == "--seed") {
      wanted.run.seed = std::stoull(arguments[i]);
    } else if (one == "--shares") {
      wanted.shares = arguments[i];
    } else {
      throw std::invalid_argument("there is no option " + one);
    }
  }
  return wanted;
}

std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return iso_date(day_of(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), 0));
}

int run(const std::vector<std::string>& arguments) {
  Wanted wanted = parse(arguments);
  std::map<std::string, std::function<void()>> designs = {
      {"whole-app",
       [&] {
         print_whole_app(wanted.run, {120, 180, 365, 730});
       }},
      {"whole-app-365", [&] { print_whole_app(wanted.run, {365}); }},
      {"null", [&] { print_without_trigger(wanted.run); }},
      {"zeros", [&] { print_mostly_zero(wanted.run); }},
      {"looks", [&] { print_looks(wanted.run, wanted.shares); }},
      {"reverse", [&] { print_reverse(wanted.run); }},
      {"small", [&] { print_small_families(wanted.run); }},
  };
  for (const int32_t days : kLengths) {
    designs["whole-app-" + std::to_string(days)] = [&wanted, days] {
      print_whole_app(wanted.run, {days});
    };
  }
  if (wanted.designs == std::vector<std::string>{"scaled"}) return scaled_failures() > 0 ? 1 : 0;
  for (const std::string& name : wanted.designs) {
    if (!designs.contains(name)) throw std::invalid_argument("there is no design " + name);
  }
  if (wanted.designs.empty()) {
    wanted.designs = {"whole-app", "null", "zeros", "looks", "reverse", "small"};
  }
  std::printf("%s, %d diaries a row, seeds from %llu:\n\n    lamella_calibration", today().c_str(),
              wanted.run.diaries, static_cast<unsigned long long>(wanted.run.seed));
  for (const std::string& one : arguments) std::printf(" %s", one.c_str());
  std::printf("\n");
  for (const std::string& name : wanted.designs) designs.at(name)();
  return 0;
}

}  // namespace

}  // namespace lamella::calibration

int main(int argc, char** argv) {
  try {
    return lamella::calibration::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
