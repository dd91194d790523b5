// The vectors of scores.tsv, which every interface must give.
#ifndef LAMELLA_TESTS_VECTORS_SCORES_H_
#define LAMELLA_TESTS_VECTORS_SCORES_H_

#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

struct ScoreVector {
  std::string instrument;
  std::optional<double> age_years;
  std::vector<std::pair<std::string, std::optional<double>>> answers;
  std::string total;  // "-" for none, "!" for a refusal
  std::string band;   // "-" for none
  std::string why;    // begin of the reason or of the message
};

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

inline std::vector<ScoreVector> score_vectors() {
  std::ifstream file(LAMELLA_TESTS "/vectors/scores.tsv");
  std::vector<ScoreVector> all;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() != 6) throw std::runtime_error("a line of scores.tsv has not 6 cells");
    ScoreVector one{cells[0], {}, {}, cells[3], cells[4], cells[5]};
    if (cells[1] != "-") one.age_years = std::stod(cells[1]);
    for (const std::string& answer : split(cells[2] == "-" ? "" : cells[2], ' ')) {
      const size_t at = answer.find('=');
      auto& added = one.answers.emplace_back(answer.substr(0, at), std::nullopt);
      if (at + 1 < answer.size()) added.second = std::stod(answer.substr(at + 1));
    }
    all.push_back(std::move(one));
  }
  return all;
}

#endif  // LAMELLA_TESTS_VECTORS_SCORES_H_
