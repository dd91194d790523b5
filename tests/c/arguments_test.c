/* Arguments that break the rules of lamella.h: refused, never a crash, and results are emptied. */
#include <lamella_arrow.h>
#include <string.h>

#include "c_test.h"
#include "check.h"

#define REFUSED(call) CHECK_CODE(LAMELLA_INVALID_ARGUMENT, call)
#define MALFORMED(call) CHECK_CODE(LAMELLA_MALFORMED_MESSAGE, call)

static void versions_and_names_are_told(void) {
  CHECK(lamella_abi_version() == LAMELLA_ABI_VERSION);
  CHECK(lamella_version()[0] >= '0' && lamella_version()[0] <= '9');
  CHECK(strcmp(lamella_code_name(LAMELLA_OK), "ok") == 0);
  CHECK(strcmp(lamella_code_name(LAMELLA_WRONG_SECRET), "wrong secret") == 0);
  CHECK(strcmp(lamella_code_name(LAMELLA_UNRELEASED_FORMAT), "unreleased format") == 0);
  CHECK(strcmp(lamella_code_name(999), "unknown") == 0);
  CHECK(strcmp(lamella_code_name(-1), "unknown") == 0);
}

static void null_handles_are_refused(void) {
  lamella_diary *none = NULL;
  uint8_t id[16] = {0}, byte = 0;
  uint64_t count = 1;
  lamella_buffer out = {&byte, 1};
  struct ArrowArrayStream stream;
  memset(&stream, 1, sizeof stream);
  REFUSED(lamella_diary_put(none, id, 16, NULL, &out, &last_error));
  CHECK(out.data == NULL && out.size == 0);
  REFUSED(lamella_diary_get(none, id, 16, &out, &last_error));
  REFUSED(lamella_diary_edit(none, id, 16, &out, &last_error));
  REFUSED(lamella_diary_delete(none, id, 16, &last_error));
  REFUSED(lamella_diary_restore(none, id, 16, id, 16, &last_error));
  REFUSED(lamella_diary_query(none, NULL, 0, &out, &last_error));
  REFUSED(lamella_diary_samples(none, NULL, 0, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  REFUSED(lamella_diary_records(none, NULL, 0, NULL, &stream, &last_error));
  REFUSED(lamella_diary_daily(none, NULL, 0, NULL, &stream, &last_error));
  REFUSED(lamella_diary_correlations(none, id, 16, NULL, &out, &last_error));
  REFUSED(lamella_diary_triggers(none, id, 16, NULL, &out, &last_error));
  REFUSED(lamella_diary_trigger_test(none, id, 16, NULL, &out, &last_error));
  REFUSED(lamella_diary_summary(none, &out, &last_error));
  REFUSED(lamella_diary_change_count(none, &count, &last_error));
  CHECK(count == 0);
  REFUSED(lamella_diary_rebuild(none, NULL, &last_error));
}

static void results_without_a_place_are_refused(lamella_diary *diary) {
  const lamella_credential key = device_key(1);
  lamella_buffer *no_buffer = NULL;
  struct ArrowArrayStream *no_stream = NULL;
  uint64_t *no_count = NULL, before, after;
  uint8_t id[16] = {0}, *no_id = NULL;
  const message record = itch_record(20000, 1, "");
  const message batch = batch_of(&record, NULL);
  CHECK_OK(lamella_diary_change_count(diary, &before, &last_error));
  REFUSED(lamella_diary_put(diary, batch.data, batch.size, NULL, no_buffer, &last_error));
  CHECK_OK(lamella_diary_change_count(diary, &after, &last_error));
  CHECK(after == before); /* found out before anything was written */
  REFUSED(lamella_diary_get(diary, id, 16, no_buffer, &last_error));
  REFUSED(lamella_diary_edit(diary, id, 16, no_buffer, &last_error));
  REFUSED(lamella_diary_query(diary, NULL, 0, no_buffer, &last_error));
  REFUSED(lamella_diary_samples(diary, NULL, 0, NULL, no_stream, &last_error));
  REFUSED(lamella_diary_records(diary, NULL, 0, NULL, no_stream, &last_error));
  REFUSED(lamella_diary_daily(diary, NULL, 0, NULL, no_stream, &last_error));
  REFUSED(lamella_diary_correlations(diary, id, 16, NULL, no_buffer, &last_error));
  REFUSED(lamella_diary_triggers(diary, id, 16, NULL, no_buffer, &last_error));
  REFUSED(lamella_diary_trigger_test(diary, id, 16, NULL, no_buffer, &last_error));
  REFUSED(lamella_trigger_test_plan(NULL, 0, no_buffer, &last_error));
  REFUSED(lamella_trigger_test_analyse(id, 16, no_buffer, &last_error));
  REFUSED(lamella_diary_summary(diary, no_buffer, &last_error));
  REFUSED(lamella_diary_change_count(diary, no_count, &last_error));
  REFUSED(lamella_simulate(NULL, 0, no_buffer, &last_error));
  REFUSED(lamella_id_random(no_id, 16, &last_error));
  REFUSED(lamella_id_import(NULL, 0, NULL, 0, NULL, 0, 0, no_id, 16, &last_error));
  REFUSED(lamella_task_create(NULL, &last_error));
  REFUSED(lamella_diary_create(new_path(), &key, NULL, NULL, &last_error));
  REFUSED(lamella_diary_open(new_path(), &key, NULL, NULL, &last_error));
}

static void null_bytes_with_a_size_are_refused(lamella_diary *diary) {
  const uint8_t *none = NULL;
  uint8_t id[16] = {0};
  lamella_buffer out;
  struct ArrowArrayStream stream;
  REFUSED(lamella_diary_put(diary, none, 1, NULL, &out, &last_error));
  REFUSED(lamella_diary_get(diary, none, 16, &out, &last_error));
  REFUSED(lamella_diary_edit(diary, none, 1, &out, &last_error));
  REFUSED(lamella_diary_delete(diary, none, 16, &last_error));
  REFUSED(lamella_diary_restore(diary, none, 16, id, 16, &last_error));
  REFUSED(lamella_diary_restore(diary, id, 16, none, 16, &last_error));
  REFUSED(lamella_diary_query(diary, none, 1, &out, &last_error));
  REFUSED(lamella_diary_samples(diary, none, 1, NULL, &stream, &last_error));
  REFUSED(lamella_diary_records(diary, none, 1, NULL, &stream, &last_error));
  REFUSED(lamella_diary_daily(diary, none, 1, NULL, &stream, &last_error));
  REFUSED(lamella_diary_correlations(diary, none, 1, NULL, &out, &last_error));
  REFUSED(lamella_diary_triggers(diary, none, 1, NULL, &out, &last_error));
  REFUSED(lamella_diary_trigger_test(diary, none, 1, NULL, &out, &last_error));
  REFUSED(lamella_trigger_test_plan(none, 1, &out, &last_error));
  REFUSED(lamella_trigger_test_analyse(none, 1, &out, &last_error));
  REFUSED(lamella_simulate(none, 1, &out, &last_error));
  REFUSED(lamella_id_import(NULL, 1, NULL, 0, NULL, 0, 0, id, 16, &last_error));
}

static void ids_of_another_size_are_refused(lamella_diary *diary) {
  uint8_t id[17] = {0};
  lamella_buffer out;
  message edit = {{0}, 0};
  const message record = itch_record(20000, 1, "");
  for (size_t size = 0; size <= 17; size += size == 0 ? 15 : 2) {
    REFUSED(lamella_diary_get(diary, id, size, &out, &last_error));
    REFUSED(lamella_diary_delete(diary, id, size, &last_error));
    REFUSED(lamella_diary_restore(diary, id, size, record.data, record.size, &last_error));
    REFUSED(lamella_id_random(id, size, &last_error));
    REFUSED(lamella_id_import(NULL, 0, NULL, 0, NULL, 0, 0, id, size, &last_error));
  }
  add_bytes(&edit, 1, id, 15);
  REFUSED(lamella_diary_edit(diary, edit.data, edit.size, &out, &last_error));
  message added = {{0}, 0}, batch = {{0}, 0};
  add_message(&added, 1, &record);
  add_bytes(&added, 2, id, 17);
  add_message(&batch, 1, &added);
  REFUSED(lamella_diary_put(diary, batch.data, batch.size, NULL, &out, &last_error));
}

static void bytes_that_are_no_message_are_refused(lamella_diary *diary) {
  static const uint8_t cut[] = {0x0a, 0x05, 'i', 't'}; /* field 1 of 5 bytes, 2 are there */
  static const uint8_t no_text[] = {0x0a, 0x01, 0xff}; /* a text of invalid UTF-8 */
  lamella_buffer out;
  struct ArrowArrayStream stream;
  MALFORMED(lamella_diary_put(diary, cut, sizeof cut, NULL, &out, &last_error));
  MALFORMED(lamella_diary_edit(diary, cut, sizeof cut, &out, &last_error));
  MALFORMED(lamella_diary_query(diary, cut, sizeof cut, &out, &last_error));
  MALFORMED(lamella_diary_samples(diary, cut, sizeof cut, NULL, &stream, &last_error));
  MALFORMED(lamella_diary_samples(diary, no_text, sizeof no_text, NULL, &stream, &last_error));
  MALFORMED(lamella_diary_records(diary, cut, sizeof cut, NULL, &stream, &last_error));
  MALFORMED(lamella_diary_daily(diary, cut, sizeof cut, NULL, &stream, &last_error));
  MALFORMED(lamella_diary_correlations(diary, cut, sizeof cut, NULL, &out, &last_error));
  MALFORMED(lamella_diary_triggers(diary, cut, sizeof cut, NULL, &out, &last_error));
  MALFORMED(lamella_diary_trigger_test(diary, cut, sizeof cut, NULL, &out, &last_error));
  MALFORMED(lamella_trigger_test_plan(cut, sizeof cut, &out, &last_error));
  MALFORMED(lamella_trigger_test_analyse(cut, sizeof cut, &out, &last_error));
  MALFORMED(lamella_simulate(cut, sizeof cut, &out, &last_error));

  /* A record of these bytes within a good batch. */
  message record = {{0}, 0};
  memcpy(record.data, cut, sizeof cut);
  record.size = sizeof cut;
  const message batch = batch_of(&record, NULL);
  MALFORMED(lamella_diary_put(diary, batch.data, batch.size, NULL, &out, &last_error));
  CHECK(out.data == NULL);
}

static void credentials_are_checked(void) {
  static const uint8_t secret[64] = {1};
  const lamella_credential *no_credential = NULL;
  const char *no_path = NULL;
  lamella_credential key = device_key(1);
  lamella_diary *diary;
  REFUSED(lamella_diary_create(new_path(), no_credential, NULL, &diary, &last_error));
  REFUSED(lamella_diary_create(no_path, &key, NULL, &diary, &last_error));
  key.secret_size = 31;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  key.secret = secret;
  key.secret_size = 33;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  key.secret_size = 32;
  key.kind = 0;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  key.kind = LAMELLA_DEVICE_KEY;
  key.secret = NULL;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  CHECK(diary == NULL);
}

static void structs_of_another_size_are_refused(void) {
  lamella_credential key = device_key(1);
  lamella_options options;
  lamella_diary *diary;
  lamella_options_init(&options, sizeof options);
  CHECK(options.struct_size == sizeof options && options.flags == 0);
  options.flags = 0x80;
  REFUSED(lamella_diary_create(new_path(), &key, &options, &diary, &last_error));
  options.flags = LAMELLA_OPEN_READ_ONLY;
  REFUSED(lamella_diary_create(new_path(), &key, &options, &diary, &last_error));
  options.flags = 0;
  options.struct_size = sizeof options - 1;
  REFUSED(lamella_diary_create(new_path(), &key, &options, &diary, &last_error));
  options.struct_size = sizeof options + 1;
  REFUSED(lamella_diary_create(new_path(), &key, &options, &diary, &last_error));
  key.struct_size = 0;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  key.struct_size = sizeof key + 8;
  REFUSED(lamella_diary_create(new_path(), &key, NULL, &diary, &last_error));
  CHECK(diary == NULL);

  /* What a caller with a larger struct gets is filled to its end; one without room is left alone.
   */
  struct {
    lamella_options options;
    uint32_t appended;
  } newer = {{9, 9}, 9};
  lamella_options_init(&newer.options, sizeof newer);
  CHECK(newer.options.struct_size == sizeof newer && newer.appended == 0);
  newer.options.flags = 9;
  lamella_options_init(&newer.options, 3);
  CHECK(newer.options.flags == 9);
}

static void an_error_is_written_only_when_there_is_one_to_write(lamella_diary *diary) {
  uint8_t id[16] = {0};
  uint64_t count;
  lamella_buffer out = {id, 1};
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  CHECK(error.struct_size == sizeof error);
  CHECK(lamella_diary_change_count(diary, &count, &error) == LAMELLA_OK);
  CHECK(error.code == LAMELLA_OK && error.message[0] == '\0');
  CHECK(lamella_diary_get(diary, id, 16, &out, &error) == LAMELLA_NOT_FOUND);
  CHECK(error.code == LAMELLA_NOT_FOUND && error.detail == 0);
  CHECK(strcmp(error.message, "no entry has this id") == 0);
  CHECK(lamella_diary_change_count(diary, &count, &error) == LAMELLA_OK);
  CHECK(error.code == LAMELLA_NOT_FOUND);

  CHECK(lamella_diary_get(diary, id, 16, &out, NULL) == LAMELLA_NOT_FOUND);

  memset(&error, 0, sizeof error); /* not set by its init function */
  out.data = id;
  CHECK(lamella_diary_get(diary, id, 16, &out, &error) == LAMELLA_INVALID_ARGUMENT);
  CHECK(error.code == 0 && error.message[0] == '\0' && out.data == NULL);
  CHECK(lamella_diary_change_count(diary, &count, &error) == LAMELLA_INVALID_ARGUMENT);
}

static void what_takes_null_does_nothing(void) {
  lamella_buffer buffer = {NULL, 0};
  lamella_task *task = NULL;
  lamella_error *no_error = NULL;
  uint64_t done = 1, total = 1;
  lamella_buffer_free(NULL);
  lamella_buffer_free(&buffer);
  lamella_diary_close(NULL);
  lamella_task_free(NULL);
  lamella_task_cancel(NULL);
  lamella_task_progress(NULL, &done, &total);
  CHECK(done == 0 && total == 0);
  lamella_error_init(no_error, sizeof *no_error);
  CHECK_OK(lamella_task_create(&task, &last_error));
  lamella_task_progress(task, NULL, NULL);
  lamella_task_free(task);
}

static void a_buffer_is_freed_once(void) {
  lamella_buffer buffer = simulated(1);
  CHECK(buffer.data != NULL);
  lamella_buffer_free(&buffer);
  CHECK(buffer.data == NULL && buffer.size == 0);
  lamella_buffer_free(&buffer);
  CHECK(buffer.data == NULL && buffer.size == 0);
}

void test_arguments(void) {
  lamella_diary *diary = new_diary(new_path());
  versions_and_names_are_told();
  null_handles_are_refused();
  results_without_a_place_are_refused(diary);
  null_bytes_with_a_size_are_refused(diary);
  ids_of_another_size_are_refused(diary);
  bytes_that_are_no_message_are_refused(diary);
  credentials_are_checked();
  structs_of_another_size_are_refused();
  an_error_is_written_only_when_there_is_one_to_write(diary);
  what_takes_null_does_nothing();
  a_buffer_is_freed_once();
  lamella_diary_close(diary);
}
