// A map of the body: codes of sites that different diaries share, and how much surface they have.
//
//   lamella::body_site("popliteal.left")->name;                   // "Back of the left knee"
//   lamella::is_within("finger.left", "arm.left");                // true
//   lamella::other_side("elbow.left");                            // "elbow.right"
//   lamella::surface_share(std::array<std::string_view, 2>{"arm.left", "elbow.left"}, 30);  // 9
//
// The sites of a diary are free text: a code that is not in the table is a person's own, and no
// error but where a share is asked for. Shares are those of the nine areas of the rule of nines and
// of their sums; nothing smaller has one, as no source gives any. The table with its sources is in
// core/src/clinical/README.md. Pure functions without I/O; only other_side allocates.
#ifndef LAMELLA_BODY_MAP_H_
#define LAMELLA_BODY_MAP_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lamella/medication.h"

namespace lamella {

// The regions of EASI. Its trunk has the armpits, the groins and the genitals, its lower limbs the
// buttocks.
enum class EasiRegion : uint8_t { kHeadNeck, kUpperLimbs, kTrunk, kLowerLimbs };

enum class BodySide : uint8_t { kNone, kLeft, kRight };

struct BodySite {
  std::string_view code;  // "elbow.left"
  std::string_view name;  // English, for people
  // The smallest site of the table that this one lies in; empty: none, or none that a source names.
  std::string_view parent{};
  EasiRegion easi_region = EasiRegion::kHeadNeck;
  BodySide side = BodySide::kNone;
  // What has fingertip units and is this site, neither more nor less.
  std::optional<BodyRegion> fingertip_region{};
  // Percent of the body's surface from two years on, and below: a multiple of one half, so that
  // sums are exact.
  std::optional<double> adult_percent{};
  std::optional<double> infant_percent{};
};

// All of them from head to foot, a parent before its children.
std::span<const BodySite> body_sites();

// The site of a code; null for a person's own.
const BodySite* body_site(std::string_view code);

// The same site on the other side, for a code that ends in ".left" or ".right", a person's own as
// well; nothing for any other.
std::optional<std::string> other_side(std::string_view code);

// Whether a site is `ancestor` or lies in it. A person's own code lies in the one that it goes on
// from after a dot: "elbow.left.scar" in "elbow.left", and so in "arm.left".
bool is_within(std::string_view code, std::string_view ancestor);

// Percent of the body's surface that these sites have together at an age: by the rule of nines from
// two years on, by the areas of the SCORAD sheet below, which add up to 96. A site that is named
// twice, or lies in another one of them, counts once. Nothing when one that counts has no published
// share. Fails with kInvalidArgument for a code that is not in the table, and an age that is not
// from 0 to 130.
std::optional<double> surface_share(std::span<const std::string_view> codes, double age_years);

std::string_view name(EasiRegion region);  // "upper_limbs"
std::string_view name(BodySide side);      // "left"

}  // namespace lamella

#endif  // LAMELLA_BODY_MAP_H_
