// The map of the body: its table, sides, what lies in what, and shares of the surface.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "clinical/body_areas.h"
#include "counted_allocations.h"
#include "failure.h"
#include "lamella/body_map.h"
#include "lamella/instrument.h"

namespace lamella {
namespace {

constexpr double kAdult = 30;
constexpr double kInfant = 1;

std::optional<double> share(const std::vector<std::string_view>& codes, double age = kAdult) {
  return surface_share(codes, age);
}

TEST_CASE("each site has a code of its own, a name, and a parent before it of the same region") {
  std::set<std::string_view> seen;
  for (const BodySite& site : body_sites()) {
    CAPTURE(site.code);
    CHECK(body_site(site.code) == &site);
    CHECK_FALSE(site.name.empty());
    CHECK((site.parent.empty() || seen.contains(site.parent)));
    CHECK(seen.insert(site.code).second);
    if (site.parent.empty()) continue;
    CHECK(body_site(site.parent)->easi_region == site.easi_region);
    const BodySide outer = body_site(site.parent)->side;
    CHECK((outer == BodySide::kNone || outer == site.side));
  }
  CHECK(seen.size() == 72);
}

TEST_CASE("a code that goes on from another one of the table lies in it") {
  for (const BodySite& site : body_sites()) {
    const size_t dot = site.code.rfind('.');
    if (dot == std::string_view::npos) continue;
    const std::string_view outer = site.code.substr(0, dot);
    CAPTURE(site.code);
    CHECK((body_site(outer) == nullptr || is_within(site.code, outer)));
  }
}

TEST_CASE("a person's own site is no error") {
  CHECK(body_site("tattoo") == nullptr);
  CHECK(body_site("") == nullptr);
  CHECK(body_site("Elbow.left") == nullptr);
  CHECK(body_site("elbow") == nullptr);
}

TEST_CASE("the other side of the other side is the site") {
  for (const BodySite& site : body_sites()) {
    CAPTURE(site.code);
    const std::optional<std::string> other = other_side(site.code);
    CHECK(other.has_value() == (site.side != BodySide::kNone));
    if (!other) continue;
    REQUIRE(body_site(*other) != nullptr);
    CHECK(body_site(*other)->side != site.side);
    CHECK(other_side(*other) == site.code);
    const BodySite& mirrored = *body_site(*other);
    CHECK(mirrored.adult_percent == site.adult_percent);
    CHECK(mirrored.infant_percent == site.infant_percent);
    CHECK(mirrored.fingertip_region == site.fingertip_region);
  }
  CHECK(other_side("tattoo.left") == "tattoo.right");
  CHECK(other_side("knee.right.left") == "knee.right.right");
  for (const std::string_view code : {"trunk.front", "left", ".left", "", "elbow.Left", "xleft"}) {
    CAPTURE(code);
    CHECK_FALSE(other_side(code).has_value());
  }
}

TEST_CASE("a site lies in itself, and in all above it") {
  CHECK(is_within("finger.left", "hand.left"));
  CHECK(is_within("finger.left", "arm.left"));
  CHECK(is_within("eyelid.right", "head_neck"));
  CHECK(is_within("trunk.back", "trunk"));
  CHECK(is_within("genitals", "genitals"));
  CHECK_FALSE(is_within("arm.left", "finger.left"));
  CHECK_FALSE(is_within("finger.left", "arm.right"));
  CHECK_FALSE(is_within("buttock.left", "trunk.back"));
  CHECK_FALSE(is_within("scalp", "head_neck.front"));
}

TEST_CASE("a person's own site lies in the one that it goes on from") {
  CHECK(is_within("elbow.left.scar", "elbow.left"));
  CHECK(is_within("elbow.left.scar.edge", "arm.left"));
  CHECK(is_within("tattoo.blue", "tattoo"));
  CHECK(is_within("tattoo", "tattoo"));
  CHECK_FALSE(is_within("tattoo", "tattoo.blue"));
  CHECK_FALSE(is_within("tattoos", "tattoo"));
  CHECK_FALSE(is_within("elbow.leftmost", "elbow.left"));
  CHECK_FALSE(is_within("", ""));
  CHECK_FALSE(is_within("elbow.left", ""));
}

TEST_CASE("shares are those of the rule of nines and of the sheet below two years") {
  CHECK(share({"head_neck"}) == 9);
  CHECK(share({"head_neck.front"}) == 4.5);
  CHECK(share({"arm.left"}) == 9);
  CHECK(share({"trunk"}) == 36);
  CHECK(share({"leg.right"}) == 18);
  CHECK(share({"genitals"}) == 1);
  CHECK(share({"head_neck"}, kInfant) == 17);
  CHECK(share({"head_neck.back"}, kInfant) == 8.5);
  CHECK(share({"leg.left"}, kInfant) == 12);
  CHECK(share({"trunk.front", "arm.right"}, kInfant) == 27);
  CHECK(share({}) == 0);
}

TEST_CASE("the second birthday changes the areas") {
  CHECK(share({"leg.left"}, 0) == 12);
  CHECK(share({"leg.left"}, std::nextafter(2.0, 0.0)) == 12);
  CHECK(share({"leg.left"}, 2) == 18);
  CHECK(share({"leg.left"}, 130) == 18);
}

TEST_CASE("a parent and what lies in it count once") {
  CHECK(share({"arm.left", "elbow.left", "finger.left", "arm.left"}) == 9);
  CHECK(share({"trunk", "trunk.front", "chest"}) == 36);
  CHECK(share({"head_neck", "head_neck.front", "face", "eyelid.left"}) == 9);
  CHECK(share({"head_neck.front", "face"}) == 4.5);
  CHECK(share({"head_neck.front", "neck", "head_neck.back"}) == 9);
}

TEST_CASE("a site without a published share leaves the whole without one") {
  CHECK_FALSE(share({"elbow.left"}).has_value());
  CHECK_FALSE(share({"trunk", "elbow.left"}).has_value());
  CHECK_FALSE(share({"elbow.left", "arm.right"}).has_value());
  CHECK_FALSE(share({"head_neck.front", "neck"}).has_value());
  CHECK_FALSE(share({"trunk", "buttock.left"}).has_value());
  CHECK_FALSE(share({"trunk", "axilla.left"}).has_value());
}

TEST_CASE("an unknown site and an impossible age are refused, without the text of the diary") {
  const Failure unknown = failure_of([] { share({"arm.left", "tattoo"}); });
  CHECK(unknown.code == Code::kInvalidArgument);
  CHECK(unknown.message.find("tattoo") == std::string::npos);
  CHECK(refused([] { share({"elbow.left", "tattoo"}); }));
  CHECK(refused([] { share({""}); }));
  for (const double age : {-0.1, 130.1, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    CAPTURE(age);
    CHECK(refused([&] { share({"arm.left"}, age); }));
    CHECK(refused([&] { share({}, age); }));
  }
}

TEST_CASE("any sites in any order share at most all of the body, and as much as in another order") {
  std::mt19937 random(5);
  const auto sites = body_sites();
  std::vector<std::string_view> with_share;
  for (const BodySite& site : sites) {
    CHECK(site.adult_percent.has_value() == site.infant_percent.has_value());
    if (site.adult_percent) with_share.push_back(site.code);
  }
  CHECK(with_share.size() == std::size(clinical::kBodyAreas) + 2);
  CHECK(share(with_share) == 100);
  CHECK(share(with_share, kInfant) == 96);
  for (int round = 0; round < 2'000; ++round) {
    const bool any = round % 2 == 0;
    std::vector<std::string_view> codes;
    for (size_t i = random() % 12; i > 0; --i) {
      codes.push_back(any ? sites[random() % sites.size()].code
                          : with_share[random() % with_share.size()]);
    }
    const std::optional<double> before = share(codes);
    const std::optional<double> of_infant = share(codes, kInfant);
    CHECK((any || before.has_value()));
    CHECK(before.value_or(0) <= 100);
    CHECK(of_infant.value_or(0) <= 96);
    CHECK(before.has_value() == of_infant.has_value());
    std::shuffle(codes.begin(), codes.end(), random);
    CHECK(share(codes) == before);
    // What is already covered changes nothing.
    if (codes.empty() || !before) continue;
    codes.push_back(codes[random() % codes.size()]);
    CHECK(share(codes) == before);
  }
}

TEST_CASE("the map and the score of the affected surface have the same areas") {
  for (const bool is_infant : {false, true}) {
    const Instrument& surface =
        instrument(is_infant ? "body_surface_infant" : "body_surface_adult");
    for (const Item& item : surface.items) {
      CAPTURE(item.code);
      std::vector<Answer> answers;
      for (const Item& other : surface.items) {
        answers.push_back({std::string(other.code), other.code == item.code ? 100.0 : 0.0});
      }
      const double age = is_infant ? kInfant : kAdult;
      CHECK(score(surface, answers, {.age_years = age}).total == share({item.code}, age));
    }
  }
}

TEST_CASE("limbs have the fingertip units of a limb with its hand or foot") {
  CHECK(body_site("arm.left")->fingertip_region == BodyRegion::kArmAndHand);
  CHECK(body_site("hand.right")->fingertip_region == BodyRegion::kHand);
  CHECK(body_site("leg.left")->fingertip_region == BodyRegion::kLegAndFoot);
  CHECK(body_site("foot.left")->fingertip_region == BodyRegion::kFoot);
  CHECK(body_site("trunk.front")->fingertip_region == BodyRegion::kTrunkFront);
  CHECK(body_site("trunk.back")->fingertip_region == BodyRegion::kTrunkBack);
  CHECK_FALSE(body_site("face")->fingertip_region.has_value());
  CHECK_FALSE(body_site("head_neck")->fingertip_region.has_value());
  CHECK_FALSE(body_site("trunk")->fingertip_region.has_value());
}

TEST_CASE("regions are those of EASI") {
  CHECK(body_site("axilla.left")->easi_region == EasiRegion::kTrunk);
  CHECK(body_site("groin.left")->easi_region == EasiRegion::kTrunk);
  CHECK(body_site("genitals")->easi_region == EasiRegion::kTrunk);
  CHECK(body_site("buttock.right")->easi_region == EasiRegion::kLowerLimbs);
  CHECK(body_site("neck")->easi_region == EasiRegion::kHeadNeck);
  CHECK(body_site("palm.left")->easi_region == EasiRegion::kUpperLimbs);
  CHECK(name(EasiRegion::kHeadNeck) == "head_neck");
  CHECK(name(EasiRegion::kUpperLimbs) == "upper_limbs");
  CHECK(name(EasiRegion::kTrunk) == "trunk");
  CHECK(name(EasiRegion::kLowerLimbs) == "lower_limbs");
  CHECK(name(static_cast<EasiRegion>(4)) == "unknown");
  CHECK(name(BodySide::kNone) == "none");
  CHECK(name(BodySide::kLeft) == "left");
  CHECK(name(BodySide::kRight) == "right");
  CHECK(name(static_cast<BodySide>(3)) == "unknown");
}

TEST_CASE("looking a site up and sharing the surface allocate nothing") {
  const std::array<std::string_view, 3> codes = {"arm.left", "elbow.left", "trunk"};
  const uint64_t before = counted_allocations();
  const std::optional<double> percent = surface_share(codes, kAdult);
  const bool within = is_within("elbow.left.scar", "arm.left");
  const BodySite* const site = body_site("toe.right");
  CHECK(counted_allocations() == before);
  CHECK(percent == 45);
  CHECK(within);
  CHECK(site != nullptr);
}

}  // namespace
}  // namespace lamella
