// The nine areas of the body whose share of the surface is published, for all that counts surface.
#ifndef LAMELLA_SRC_CLINICAL_BODY_AREAS_H_
#define LAMELLA_SRC_CLINICAL_BODY_AREAS_H_

#include <cstdint>
#include <string_view>

namespace lamella::clinical {

// In halves of a percent, so that sums are exact.
struct BodyArea {
  std::string_view code;
  int32_t adult_halves = 0;
  int32_t infant_halves = 0;
};

// Adults by the rule of nines, infants by the SCORAD sheet for children below two years. The
// infant's add up to 96 percent, not to 100, and are not rescaled: a score must compare with the
// sheet's.
inline constexpr BodyArea kBodyAreas[] = {
    {"head_neck.front", 9, 17}, {"head_neck.back", 9, 17}, {"arm.left", 18, 18},
    {"arm.right", 18, 18},      {"trunk.front", 36, 36},   {"trunk.back", 36, 36},
    {"leg.left", 36, 24},       {"leg.right", 36, 24},     {"genitals", 2, 2},
};

inline constexpr int32_t kHalvesOfPercent = 2;
inline constexpr int32_t kFirstAdultAreasYear = 2;

}  // namespace lamella::clinical

#endif  // LAMELLA_SRC_CLINICAL_BODY_AREAS_H_
