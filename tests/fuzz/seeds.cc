// Writes the valid inputs of every corpus, as the code of today makes them: for a new format, or a
// corpus that was lost. What fuzzing found stands beside them under a hash.
//
//   lamella_fuzz_seeds tests/fuzz/corpus
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "codec/change.h"
#include "codec/registers.h"
#include "codec/topic.h"
#include "faults/folder.h"
#include "fuzz.h"
#include "lamella/messages.h"
#include "lamella/v1/clinical.pb.h"
#include "lamella/v1/query.pb.h"
#include "lamella/v1/record.pb.h"
#include "lamella/v1/triggers.pb.h"
#include "log/entity.h"
#include "log/payload.h"
#include "log/sample_block.h"
#include "specimen.h"
#include "vault/backup_file.h"
#include "vault/connection.h"
#include "vault/key_file.h"
#include "vault/page_rows.h"
#include "vault/recovery_code.h"
#include "vault/vault.h"

namespace lamella::fuzz {
namespace {

namespace fs = std::filesystem;

std::string pair(size_t number) {
  return {static_cast<char>(number), static_cast<char>(number >> 8)};
}

std::string one(size_t number) { return {static_cast<char>(number)}; }

class Corpus {
 public:
  Corpus(const fs::path& corpora, const char* target) : folder_(corpora / target) {
    fs::create_directories(folder_);
  }
  void add(const std::string& name, std::string_view bytes) const {
    faults::write_bytes(folder_ / name, bytes);
  }

 private:
  fs::path folder_;
};

const SecretBytes& data_key() {
  static const SecretBytes key{std::span<const uint8_t>(kKey)};
  return key;
}

vault::KeyFile key_file(size_t device_slots, size_t other_slots, size_t pending, size_t heads) {
  const Argon2idCost cost{.memory_kib = 8, .passes = 1};
  vault::KeyFile keys;
  keys.generation = 41;
  keys.diary = specimen_id(1);
  keys.database_salt.fill(2);
  keys.created = true;
  const auto slot = [&](const Credential& credential) {
    return vault::wrap(credential, keys.diary, data_key());
  };
  const Credential passphrase = Credential::passphrase(kKey, cost);
  const Credential wrapped = Credential::wrapped_device_key(kKey, "a blob");
  for (size_t i = 0; i < other_slots; ++i) keys.slots.push_back(slot(passphrase));
  for (size_t i = 0; i < device_slots; ++i) {
    keys.slots.push_back(i == 0 ? slot(specimen_key()) : slot(wrapped));
  }
  for (size_t i = 0; i < pending; ++i) keys.pending.push_back(slot(wrapped));
  for (size_t i = 0; i < heads; ++i) {
    keys.heads.push_back({specimen_id(static_cast<uint8_t>(i)), 5 + i, {}});
  }
  vault::authenticate(keys, data_key());
  return keys;
}

std::string without_checksum(const vault::KeyFile& keys) {
  const std::string bytes = vault::serialize(keys);
  return bytes.substr(0, bytes.size() - sizeof(base::Hash));
}

// More slots than a key file may have; their number stands at `place`.
std::string with_more_slots(size_t place, size_t more) {
  constexpr size_t kSlotsAt = 53;
  constexpr size_t kSlotSize = 147;
  std::string bytes = without_checksum(key_file(1, 0, 0, 0));
  const std::string slot = bytes.substr(kSlotsAt, kSlotSize);
  bytes[place] = static_cast<char>(vault::kMostSlots + 1);
  for (size_t i = 0; i < more; ++i) bytes.insert(kSlotsAt, slot);
  return bytes;
}

void key_files(const Corpus& corpus) {
  corpus.add("one-slot", without_checksum(key_file(1, 0, 0, 0)));
  corpus.add("passphrase", without_checksum(key_file(0, 1, 0, 1)));
  corpus.add("rotating", without_checksum(key_file(2, 1, 2, 2)));
  // What no key file may have.
  corpus.add("too-many-slots", with_more_slots(49, vault::kMostSlots));
  corpus.add("too-many-pending", with_more_slots(50, vault::kMostSlots + 1));
  vault::KeyFile keys = key_file(1, 0, 0, 0);
  keys.slots[0].blob.resize(kMostBlobBytes + 1);
  corpus.add("long-blob", without_checksum(keys));
  corpus.add("with-checksum", vault::serialize(key_file(1, 1, 0, 1)));
}

void backups(const Corpus& corpus) {
  const faults::Folder folder;
  const vault::KeyFile keys = key_file(1, 1, 0, 1);
  // Of pages that decrypt to nothing; a page is longer than an input should be.
  faults::write_bytes(folder / "pages", std::string(vault::kPageSize, 'p'));
  vault::write_backup(folder / "pages", keys, data_key(), folder / "backup", nullptr);
  const std::string whole = faults::read_bytes(folder / "backup");
  corpus.add("whole", one(0) + whole);
  corpus.add("cut", one(0) + whole.substr(0, 700));
  const std::string block = without_checksum(keys);
  const std::string sealed = pair(block.size()) + block;
  corpus.add("sealed-no-page", one(1) + sealed);
  corpus.add("sealed-part-of-a-page", one(1) + sealed + std::string(100, 'p'));
  corpus.add("sealed-page", one(1) + sealed + std::string(vault::kPageSize, 'p'));
  for (const size_t place : {0, 5, 9, 40, 200, 700, 4000}) {
    corpus.add("changed-at-" + std::to_string(place),
               one(2) + pair(place) + pair(0) + sealed + std::string(100, 'p'));
  }
}

void records(const Corpus& corpus) {
  size_t number = 0;
  std::set<uint32_t> types;
  for (const Record& record : specimen_records()) {
    ++number;
    if (!types.insert(type_of(record.body)).second) continue;
    corpus.add("specimen-" + std::to_string(number), encode(record));
  }
  const Record attachment{.when = When{.local_day = 1},
                          .body = Attachment{.content = std::string(16, 'c'),
                                             .size = 9,
                                             .hash = std::string(32, 'h'),
                                             .media_type = "image/png"}};
  corpus.add("attachment", encode(attachment));
  // Field 15 in the record, 30 in its time and in its body: of a newer version.
  Record newer{.when = When{.local_day = -1, .end_utc_ms = 9, .unknown_fields = "\xf0\x01\x07"},
               .body = Symptom{.item = "itch", .unknown_fields = "\xf2\x01\x01x"},
               .unknown_fields = "\x7a\x02hi"};
  corpus.add("newer", encode(newer));
  corpus.add("newer-body", "\x0a\x02\x08\x02\xa2\x06\x03zzz");
  corpus.add("two-bodies", encode(specimen_records()[0]) + encode(specimen_records()[4]));
  corpus.add("topic", codec::encode(codec::Topic{16, true, "itch", "elbow.left", "1"}));
}

void changes(const Corpus& corpus) {
  const std::string record = encode(specimen_records()[0]);
  codec::Change change{.seq = 3,
                       .hlc = {1'700'000'000'000, 2},
                       .entity = specimen_id(1),
                       .type = 16,
                       .life = 1,
                       .payload_hash = std::string(32, 'h')};
  std::vector<std::string_view> values;
  for (const codec::Register& field : codec::split(record)) {
    change.writes.push_back({field.number, {{specimen_id(7), 2}, {specimen_id(8), 1}}});
    values.push_back(field.bytes);
  }
  corpus.add("change", codec::encode(change));
  corpus.add("payload", codec::encode_payload({}, values));
  corpus.add("revision", codec::encode(codec::Revision{change.entity, 1, change.writes}));
  corpus.add("versions",
             log::encode_versions({{1, log::position(0, 4)}, {16, log::position(1, 9)}}));
  std::swap(change.writes.front(), change.writes.back());
  corpus.add("writes-out-of-order", codec::encode(change));
  change.writes.assign(2, {1, {}});
  corpus.add("register-twice", codec::encode(change));
  change.life = 2;
  change.writes.clear();
  change.payload_hash.clear();
  corpus.add("delete", codec::encode(change));
}

// Samples of May 2024, of which every other has an instant where `mixed`.
void sample_blocks(const Corpus& corpus) {
  constexpr Day kFirst = 19'844;
  const log::Month month = log::month_of(kFirst);
  const auto add = [&](const char* name, size_t count, int64_t step_ms, auto value, bool mixed,
                       int32_t offset_min) {
    std::vector<log::Sample> samples;
    for (size_t i = 0; i < count; ++i) {
      log::Sample sample{.day = kFirst + static_cast<Day>(i % 30),
                         .has_instant = step_ms > 0 && !(mixed && i % 2 == 0),
                         .position = log::position(i % 3 == 0 ? 0 : 1, 100 + i),
                         .value = value(i)};
      if (sample.has_instant) {
        sample.utc_ms = int64_t{sample.day} * kMsPerDay + static_cast<int64_t>(i + 1) * step_ms;
        sample.offset_min = offset_min;
      }
      samples.push_back(sample);
    }
    std::ranges::sort(samples, [](const auto& a, const auto& b) { return log::order(a, b) < 0; });
    corpus.add(name, pair(static_cast<size_t>(month)) + log::encode_block(month, samples));
  };
  add(
      "scores", 20, 0, [](size_t i) { return static_cast<double>(i % 11); }, false, 0);
  add(
      "minutes", 30, 60'000, [](size_t i) { return 0.5 * static_cast<double>(i); }, false, 120);
  add(
      "mixed", 9, 1'000, [](size_t i) { return 36.6 + static_cast<double>(i); }, true, -90);
  add(
      "milliseconds", 5, 1, [](size_t i) { return 1 / static_cast<double>(i + 3); }, false, 7);
  add(
      "floats", 5, 60'000, [](size_t i) { return double{0.1F} * static_cast<double>(1U << i); },
      true, 0);
  // 60,000 samples without a byte in any column.
  corpus.add("too-many-samples", pair(0) + one(1) + pair(60'000) + std::string(5 + 5 + 1, '\0'));
  add(
      "full", log::kBlockSamples, 60'000, [](size_t) { return 7.0; }, false, 60);
}

void recovery_codes(const Corpus& corpus) {
  const auto spelled = [](uint8_t first) {
    std::array<uint8_t, vault::kRecoveryBytes> bits{};
    bits.fill(static_cast<uint8_t>(first * 37));
    bits[0] = first;
    const SecretBytes code =
        vault::spell_recovery_code(SecretBytes(std::span<const uint8_t>(bits)));
    return std::string(text_of(code.data(), code.size()));
  };
  corpus.add("code", spelled(1));
  std::string lower = spelled(2);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c == '-' ? ' ' : c == '0' ? 'O' : static_cast<char>(std::tolower(c));
  });
  corpus.add("lower-case-with-spaces", lower);
  std::string mistyped = spelled(3);
  mistyped[0] = 'Z';
  corpus.add("mistyped", mistyped);
  corpus.add("one-too-many", spelled(4) + "0");
  corpus.add("letter-that-none-has", "U" + spelled(5).substr(1));
}

// A page without the zeros in its middle, as page_rows.cc takes it.
std::string halves(std::string_view page) {
  const std::string_view usable = page.substr(0, vault::kPageSize - vault::kPageReserve);
  size_t gap_at = 0;
  size_t gap = 0;
  for (size_t at = 0; at < usable.size();) {
    const size_t end = std::min(usable.find_first_not_of('\0', at), usable.size());
    if (end - at > gap) {
      gap = end - at;
      gap_at = at;
    }
    at = end + 1;
  }
  return pair(gap_at) + std::string(usable.substr(0, gap_at)) +
         std::string(usable.substr(gap_at + gap));
}

void page_rows(const Corpus& corpus) {
  const faults::Folder folder;
  make_specimen(folder.diary());
  const auto vault = vault::Vault::open(folder.diary(), specimen_key(), {.damaged = true});
  vault::PageReader pages = vault->page_reader(specimen_key());
  for (uint64_t page = 2; page <= pages.pages(); ++page) {
    const std::string bytes = pages.read(page).value();
    const std::string input = halves(bytes);
    if (!vault::rows_of(bytes).empty()) corpus.add("page-" + std::to_string(page), input);
  }
}

// The steps of diary_file.cc.
void diary_files(const Corpus& corpus) {
  corpus.add("untouched", "");
  constexpr size_t kColumns = 27;
  for (size_t column = 0; column < kColumns; ++column) {
    corpus.add("damaged-column-" + std::to_string(column),
               one(1) + one(column) + one(3) + pair(5) + one(0x11));
  }
  corpus.add("null", one(0) + one(1) + one(2) + one(0));
  corpus.add("number", one(0) + one(15) + one(4) + one(1) + std::string(8, '\x7f'));
  corpus.add("bytes", one(0) + one(7) + one(1) + one(2) + pair(3) + "abc");
  const auto append = [](uint8_t id, uint8_t type, uint8_t life, std::string_view record) {
    return one(2) + one(id) + pair(100) + one(0) + one(type) + one(life) + one(0) + one(1) +
           pair(record.size()) + std::string(record);
  };
  Record record{.when = When{.local_day = INT32_MAX, .utc_ms = INT64_MIN, .offset_min = -99'999},
                .body = Symptom{.item = std::string(1'000, 'x'), .score = 1e300}};
  corpus.add("append-impossible-time", append(50, 16, 1, encode(record)));
  record.when = When{.local_day = 20'001};
  corpus.add("append-edit", append(1, 16, 1, encode(record)));
  corpus.add("append-another-type", append(1, 19, 1, encode(specimen_records()[4])));
  corpus.add("append-two-bodies",
             append(51, 16, 1, encode(specimen_records()[0]) + "\xa2\x01" + one(0)));
  corpus.add("append-delete", append(5, 19, 2, ""));
  const std::string course(specimen_id(kCourse).view());
  const std::string lesion(specimen_id(kLesion).view());
  record.when = When{.local_day = 20'002, .utc_ms = INT64_MAX, .offset_min = 0};
  record.body = Administration{.course = course, .route = "x"};
  corpus.add("append-given-at-no-time", append(53, 28, 1, encode(record)));
  record.when = When{.local_day = INT32_MAX};
  record.body = LesionAssessment{.lesion = lesion, .length_mm = 1e300, .width_mm = -1};
  corpus.add("append-lesion-of-no-day", append(54, 31, 1, encode(record)));
  record.when = When{.local_day = 20'000};
  record.body = Course{.follow_ups = {{UINT32_MAX, "poem"}, {0x7fff'ffff, "itch"}}};
  corpus.add("append-follow-ups-of-no-day", append(kCourse, 24, 1, encode(record)));
  record.body = DosePlan{.drug = "hydrocortisone", .phases = {{-1, 9, INT32_MAX}}};
  corpus.add("append-impossible-plan", append(kPlan, 33, 1, encode(record)));
  record.body = Dose{.drug = "hydrocortisone", .grams = -1e300};
  corpus.add("append-negative-dose", append(55, 19, 1, encode(record)));
  corpus.add("append-newer-body", append(52, 100, 1, "\x0a\x02\x08\x02\xa2\x06\x03zzz"));
}

// The number of a function in c_interface.cc.
enum Function : uint8_t {
  kPut,
  kGet,
  kEdit,
  kEditShown,
  kDelete,
  kRestore,
  kQuery,
  kSamples,
  kRecords,
  kDaily,
  kCorrelations,
  kCheck,
  kSimulate,
  kImportId,
  kAttach,
  kReadAttachment,
  kFillAttachment,
  kAddKey,
  kRemoveKey,
  kScores,
  kScoreAnswers,
  kJudgeResponse,
  kFindFlares,
  kJudgeWeek,
  kConvert,
  kJudgeDose,
  kSurface,
  kSteroidUse,
  kMeasuredChange,
  kDiaryFlares,
  kAdherence,
  kCourseProblems,
  kCourseReminders,
  kCourseOnsets,
  kProductCriteria,
  kLesionHealing,
  kLesionSeries,
  kFindRemission,
  kTriggers,
  kPlanTest,
  kAnalyseTest,
  kAnalysePlanned,
  kDiaryTest
};

template <typename Add>
void clinical(const Add& add) {
  v1::Measurement tewl;
  tewl.set_kind("tewl");
  tewl.set_value(1.65);
  tewl.set_unit("mg/(cm2.h)");
  add("convert", kConvert, tewl);
  v1::DoseRequest dose;
  dose.mutable_dose()->set_drug("mometasone");
  dose.mutable_dose()->set_strength(0.1);
  dose.mutable_dose()->set_strength_unit("%");
  dose.mutable_dose()->set_vehicle("ointment");
  dose.mutable_dose()->set_fingertip_units(2);
  dose.set_grams_per_unit(0.4);
  add("judge-dose", kJudgeDose, dose);
  v1::SurfaceRequest surface;
  surface.add_sites("arm.left");
  surface.add_sites("elbow.left");
  surface.set_age_years(30);
  add("surface", kSurface, surface);
  v1::SteroidQuery steroids;
  steroids.set_first_day(20'000);
  steroids.add_systemic("cetirizine");
  steroids.set_grams_per_unit(0.4);
  add("steroid-use", kSteroidUse, steroids);
  v1::ChangeQuery change;
  change.set_kind("tewl");
  change.set_site("arm.left");
  change.set_first_day(20'000);
  change.set_last_day(20'009);
  add("measured-change", kMeasuredChange, change);
  v1::FlareQuery flares;
  flares.set_rule("vas_above_4");
  flares.set_code("itch");
  flares.set_end_of_treatment(20'000);
  add("diary-flares", kDiaryFlares, flares);
  flares.set_rule("tam_day");
  flares.set_code("");
  flares.add_drugs("hydrocortisone");
  add("diary-flares-of-doses", kDiaryFlares, flares);
  const auto id = [](uint8_t number) { return std::string(specimen_id(number).view()); };
  add("adherence", kAdherence, one(9) + id(kPlan));
  add("course-problems", kCourseProblems, id(kCourse));
  add("course-reminders", kCourseReminders, id(kCourse));
  add("course-onsets", kCourseOnsets, id(kCourse));
  add("product-criteria", kProductCriteria, id(kProduct));
  add("lesion-healing", kLesionHealing, id(kLesion));
  add("lesion-series", kLesionSeries, id(kLesion));
  v1::RemissionRequest quiet;
  quiet.set_limit(1);
  quiet.set_least_days(2);
  for (int day = 0; day < 4; ++day) {
    quiet.add_days()->set_day(20'000 + day);
    quiet.mutable_days(day)->set_score(day % 3);
  }
  add("find-remission", kFindRemission, quiet);
}

template <typename Add>
void triggers(const Add& add) {
  v1::TriggerQuery query;
  query.set_outcome("symptom.itch");
  query.add_exposures("sweat");
  query.set_reduce(v1::REDUCE_MAX);
  query.set_first_day(20'000);
  query.set_looks(v1::TRIGGER_LOOKS_SINGLE);
  query.set_most_draws(999);
  add("triggers", kTriggers, query);
  v1::TriggerPlanOptions options;
  options.set_effect(2);
  options.set_block_days(2);
  options.set_washout_days(0);
  options.set_first_day(20'000);
  add("plan-test", kPlanTest, options);
  v1::TriggerTestRequest lived;
  *lived.mutable_plan()->mutable_options() = options;
  for (int day = 0; day < 40; ++day) {
    v1::TriggerDay& added = *lived.add_days();
    added.set_day(20'000 + day);
    added.set_score(day % 4);
    added.set_exposed(day % 3 == 0);
  }
  add("analyse-test", kAnalyseTest, lived);
  add("analyse-planned", kAnalysePlanned, lived);
  v1::DiaryTriggerTestQuery of_diary;
  *of_diary.mutable_plan()->mutable_options() = options;
  of_diary.set_outcome("symptom.itch");
  of_diary.set_exposure("sweat");
  add("diary-test", kDiaryTest, of_diary);
}

void c_interface(const Corpus& corpus) {
  const auto add = [&](const char* name, Function function, const auto& bytes) {
    if constexpr (std::is_convertible_v<decltype(bytes), std::string>) {
      corpus.add(name, one(function) + std::string(bytes));
    } else {
      corpus.add(name, one(function) + bytes.SerializeAsString());
    }
  };
  const std::string id(specimen_id(1).view());
  const std::vector<Record> records = specimen_records();
  RecordBatch batch{{{encode(records[0]), specimen_id(200)}, {encode(records[2]), std::nullopt}},
                    {}};
  add("put", kPut, encode(batch));
  batch.records = {{encode(records[0]), specimen_id(1)}, {encode(records[7]), std::nullopt}};
  batch.options.skip_existing = true;
  add("put-existing", kPut, encode(batch));
  add("get", kGet, id);
  v1::Edit edit;
  edit.set_id(id);
  edit.set_patch(encode(Record{.note = "x", .body = Symptom{.item = "itch", .score = 1}}));
  add("edit-without-revision", kEdit, edit);
  add("edit", kEditShown, edit);
  edit.add_clear(2);
  edit.clear_patch();
  add("edit-clear", kEditShown, edit);
  add("delete", kDelete, id);
  add("restore", kRestore, std::string(specimen_id(kDeleted).view()) + encode(records[1]));
  v1::Query query;
  add("query-all", kQuery, query);
  query.set_first_day(20'000);
  query.set_last_day(20'060);
  query.set_from_ms(0);
  query.add_types(16);
  query.set_code("itch");
  query.set_site("");
  query.set_limit(3);
  query.set_newest_first(true);
  add("query-pages", kQuery, query);
  v1::SampleQuery samples;
  samples.add_series("itch");
  samples.add_series("exposure.sweat");
  samples.set_site("");
  samples.set_first_day(20'000);
  samples.set_last_day(20'040);
  samples.set_record_ids(true);
  add("samples", kSamples, samples);
  v1::RecordQuery table;
  table.set_type(16);
  table.set_first_day(20'001);
  add("records-symptom", kRecords, table);
  for (uint32_t type = 17; type <= 22; ++type) {
    table.set_type(type);
    add(("records-" + std::to_string(type)).c_str(), kRecords, table);
  }
  v1::DailyQuery daily;
  daily.set_site("");
  daily.set_last_day(20'020);
  daily.set_reduce(v1::REDUCE_SUM);
  add("daily", kDaily, daily);
  v1::CorrelationQuery correlation;
  correlation.set_outcome("symptom.itch");
  correlation.add_exposures("exposure.sweat");
  correlation.add_lags()->add_days(1);
  correlation.mutable_lags(0)->add_days(2);
  correlation.set_method(v1::CORRELATION_METHOD_SPEARMAN);
  correlation.set_alpha(0.1);
  correlation.set_shifts(19);
  *correlation.mutable_grid() = daily;
  add("correlations", kCorrelations, correlation);
  v1::CheckOptions check;
  check.set_deep(true);
  add("check", kCheck, check);
  v1::SimulateRequest simulation;
  simulation.set_seed(3);
  simulation.set_days(9);
  simulation.set_first_day(-5);
  add("simulate", kSimulate, simulation);
  add("import-id", kImportId, one(3) + "app" + pair(7) + one(4) + one(1) + one(4) + "itch" + id);
  const std::string photograph =
      encode(Record{.when = When{.local_day = 1}, .body = Attachment{.media_type = "image/png"}});
  add("attach", kAttach, one(photograph.size()) + photograph + "a content");
  add("read-attachment", kReadAttachment, std::string(specimen_id(kAttached).view()));
  add("fill-attachment", kFillAttachment, std::string(specimen_id(kAttached).view()) + "a content");
  const std::string key(reinterpret_cast<const char*>(kKey.data()), kKey.size());
  add("add-device-key", kAddKey, one(2) + one(0) + pair(4) + "blob" + key);
  add("add-passphrase", kAddKey, one(1) + one(0) + pair(0) + "correct horse");
  add("add-both", kAddKey, one(4) + one(32) + key + pair(0) + "1234");
  add("add-recovery-code", kAddKey,
      one(3) + one(0) + pair(0) + "0000-0000-0000-0000-0000-0000-0000-0000-00");
  add("remove-key", kRemoveKey, id);
  v1::ScoreQuery scores;
  scores.set_instrument("poem");
  scores.set_last_day(30'000);
  add("scores", kScores, scores);
  v1::Answers answers;
  answers.set_instrument("easi");
  answers.set_version(1);
  answers.set_age_years(7.5);
  v1::Answer& area = *answers.add_answers();
  area.set_item("trunk.area_percent");
  area.set_value(35);
  answers.add_answers()->set_item("trunk.oedema");
  add("score-answers", kScoreAnswers, answers);
  v1::ResponseRequest response;
  response.set_definition("easi_75");
  response.set_baseline(29);
  response.set_later(6);
  response.set_week(16);
  response.set_topical_steroid(true);
  add("judge-response", kJudgeResponse, response);
  v1::FlareRequest flares;
  flares.set_rule("scratch_above_2_for_3_days");
  flares.set_end_of_treatment(19'999);
  for (int day = 0; day < 9; ++day) {
    v1::FlareDay& added = *flares.add_days();
    added.set_day(20'000 + day);
    if (day != 5) added.set_value(day == 1 ? 2 : 3);
  }
  add("find-flares", kFindFlares, flares);
  v1::ControlRequest week;
  week.set_least(3);
  for (int day = 0; day < 7; ++day) {
    v1::ControlDay& added = *week.add_days();
    if (day < 6) added.set_stepped_up(day == 2);
    if (day > 0) added.set_bother(day + 0.5);
  }
  add("judge-week", kJudgeWeek, week);
  clinical(add);
  triggers(add);
}

void write_all(const fs::path& corpora) {
  key_files({corpora, "key_file"});
  backups({corpora, "backup"});
  records({corpora, "record"});
  changes({corpora, "change"});
  sample_blocks({corpora, "sample_block"});
  recovery_codes({corpora, "recovery_code"});
  page_rows({corpora, "page_rows"});
  diary_files({corpora, "diary_file"});
  c_interface({corpora, "c_interface"});
}

}  // namespace
}  // namespace lamella::fuzz

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: lamella_fuzz_seeds FOLDER\n");
    return 2;
  }
  lamella::fuzz::write_all(arguments[1]);
  return 0;
}
