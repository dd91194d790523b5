/* A diary that is suspended, shredded, or found to be an older copy. */
#include <stdlib.h>

#include "c_test.h"
#include "check.h"

#define REFUSED(call) CHECK_CODE(LAMELLA_INVALID_ARGUMENT, call)

static lamella_code try_open(const char *path, uint32_t flags) {
  const lamella_credential key = device_key(1);
  lamella_options options;
  lamella_diary *diary;
  lamella_options_init(&options, sizeof options);
  options.flags = flags;
  const lamella_code code = lamella_diary_open(path, &key, &options, &diary, &last_error);
  lamella_diary_close(diary);
  return code;
}

static void a_suspended_diary_is_closed_until_it_is_resumed(void) {
  const char *path = new_path();
  lamella_credential key, *no_key = NULL;
  lamella_buffer summary;
  lamella_diary *diary = new_diary(path);
  put_itch(diary, 6);
  CHECK_OK(lamella_diary_suspend(diary, &last_error));
  CHECK_OK(lamella_diary_suspend(diary, &last_error));
  CHECK_CODE(LAMELLA_CLOSED, lamella_diary_summary(diary, &summary, &last_error));
  CHECK_CODE(LAMELLA_CLOSED, lamella_key_list(diary, &summary, &last_error));
  CHECK_OK(try_open(path, 0)); /* no lock is held */
  key = device_key(2);
  CHECK_CODE(LAMELLA_WRONG_SECRET, lamella_diary_resume(diary, &key, &last_error));
  REFUSED(lamella_diary_resume(diary, no_key, &last_error));
  key = device_key(1);
  CHECK_OK(lamella_diary_resume(diary, &key, &last_error));
  CHECK_OK(lamella_diary_resume(diary, &key, &last_error));
  CHECK(entries_in(diary) == 1);
  CHECK_OK(lamella_diary_suspend(diary, &last_error));
  lamella_diary_close(diary);
}

static void a_reader_is_resumed_as_a_reader(void) {
  const char *path = new_path();
  lamella_diary_close(new_diary(path));
  const lamella_credential key = device_key(1);
  lamella_diary *diary = open_diary(path, LAMELLA_OPEN_READ_ONLY);
  CHECK_OK(lamella_diary_suspend(diary, &last_error));
  CHECK_OK(lamella_diary_resume(diary, &key, &last_error));
  CHECK_CODE(LAMELLA_READ_ONLY, lamella_diary_rebuild(diary, NULL, &last_error));
  lamella_diary_close(diary);
}

static void a_shredded_diary_is_gone(void) {
  const char *path = new_path();
  lamella_diary *diary = new_diary(path);
  CHECK_CODE(LAMELLA_BUSY, lamella_diary_shred(path, &last_error));
  lamella_diary_close(diary);
  CHECK_OK(lamella_diary_shred(path, &last_error));
  CHECK_CODE(LAMELLA_DATABASE_MISSING, try_open(path, 0));
  CHECK_CODE(LAMELLA_DATABASE_MISSING, lamella_diary_shred(path, &last_error));
}

static void an_older_copy_is_a_rollback_that_may_be_accepted(void) {
  const char *path = new_path();
  size_t size;
  lamella_diary *diary = new_diary(path);
  put_itch(diary, 6);
  lamella_diary_close(diary);
  char *old = read_file(path, &size);
  diary = open_diary(path, 0);
  put_itch(diary, 7);
  lamella_diary_close(diary);

  write_file(path, old, size);
  free(old);
  CHECK_CODE(LAMELLA_ROLLBACK, try_open(path, 0));
  CHECK_CODE(LAMELLA_ROLLBACK, try_open(path, LAMELLA_OPEN_READ_ONLY));
  diary = open_diary(path, LAMELLA_OPEN_ACCEPT_ROLLBACK);
  CHECK(entries_in(diary) == 1);
  lamella_diary_close(diary);
  CHECK_OK(try_open(path, 0));
}

static void what_is_missing_is_refused(void) {
  const lamella_credential key = device_key(1);
  lamella_diary *none = NULL;
  const char *no_path = NULL;
  REFUSED(lamella_diary_suspend(none, &last_error));
  REFUSED(lamella_diary_resume(none, &key, &last_error));
  REFUSED(lamella_diary_shred(no_path, &last_error));
  REFUSED(lamella_diary_shred("", &last_error));
}

void test_lifecycle(void) {
  a_suspended_diary_is_closed_until_it_is_resumed();
  a_reader_is_resumed_as_a_reader();
  a_shredded_diary_is_gone();
  an_older_copy_is_a_rollback_that_may_be_accepted();
  what_is_missing_is_refused();
}
