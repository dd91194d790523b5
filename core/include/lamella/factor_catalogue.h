// Possible triggers to begin a diary with: codes that different diaries share, and what is known.
//
//   for (const lamella::CatalogueFactor& one : lamella::factor_catalogue()) { ... }
//
// The catalogue proposes and does not judge: what a study found in some children is a reason to
// look, and most factors that people suspect were never studied well. A diary takes any other
// code. Sources are in the data.
#ifndef LAMELLA_FACTOR_CATALOGUE_H_
#define LAMELLA_FACTOR_CATALOGUE_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace lamella {

enum class CatalogueKind : uint8_t {
  kPresence,    // there or not
  kAmount,      // how much, 0 is none
  kContinuous,  // always has a value, such as a temperature: a day without a record is unknown
};

struct CatalogueFactor {
  std::string_view code;      // of its exposures
  std::string_view name;      // English, for people
  std::string_view category;  // the name of a FactorCategory in lower case
  CatalogueKind kind = CatalogueKind::kPresence;
  std::string_view unit{};      // UCUM, of amounts and continuous values
  std::string_view evidence{};  // empty: none was read
  std::string_view source{};    // of the evidence
};

// All of them, those of one category together.
std::span<const CatalogueFactor> factor_catalogue();

std::string_view name(CatalogueKind kind);

}  // namespace lamella

#endif  // LAMELLA_FACTOR_CATALOGUE_H_
