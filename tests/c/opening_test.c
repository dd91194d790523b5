/* Creating, opening and closing: each way that works, and each that must fail with its own code. */
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "c_test.h"
#include "check.h"

static lamella_code try_open(const char *path, uint8_t key_byte) {
  const lamella_credential key = device_key(key_byte);
  lamella_diary *diary = (lamella_diary *)path; /* anything but null */
  const lamella_code code = lamella_diary_open(path, &key, NULL, &diary, &last_error);
  CHECK((code == LAMELLA_OK) == (diary != NULL));
  lamella_diary_close(diary);
  return code;
}

static void a_diary_is_made_closed_and_opened_again(void) {
  const char *path = new_path();
  const lamella_credential key = device_key(1);
  lamella_diary *diary = new_diary(path);
  lamella_diary_close(diary);
  CHECK_OK(try_open(path, 1));
  CHECK_CODE(LAMELLA_ALREADY_EXISTS, lamella_diary_create(path, &key, NULL, &diary, &last_error));
  CHECK(diary == NULL);
  lamella_diary_close(NULL);
}

static void a_wrong_or_missing_thing_is_named(void) {
  char beside[128];
  const char *path = new_path();
  CHECK_CODE(LAMELLA_DATABASE_MISSING, try_open(path, 1));
  lamella_diary_close(new_diary(path));
  CHECK_CODE(LAMELLA_WRONG_SECRET, try_open(path, 2));

  CHECK(remove(path) == 0);
  CHECK_CODE(LAMELLA_DATABASE_MISSING, try_open(path, 1));

  path = new_path();
  lamella_diary_close(new_diary(path));
  snprintf(beside, sizeof beside, "%s-keys", path);
  CHECK(remove(beside) == 0);
  snprintf(beside, sizeof beside, "%s-keys.bak", path);
  CHECK(remove(beside) == 0);
  CHECK_CODE(LAMELLA_NEEDS_KEYS, try_open(path, 1));

  path = new_path();
  write_file(path, "SQLite format 3\0 and so on", 26);
  CHECK_CODE(LAMELLA_PLAIN_TEXT, try_open(path, 1));
}

static void a_path_that_is_no_file_is_refused(void) {
  const lamella_credential key = device_key(1);
  lamella_diary *diary;
  const char *path = new_path();
  CHECK(mkdir(path, 0700) == 0);
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT, try_open(path, 1));
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT, lamella_diary_create(path, &key, NULL, &diary, &last_error));
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT, lamella_diary_create("", &key, NULL, &diary, &last_error));
}

static void a_second_handle_finds_the_diary_busy(void) {
  const char *path = new_path();
  lamella_diary *diary = new_diary(path);
  CHECK_CODE(LAMELLA_BUSY, try_open(path, 1));
  lamella_diary_close(diary);
  CHECK_OK(try_open(path, 1));
}

static void a_read_only_handle_reads_beside_others_and_writes_nothing(void) {
  const char *path = new_path();
  const message record = itch_record(20000, 6, "seen by readers");
  const message batch = batch_of(&record, NULL);
  lamella_buffer report, page;
  lamella_diary *diary = new_diary(path);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  lamella_diary_close(diary);

  lamella_diary *first = open_diary(path, LAMELLA_OPEN_READ_ONLY);
  lamella_diary *second = open_diary(path, LAMELLA_OPEN_READ_ONLY);
  CHECK_CODE(LAMELLA_BUSY, try_open(path, 1));
  CHECK_OK(lamella_diary_query(second, NULL, 0, &page, &last_error));
  CHECK(count_of(whole(&page), 1) == 1);
  lamella_buffer_free(&page);
  CHECK_CODE(LAMELLA_READ_ONLY,
             lamella_diary_put(first, batch.data, batch.size, NULL, &report, &last_error));
  CHECK(report.data == NULL && report.size == 0);
  CHECK_CODE(LAMELLA_READ_ONLY, lamella_diary_rebuild(first, NULL, &last_error));
  lamella_diary_close(first);
  lamella_diary_close(second);
}

static void a_passphrase_opens_its_diary(void) {
  static const uint8_t phrase[] = {'d', 'r', 'y', 0, 0xff, ' ', 's', 'k', 'i', 'n'};
  const char *path = new_path();
  lamella_diary *diary;
  lamella_credential passphrase;
  lamella_credential_init(&passphrase, sizeof passphrase);
  passphrase.kind = LAMELLA_PASSPHRASE;
  passphrase.secret = phrase;
  passphrase.secret_size = sizeof phrase;
  passphrase.argon2id_memory_kib = 19456;
  passphrase.argon2id_passes = 2;
  CHECK_OK(lamella_diary_create(path, &passphrase, NULL, &diary, &last_error));
  lamella_diary_close(diary);

  CHECK_OK(lamella_diary_open(path, &passphrase, NULL, &diary, &last_error));
  lamella_diary_close(diary);
  passphrase.secret_size = 3; /* "dry": a passphrase is not cut at its NUL */
  CHECK_CODE(LAMELLA_WRONG_SECRET,
             lamella_diary_open(path, &passphrase, NULL, &diary, &last_error));
  CHECK_CODE(LAMELLA_NO_SUCH_KEY, try_open(path, 1));

  passphrase.argon2id_passes = 65;
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_create(new_path(), &passphrase, NULL, &diary, &last_error));
  passphrase.argon2id_passes = 0;
  passphrase.secret_size = 0;
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_create(new_path(), &passphrase, NULL, &diary, &last_error));
}

static void a_child_process_is_refused(void) {
  lamella_diary *diary = new_diary(new_path());
  uint64_t count;
  const pid_t child = fork();
  if (child == 0) {
    const lamella_code code = lamella_diary_change_count(diary, &count, NULL);
    lamella_diary_close(diary);
    _exit(code == LAMELLA_FORKED_PROCESS ? 0 : 1);
  }
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK_OK(lamella_diary_change_count(diary, &count, &last_error));
  lamella_diary_close(diary);
}

void test_opening(void) {
  a_diary_is_made_closed_and_opened_again();
  a_wrong_or_missing_thing_is_named();
  a_path_that_is_no_file_is_refused();
  a_second_handle_finds_the_diary_busy();
  a_read_only_handle_reads_beside_others_and_writes_nothing();
  a_passphrase_opens_its_diary();
  a_child_process_is_refused();
}
