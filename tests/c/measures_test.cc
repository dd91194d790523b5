// Measures, medication and the map of the body through the C interface.
#include <doctest/doctest.h>
#include <lamella.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "lamella/v1/clinical.pb.h"
#include "scratch.h"

namespace {

using namespace lamella;
using c_test::data_of;
using c_test::parsed;

template <typename Answer, typename Ask>
Answer list(Ask ask) {
  lamella_buffer buffer;
  REQUIRE(ask(&buffer, nullptr) == LAMELLA_OK);
  return parsed<Answer>(buffer);
}

// Asks with a message, and parses the answer of a call that succeeds.
template <typename Answer, typename Ask, typename Question>
lamella_code ask(Ask ask, const Question& question, Answer& answer, std::string* why = nullptr) {
  const std::string bytes = question.SerializeAsString();
  lamella_buffer buffer;
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  const lamella_code code = ask(data_of(bytes), bytes.size(), &buffer, &error);
  if (code == LAMELLA_OK) {
    answer = parsed<Answer>(buffer);
  } else {
    CHECK(buffer.data == nullptr);
    if (why != nullptr) *why = error.message;
  }
  return code;
}

}  // namespace

TEST_CASE("the lists tell what can be measured, found, applied and where, each with a source") {
  const auto measures = list<v1::MeasureList>(lamella_measure_list);
  CHECK(measures.measures_size() == 17);
  bool knows_tewl = false;
  for (const v1::Measure& one : measures.measures()) {
    if (one.kind() != "tewl") continue;
    knows_tewl = one.unit() == "g/(m2.h)" && one.at_site() && one.units_size() == 3;
  }
  CHECK(knows_tewl);
  REQUIRE(measures.limits_size() > 0);
  for (const v1::ReferenceLimits& one : measures.limits()) {
    CHECK_FALSE(one.source().empty());
    CHECK(one.by_age_size() > 0);
  }

  const auto factors = list<v1::FactorCatalogue>(lamella_factor_list);
  CHECK(factors.factors_size() == 47);
  for (const v1::CatalogueFactor& one : factors.factors()) {
    CHECK(one.category() != v1::FACTOR_CATEGORY_UNSPECIFIED);
  }

  const auto steroids = list<v1::SteroidList>(lamella_steroid_list);
  CHECK(steroids.rows_size() == 52);
  for (const v1::SteroidRow& row : steroids.rows()) {
    CHECK(row.uk().empty() != row.us().empty());
    CHECK_FALSE(row.source().empty());
  }

  const auto sites = list<v1::BodySiteList>(lamella_body_site_list);
  std::set<std::string> before;
  for (const v1::BodySite& site : sites.sites()) {
    CHECK((site.parent().empty() || before.count(site.parent()) == 1));
    before.insert(site.code());
  }
  CHECK(before.count("elbow.left") == 1);

  const auto definitions = list<v1::ResponseDefinitionList>(lamella_response_definition_list);
  CHECK(definitions.definitions_size() == 10);
  CHECK(definitions.placebo_size() == 12);
}

TEST_CASE("a measurement is converted exactly, or refused with what to write") {
  v1::Measurement tewl;
  tewl.set_kind("tewl");
  tewl.set_value(1.65);
  tewl.set_unit("mg/(cm2.h)");
  tewl.set_site("palm.left");
  v1::Measurement converted;
  REQUIRE(ask(lamella_measurement_convert, tewl, converted) == LAMELLA_OK);
  CHECK(converted.value() == 16.5);
  CHECK(converted.unit() == "g/(m2.h)");
  CHECK(converted.site() == "palm.left");

  std::string why;
  tewl.set_kind("corneometry");
  tewl.set_unit("[AU]");
  CHECK(ask(lamella_measurement_convert, tewl, converted, &why) == LAMELLA_INVALID_ARGUMENT);
  CHECK(why.find("{AU}") != std::string::npos);
  tewl.clear_value();
  CHECK(ask(lamella_measurement_convert, tewl, converted) == LAMELLA_INVALID_ARGUMENT);
  tewl.set_kind("aura");
  CHECK(ask(lamella_measurement_convert, tewl, converted) == LAMELLA_INVALID_ARGUMENT);
  lamella_buffer buffer;
  CHECK(lamella_measurement_convert(data_of("\xff"), 1, &buffer, nullptr) ==
        LAMELLA_MALFORMED_MESSAGE);
}

TEST_CASE("a dose is told by its grams and its classes, and a class that has no source is empty") {
  v1::DoseRequest request;
  v1::Dose& dose = *request.mutable_dose();
  dose.set_drug("mometasone");
  dose.set_strength(0.1);
  dose.set_strength_unit("%");
  dose.set_vehicle("ointment");
  dose.set_fingertip_units(6);
  request.set_grams_per_unit(0.4);
  v1::DoseReport report;
  REQUIRE(ask(lamella_dose_judge, request, report) == LAMELLA_OK);
  CHECK(report.grams() == doctest::Approx(2.4).epsilon(1e-12));
  CHECK(report.uk() == "potent");
  CHECK(report.us() == "II");
  CHECK_FALSE(report.us_source().empty());
  CHECK(report.is_steroid());

  dose.set_strength(0.2);
  dose.clear_amount();
  REQUIRE(ask(lamella_dose_judge, request, report) == LAMELLA_OK);
  CHECK(report.uk().empty());
  CHECK(report.us().empty());
  CHECK_FALSE(report.has_grams());
  CHECK(report.is_steroid());
  request.set_grams_per_unit(0);
  dose.set_fingertip_units(1);
  CHECK(ask(lamella_dose_judge, request, report) == LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("fingertip units are those of the age, and of an adult without one") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  double units = 0;
  REQUIRE(lamella_fingertip_units("whole_body", nan, &units, nullptr) == LAMELLA_OK);
  CHECK(units == 40.5);
  REQUIRE(lamella_fingertip_units("arm_and_hand", 4, &units, nullptr) == LAMELLA_OK);
  CHECK(units == 2);
  CHECK(lamella_fingertip_units("arm", 4, &units, nullptr) == LAMELLA_INVALID_ARGUMENT);
  CHECK(units == 0);
  CHECK(lamella_fingertip_units("tail", nan, &units, nullptr) == LAMELLA_INVALID_ARGUMENT);
  const char* no_region = nullptr;
  double* no_place = nullptr;
  CHECK(lamella_fingertip_units(no_region, nan, &units, nullptr) == LAMELLA_INVALID_ARGUMENT);
  CHECK(lamella_fingertip_units("hand", nan, no_place, nullptr) == LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("sites share the surface once, and one without a published share gives no number") {
  const auto share = [](std::initializer_list<const char*> sites, double age, double& percent) {
    v1::SurfaceRequest request;
    for (const char* site : sites) request.add_sites(site);
    request.set_age_years(age);
    const std::string bytes = request.SerializeAsString();
    return lamella_surface_share(data_of(bytes), bytes.size(), &percent, nullptr);
  };
  double percent = 0;
  REQUIRE(share({"arm.left", "elbow.left"}, 30, percent) == LAMELLA_OK);
  CHECK(percent == 9);
  REQUIRE(share({"leg.left"}, 1, percent) == LAMELLA_OK);
  CHECK(percent == 12);
  REQUIRE(share({"elbow.left"}, 30, percent) == LAMELLA_OK);
  CHECK(std::isnan(percent));
  CHECK(share({"tail"}, 30, percent) == LAMELLA_INVALID_ARGUMENT);
  CHECK(share({"arm.left"}, 131, percent) == LAMELLA_INVALID_ARGUMENT);
  v1::SurfaceRequest ageless;
  ageless.add_sites("leg.left");
  const std::string bytes = ageless.SerializeAsString();
  CHECK(lamella_surface_share(data_of(bytes), bytes.size(), &percent, nullptr) ==
        LAMELLA_INVALID_ARGUMENT);
}
