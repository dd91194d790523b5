#include "lamella.h"

#include "arguments.h"
#include "codes.h"
#include "credential.h"
#include "guard.h"
#include "handles.h"
#include "lamella/messages.h"
#include "lamella/version.h"

using lamella::c::bytes_of;
using lamella::c::call;
using lamella::c::clear;
using lamella::c::credential_of;
using lamella::c::give;
using lamella::c::guard;
using lamella::c::id_of;
using lamella::c::options_of;
using lamella::c::place_of;
using lamella::c::required;
using lamella::c::task_of;

namespace {

// A caller with an older header has a smaller struct, one with a newer header a larger one.
template <typename T>
void init(T* out, size_t size) {
  if (out == nullptr || size < sizeof out->struct_size) return;
  std::memset(static_cast<void*>(out), 0, size);
  out->struct_size = static_cast<uint32_t>(size);
}

}  // namespace

uint32_t lamella_abi_version() { return LAMELLA_ABI_VERSION; }

const char* lamella_version() { return lamella::version().data(); }

const char* lamella_code_name(lamella_code code) {
  return lamella::name(static_cast<lamella::Code>(code)).data();
}

void lamella_error_init(lamella_error* error, size_t size) { init(error, size); }
void lamella_credential_init(lamella_credential* credential, size_t size) {
  init(credential, size);
}
void lamella_options_init(lamella_options* options, size_t size) { init(options, size); }

void lamella_buffer_free(lamella_buffer* buffer) {
  if (buffer == nullptr) return;
  // Through a volatile pointer, or the compiler leaves out the wiping of what is freed next.
  static void* (*const volatile wipe)(void*, int, size_t) = std::memset;
  if (buffer->data != nullptr) wipe(buffer->data, 0, buffer->size);
  std::free(buffer->data);
  *buffer = {};
}

lamella_code lamella_task_create(lamella_task** out, lamella_error* error) {
  clear(out);
  return guard(error, [&] {
    lamella_task*& result = required(out, "out");
    result = new lamella_task;
  });
}

void lamella_task_cancel(lamella_task* task) {
  if (task != nullptr) task->task.cancel();
}

void lamella_task_progress(const lamella_task* task, uint64_t* done, uint64_t* total) {
  if (done != nullptr) *done = task == nullptr ? 0 : task->task.done();
  if (total != nullptr) *total = task == nullptr ? 0 : task->task.total();
}

void lamella_task_free(lamella_task* task) { delete task; }

lamella_code lamella_diary_create(const char* path, const lamella_credential* credential,
                                  const lamella_options* options, lamella_diary** out,
                                  lamella_error* error) {
  clear(out);
  return guard(error, [&] {
    lamella_diary*& result = required(out, "out");
    result = new lamella_diary{lamella::Diary::create(
        &required(path, "path"), credential_of(credential), options_of(options))};
  });
}

lamella_code lamella_diary_open(const char* path, const lamella_credential* credential,
                                const lamella_options* options, lamella_diary** out,
                                lamella_error* error) {
  clear(out);
  return guard(error, [&] {
    lamella_diary*& result = required(out, "out");
    result = new lamella_diary{lamella::Diary::open(
        &required(path, "path"), credential_of(credential), options_of(options))};
  });
}

void lamella_diary_close(lamella_diary* diary) {
  if (diary == nullptr) return;
  diary->in_use.lock();
  diary->in_use.unlock();
  delete diary;
}

lamella_code lamella_diary_suspend(lamella_diary* diary, lamella_error* error) {
  return call(diary, error, [](lamella::Diary& core) { core.suspend(); });
}

lamella_code lamella_diary_resume(lamella_diary* diary, const lamella_credential* credential,
                                  lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) { core.resume(credential_of(credential)); });
}

lamella_code lamella_diary_interrupt(lamella_diary* diary, lamella_error* error) {
  return call(diary, error, [](lamella::Diary& core) { core.interrupt(); });
}

lamella_code lamella_diary_release_memory(lamella_diary* diary, lamella_error* error) {
  return call(diary, error, [](lamella::Diary& core) { core.release_memory(); });
}

lamella_code lamella_diary_shred(const char* path, lamella_error* error) {
  return guard(error, [&] { lamella::Diary::shred(&required(path, "path")); });
}

lamella_code lamella_diary_put(lamella_diary* diary, const uint8_t* batch, size_t batch_size,
                               lamella_task* task, lamella_buffer* report, lamella_error* error) {
  clear(report);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(report, "report");
    const auto asked = lamella::decode_record_batch(bytes_of(batch, batch_size, "batch"));
    give(lamella::encode(core.put(asked.records, asked.options, task_of(task))), result);
  });
}

lamella_code lamella_diary_get(lamella_diary* diary, const uint8_t* id, size_t id_size,
                               lamella_buffer* entry, lamella_error* error) {
  clear(entry);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(entry, "entry");
    give(lamella::encode(core.get(id_of(id, id_size))), result);
  });
}

lamella_code lamella_diary_edit(lamella_diary* diary, const uint8_t* edit, size_t edit_size,
                                lamella_buffer* revision, lamella_error* error) {
  clear(revision);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(revision, "revision");
    const auto asked = lamella::decode_edit(bytes_of(edit, edit_size, "edit"));
    give(core.edit(asked.id, asked.revision, asked.patch, asked.clear), result);
  });
}

lamella_code lamella_diary_delete(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                  lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) { core.remove(id_of(id, id_size)); });
}

lamella_code lamella_diary_restore(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                   const uint8_t* record, size_t record_size,
                                   lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    core.restore(id_of(id, id_size), bytes_of(record, record_size, "record"));
  });
}

lamella_code lamella_diary_query(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                 lamella_buffer* page, lamella_error* error) {
  clear(page);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(page, "page");
    give(lamella::encode(core.query(lamella::decode_query(bytes_of(query, query_size, "query")))),
         result);
  });
}

lamella_code lamella_id_random(uint8_t* id, size_t id_size, lamella_error* error) {
  return guard(error, [&] {
    const auto result = place_of(id, id_size);
    give(lamella::random_id(), result);
  });
}

lamella_code lamella_id_import(const char* source, size_t source_size, const char* series,
                               size_t series_size, const int64_t* utc_ms, int32_t local_day,
                               uint64_t ordinal, uint8_t* id, size_t id_size,
                               lamella_error* error) {
  return guard(error, [&] {
    const auto result = place_of(id, id_size);
    const auto instant = utc_ms == nullptr ? std::nullopt : std::optional(*utc_ms);
    give(lamella::import_id(bytes_of(source, source_size, "source"),
                            bytes_of(series, series_size, "series"), instant, local_day, ordinal),
         result);
  });
}

lamella_code lamella_diary_samples(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                   lamella_task* task, ArrowArrayStream* stream,
                                   lamella_error* error) {
  clear(stream);
  return call(diary, error, [&](lamella::Diary& core) {
    ArrowArrayStream& result = required(stream, "stream");
    const auto asked = lamella::decode_sample_query(bytes_of(query, query_size, "query"));
    lamella::export_arrow_stream(core.samples(asked, task_of(task)), &result);
  });
}

lamella_code lamella_diary_records(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                   lamella_task* task, ArrowArrayStream* stream,
                                   lamella_error* error) {
  clear(stream);
  return call(diary, error, [&](lamella::Diary& core) {
    ArrowArrayStream& result = required(stream, "stream");
    const auto asked = lamella::decode_record_query(bytes_of(query, query_size, "query"));
    lamella::export_arrow_stream(
        core.records(asked.type, asked.first_day, asked.last_day, task_of(task)), &result);
  });
}

lamella_code lamella_diary_scores(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                  lamella_task* task, ArrowArrayStream* stream,
                                  lamella_error* error) {
  clear(stream);
  return call(diary, error, [&](lamella::Diary& core) {
    ArrowArrayStream& result = required(stream, "stream");
    const auto asked = lamella::decode_score_query(bytes_of(query, query_size, "query"));
    lamella::export_arrow_stream(
        core.scores(asked.instrument, asked.first_day, asked.last_day, task_of(task)), &result);
  });
}

lamella_code lamella_diary_daily(lamella_diary* diary, const uint8_t* query, size_t query_size,
                                 lamella_task* task, ArrowArrayStream* stream,
                                 lamella_error* error) {
  clear(stream);
  return call(diary, error, [&](lamella::Diary& core) {
    ArrowArrayStream& result = required(stream, "stream");
    const auto asked = lamella::decode_daily_query(bytes_of(query, query_size, "query"));
    lamella::export_arrow_stream(lamella::grid_table(core.daily(asked, task_of(task))), &result);
  });
}

lamella_code lamella_diary_correlations(lamella_diary* diary, const uint8_t* query,
                                        size_t query_size, lamella_task* task,
                                        lamella_buffer* report, lamella_error* error) {
  clear(report);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(report, "report");
    const auto asked = lamella::decode_correlation_query(bytes_of(query, query_size, "query"));
    give(lamella::encode(core.lagged_correlations(asked, task_of(task))), result);
  });
}

lamella_code lamella_simulate(const uint8_t* request, size_t request_size, lamella_buffer* batch,
                              lamella_error* error) {
  clear(batch);
  return guard(error, [&] {
    lamella_buffer& result = required(batch, "batch");
    const auto options =
        lamella::decode_simulate_request(bytes_of(request, request_size, "request"));
    give(lamella::encode(
             lamella::RecordBatch{lamella::simulated_records(lamella::simulate(options)), {}}),
         result);
  });
}

lamella_code lamella_diary_summary(lamella_diary* diary, lamella_buffer* summary,
                                   lamella_error* error) {
  clear(summary);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(summary, "summary");
    give(lamella::encode(core.summary()), result);
  });
}

lamella_code lamella_diary_change_count(lamella_diary* diary, uint64_t* count,
                                        lamella_error* error) {
  clear(count);
  return call(diary, error, [&](lamella::Diary& core) {
    uint64_t& result = required(count, "count");
    result = core.change_count();
  });
}

lamella_code lamella_diary_rebuild(lamella_diary* diary, lamella_task* task, lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) { core.rebuild(task_of(task)); });
}
