/* Entries: put, get, edit, delete, restore and query, with what each must refuse. */
#include <string.h>

#include "c_test.h"
#include "check.h"

enum { kDay = 20000 };

/* Puts one record and returns its id. */
static void put(lamella_diary *diary, const message *record, uint8_t id[16]) {
  lamella_buffer report;
  const message batch = batch_of(record, NULL);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  const view result = field_of(whole(&report), 1);
  const view given = field_of(result, 1);
  CHECK(given.size == 16);
  CHECK(number_of(result, 2) == 1); /* PUT_STATUS_ADDED */
  memcpy(id, given.data, 16);
  lamella_buffer_free(&report);
}

static lamella_buffer get(lamella_diary *diary, const uint8_t id[16]) {
  lamella_buffer entry;
  CHECK_OK(lamella_diary_get(diary, id, 16, &entry, &last_error));
  return entry;
}

/* Edit { id revision patch }. */
static message edit_of(const uint8_t id[16], view revision, const message *patch) {
  message edit = {{0}, 0};
  add_bytes(&edit, 1, id, 16);
  add_bytes(&edit, 2, revision.data, revision.size);
  add_message(&edit, 3, patch);
  return edit;
}

static void what_was_put_comes_back(lamella_diary *diary) {
  uint8_t id[16], other[16];
  message record = itch_record(kDay, 6, "a note with \xf0\x9f\x8c\xb8");
  add_text(&record, 15, "a field of a later version");
  uint64_t before, after;
  CHECK_OK(lamella_diary_change_count(diary, &before, &last_error));
  put(diary, &record, id);
  CHECK_OK(lamella_diary_change_count(diary, &after, &last_error));
  CHECK(after > before);

  lamella_buffer entry = get(diary, id);
  CHECK(equals(field_of(whole(&entry), 1), id, 16));
  CHECK(number_of(whole(&entry), 2) == 16);
  CHECK(field_of(whole(&entry), 3).size > 0);
  const view got = field_of(whole(&entry), 4);
  CHECK(double_of(field_of(got, 16), 2) == 6);
  CHECK(equals(field_of(got, 15), "a field of a later version", 26));
  lamella_buffer_free(&entry);

  CHECK_OK(lamella_id_random(other, 16, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND, lamella_diary_get(diary, other, 16, &entry, &last_error));
  CHECK(entry.data == NULL && entry.size == 0);
}

/* A record of day kDay with this body. */
static message record_of(uint32_t type, const message *body) {
  message when = {{0}, 0};
  message record = {{0}, 0};
  add_sint(&when, 1, kDay);
  add_message(&record, 1, &when);
  add_message(&record, type, body);
  return record;
}

static void every_kind_of_record_comes_back(lamella_diary *diary) {
  message bodies[6] = {{{0}, 0}};
  add_text(&bodies[0], 1, "itch"); /* symptom, 16 */
  add_double(&bodies[0], 2, 6);
  add_text(&bodies[1], 1, "sweat"); /* exposure, 17 */
  add_varint(&bodies[1], 2, 0);
  add_text(&bodies[2], 1, "tewl"); /* measurement, 18 */
  add_double(&bodies[2], 2, 18.25);
  add_text(&bodies[2], 3, "g/(m2.h)");
  add_text(&bodies[3], 1, "hydrocortisone"); /* dose, 19 */
  add_double(&bodies[3], 6, 2.5);
  add_text(&bodies[4], 1, "sweat"); /* day check, 20 */
  add_text(&bodies[4], 1, "wool");
  add_text(&bodies[5], 1, "wool"); /* factor, 21 */
  add_varint(&bodies[5], 6, 2);
  for (uint32_t i = 0; i < 6; ++i) {
    uint8_t id[16];
    const message record = record_of(16 + i, &bodies[i]);
    put(diary, &record, id);
    lamella_buffer entry = get(diary, id);
    CHECK(number_of(whole(&entry), 2) == 16 + i);
    CHECK(equals(field_of(whole(&entry), 4), record.data, record.size));
    lamella_buffer_free(&entry);
    CHECK_OK(lamella_diary_delete(diary, id, 16, &last_error));
  }
}

static void a_batch_is_put_whole_or_not_at_all(lamella_diary *diary) {
  lamella_buffer report;
  message batch = {{0}, 0}, added = {{0}, 0};
  const message good = itch_record(kDay, 1, ""), bad = itch_record(kDay, 11, "");
  const uint64_t before = entries_in(diary);
  add_message(&added, 1, &good);
  add_message(&batch, 1, &added);
  added.size = 0;
  add_message(&added, 1, &bad);
  add_message(&batch, 1, &added);
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  CHECK(report.data == NULL);
  CHECK(entries_in(diary) == before);

  CHECK_OK(lamella_diary_put(diary, NULL, 0, NULL, &report, &last_error));
  CHECK(report.size == 0); /* a batch of nothing */
}

static void an_id_in_use_is_refused_or_reported(lamella_diary *diary) {
  uint8_t id[16];
  lamella_buffer report;
  const int64_t at = 1728000000000;
  CHECK_OK(lamella_id_import("csv", 3, "symptom.itch", 12, &at, kDay, 0, id, 16, &last_error));
  const message record = itch_record(kDay, 2, ""), other = itch_record(kDay, 3, "");
  message batch = batch_of(&record, id);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  CHECK(equals(field_of(field_of(whole(&report), 1), 1), id, 16));
  lamella_buffer_free(&report);
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));

  batch = batch_of(&other, id);
  add_varint(&batch, 2, 1); /* skip_existing */
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  CHECK(number_of(field_of(whole(&report), 1), 2) == 3); /* PUT_STATUS_DIFFERS */
  lamella_buffer_free(&report);
}

static void an_import_has_the_same_id_everywhere(void) {
  uint8_t first[16], again[16], by_day[16], next[16];
  const int64_t at = 1728000000000;
  CHECK_OK(lamella_id_import("csv", 3, "itch", 4, &at, kDay, 0, first, 16, &last_error));
  CHECK_OK(lamella_id_import("csv", 3, "itch", 4, &at, kDay, 0, again, 16, &last_error));
  CHECK_OK(lamella_id_import("csv", 3, "itch", 4, NULL, kDay, 0, by_day, 16, &last_error));
  CHECK_OK(lamella_id_import("csv", 3, "itch", 4, &at, kDay, 1, next, 16, &last_error));
  CHECK(memcmp(first, again, 16) == 0);
  CHECK(memcmp(first, by_day, 16) != 0 && memcmp(first, next, 16) != 0);
}

static void an_edit_changes_what_it_names_and_keeps_the_rest(lamella_diary *diary) {
  uint8_t id[16], other_id[16];
  const message record = itch_record(kDay, 4, "before");
  message patch = {{0}, 0}, edit;
  lamella_buffer revision;
  put(diary, &record, id);
  put(diary, &record, other_id);
  lamella_buffer entry = get(diary, id);
  const view seen = field_of(whole(&entry), 3);
  add_text(&patch, 2, "after");
  edit = edit_of(id, seen, &patch);
  CHECK_OK(lamella_diary_edit(diary, edit.data, edit.size, &revision, &last_error));

  lamella_buffer edited = get(diary, id);
  CHECK(equals(field_of(field_of(whole(&edited), 4), 2), "after", 5));
  CHECK(double_of(field_of(field_of(whole(&edited), 4), 16), 2) == 4);
  CHECK(equals(field_of(whole(&edited), 3), revision.data, revision.size));
  CHECK(!equals(seen, revision.data, revision.size));
  lamella_buffer_free(&edited);

  /* Edit.clear: the note goes. */
  patch.size = 0;
  edit = edit_of(id, whole(&revision), &patch);
  add_varint(&edit, 4, 2);
  lamella_buffer_free(&revision);
  CHECK_OK(lamella_diary_edit(diary, edit.data, edit.size, &revision, &last_error));
  lamella_buffer_free(&revision);
  edited = get(diary, id);
  CHECK(field_of(field_of(whole(&edited), 4), 2).data == NULL);
  lamella_buffer_free(&edited);

  edit = edit_of(other_id, seen, &patch); /* the revision of another entry */
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_edit(diary, edit.data, edit.size, &revision, &last_error));
  CHECK(revision.data == NULL);
  lamella_buffer_free(&entry);
}

static void what_is_deleted_is_gone_until_restored(lamella_diary *diary) {
  uint8_t id[16];
  lamella_buffer entry;
  const message record = itch_record(kDay, 5, "do not keep me");
  put(diary, &record, id);
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_diary_restore(diary, id, 16, record.data, record.size, &last_error));
  CHECK_OK(lamella_diary_delete(diary, id, 16, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND, lamella_diary_get(diary, id, 16, &entry, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND, lamella_diary_delete(diary, id, 16, &last_error));
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_restore(diary, id, 16, record.data, 0, &last_error));
  CHECK_OK(lamella_diary_restore(diary, id, 16, record.data, record.size, &last_error));
  entry = get(diary, id);
  CHECK(equals(field_of(whole(&entry), 4), record.data, record.size));
  lamella_buffer_free(&entry);
}

static void a_query_comes_in_pages(lamella_diary *diary) {
  uint8_t id[16];
  lamella_buffer page;
  message query = {{0}, 0}, next;
  for (int32_t day = 0; day < 5; ++day) {
    const message record = itch_record(30000 + day, day, "");
    put(diary, &record, id);
  }
  add_sint(&query, 1, 30000); /* first_day */
  add_varint(&query, 8, 3);   /* limit */
  CHECK_OK(lamella_diary_query(diary, query.data, query.size, &page, &last_error));
  CHECK(count_of(whole(&page), 1) == 3);
  CHECK(field_of(whole(&page), 2).size > 0);
  next = query;
  add_bytes(&next, 10, field_of(whole(&page), 2).data, field_of(whole(&page), 2).size);
  lamella_buffer_free(&page);
  CHECK_OK(lamella_diary_query(diary, next.data, next.size, &page, &last_error));
  CHECK(count_of(whole(&page), 1) == 2);
  CHECK(equals(field_of(field_at(whole(&page), 1, 1), 1), id, 16)); /* the last one put */
  CHECK(field_of(whole(&page), 2).size == 0 && number_of(whole(&page), 3) == 0);
  lamella_buffer_free(&page);

  add_varint(&query, 8, 10001);
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_query(diary, query.data, query.size, &page, &last_error));
  CHECK(page.data == NULL);
}

static void rebuilding_changes_nothing_that_is_seen(lamella_diary *diary) {
  lamella_buffer before, after;
  CHECK_OK(lamella_diary_query(diary, NULL, 0, &before, &last_error));
  CHECK_OK(lamella_diary_rebuild(diary, NULL, &last_error));
  CHECK_OK(lamella_diary_query(diary, NULL, 0, &after, &last_error));
  CHECK(before.size > 0 && equals(whole(&before), after.data, after.size));
  lamella_buffer_free(&before);
  lamella_buffer_free(&after);
}

static void a_course_lists_what_contradicts_itself(void) {
  lamella_diary *diary = new_diary(new_path());
  const uint8_t id[16] = {7}, itch_id[16] = {8};
  message when = {{0}, 0}, course = {{0}, 0}, record = {{0}, 0};
  message given = {{0}, 0}, infusion = {{0}, 0};
  lamella_buffer report, problems;
  add_sint(&when, 1, 20000);
  add_varint(&course, 3, 1); /* autologous */
  add_message(&record, 1, &when);
  add_message(&record, 24, &course);
  message batch = batch_of(&record, id);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  add_bytes(&infusion, 1, id, 16);
  add_text(&infusion, 3, "intravenous");
  add_message(&given, 1, &when);
  add_message(&given, 28, &infusion);
  batch = batch_of(&given, NULL);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  CHECK_OK(lamella_course_problems(diary, id, 16, &problems, &last_error));
  CHECK(count_of(whole(&problems), 1) == 1);
  const view problem = field_of(whole(&problems), 1);
  CHECK(equals(field_of(problem, 1), id, 16));
  CHECK(equals(field_of(problem, 2), "an autologous course without a harvest", 38));
  lamella_buffer_free(&problems);
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_course_problems(diary, itch_id, 16, &problems, &last_error));
  CHECK(problems.data == NULL);
  lamella_diary_close(diary);
}

void test_entries(void) {
  a_course_lists_what_contradicts_itself();
  lamella_diary *diary = new_diary(new_path());
  what_was_put_comes_back(diary);
  every_kind_of_record_comes_back(diary);
  a_batch_is_put_whole_or_not_at_all(diary);
  an_id_in_use_is_refused_or_reported(diary);
  an_import_has_the_same_id_everywhere();
  an_edit_changes_what_it_names_and_keeps_the_rest(diary);
  what_is_deleted_is_gone_until_restored(diary);
  a_query_comes_in_pages(diary);
  rebuilding_changes_nothing_that_is_seen(diary);
  lamella_diary_close(diary);
}
