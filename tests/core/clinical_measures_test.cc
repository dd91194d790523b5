// Measures: units, limits by age, change within a person; and the catalogue of factors.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/factor_catalogue.h"
#include "lamella/measure.h"
#include "loinc.h"

namespace lamella {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string refusal(std::string_view kind, double value, std::string_view unit) {
  const Failure failure = failure_of([&] { convert(kind, value, unit); });
  CHECK(failure.code == Code::kInvalidArgument);
  return failure.message;
}

TEST_CASE("units of one measure convert exactly") {
  CHECK(convert("tewl", 18.2, "g/(m2.h)") == 18.2);
  CHECK(convert("tewl", 1.82, "mg/(cm2.h)") == 18.2);
  CHECK(convert("tewl", 1, "mg/cm2/h") == 10);
  CHECK(convert("total_ige", 214, "[IU]/mL") == 214);
  CHECK(convert("total_ige", 214, "[iU]/mL") == 214);
  CHECK(convert("total_ige", 214000, "[IU]/L") == 214);
  CHECK(convert("tarc", 743, "ng/L") == 743);
  CHECK(convert("tarc", 0.743, "ng/mL") == 743);
  CHECK(convert("il_13", 250, "pg/dL") == 2.5);
  CHECK(convert("eosinophils", 0.45, "10*9/L") == 0.45);
  CHECK(convert("eosinophils", 450, "/uL") == 0.45);
  CHECK(convert("ldh", 4, "ukat/L") == 240);
  CHECK(convert("ldh", 4000, "nkat/L") == 240);
  CHECK(convert("endotoxin", 500, "{EU}/L") == 0.5);
  CHECK(convert("corneometry", 40.95, "1") == 40.95);
}

TEST_CASE("degrees have another zero") {
  CHECK(convert("body_temperature", 98.6, "[degF]") == doctest::Approx(37).epsilon(1e-12));
  CHECK(convert("temperature", 32, "[degF]") == 0);
  CHECK(convert("temperature", -40, "[degF]") == -40);
  CHECK(convert("temperature", -40, "Cel") == -40);
}

TEST_CASE("a unit that is easily taken for another is refused with what to write instead") {
  CHECK(refusal("corneometry", 40, "[AU]") ==
        "corneometry.unit [AU] is the allergy unit: write {AU} for arbitrary units");
  CHECK(refusal("endotoxin", 1, "[EU]/mL") ==
        "endotoxin.unit [EU]/mL is the Ehrlich unit: write {EU}/mL for endotoxin units");
  // What the advice says is accepted.
  CHECK(convert("corneometry", 40, "{AU}") == 40);
  CHECK(convert("endotoxin", 1, "{EU}/mL") == 1);
  for (const char* unit : {"kU/L", "U/mL", "IU/mL", "kIU/L"}) {
    CAPTURE(unit);
    CHECK(refusal("total_ige", 100, unit).ends_with("write k[IU]/L or [IU]/mL"));
  }
  CHECK(refusal("temperature", 20, "C").ends_with("write Cel"));
  CHECK(refusal("body_temperature", 98, "degF").ends_with("write [degF]"));
}

TEST_CASE("a mass of IgE does not convert to units") {
  for (const char* unit : {"ng/mL", "ug/L", "mg/dL", "g/L"}) {
    CAPTURE(unit);
    CHECK(refusal("total_ige", 240, unit).find("is a mass of IgE") != std::string::npos);
  }
  CHECK(refusal("tarc", 1, "g/L").find("IgE") == std::string::npos);
}

TEST_CASE("an unknown unit is refused with those that are known, an unknown kind by name") {
  CHECK(refusal("tewl", 1, "Cel") ==
        "tewl.unit does not convert: write one of g/(m2.h), g/m2/h, mg/(cm2.h), mg/cm2/h");
  CHECK(refusal("skin_ph", 5, "1") == "skin_ph.unit does not convert: write one of [pH]");
  CHECK(refusal("tewl", 1, "").starts_with("tewl.unit"));
  CHECK(refusal("tewls", 1, "g/(m2.h)") == "there is no measure of this kind");
}

TEST_CASE("bounds are those of a definition, and both ends are inside") {
  CHECK(convert("eosinophil_percent", 0, "%") == 0);
  CHECK(convert("eosinophil_percent", 100, "%") == 100);
  CHECK(refusal("eosinophil_percent", 100.1, "%") ==
        "eosinophil_percent.value is above what its definition allows");
  CHECK(convert("skin_ph", 14, "[pH]") == 14);
  CHECK(refusal("skin_ph", 14.1, "[pH]").starts_with("skin_ph.value is above"));
  CHECK(refusal("tarc", -1, "ng/mL") == "tarc.value is below what its definition allows");
  CHECK(refusal("temperature", -460, "[degF]").starts_with("temperature.value is below"));
  CHECK(convert("tewl", 1000, "g/(m2.h)") == 1000);
  for (const double value : {kNan, kInfinity, 1e308}) {
    CHECK(refusal("tewl", value, "mg/(cm2.h)") == "tewl.value is not a finite number");
  }
}

TEST_CASE("a conversion allocates nothing") {
  const uint64_t before = counted_allocations();
  const double value = convert("tewl", 1, "mg/(cm2.h)");
  CHECK(counted_allocations() == before);
  CHECK(value == 10);
}

TEST_CASE("each measure says what a reader needs, and its LOINC code passes its check digit") {
  std::string_view last;
  for (const Measure& one : measures()) {
    CAPTURE(one.kind);
    CHECK(last < one.kind);
    last = one.kind;
    CHECK(&measure(one.kind) == &one);
    CHECK_FALSE(one.name.empty());
    CHECK((one.loinc.empty() || is_loinc(one.loinc)));
    CHECK((!one.at_site || one.note.starts_with("no normal value exists")));
    if (one.min && one.max) CHECK(*one.min < *one.max);
    std::set<std::string_view> units{one.unit};
    for (const ExactUnit& unit : one.units) {
      CAPTURE(unit.unit);
      CHECK(units.insert(unit.unit).second);
      CHECK(unit.numerator > 0);
      CHECK(unit.denominator > 0);
    }
  }
  CHECK(measure("total_ige").loinc == "19113-0");
  CHECK(measure("tarc").loinc.empty());
  CHECK(measure("tewl").at_site);
  CHECK_FALSE(measure("ldh").at_site);
}

double limit_of(std::string_view code, double age_years) {
  const AgeLimit* limit = reference_limit(reference_limits(code), age_years);
  return limit == nullptr ? 0 : limit->limit;
}

TEST_CASE("upper reference limits of total IgE go by age, each band from its first month on") {
  const double years[] = {0, 0.5, 1, 3, 4, 7, 9, 13, 16, 18};
  const double limits[] = {13, 34, 97, 199, 307, 403, 696, 629, 537, 214};
  for (size_t i = 0; i < std::size(years); ++i) {
    CAPTURE(years[i]);
    CHECK(limit_of("total_ige", years[i]) == limits[i]);
    if (i > 0) CHECK(limit_of("total_ige", years[i] - 0.01) == limits[i - 1]);
  }
  CHECK(limit_of("total_ige", 5.0 / 12) == 13);
  CHECK(limit_of("total_ige", 11.0 / 12) == 34);
  CHECK(limit_of("total_ige", 130) == 214);
}

TEST_CASE("limits of TARC are two sets, and none where a set has no age") {
  CHECK(reference_limit(reference_limits("tarc_laboratory"), 0.4) == nullptr);
  CHECK(limit_of("tarc_laboratory", 0.5) == 1367);
  CHECK(limit_of("tarc_laboratory", 1) == 998);
  CHECK(limit_of("tarc_laboratory", 2) == 743);
  CHECK(limit_of("tarc_laboratory", 15.9) == 743);
  CHECK(limit_of("tarc_laboratory", 16) == 450);
  CHECK(limit_of("tarc_study", 0) == 1431);
  CHECK(limit_of("tarc_study", 1.99) == 1431);
  CHECK(limit_of("tarc_study", 2) == 803);
  CHECK(limit_of("tarc_study", 6) == 510);
  CHECK(reference_limit(reference_limits("tarc_study"), 18) == nullptr);
}

TEST_CASE("an impossible age and an unknown table are refused") {
  const ReferenceLimits& ige = reference_limits("total_ige");
  for (const double age : {-0.1, 131.0, kNan}) {
    CHECK(failure_of([&] { reference_limit(ige, age); }).message ==
          "age_years is not from 0 to 130");
  }
  CHECK(failure_of([] { reference_limits("ige"); }).message ==
        "there is no table of reference limits of this code");
}

TEST_CASE("a table of limits has its unit, source and note, and ages that follow each other") {
  std::string_view last;
  for (const ReferenceLimits& one : reference_limits()) {
    CAPTURE(one.code);
    CHECK(last < one.code);
    last = one.code;
    CHECK(one.unit == measure(one.kind).unit);
    CHECK_FALSE(one.assay.empty());
    CHECK_FALSE(one.source.empty());
    CHECK(one.note.starts_with("a laboratory's own range goes first"));
    CHECK(one.meaning.find("diagnos") == std::string_view::npos);
    int32_t from = one.by_age.front().from_months;
    for (const AgeLimit& limit : one.by_age) {
      CHECK(limit.from_months == from);
      CHECK(limit.below_months > from);
      from = limit.below_months;
    }
  }
}

std::vector<DatedValue> tewl_of(std::vector<std::pair<Day, double>> values) {
  std::vector<DatedValue> dated;
  for (const auto& [day, value] : values) dated.push_back({day, value, "g/(m2.h)", "elbow.left"});
  return dated;
}

TEST_CASE("a change is that from the median of the baseline to the latest value after it") {
  const auto values =
      tewl_of({{30, 15}, {1, 20}, {2, 40}, {3, 22}, {31, 16.5}, {4, 24}, {0, 90}, {29, 1}});
  const WithinPersonChange change = change_from_baseline(values, 1, 7);
  CHECK(change.baseline == 23);
  CHECK(change.in_baseline == 4);
  CHECK(change.latest == 16.5);
  CHECK(change.latest_day == 31);
  CHECK(change.absolute == -6.5);
  CHECK(*change.percent == doctest::Approx(-6.5 / 23 * 100));
  CHECK(change.why_not.empty());
  CHECK(change_from_baseline(values, 1, 3).baseline == 22);
}

TEST_CASE("of two values on the latest day the last counts, and a missing one does not") {
  auto values = tewl_of({{1, 10}, {9, 11}, {9, 12}, {10, kNan}, {2, kNan}});
  values.back().site = "knee.left";
  const WithinPersonChange change = change_from_baseline(values, 1, 7);
  CHECK(change.latest == 12);
  CHECK(change.in_baseline == 1);
  CHECK(*change.percent == doctest::Approx(20));
}

TEST_CASE("mixed units or sites give no change, nor does a side without a value") {
  const auto why_not = [](const std::vector<DatedValue>& values, Day last = 7) {
    const WithinPersonChange change = change_from_baseline(values, 1, last);
    CHECK_FALSE(change.baseline);
    CHECK_FALSE(change.latest);
    CHECK_FALSE(change.absolute);
    CHECK_FALSE(change.percent);
    return change.why_not;
  };
  const auto values = tewl_of({{1, 10}, {9, 11}});
  auto mixed = values;
  mixed[1].unit = "mg/(cm2.h)";
  CHECK(why_not(mixed) == "the units are mixed");
  mixed = values;
  mixed[1].site = "elbow.right";
  CHECK(why_not(mixed) == "the sites are mixed");
  CHECK(why_not(tewl_of({{0, 10}, {9, 11}})) == "the baseline has no value");
  CHECK(why_not(values, 9) == "no value is later than the baseline");
  CHECK(why_not({}) == "the baseline has no value");
  // Another place before the window is no part of it.
  mixed = tewl_of({{0, 10}, {1, 10}, {9, 11}});
  mixed[0].site = "knee.left";
  CHECK(change_from_baseline(mixed, 1, 7).absolute == 1);
}

TEST_CASE("there is no percentage of a zero, nor of a unit whose zero is a choice") {
  CHECK_FALSE(change_from_baseline(tewl_of({{1, 0}, {9, 11}}), 1, 7).percent);
  for (const char* unit : {"[pH]", "Cel", "[degF]"}) {
    CAPTURE(unit);
    auto values = tewl_of({{1, 5}, {9, 5.5}});
    for (DatedValue& one : values) one.unit = unit;
    const WithinPersonChange change = change_from_baseline(values, 1, 7);
    CHECK(change.absolute == 0.5);
    CHECK_FALSE(change.percent);
  }
}

TEST_CASE("a baseline that ends before it begins and an infinite value are refused") {
  CHECK(refused([] { change_from_baseline(tewl_of({{1, 10}, {9, 11}}), 7, 6); }));
  CHECK(refused([] { change_from_baseline(tewl_of({{1, 10}, {9, kInfinity}}), 1, 7); }));
}

TEST_CASE("the catalogue has each factor once, in a category of records, with what was read") {
  const std::set<std::string_view> categories = {"food",     "contact", "climate",   "air",
                                                 "activity", "mind",    "infection", "other"};
  std::set<std::string_view> codes;
  std::set<std::string_view> used;
  std::string_view category;
  for (const CatalogueFactor& one : factor_catalogue()) {
    CAPTURE(one.code);
    CHECK(codes.insert(one.code).second);
    CHECK(categories.contains(one.category));
    if (one.category != category) CHECK(used.insert(one.category).second);
    category = one.category;
    CHECK_FALSE(one.name.empty());
    CHECK(one.unit.empty() == (one.kind == CatalogueKind::kPresence));
    CHECK(one.evidence.empty() == one.source.empty());
    CHECK(name(one.kind) != "unknown");
  }
  CHECK(used == categories);
  CHECK(codes.size() >= 35);
  for (const char* code : {"nylon", "dust", "pets.unfamiliar", "sweat", "shampoo", "stress"}) {
    CHECK(codes.contains(code));
  }
}

}  // namespace
}  // namespace lamella
