/* Damage, and the ways back: a check, a backup that is restored, and what salvage recovers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "c_test.h"
#include "check.h"

#define REFUSED(call) CHECK_CODE(LAMELLA_INVALID_ARGUMENT, call)

/* The fields of CheckReport and SalvageReport. */
enum { kPages = 1, kChanges, kErased, kEntries, kSamples, kFindings };
enum { kDamagedPages = 2, kLost = 5, kOlder, kWithoutContent, kGaps, kWhatWasLost };

static const size_t kPage = 4096;

/* Where something goes beside a diary. */
static const char *beside(const char *path, const char *suffix) {
  static char made[128];
  snprintf(made, sizeof made, "%s%s", path, suffix);
  return made;
}

static int is_there(const char *path) {
  FILE *file = fopen(path, "rb");
  return file != NULL && fclose(file) == 0;
}

static void flip_a_bit(const char *path, size_t at) {
  size_t size;
  char *bytes = read_file(path, &size);
  CHECK(at < size);
  bytes[at] ^= 4;
  write_file(path, bytes, size);
  free(bytes);
}

/* A diary of some pages, closed. */
static void make_filled(const char *path) {
  lamella_diary *diary = new_diary(path);
  lamella_buffer report, batch = simulated(200);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  lamella_buffer_free(&batch);
  lamella_diary_close(diary);
}

static void a_check_counts_what_it_read_and_finds_damage(void) {
  const char *path = new_path();
  message deep = {{0}, 0};
  add_varint(&deep, 1, 1);
  make_filled(path);
  lamella_diary *diary = open_diary(path, 0);
  lamella_buffer report;
  uint64_t changes;
  CHECK_OK(lamella_diary_change_count(diary, &changes, &last_error));
  CHECK_OK(lamella_diary_check(diary, deep.data, deep.size, NULL, &report, &last_error));
  CHECK(number_of(whole(&report), kPages) > 10);
  CHECK(number_of(whole(&report), kChanges) == changes);
  CHECK(number_of(whole(&report), kEntries) == entries_in(diary));
  CHECK(number_of(whole(&report), kSamples) == changes);
  CHECK(count_of(whole(&report), kFindings) == 0);
  const uint64_t pages = number_of(whole(&report), kPages);
  lamella_buffer_free(&report);
  lamella_diary_close(diary);

  flip_a_bit(path, (pages - 1) * kPage + 99);
  diary = open_diary(path, 0);
  CHECK_OK(lamella_diary_check(diary, NULL, 0, NULL, &report, &last_error));
  const size_t findings = count_of(whole(&report), kFindings);
  const view finding = field_of(whole(&report), kFindings);
  CHECK(number_of(finding, 1) == 1 && field_of(finding, 2).size > 0); /* FINDING_KIND_PAGE */
  lamella_buffer_free(&report);
  CHECK_OK(lamella_diary_check(diary, deep.data, deep.size, NULL, &report, &last_error));
  CHECK(count_of(whole(&report), kFindings) > findings);
  lamella_buffer_free(&report);

  const lamella_credential paper = passphrase("backup"), *papers[] = {&paper};
  CHECK_CODE(LAMELLA_DAMAGED,
             lamella_diary_backup(diary, beside(path, ".b"), papers, 1, NULL, &last_error));
  CHECK(!is_there(beside(path, ".b")));
  lamella_diary_close(diary);
}

static void a_backup_is_restored_with_its_own_secrets(void) {
  const char *path = new_path();
  char backup[128], restored[128];
  const lamella_credential key = device_key(1), other = device_key(2), paper = passphrase("backup");
  const lamella_credential *both[] = {&paper, &other}, *no_paper[] = {&other};
  snprintf(backup, sizeof backup, "%s.backup", path);
  snprintf(restored, sizeof restored, "%s.restored", path);
  lamella_diary *diary = new_diary(path);
  put_itch(diary, 6);
  CHECK_CODE(LAMELLA_LAST_PORTABLE_SLOT,
             lamella_diary_backup(diary, backup, no_paper, 1, NULL, &last_error));
  CHECK_CODE(LAMELLA_LAST_PORTABLE_SLOT,
             lamella_diary_backup(diary, backup, NULL, 0, NULL, &last_error));
  CHECK_OK(lamella_diary_backup(diary, backup, both, 2, NULL, &last_error));
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_diary_backup(diary, backup, both, 2, NULL, &last_error));
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_diary_restore_backup(backup, &paper, path, NULL, &last_error));
  lamella_diary_close(diary);

  CHECK_CODE(LAMELLA_WRONG_SECRET,
             lamella_diary_restore_backup(backup, &key, restored, NULL, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_diary_restore_backup("/none", &paper, restored, NULL, &last_error));
  CHECK_OK(lamella_diary_restore_backup(backup, &paper, restored, NULL, &last_error));
  CHECK_OK(lamella_diary_open(restored, &other, NULL, &diary, &last_error));
  CHECK(entries_in(diary) == 1);
  lamella_diary_close(diary);
  flip_a_bit(backup, 2 * kPage);
  CHECK_CODE(LAMELLA_DAMAGED, lamella_diary_restore_backup(backup, &paper, beside(path, ".second"),
                                                           NULL, &last_error));
}

static void salvage_recovers_what_verifies_and_names_what_is_lost(void) {
  const char *path = new_path();
  char saved[128];
  const lamella_credential key = device_key(1), new_key = device_key(2);
  lamella_buffer report;
  lamella_diary *diary;
  size_t size;
  snprintf(saved, sizeof saved, "%s.saved", path);
  make_filled(path);
  diary = open_diary(path, LAMELLA_OPEN_READ_ONLY);
  const uint64_t entries = entries_in(diary);
  lamella_diary_close(diary);
  char *sound = read_file(path, &size);
  write_file(path, sound, 20 * kPage);
  free(sound);

  CHECK_OK(lamella_diary_salvage(path, &key, saved, &new_key, NULL, &report, &last_error));
  CHECK(number_of(whole(&report), kPages) == 20);
  CHECK(number_of(whole(&report), kDamagedPages) == 0);
  CHECK(count_of(whole(&report), kGaps) > 0);
  CHECK(count_of(whole(&report), kWhatWasLost) > 0);
  const uint64_t left = number_of(whole(&report), kEntries);
  CHECK(0 < left && left < entries);
  lamella_buffer_free(&report);
  CHECK_OK(lamella_diary_open(saved, &new_key, NULL, &diary, &last_error));
  CHECK(entries_in(diary) == left);
  lamella_diary_close(diary);
  report.size = 1;
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_diary_salvage(path, &key, saved, &new_key, NULL, &report, &last_error));
  CHECK(report.data == NULL && report.size == 0);
  CHECK_CODE(LAMELLA_WRONG_SECRET, lamella_diary_salvage(path, &new_key, beside(path, ".x"), &key,
                                                         NULL, &report, &last_error));
  CHECK(!is_there(beside(path, ".x")));
}

static void a_cancelled_task_stops_each_and_leaves_nothing(void) {
  const char *path = new_path();
  char backup[128];
  const lamella_credential key = device_key(1), paper = passphrase("backup"), *papers[] = {&paper};
  lamella_task *task;
  lamella_buffer report;
  snprintf(backup, sizeof backup, "%s.backup", path);
  make_filled(path);
  lamella_diary *diary = open_diary(path, 0);
  CHECK_OK(lamella_diary_backup(diary, backup, papers, 1, NULL, &last_error));
  CHECK_OK(lamella_task_create(&task, &last_error));
  lamella_task_cancel(task);
  CHECK_CODE(LAMELLA_CANCELLED, lamella_diary_check(diary, NULL, 0, task, &report, &last_error));
  CHECK_CODE(LAMELLA_CANCELLED,
             lamella_diary_backup(diary, beside(path, ".x"), papers, 1, task, &last_error));
  lamella_diary_close(diary);
  CHECK_CODE(LAMELLA_CANCELLED,
             lamella_diary_restore_backup(backup, &paper, beside(path, ".x"), task, &last_error));
  CHECK_CODE(LAMELLA_CANCELLED, lamella_diary_salvage(path, &key, beside(path, ".x"), &key, task,
                                                      &report, &last_error));
  CHECK(!is_there(beside(path, ".x")));
  lamella_task_free(task);
}

static void what_is_missing_is_refused(void) {
  const char *path = new_path(), *no_path = NULL;
  const lamella_credential key = device_key(1), *none = NULL, *hole[] = {NULL};
  lamella_diary *no_diary = NULL, *diary = new_diary(path);
  lamella_buffer report = {NULL, 0}, *no_report = NULL;
  static const uint8_t cut[] = {0x0a, 0x05};
  REFUSED(lamella_diary_check(no_diary, NULL, 0, NULL, &report, &last_error));
  REFUSED(lamella_diary_check(diary, NULL, 0, NULL, no_report, &last_error));
  REFUSED(lamella_diary_check(diary, NULL, 1, NULL, &report, &last_error));
  CHECK_CODE(LAMELLA_MALFORMED_MESSAGE,
             lamella_diary_check(diary, cut, sizeof cut, NULL, &report, &last_error));
  REFUSED(lamella_diary_backup(no_diary, "x", NULL, 0, NULL, &last_error));
  REFUSED(lamella_diary_backup(diary, no_path, NULL, 0, NULL, &last_error));
  REFUSED(lamella_diary_backup(diary, "x", NULL, 1, NULL, &last_error));
  REFUSED(lamella_diary_backup(diary, "x", hole, 1, NULL, &last_error));
  REFUSED(lamella_diary_interrupt(no_diary, &last_error));
  REFUSED(lamella_diary_release_memory(no_diary, &last_error));
  REFUSED(lamella_diary_restore_backup(no_path, &key, "x", NULL, &last_error));
  REFUSED(lamella_diary_restore_backup("x", none, "x", NULL, &last_error));
  REFUSED(lamella_diary_restore_backup(path, &key, no_path, NULL, &last_error));
  REFUSED(lamella_diary_salvage(no_path, &key, "x", &key, NULL, &report, &last_error));
  REFUSED(lamella_diary_salvage(path, none, "x", &key, NULL, &report, &last_error));
  REFUSED(lamella_diary_salvage(path, &key, no_path, &key, NULL, &report, &last_error));
  REFUSED(lamella_diary_salvage(path, &key, "x", none, NULL, &report, &last_error));
  REFUSED(lamella_diary_salvage(path, &key, "x", &key, NULL, no_report, &last_error));
  lamella_diary_close(diary);
}

void test_safety(void) {
  a_check_counts_what_it_read_and_finds_damage();
  a_backup_is_restored_with_its_own_secrets();
  salvage_recovers_what_verifies_and_names_what_is_lost();
  a_cancelled_task_stops_each_and_leaves_nothing();
  what_is_missing_is_refused();
}
