/* Arrow streams, walked as a consumer without an Arrow library walks them. */
#include <lamella_arrow.h>
#include <math.h>
#include <string.h>

#include "c_test.h"
#include "check.h"

enum { kDay = 20000 };

/* The one batch of a stream, and nothing after it. The stream is released. */
static struct ArrowArray batch_of_stream(struct ArrowArrayStream *stream) {
  struct ArrowArray batch, end;
  CHECK(stream->get_next(stream, &batch) == 0 && batch.release != NULL);
  CHECK(stream->get_next(stream, &end) == 0 && end.release == NULL);
  stream->release(stream);
  CHECK(stream->release == NULL);
  return batch;
}

/* Where the schema has this column, whose format must be `format`. */
static int64_t column(const struct ArrowSchema *schema, const char *name, const char *format) {
  CHECK(strcmp(schema->format, "+s") == 0);
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (strcmp(schema->children[i]->name, name) == 0) {
      CHECK(strcmp(schema->children[i]->format, format) == 0);
      return i;
    }
  }
  CHECK(!"the schema has the column");
  return -1;
}

static int text_is(const struct ArrowArray *texts, int64_t row, const char *expected) {
  const int32_t *ends = texts->buffers[1];
  const char *bytes = texts->buffers[2];
  const size_t size = (size_t)(ends[row + 1] - ends[row]);
  return size == strlen(expected) && memcmp(bytes + ends[row], expected, size) == 0;
}

/* Itch 6 on kDay with a note, and itch 0 two days later. */
static lamella_diary *diary_with_numbers(uint8_t id[16]) {
  lamella_diary *diary = new_diary(new_path());
  const message first = itch_record(kDay, 6, "scratched"), second = itch_record(kDay + 2, 0, "");
  message batch;
  lamella_buffer report;
  CHECK_OK(lamella_id_random(id, 16, &last_error));
  batch = batch_of(&first, id);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  batch = batch_of(&second, NULL);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  return diary;
}

static void samples_are_columns_that_outlive_the_diary(void) {
  uint8_t id[16];
  message query = {{0}, 0};
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  lamella_diary *diary = diary_with_numbers(id);
  add_text(&query, 1, "itch");
  add_varint(&query, 5, 1); /* record_ids */
  CHECK_OK(lamella_diary_samples(diary, query.data, query.size, NULL, &stream, &last_error));
  lamella_diary_close(diary);

  CHECK(stream.get_schema(&stream, &schema) == 0);
  const int64_t series = column(&schema, "series", "i"), day = column(&schema, "local_day", "tdD"),
                at = column(&schema, "at", "tsm:UTC"), value = column(&schema, "value", "g"),
                record = column(&schema, "record", "w:16");
  CHECK(strcmp(schema.children[series]->dictionary->format, "u") == 0);
  schema.release(&schema);

  struct ArrowArray batch = batch_of_stream(&stream);
  CHECK(batch.length == 2);
  CHECK(text_is(batch.children[series]->dictionary, 0, "symptom.itch"));
  CHECK(((const int32_t *)batch.children[day]->buffers[1])[1] == kDay + 2);
  CHECK(batch.children[at]->null_count == 2); /* days without instants */
  CHECK(memcmp(batch.children[record]->buffers[1], id, 16) == 0);

  /* A child that was moved out lives on when its parent is released. */
  struct ArrowArray moved = *batch.children[value];
  batch.children[value]->release = NULL;
  batch.release(&batch);
  CHECK(batch.release == NULL);
  CHECK(((const double *)moved.buffers[1])[0] == 6);
  CHECK(((const double *)moved.buffers[1])[1] == 0);
  moved.release(&moved);
}

static void a_stream_may_be_released_unread(void) {
  uint8_t id[16];
  struct ArrowArrayStream stream;
  lamella_diary *diary = diary_with_numbers(id);
  CHECK_OK(lamella_diary_samples(diary, NULL, 0, NULL, &stream, &last_error));
  stream.release(&stream);
  lamella_diary_close(diary);
}

static void records_are_one_row_each(void) {
  uint8_t id[16];
  message query = {{0}, 0};
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  lamella_diary *diary = diary_with_numbers(id);
  add_varint(&query, 1, 16); /* type */
  add_sint(&query, 3, kDay); /* last_day */
  CHECK_OK(lamella_diary_records(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.get_schema(&stream, &schema) == 0);
  const int64_t ids = column(&schema, "id", "w:16"), item = column(&schema, "item", "i"),
                score = column(&schema, "score", "g"), note = column(&schema, "note", "u");
  schema.release(&schema);
  struct ArrowArray batch = batch_of_stream(&stream);
  CHECK(batch.length == 1);
  CHECK(memcmp(batch.children[ids]->buffers[1], id, 16) == 0);
  CHECK(text_is(batch.children[item]->dictionary, 0, "itch"));
  CHECK(text_is(batch.children[note], 0, "scratched"));
  CHECK(((const double *)batch.children[score]->buffers[1])[0] == 6);
  batch.release(&batch);

  query.size = 0;
  add_varint(&query, 1, 99); /* no type of entry */
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_records(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  lamella_diary_close(diary);
}

static void answers_are_scored_one_row_each(void) {
  uint8_t id[16];
  message when = {{0}, 0}, answer = {{0}, 0}, answers = {{0}, 0}, record = {{0}, 0};
  message query = {{0}, 0};
  lamella_buffer report;
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  lamella_diary *diary = diary_with_numbers(id);
  add_sint(&when, 1, kDay);
  add_text(&answer, 1, "grade");
  add_double(&answer, 2, 3);
  add_text(&answers, 1, "viga_ad");
  add_varint(&answers, 2, 1);
  add_message(&answers, 3, &answer);
  add_message(&record, 1, &when);
  add_message(&record, 23, &answers);
  const message batch = batch_of(&record, NULL);
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
  add_text(&query, 1, "viga_ad");
  CHECK_OK(lamella_diary_scores(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.get_schema(&stream, &schema) == 0);
  const int64_t total = column(&schema, "total", "g"), band = column(&schema, "band", "i");
  schema.release(&schema);
  struct ArrowArray rows = batch_of_stream(&stream);
  CHECK(rows.length == 1);
  CHECK(((const double *)rows.children[total]->buffers[1])[0] == 3);
  CHECK(text_is(rows.children[band]->dictionary, 0, "moderate"));
  rows.release(&rows);
  query.size = 0;
  add_text(&query, 1, "easy");
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_scores(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  lamella_diary_close(diary);
}

static void a_day_grid_has_a_row_for_each_calendar_day(void) {
  uint8_t id[16];
  message query = {{0}, 0};
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  lamella_diary *diary = diary_with_numbers(id);
  add_text(&query, 1, "symptom.itch");
  CHECK_OK(lamella_diary_daily(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.get_schema(&stream, &schema) == 0);
  CHECK(column(&schema, "local_day", "tdD") == 0 && column(&schema, "symptom.itch", "g") == 1);
  schema.release(&schema);
  struct ArrowArray batch = batch_of_stream(&stream);
  const int32_t *days = batch.children[0]->buffers[1];
  const double *itch = batch.children[1]->buffers[1];
  CHECK(batch.length == 3 && days[0] == kDay && days[2] == kDay + 2);
  CHECK(itch[0] == 6 && isnan(itch[1]) && itch[2] == 0);
  batch.release(&batch);

  query.size = 0;
  add_varint(&query, 5, 9); /* no rule of reduction */
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_daily(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  lamella_diary_close(diary);
}

static void an_unknown_series_is_not_found(void) {
  uint8_t id[16];
  message query = {{0}, 0};
  struct ArrowArrayStream stream;
  lamella_diary *diary = diary_with_numbers(id);
  add_text(&query, 1, "symptom.itch ");
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_diary_samples(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_diary_daily(diary, query.data, query.size, NULL, &stream, &last_error));
  CHECK(stream.release == NULL);
  lamella_diary_close(diary);
}

void test_columns(void) {
  samples_are_columns_that_outlive_the_diary();
  a_stream_may_be_released_unread();
  records_are_one_row_each();
  answers_are_scored_one_row_each();
  a_day_grid_has_a_row_for_each_calendar_day();
  an_unknown_series_is_not_found();
}
