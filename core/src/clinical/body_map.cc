// The map of the body.
//
// Shares are those of body_areas.h. Regions are those of EASI's training material, whose trunk has
// the armpits, the groins and the genitals, and whose lower limbs have the buttocks. In which of
// the nine areas armpits, groins and buttocks lie is in no source that was read, so that they have
// no parent.
#include "lamella/body_map.h"

#include <array>
#include <cstddef>
#include <iterator>

#include "clinical/age.h"
#include "clinical/body_areas.h"
#include "lamella/error.h"

namespace lamella {

namespace clinical {

namespace {

constexpr std::string_view kLeft = ".left";
constexpr std::string_view kRight = ".right";

struct Halves {
  int32_t adult = 0;
  int32_t infant = 0;
};

// What has a front and a back, each an area.
constexpr std::string_view kInTwoHalves[][3] = {
    {"head_neck", "head_neck.front", "head_neck.back"},
    {"trunk", "trunk.front", "trunk.back"},
};

constexpr Halves area_of(std::string_view code) {
  for (const BodyArea& area : kBodyAreas) {
    if (area.code == code) return {area.adult_halves, area.infant_halves};
  }
  return {};
}

constexpr Halves halves_of(std::string_view code) {
  for (const auto& [whole, front, back] : kInTwoHalves) {
    if (whole != code) continue;
    return {area_of(front).adult + area_of(back).adult,
            area_of(front).infant + area_of(back).infant};
  }
  return area_of(code);
}

constexpr BodySide side_of(std::string_view code) {
  if (code.ends_with(kLeft)) return BodySide::kLeft;
  return code.ends_with(kRight) ? BodySide::kRight : BodySide::kNone;
}

// The arm and the leg of the rule of nines have their hand and foot. No site is the face with the
// neck: the front of the head has one half of the neck.
constexpr std::optional<BodyRegion> fingertip_region_of(std::string_view code) {
  if (code == "trunk.front") return BodyRegion::kTrunkFront;
  if (code == "trunk.back") return BodyRegion::kTrunkBack;
  if (code == "arm.left" || code == "arm.right") return BodyRegion::kArmAndHand;
  if (code == "hand.left" || code == "hand.right") return BodyRegion::kHand;
  if (code == "leg.left" || code == "leg.right") return BodyRegion::kLegAndFoot;
  if (code == "foot.left" || code == "foot.right") return BodyRegion::kFoot;
  return std::nullopt;
}

constexpr BodySite site(std::string_view code, std::string_view name, std::string_view parent,
                        EasiRegion region) {
  BodySite made;
  made.code = code;
  made.name = name;
  made.parent = parent;
  made.easi_region = region;
  made.side = side_of(code);
  made.fingertip_region = fingertip_region_of(code);
  if (const Halves halves = halves_of(code); halves.adult > 0) {
    made.adult_percent = static_cast<double>(halves.adult) / kHalvesOfPercent;
    made.infant_percent = static_cast<double>(halves.infant) / kHalvesOfPercent;
  }
  return made;
}

constexpr BodySite kSites[] = {
    site("head_neck", "Head and neck", "", EasiRegion::kHeadNeck),
    site("head_neck.front", "Front of the head and neck", "head_neck", EasiRegion::kHeadNeck),
    site("head_neck.back", "Back of the head and neck", "head_neck", EasiRegion::kHeadNeck),
    site("scalp", "Scalp", "head_neck", EasiRegion::kHeadNeck),
    site("ear.left", "Left ear", "head_neck", EasiRegion::kHeadNeck),
    site("ear.right", "Right ear", "head_neck", EasiRegion::kHeadNeck),
    site("neck", "Neck", "head_neck", EasiRegion::kHeadNeck),
    site("face", "Face", "head_neck.front", EasiRegion::kHeadNeck),
    site("forehead", "Forehead", "face", EasiRegion::kHeadNeck),
    site("eyelid.left", "Left eyelids", "face", EasiRegion::kHeadNeck),
    site("eyelid.right", "Right eyelids", "face", EasiRegion::kHeadNeck),
    site("cheek.left", "Left cheek", "face", EasiRegion::kHeadNeck),
    site("cheek.right", "Right cheek", "face", EasiRegion::kHeadNeck),
    site("nose", "Nose", "face", EasiRegion::kHeadNeck),
    site("lip", "Lips", "face", EasiRegion::kHeadNeck),
    site("chin", "Chin", "face", EasiRegion::kHeadNeck),
    site("arm.left", "Left arm with its hand", "", EasiRegion::kUpperLimbs),
    site("arm.right", "Right arm with its hand", "", EasiRegion::kUpperLimbs),
    site("upper_arm.left", "Left upper arm", "arm.left", EasiRegion::kUpperLimbs),
    site("upper_arm.right", "Right upper arm", "arm.right", EasiRegion::kUpperLimbs),
    site("elbow.left", "Left elbow", "arm.left", EasiRegion::kUpperLimbs),
    site("elbow.right", "Right elbow", "arm.right", EasiRegion::kUpperLimbs),
    site("antecubital.left", "Inside of the left elbow", "arm.left", EasiRegion::kUpperLimbs),
    site("antecubital.right", "Inside of the right elbow", "arm.right", EasiRegion::kUpperLimbs),
    site("forearm.left", "Left forearm", "arm.left", EasiRegion::kUpperLimbs),
    site("forearm.right", "Right forearm", "arm.right", EasiRegion::kUpperLimbs),
    site("wrist.left", "Left wrist", "arm.left", EasiRegion::kUpperLimbs),
    site("wrist.right", "Right wrist", "arm.right", EasiRegion::kUpperLimbs),
    site("hand.left", "Left hand", "arm.left", EasiRegion::kUpperLimbs),
    site("hand.right", "Right hand", "arm.right", EasiRegion::kUpperLimbs),
    site("back_of_hand.left", "Back of the left hand", "hand.left", EasiRegion::kUpperLimbs),
    site("back_of_hand.right", "Back of the right hand", "hand.right", EasiRegion::kUpperLimbs),
    site("palm.left", "Left palm", "hand.left", EasiRegion::kUpperLimbs),
    site("palm.right", "Right palm", "hand.right", EasiRegion::kUpperLimbs),
    site("finger.left", "Fingers of the left hand", "hand.left", EasiRegion::kUpperLimbs),
    site("finger.right", "Fingers of the right hand", "hand.right", EasiRegion::kUpperLimbs),
    site("trunk", "Trunk", "", EasiRegion::kTrunk),
    site("trunk.front", "Front of the trunk", "trunk", EasiRegion::kTrunk),
    site("chest", "Chest", "trunk.front", EasiRegion::kTrunk),
    site("nipple.left", "Left nipple", "chest", EasiRegion::kTrunk),
    site("nipple.right", "Right nipple", "chest", EasiRegion::kTrunk),
    site("abdomen", "Abdomen", "trunk.front", EasiRegion::kTrunk),
    site("trunk.back", "Back of the trunk", "trunk", EasiRegion::kTrunk),
    site("upper_back", "Upper back", "trunk.back", EasiRegion::kTrunk),
    site("lower_back", "Lower back", "trunk.back", EasiRegion::kTrunk),
    site("axilla.left", "Left armpit", "", EasiRegion::kTrunk),
    site("axilla.right", "Right armpit", "", EasiRegion::kTrunk),
    site("groin.left", "Left groin", "", EasiRegion::kTrunk),
    site("groin.right", "Right groin", "", EasiRegion::kTrunk),
    site("genitals", "Genitals", "", EasiRegion::kTrunk),
    site("buttock.left", "Left buttock", "", EasiRegion::kLowerLimbs),
    site("buttock.right", "Right buttock", "", EasiRegion::kLowerLimbs),
    site("leg.left", "Left leg with its foot", "", EasiRegion::kLowerLimbs),
    site("leg.right", "Right leg with its foot", "", EasiRegion::kLowerLimbs),
    site("thigh.left", "Left thigh", "leg.left", EasiRegion::kLowerLimbs),
    site("thigh.right", "Right thigh", "leg.right", EasiRegion::kLowerLimbs),
    site("knee.left", "Left knee", "leg.left", EasiRegion::kLowerLimbs),
    site("knee.right", "Right knee", "leg.right", EasiRegion::kLowerLimbs),
    site("popliteal.left", "Back of the left knee", "leg.left", EasiRegion::kLowerLimbs),
    site("popliteal.right", "Back of the right knee", "leg.right", EasiRegion::kLowerLimbs),
    site("lower_leg.left", "Left lower leg", "leg.left", EasiRegion::kLowerLimbs),
    site("lower_leg.right", "Right lower leg", "leg.right", EasiRegion::kLowerLimbs),
    site("ankle.left", "Left ankle", "leg.left", EasiRegion::kLowerLimbs),
    site("ankle.right", "Right ankle", "leg.right", EasiRegion::kLowerLimbs),
    site("foot.left", "Left foot", "leg.left", EasiRegion::kLowerLimbs),
    site("foot.right", "Right foot", "leg.right", EasiRegion::kLowerLimbs),
    site("back_of_foot.left", "Back of the left foot", "foot.left", EasiRegion::kLowerLimbs),
    site("back_of_foot.right", "Back of the right foot", "foot.right", EasiRegion::kLowerLimbs),
    site("sole.left", "Left sole", "foot.left", EasiRegion::kLowerLimbs),
    site("sole.right", "Right sole", "foot.right", EasiRegion::kLowerLimbs),
    site("toe.left", "Toes of the left foot", "foot.left", EasiRegion::kLowerLimbs),
    site("toe.right", "Toes of the right foot", "foot.right", EasiRegion::kLowerLimbs),
};

// A set of sites of the table.
class NamedSites {
 public:
  void add(std::string_view code) {
    const BodySite* const found = body_site(code);
    if (found == nullptr) {
      throw Error(Code::kInvalidArgument, "a site is not in the map of the body");
    }
    named_[place(*found)] = true;
  }

  // So that the neck counts in a front and a back of the head.
  void join_halves() {
    for (const auto& [whole, front, back] : kInTwoHalves) {
      if (has(*body_site(front)) && has(*body_site(back))) add(whole);
    }
  }

  bool has(const BodySite& site) const { return named_[place(site)]; }

  bool has_around(const BodySite& site) const {
    for (const BodySite* up = body_site(site.parent); up != nullptr; up = body_site(up->parent)) {
      if (has(*up)) return true;
    }
    return false;
  }

 private:
  static size_t place(const BodySite& site) {
    return static_cast<size_t>(&site - std::data(kSites));
  }

  std::array<bool, std::size(kSites)> named_{};
};

}  // namespace

}  // namespace clinical

std::span<const BodySite> body_sites() { return clinical::kSites; }

const BodySite* body_site(std::string_view code) {
  for (const BodySite& one : clinical::kSites) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

std::optional<std::string> other_side(std::string_view code) {
  const BodySide side = clinical::side_of(code);
  if (side == BodySide::kNone) return std::nullopt;
  const bool is_left = side == BodySide::kLeft;
  std::string other(code);
  other.resize(code.size() - (is_left ? clinical::kLeft : clinical::kRight).size());
  if (other.empty()) return std::nullopt;
  return other += is_left ? clinical::kRight : clinical::kLeft;
}

bool is_within(std::string_view code, std::string_view ancestor) {
  if (ancestor.empty()) return false;
  while (!code.empty()) {
    if (code == ancestor) return true;
    if (const BodySite* const known = body_site(code)) {
      code = known->parent;
    } else {
      const size_t dot = code.rfind('.');
      code = dot == std::string_view::npos ? std::string_view() : code.substr(0, dot);
    }
  }
  return false;
}

std::optional<double> surface_share(std::span<const std::string_view> codes, double age_years) {
  clinical::check_age(age_years);
  clinical::NamedSites named;
  for (const std::string_view code : codes) named.add(code);
  named.join_halves();
  const bool is_infant = age_years < clinical::kFirstAdultAreasYear;
  double percent = 0;
  for (const BodySite& one : clinical::kSites) {
    if (!named.has(one) || named.has_around(one)) continue;
    const std::optional<double>& share = is_infant ? one.infant_percent : one.adult_percent;
    if (!share) return std::nullopt;
    percent += *share;
  }
  return percent;
}

std::string_view name(EasiRegion region) {
  constexpr std::string_view kNames[] = {"head_neck", "upper_limbs", "trunk", "lower_limbs"};
  const auto place = static_cast<size_t>(region);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view name(BodySide side) {
  constexpr std::string_view kNames[] = {"none", "left", "right"};
  const auto place = static_cast<size_t>(side);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

}  // namespace lamella
