// Every body through the C interface, as an app that has the protobuf messages writes it.
#include <doctest/doctest.h>
#include <lamella.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "lamella/record.h"
#include "lamella/v1/record.pb.h"
#include "scratch.h"

namespace {

using namespace lamella;
using c_test::Scratch;

const std::string kCourse(16, 'c');
const std::string kProduct(16, 'p');
const std::string kLesion(16, 'l');

template <typename Fill>
v1::Record record(Fill fill) {
  v1::Record record;
  record.mutable_when()->set_local_day(20'000);
  record.set_note("a note");
  fill(record);
  return record;
}

std::vector<v1::Record> what_happened() {
  return {record([](v1::Record& r) {
            r.mutable_symptom()->set_item("itch");
            r.mutable_symptom()->set_score(6.5);
            r.mutable_symptom()->mutable_scale()->set_max(100);
          }),
          record([](v1::Record& r) {
            r.mutable_exposure()->set_factor("pollen.birch");
            r.mutable_exposure()->set_amount(-3.25);
          }),
          record([](v1::Record& r) {
            r.mutable_measurement()->set_kind("tewl");
            r.mutable_measurement()->set_value(18.2);
            r.mutable_measurement()->set_unit("g/(m2.h)");
          }),
          record([](v1::Record& r) {
            r.mutable_dose()->set_drug("hydrocortisone");
            r.mutable_dose()->set_fingertip_units(2);
          }),
          record([](v1::Record& r) { r.mutable_day_check()->add_factors("sweat"); }),
          record([](v1::Record& r) {
            r.mutable_answers()->set_instrument("poem");
            r.mutable_answers()->set_version(1);
            r.mutable_answers()->add_answers()->set_item("itch");
            r.mutable_answers()->set_lesion(kLesion);
          }),
          record([](v1::Record& r) {
            r.mutable_lesion_assessment()->set_lesion(kLesion);
            r.mutable_lesion_assessment()->set_length_mm(42);
            r.mutable_lesion_assessment()->set_width_mm(30.5);
            r.mutable_lesion_assessment()->set_erythema(2.5);
          })};
}

std::vector<v1::Record> what_it_is_about() {
  return {record([](v1::Record& r) {
            r.mutable_factor()->set_code("sweat");
            r.mutable_factor()->set_since_day(19'000);
          }),
          record([](v1::Record& r) {
            r.mutable_profile()->set_birth_year(1990);
            r.mutable_profile()->set_sex(v1::SEX_FEMALE);
            r.mutable_profile()->set_skin_type(4);
          }),
          record([](v1::Record& r) {
            r.mutable_data_source()->set_code("weather");
            r.mutable_data_source()->set_licence("CC BY 4.0");
          }),
          record([](v1::Record& r) {
            r.mutable_lesion()->set_site("elbow.left");
            r.mutable_lesion()->set_kind(v1::LESION_KIND_ECZEMA);
          }),
          record([](v1::Record& r) {
            r.mutable_dose_plan()->set_drug("prednisolone");
            r.mutable_dose_plan()->set_strength_unit("mg");
            v1::DosePhase& phase = *r.mutable_dose_plan()->add_phases();
            phase.set_days(5);
            phase.set_days_per_week(7);
            phase.set_doses_per_day(1);
            phase.set_strength(30);
          })};
}

std::vector<v1::Record> steps_of_a_therapy() {
  return {record([](v1::Record& r) {
            r.mutable_course()->set_donor(v1::CELL_DONOR_AUTOLOGOUS);
            r.mutable_course()->set_administrations(2);
            r.mutable_course()->add_follow_ups()->set_after_days(28);
            r.mutable_course()->mutable_follow_ups(0)->set_subject("easi");
          }),
          record([](v1::Record& r) {
            r.mutable_harvest()->set_course(kCourse);
            r.mutable_harvest()->set_volume_ml(120);
          }),
          record([](v1::Record& r) {
            r.mutable_cell_product()->set_course(kCourse);
            r.mutable_cell_product()->set_passage(3);
            r.mutable_cell_product()->add_processing()->set_step("expansion");
          }),
          record([](v1::Record& r) {
            r.mutable_release_test()->set_product(kProduct);
            r.mutable_release_test()->set_test("cd105");
            r.mutable_release_test()->set_passed(false);
          }),
          record([](v1::Record& r) {
            r.mutable_administration()->set_course(kCourse);
            r.mutable_administration()->set_route("subcutaneous");
            r.mutable_administration()->set_cells(1e7);
          }),
          record([](v1::Record& r) {
            r.mutable_adverse_event()->set_term("fever");
            r.mutable_adverse_event()->set_grade(1);
            r.mutable_adverse_event()->set_serious(false);
          })};
}

}  // namespace

TEST_CASE("every body that is put through C comes back byte for byte") {
  Scratch diary;
  // Attachments are put with their content: attachments_test.c.
  std::set<uint32_t> seen = {v1::Record::kAttachment};
  for (const auto& records : {what_happened(), what_it_is_about(), steps_of_a_therapy()}) {
    for (const v1::Record& one : records) {
      CAPTURE(one.body_case());
      const v1::Entry entry = diary.get(diary.put(one));
      CHECK(entry.type() == static_cast<uint32_t>(one.body_case()));
      CHECK(entry.record() == one.SerializeAsString());
      CHECK_FALSE(entry.newer());
      seen.insert(static_cast<uint32_t>(one.body_case()));
    }
  }
  constexpr uint32_t kFirstBody = 16;
  constexpr uint32_t kBeyond = 200;
  for (uint32_t type = kFirstBody; type < kBeyond; ++type) {
    CAPTURE(type);
    CHECK(seen.contains(type) == (type_name(type) != "unknown"));
  }
}
