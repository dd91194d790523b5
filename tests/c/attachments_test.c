/* Attachments: contents that come and go through functions of the caller, also of one that gives
 * up. */
#include <stdlib.h>
#include <string.h>

#include "c_test.h"
#include "check.h"

#define REFUSED(call) CHECK_CODE(LAMELLA_INVALID_ARGUMENT, call)

static const size_t kPhoto = 5000000;

/* Bytes on their way into a diary or out of it, in uneven parts. */
typedef struct stream {
  uint8_t *data;
  size_t size, at;
  size_t calls, last; /* of the functions below; 0 or the call that gives up */
  lamella_diary *diary;
} stream;

static stream photo(size_t size) {
  stream made = {malloc(size), size, 0, 0, 0, NULL};
  uint32_t state = 12345;
  CHECK(made.data != NULL);
  for (size_t i = 0; i < size; ++i) {
    state = state * 1664525 + 1013904223;
    made.data[i] = (uint8_t)(state >> 24);
  }
  return made;
}

static ptrdiff_t give(void *context, uint8_t *room, size_t room_size) {
  stream *from = context;
  if (++from->calls == from->last) return -1;
  size_t size = from->size - from->at;
  if (size > room_size) size = room_size;
  if (size > 70001) size = 70001;
  memcpy(room, from->data + from->at, size);
  from->at += size;
  return (ptrdiff_t)size;
}

static ptrdiff_t give_too_much(void *context, uint8_t *room, size_t room_size) {
  (void)context;
  room[0] = 1;
  return (ptrdiff_t)room_size + 1;
}

static ptrdiff_t give_without_end(void *context, uint8_t *room, size_t room_size) {
  stream *from = context;
  memset(room, 1, room_size);
  from->at += room_size;
  return (ptrdiff_t)room_size;
}

static ptrdiff_t give_and_write(void *context, uint8_t *room, size_t room_size) {
  const stream *from = context;
  put_itch(from->diary, 1);
  return give(context, room, room_size);
}

/* Compares what comes with what is there. */
static lamella_code take(void *context, const uint8_t *part, size_t part_size) {
  stream *to = context;
  if (++to->calls == to->last) return LAMELLA_DISK_FULL;
  CHECK(to->at + part_size <= to->size && memcmp(to->data + to->at, part, part_size) == 0);
  to->at += part_size;
  return LAMELLA_OK;
}

/* Record { when { local_day } attachment { media_type } } */
static message photo_record(void) {
  message when = {{0}, 0}, attachment = {{0}, 0}, record = {{0}, 0};
  add_sint(&when, 1, 20000);
  add_text(&attachment, 4, "image/jpeg");
  add_message(&record, 1, &when);
  add_message(&record, 22, &attachment);
  return record;
}

static lamella_code add(lamella_diary *diary, lamella_content_source source, stream *from,
                        uint8_t *id) {
  const message record = photo_record();
  return lamella_attachment_add(diary, record.data, record.size, source, from, NULL, id, 16,
                                &last_error);
}

static void rewind_stream(stream *one) { one->at = one->calls = one->last = 0; }

static void a_content_comes_back_byte_for_byte(void) {
  const char *path = new_path();
  lamella_diary *diary = new_diary(path);
  stream content = photo(kPhoto);
  uint8_t id[16];
  lamella_buffer entry;
  CHECK_OK(add(diary, give, &content, id));
  CHECK(content.at == kPhoto);
  lamella_diary_close(diary);

  diary = open_diary(path, LAMELLA_OPEN_READ_ONLY);
  rewind_stream(&content);
  CHECK_OK(lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK(content.at == kPhoto && content.calls > 1);
  CHECK_OK(lamella_diary_get(diary, id, 16, &entry, &last_error));
  const view attachment = field_of(field_of(whole(&entry), 4), 22);
  CHECK(number_of(attachment, 2) == kPhoto);
  lamella_buffer_free(&entry);
  free(content.data);
  lamella_diary_close(diary);
}

static void a_source_that_fails_adds_nothing(void) {
  lamella_diary *diary = new_diary(new_path());
  stream content = photo(kPhoto);
  uint8_t id[16];
  content.last = 40;
  CHECK_CODE(LAMELLA_CANCELLED, add(diary, give, &content, id));
  CHECK(content.calls == 40);
  REFUSED(add(diary, give_too_much, &content, id));
  content.at = 0;
  REFUSED(add(diary, give_without_end, &content, id));
  CHECK(content.at > 64 << 20);
  content.size = content.at = 0;
  REFUSED(add(diary, give, &content, id));
  CHECK(entries_in(diary) == 0);
  free(content.data);
  lamella_diary_close(diary);
}

static void a_sink_that_gives_up_names_the_code_of_the_call(void) {
  lamella_diary *diary = new_diary(new_path());
  stream content = photo(10000);
  uint8_t id[16];
  CHECK_OK(add(diary, give, &content, id));
  rewind_stream(&content);
  content.last = 2;
  CHECK_CODE(LAMELLA_DISK_FULL,
             lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK(content.calls == 2);
  free(content.data);
  lamella_diary_close(diary);
}

static void a_deleted_content_is_gone_and_can_be_filled_again(void) {
  lamella_diary *diary = new_diary(new_path());
  stream content = photo(kPhoto);
  uint8_t id[16];
  lamella_buffer entry;
  CHECK_OK(add(diary, give, &content, id));
  CHECK_OK(lamella_diary_get(diary, id, 16, &entry, &last_error));
  rewind_stream(&content);
  CHECK_CODE(LAMELLA_ALREADY_EXISTS,
             lamella_attachment_fill(diary, id, 16, give, &content, NULL, &last_error));
  CHECK_OK(lamella_diary_delete(diary, id, 16, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_attachment_fill(diary, id, 16, give, &content, NULL, &last_error));

  const view record = field_of(whole(&entry), 4);
  CHECK_OK(lamella_diary_restore(diary, id, 16, record.data, record.size, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK(content.calls == 0);
  content.size = kPhoto - 1;
  REFUSED(lamella_attachment_fill(diary, id, 16, give, &content, NULL, &last_error));
  content.size = kPhoto;
  rewind_stream(&content);
  CHECK_OK(lamella_attachment_fill(diary, id, 16, give, &content, NULL, &last_error));
  rewind_stream(&content);
  CHECK_OK(lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK(content.at == kPhoto);
  lamella_buffer_free(&entry);
  free(content.data);
  lamella_diary_close(diary);
}

static void a_source_may_write_to_the_diary(void) {
  lamella_diary *diary = new_diary(new_path());
  stream content = photo(100000);
  uint8_t id[16];
  content.diary = diary;
  CHECK_OK(add(diary, give_and_write, &content, id));
  CHECK(entries_in(diary) == 1 + content.calls);
  free(content.data);
  lamella_diary_close(diary);
}

static void a_cancelled_task_stops_each(void) {
  lamella_diary *diary = new_diary(new_path());
  const message record = photo_record();
  stream content = photo(10000);
  uint8_t id[16];
  lamella_task *task;
  CHECK_OK(add(diary, give, &content, id));
  CHECK_OK(lamella_task_create(&task, &last_error));
  lamella_task_cancel(task);
  rewind_stream(&content);
  CHECK_CODE(LAMELLA_CANCELLED,
             lamella_attachment_read(diary, id, 16, take, &content, task, &last_error));
  CHECK(content.at == 0);
  CHECK_CODE(LAMELLA_CANCELLED, lamella_attachment_add(diary, record.data, record.size, give,
                                                       &content, task, id, 16, &last_error));
  CHECK(entries_in(diary) == 1);
  lamella_task_free(task);
  free(content.data);
  lamella_diary_close(diary);
}

static void what_is_missing_or_no_attachment_is_refused(void) {
  lamella_diary *no_diary = NULL, *diary = new_diary(new_path());
  const message record = photo_record(), itch = itch_record(20000, 1, "");
  lamella_content_source no_source = NULL;
  lamella_content_sink no_sink = NULL;
  stream content = photo(10);
  uint8_t id[16] = {0}, *no_id = NULL, *no_record = NULL;
  REFUSED(add(no_diary, give, &content, id));
  REFUSED(add(diary, no_source, &content, id));
  REFUSED(add(diary, give, &content, no_id));
  REFUSED(lamella_attachment_add(diary, record.data, record.size, give, &content, NULL, id, 15,
                                 &last_error));
  REFUSED(lamella_attachment_add(diary, no_record, 1, give, &content, NULL, id, 16, &last_error));
  REFUSED(lamella_attachment_add(diary, itch.data, itch.size, give, &content, NULL, id, 16,
                                 &last_error));
  REFUSED(lamella_attachment_read(no_diary, id, 16, take, &content, NULL, &last_error));
  REFUSED(lamella_attachment_read(diary, id, 17, take, &content, NULL, &last_error));
  REFUSED(lamella_attachment_read(diary, id, 16, no_sink, &content, NULL, &last_error));
  REFUSED(lamella_attachment_fill(no_diary, id, 16, give, &content, NULL, &last_error));
  REFUSED(lamella_attachment_fill(diary, no_id, 16, give, &content, NULL, &last_error));
  REFUSED(lamella_attachment_fill(diary, id, 16, no_source, &content, NULL, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_attachment_read(diary, id, 16, take, &content, NULL, &last_error));
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_attachment_fill(diary, id, 16, give, &content, NULL, &last_error));
  CHECK(content.calls == 0 && entries_in(diary) == 0);
  free(content.data);
  lamella_diary_close(diary);
}

void test_attachments(void) {
  a_content_comes_back_byte_for_byte();
  a_source_that_fails_adds_nothing();
  a_sink_that_gives_up_names_the_code_of_the_call();
  a_deleted_content_is_gone_and_can_be_filled_again();
  a_source_may_write_to_the_diary();
  a_cancelled_task_stops_each();
  what_is_missing_or_no_attachment_is_refused();
}
