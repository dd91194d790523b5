// The C interface: the first byte of an input chooses the function, the rest is the bytes that it
// is given. Each input meets the same diary (specimen.h). A call answers with a code; one that
// fails says why, gives no result and changes nothing; after one that wrote, the diary is still
// sound.
#include <array>
#include <cstring>
#include <iterator>
#include <string>

#include "faults/folder.h"
#include "fuzz.h"
#include "lamella.h"
#include "lamella/v1/query.pb.h"
#include "lamella/v1/triggers.pb.h"
#include "lamella_arrow.h"
#include "quiet_protobuf.h"
#include "specimen.h"

namespace lamella {
namespace {

using fuzz::Input;
using fuzz::octets;
using fuzz::require;

constexpr size_t kIdBytes = 16;

lamella_credential credential_of(std::span<const uint8_t> secret, uint32_t kind) {
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = kind;
  credential.secret = secret.data();
  credential.secret_size = secret.size();
  return credential;
}

lamella_error no_error() {
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  return error;
}

// The diary, put back to its beginning after each call that changed it.
class Specimen {
 public:
  Specimen() {
    fuzz::make_specimen(folder_.diary());
    files_ = folder_.files();
    open();
  }
  Specimen(const Specimen&) = delete;
  Specimen& operator=(const Specimen&) = delete;
  ~Specimen() { lamella_diary_close(diary_); }

  lamella_diary* diary() const { return diary_; }
  void put_back() {
    lamella_diary_close(diary_);
    folder_.replace_with(files_);
    open();
  }

 private:
  void open() {
    const lamella_credential key = credential_of(fuzz::kKey, LAMELLA_DEVICE_KEY);
    lamella_error error = no_error();
    if (lamella_diary_open(folder_.diary().c_str(), &key, nullptr, &diary_, &error) != LAMELLA_OK) {
      fuzz::fail(error.message);
    }
  }

  faults::Folder folder_;
  faults::Files files_;
  lamella_diary* diary_ = nullptr;
};

// One call and what it left.
class Call {
 public:
  explicit Call(lamella_diary* diary) : diary_(diary) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() { lamella_buffer_free(&buffer_); }

  lamella_diary* diary() const { return diary_; }
  lamella_buffer* buffer() { return &buffer_; }
  lamella_error* error() { return &error_; }
  std::string_view answer() const { return fuzz::text_of(buffer_.data, buffer_.size); }

  // Passes on the code of the call, once it was judged.
  lamella_code judge(lamella_code code) {
    if (code == LAMELLA_OK) return code;
    require(code != LAMELLA_INTERNAL, "no bytes lead to an internal failure");
    require(std::strcmp(lamella_code_name(code), "unknown") != 0, "a code has a name");
    require(error_.code == code, "the error has the code that was returned");
    const size_t size = strnlen(error_.message, sizeof error_.message);
    require(size > 0 && size < sizeof error_.message, "the error has a message");
    require(buffer_.data == nullptr && buffer_.size == 0, "a call that failed gives no result");
    return code;
  }

 private:
  lamella_diary* diary_;
  lamella_buffer buffer_{};
  lamella_error error_ = no_error();
};

// Reads an Arrow stream to its end.
void consume(ArrowArrayStream& stream) {
  ArrowSchema schema{};
  require(stream.get_schema(&stream, &schema) == 0, "a stream has a schema");
  for (;;) {
    ArrowArray batch{};
    require(stream.get_next(&stream, &batch) == 0, "a stream has a next batch or an end");
    if (batch.release == nullptr) break;
    require(batch.n_children == schema.n_children, "a batch has the columns of its schema");
    for (int64_t i = 0; i < batch.n_children; ++i) {
      require(batch.children[i]->length == batch.length, "columns are of one length");
    }
    batch.release(&batch);
  }
  schema.release(&schema);
  stream.release(&stream);
}

using Columns = lamella_code (*)(lamella_diary*, const uint8_t*, size_t, lamella_task*,
                                 ArrowArrayStream*, lamella_error*);

template <Columns columns>
lamella_code ask_columns(Call& call, Input input) {
  const auto query = octets(input.rest());
  ArrowArrayStream stream{};
  const lamella_code code =
      call.judge(columns(call.diary(), query.data(), query.size(), nullptr, &stream, call.error()));
  require((code == LAMELLA_OK) == (stream.release != nullptr), "a stream comes with success");
  if (code == LAMELLA_OK) consume(stream);
  return code;
}

using Question = lamella_code (*)(lamella_diary*, const uint8_t*, size_t, lamella_task*,
                                  lamella_buffer*, lamella_error*);

// Also of a put: its batch goes the same way.
template <Question question>
lamella_code ask(Call& call, Input input) {
  const auto bytes = octets(input.rest());
  return call.judge(
      question(call.diary(), bytes.data(), bytes.size(), nullptr, call.buffer(), call.error()));
}

lamella_code query(Call& call, std::string_view bytes) {
  return call.judge(lamella_diary_query(call.diary(), octets(bytes).data(), bytes.size(),
                                        call.buffer(), call.error()));
}

// The second page as well: no input can know a token.
lamella_code query_pages(Call& call, Input input) {
  const std::string_view bytes = input.rest();
  const lamella_code code = query(call, bytes);
  v1::Query asked;
  v1::Page page;
  if (code != LAMELLA_OK) return code;
  require(asked.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())), "a query parses");
  require(page.ParseFromArray(call.answer().data(), static_cast<int>(call.answer().size())),
          "a page parses");
  if (page.next_token().empty()) return code;
  asked.set_token(page.next_token());
  Call next(call.diary());
  require(query(next, asked.SerializeAsString()) == LAMELLA_OK, "a page has a next one");
  return code;
}

lamella_code get(Call& call, Input input) {
  const auto id = octets(input.rest());
  return call.judge(
      lamella_diary_get(call.diary(), id.data(), id.size(), call.buffer(), call.error()));
}

lamella_code edit_bytes(Call& call, std::string_view bytes) {
  return call.judge(lamella_diary_edit(call.diary(), octets(bytes).data(), bytes.size(),
                                       call.buffer(), call.error()));
}

lamella_code edit(Call& call, Input input) { return edit_bytes(call, input.rest()); }

// An edit without a revision, which no input can know: it is given the one that is shown.
lamella_code edit_shown(Call& call, Input input) {
  const std::string_view bytes = input.rest();
  v1::Edit asked;
  if (!asked.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return edit_bytes(call, bytes);
  }
  Call shown(call.diary());
  v1::Entry entry;
  if (get(shown, {octets(asked.id()).data(), asked.id().size()}) == LAMELLA_OK) {
    require(entry.ParseFromArray(shown.answer().data(), static_cast<int>(shown.answer().size())),
            "an entry parses");
  }
  // What the input has of a revision is a damage to the shown one.
  std::string revision = entry.revision();
  for (size_t i = 0; i < std::min(revision.size(), asked.revision().size()); ++i) {
    revision[i] = static_cast<char>(revision[i] ^ asked.revision()[i]);
  }
  asked.set_revision(revision);
  return edit_bytes(call, asked.SerializeAsString());
}

lamella_code remove(Call& call, Input input) {
  const auto id = octets(input.rest());
  return call.judge(lamella_diary_delete(call.diary(), id.data(), id.size(), call.error()));
}

lamella_code restore(Call& call, Input input) {
  const auto id = octets(input.take(kIdBytes));
  const auto record = octets(input.rest());
  return call.judge(lamella_diary_restore(call.diary(), id.data(), id.size(), record.data(),
                                          record.size(), call.error()));
}

lamella_code simulate(Call& call, Input input) {
  const auto bytes = octets(input.rest());
  return call.judge(lamella_simulate(bytes.data(), bytes.size(), call.buffer(), call.error()));
}

lamella_code import_id(Call& call, Input input) {
  const std::string_view source = input.take(input.byte());
  const int64_t utc_ms = int64_t{input.pair()} << input.byte() % 48;
  const bool has_instant = input.byte() % 2 == 1;
  const std::string_view series = input.take(input.byte());
  const auto place = octets(input.rest());
  std::array<uint8_t, UINT8_MAX> id{};
  return call.judge(lamella_id_import(
      source.data(), source.size(), series.data(), series.size(), has_instant ? &utc_ms : nullptr,
      static_cast<int32_t>(utc_ms), 0, id.data(), std::min(place.size(), id.size()), call.error()));
}

// Gives what is left of the input, in parts of up to 7 bytes.
ptrdiff_t give(void* context, uint8_t* room, size_t room_size) {
  const std::string_view part = static_cast<Input*>(context)->take(std::min<size_t>(room_size, 7));
  std::copy(part.begin(), part.end(), room);
  return static_cast<ptrdiff_t>(part.size());
}

lamella_code take(void* context, const uint8_t* part, size_t part_size) {
  static_cast<std::string*>(context)->append(fuzz::text_of(part, part_size));
  return LAMELLA_OK;
}

lamella_code attach(Call& call, Input input) {
  const auto record = octets(input.take(input.byte()));
  std::array<uint8_t, kIdBytes> id{};
  return call.judge(lamella_attachment_add(call.diary(), record.data(), record.size(), give, &input,
                                           nullptr, id.data(), id.size(), call.error()));
}

lamella_code read_attachment(Call& call, Input input) {
  const auto id = octets(input.rest());
  std::string content;
  return call.judge(lamella_attachment_read(call.diary(), id.data(), id.size(), take, &content,
                                            nullptr, call.error()));
}

lamella_code fill_attachment(Call& call, Input input) {
  const auto id = octets(input.take(kIdBytes));
  return call.judge(lamella_attachment_fill(call.diary(), id.data(), id.size(), give, &input,
                                            nullptr, call.error()));
}

lamella_code add_key(Call& call, Input input) {
  const uint8_t kind = input.byte();
  const auto device_key = octets(input.take(input.byte()));
  const auto blob = octets(input.take(input.pair()));
  lamella_credential credential = credential_of(octets(input.rest()), kind);
  credential.device_key = device_key.data();
  credential.device_key_size = device_key.size();
  credential.blob = blob.data();
  credential.blob_size = blob.size();
  // What an input cannot choose: a passphrase may cost minutes.
  credential.argon2id_memory_kib = 8;
  credential.argon2id_passes = 1;
  std::array<uint8_t, kIdBytes> id{};
  return call.judge(lamella_key_add(call.diary(), &credential, id.data(), id.size(), call.error()));
}

lamella_code remove_key(Call& call, Input input) {
  const auto id = octets(input.rest());
  return call.judge(lamella_key_remove(call.diary(), id.data(), id.size(), call.error()));
}

using Reckoning = lamella_code (*)(const uint8_t*, size_t, lamella_buffer*, lamella_error*);

// One that needs no diary.
template <Reckoning reckoning>
lamella_code reckon(Call& call, Input input) {
  const auto given = octets(input.rest());
  return call.judge(reckoning(given.data(), given.size(), call.buffer(), call.error()));
}

using Telling = lamella_code (*)(lamella_diary*, const uint8_t*, size_t, lamella_buffer*,
                                 lamella_error*);

// Of a query, or of an id.
template <Telling telling>
lamella_code tell(Call& call, Input input) {
  const auto given = octets(input.rest());
  return call.judge(telling(call.diary(), given.data(), given.size(), call.buffer(), call.error()));
}

lamella_code adherence(Call& call, Input input) {
  const auto day = static_cast<int32_t>(20'000 + input.byte());
  const auto plan = octets(input.rest());
  return call.judge(lamella_plan_adherence(call.diary(), plan.data(), plan.size(), day,
                                           call.buffer(), call.error()));
}

lamella_code surface(Call& call, Input input) {
  const auto given = octets(input.rest());
  double percent = 0;
  const lamella_code code =
      call.judge(lamella_surface_share(given.data(), given.size(), &percent, call.error()));
  require(!(percent < 0) && !(percent > 100), "a share is one of the whole");
  return code;
}

lamella_code lesion_series(Call& call, Input input) {
  const auto lesion = octets(input.rest());
  ArrowArrayStream stream{};
  const lamella_code code = call.judge(
      lamella_lesion_series(call.diary(), lesion.data(), lesion.size(), &stream, call.error()));
  require((code == LAMELLA_OK) == (stream.release != nullptr), "a stream comes with success");
  if (code == LAMELLA_OK) consume(stream);
  return code;
}

lamella_code analyse(Call& call, const v1::TriggerTestRequest& request) {
  const std::string bytes = request.SerializeAsString();
  return call.judge(lamella_trigger_test_analyse(octets(bytes).data(), bytes.size(), call.buffer(),
                                                 call.error()));
}

// Leaves the schedule in `made`, which must be one that can be analysed.
lamella_code plan(Call& call, v1::TriggerPlanOptions options, v1::TriggerPlan& made) {
  // What an input cannot choose: a test that is hard to plan takes minutes of simulations.
  options.set_sd(options.effect() / 100);
  options.set_missing(0);
  options.set_alpha(0.05);
  const std::string bytes = options.SerializeAsString();
  const lamella_code code = call.judge(
      lamella_trigger_test_plan(octets(bytes).data(), bytes.size(), call.buffer(), call.error()));
  if (code != LAMELLA_OK) return code;
  require(made.ParseFromArray(call.answer().data(), static_cast<int>(call.answer().size())),
          "a plan parses");
  v1::TriggerTestRequest request;
  *request.mutable_plan() = made;
  Call analysed(call.diary());
  require(analyse(analysed, request) == LAMELLA_OK, "a plan as it was made can be analysed");
  return code;
}

lamella_code plan_test(Call& call, Input input) {
  const std::string_view bytes = input.rest();
  v1::TriggerPlanOptions options;
  v1::TriggerPlan made;
  if (!options.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return reckon<lamella_trigger_test_plan>(call, {octets(bytes).data(), bytes.size()});
  }
  return plan(call, options, made);
}

// No input can know a schedule: it is given the one that its options make.
lamella_code analyse_planned(Call& call, Input input) {
  const std::string_view bytes = input.rest();
  v1::TriggerTestRequest asked;
  if (!asked.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return reckon<lamella_trigger_test_analyse>(call, {octets(bytes).data(), bytes.size()});
  }
  Call planned(call.diary());
  v1::TriggerPlan made;
  if (plan(planned, asked.plan().options(), made) == LAMELLA_OK) *asked.mutable_plan() = made;
  return analyse(call, asked);
}

struct Function {
  lamella_code (*run)(Call& call, Input input);
  bool writes;
};

// An input names a function by its place: new ones go to the end.
constexpr Function kFunctions[] = {
    {ask<lamella_diary_put>, true},
    {get, false},
    {edit, true},
    {edit_shown, true},
    {remove, true},
    {restore, true},
    {query_pages, false},
    {ask_columns<lamella_diary_samples>, false},
    {ask_columns<lamella_diary_records>, false},
    {ask_columns<lamella_diary_daily>, false},
    {ask<lamella_diary_correlations>, false},
    {ask<lamella_diary_check>, false},
    {simulate, false},
    {import_id, false},
    {attach, true},
    {read_attachment, false},
    {fill_attachment, true},
    {add_key, true},
    {remove_key, true},
    {ask_columns<lamella_diary_scores>, false},
    {reckon<lamella_answers_score>, false},
    {reckon<lamella_response_judge>, false},
    {reckon<lamella_flares_find>, false},
    {reckon<lamella_week_control_judge>, false},
    {reckon<lamella_measurement_convert>, false},
    {reckon<lamella_dose_judge>, false},
    {surface, false},
    {tell<lamella_diary_steroid_use>, false},
    {tell<lamella_diary_measured_change>, false},
    {tell<lamella_diary_flares>, false},
    {adherence, false},
    {tell<lamella_course_problems>, false},
    {tell<lamella_course_reminders>, false},
    {tell<lamella_course_onsets>, false},
    {tell<lamella_product_criteria>, false},
    {tell<lamella_lesion_healing>, false},
    {lesion_series, false},
    {reckon<lamella_remission_find>, false},
    {ask<lamella_diary_triggers>, false},
    {plan_test, false},
    {reckon<lamella_trigger_test_analyse>, false},
    {analyse_planned, false},
    {ask<lamella_diary_trigger_test>, false},
};

uint64_t changes(lamella_diary* diary) {
  uint64_t count = 0;
  Call call(diary);
  call.judge(lamella_diary_change_count(diary, &count, call.error()));
  return count;
}

void require_sound(lamella_diary* diary) {
  Call call(diary);
  require(ask<lamella_diary_check>(call, {nullptr, 0}) == LAMELLA_OK, "a diary can be checked");
  v1::CheckReport report;
  require(report.ParseFromArray(call.answer().data(), static_cast<int>(call.answer().size())),
          "a report parses");
  for (const v1::Finding& finding : report.findings()) fuzz::fail(finding.what().c_str());
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  static Specimen specimen;
  fuzz::Input input(data, size);
  const Function& function = kFunctions[input.byte() % std::size(kFunctions)];
  const uint64_t before = changes(specimen.diary());
  Call call(specimen.diary());
  const lamella_code code = function.run(call, input);
  const uint64_t after = changes(specimen.diary());
  if (!function.writes || code != LAMELLA_OK) {
    require(before == after, "a question and a call that failed change nothing");
    return 0;
  }
  require_sound(specimen.diary());
  specimen.put_back();
  return 0;
}
