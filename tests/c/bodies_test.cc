// Every body through the C interface, as an app that has the protobuf messages writes it.
#include <doctest/doctest.h>
#include <lamella.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "lamella/id.h"
#include "lamella/record.h"
#include "lamella/v1/query.pb.h"
#include "lamella/v1/record.pb.h"

namespace {

using namespace lamella;

const std::string kCourse(16, 'c');
const std::string kProduct(16, 'p');
const std::string kLesion(16, 'l');

std::string taken(lamella_buffer& buffer) {
  std::string bytes(reinterpret_cast<const char*>(buffer.data), buffer.size);
  lamella_buffer_free(&buffer);
  return bytes;
}

const uint8_t* data_of(const std::string& bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

// A diary in a folder that goes with it.
class Scratch {
 public:
  Scratch() {
    std::filesystem::create_directory(folder_);
    const std::string key(32, 'k');
    lamella_credential credential;
    lamella_credential_init(&credential, sizeof credential);
    credential.kind = LAMELLA_DEVICE_KEY;
    credential.secret = data_of(key);
    credential.secret_size = key.size();
    REQUIRE(lamella_diary_create((folder_ / "diary.db").c_str(), &credential, nullptr, &diary_,
                                 nullptr) == LAMELLA_OK);
  }
  ~Scratch() {
    lamella_diary_close(diary_);
    std::filesystem::remove_all(folder_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string put(const v1::Record& record) {
    v1::RecordBatch batch;
    batch.add_records()->set_record(record.SerializeAsString());
    const std::string bytes = batch.SerializeAsString();
    lamella_buffer report;
    lamella_error error;
    lamella_error_init(&error, sizeof error);
    const lamella_code code =
        lamella_diary_put(diary_, data_of(bytes), bytes.size(), nullptr, &report, &error);
    REQUIRE_MESSAGE(code == LAMELLA_OK, error.message);
    v1::PutReport results;
    REQUIRE(results.ParseFromString(taken(report)));
    return results.results(0).id();
  }

  v1::Entry get(const std::string& id) {
    lamella_buffer buffer;
    REQUIRE(lamella_diary_get(diary_, data_of(id), id.size(), &buffer, nullptr) == LAMELLA_OK);
    v1::Entry entry;
    REQUIRE(entry.ParseFromString(taken(buffer)));
    return entry;
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("lamella-bodies-" + hex(random_id()));
  lamella_diary* diary_ = nullptr;
};

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
