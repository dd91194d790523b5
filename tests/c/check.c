#define _XOPEN_SOURCE 700
#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

lamella_error last_error;

void clear_last_error(void) { lamella_error_init(&last_error, sizeof last_error); }

void check(int holds, const char *expression, const char *file, int line) {
  if (holds) return;
  fprintf(stderr, "%s:%d: not so: %s\n", file, line, expression);
  exit(1);
}

void check_code(lamella_code expected, lamella_code code, const char *call, const char *file,
                int line) {
  const int told = code == LAMELLA_OK
                       ? last_error.code == LAMELLA_OK && last_error.message[0] == '\0'
                       : last_error.code == code && last_error.message[0] != '\0';
  if (code != expected || !told) {
    fprintf(stderr, "%s:%d: %s\n  expected \"%s\", is \"%s\" (error %d: %s)\n", file, line, call,
            lamella_code_name(expected), lamella_code_name(code), last_error.code,
            last_error.message);
    exit(1);
  }
  clear_last_error();
}

/* ---- Diaries --------------------------------------------------------------------------------- */

static char folder[] = "/tmp/lamella-c-XXXXXX";

static void remove_folder(void) {
  DIR *entries = opendir(folder);
  if (entries == NULL) return;
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.') remove(path);
  }
  closedir(entries);
  rmdir(folder);
}

const char *new_path(void) {
  static char path[64];
  static int count;
  if (count++ == 0) {
    CHECK(mkdtemp(folder) != NULL);
    atexit(remove_folder);
  }
  snprintf(path, sizeof path, "%s/%d.db", folder, count);
  return path;
}

lamella_credential device_key(uint8_t byte) {
  static uint8_t keys[256][32];
  lamella_credential credential;
  memset(keys[byte], byte, sizeof keys[byte]);
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_DEVICE_KEY;
  credential.secret = keys[byte];
  credential.secret_size = sizeof keys[byte];
  return credential;
}

lamella_credential passphrase(const char *text) {
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_PASSPHRASE;
  credential.secret = (const uint8_t *)text;
  credential.secret_size = strlen(text);
  credential.argon2id_memory_kib = 19456;
  credential.argon2id_passes = 2;
  return credential;
}

lamella_diary *new_diary(const char *path) {
  const lamella_credential key = device_key(1);
  lamella_diary *diary = NULL;
  CHECK_OK(lamella_diary_create(path, &key, NULL, &diary, &last_error));
  CHECK(diary != NULL);
  return diary;
}

lamella_diary *open_diary(const char *path, uint32_t flags) {
  const lamella_credential key = device_key(1);
  lamella_options options;
  lamella_diary *diary = NULL;
  lamella_options_init(&options, sizeof options);
  options.flags = flags;
  CHECK_OK(lamella_diary_open(path, &key, &options, &diary, &last_error));
  CHECK(diary != NULL);
  return diary;
}

void put_itch(lamella_diary *diary, double score) {
  const message record = itch_record(20000, score, "");
  const message batch = batch_of(&record, NULL);
  lamella_buffer report;
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  lamella_buffer_free(&report);
}

uint64_t entries_in(lamella_diary *diary) {
  lamella_buffer summary;
  CHECK(lamella_diary_summary(diary, &summary, NULL) == LAMELLA_OK);
  const uint64_t entries = number_of(whole(&summary), 1);
  lamella_buffer_free(&summary);
  return entries;
}

/* ---- Files ----------------------------------------------------------------------------------- */

char *read_file(const char *path, size_t *size) {
  static const size_t room = 1 << 20;
  char *bytes = malloc(room);
  FILE *file = fopen(path, "rb");
  CHECK(bytes != NULL && file != NULL);
  *size = fread(bytes, 1, room, file);
  CHECK(*size < room && fclose(file) == 0);
  return bytes;
}

void write_file(const char *path, const char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

/* ---- Messages, written ----------------------------------------------------------------------- */

static void append(message *to, const void *data, size_t size) {
  CHECK(to->size + size <= sizeof to->data);
  if (size > 0) memcpy(to->data + to->size, data, size);
  to->size += size;
}

static void append_varint(message *to, uint64_t value) {
  do {
    const uint8_t byte = (uint8_t)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    append(to, &byte, 1);
    value >>= 7;
  } while (value > 0);
}

void add_varint(message *to, uint32_t field, uint64_t value) {
  append_varint(to, field << 3);
  append_varint(to, value);
}

void add_sint(message *to, uint32_t field, int64_t value) {
  add_varint(to, field, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

/* Bytes of a double are those of the wire on the little-endian machines that run tests. */
void add_double(message *to, uint32_t field, double value) {
  append_varint(to, field << 3 | 1);
  append(to, &value, sizeof value);
}

void add_bytes(message *to, uint32_t field, const void *data, size_t size) {
  append_varint(to, field << 3 | 2);
  append_varint(to, size);
  append(to, data, size);
}

void add_text(message *to, uint32_t field, const char *text) {
  add_bytes(to, field, text, strlen(text));
}

void add_message(message *to, uint32_t field, const message *part) {
  add_bytes(to, field, part->data, part->size);
}

message itch_record(int32_t day, double score, const char *note) {
  message when = {{0}, 0}, symptom = {{0}, 0}, record = {{0}, 0};
  add_sint(&when, 1, day);
  add_text(&symptom, 1, "itch");
  add_double(&symptom, 2, score);
  add_message(&record, 1, &when);
  if (note[0] != '\0') add_text(&record, 2, note);
  add_message(&record, 16, &symptom);
  return record;
}

message batch_of(const message *record, const uint8_t *id) {
  message added = {{0}, 0}, batch = {{0}, 0};
  add_message(&added, 1, record);
  if (id != NULL) add_bytes(&added, 2, id, 16);
  add_message(&batch, 1, &added);
  return batch;
}

lamella_buffer simulated(int32_t days) {
  message request = {{0}, 0};
  lamella_buffer batch;
  add_varint(&request, 1, 7);
  add_sint(&request, 2, days);
  CHECK_OK(lamella_simulate(request.data, request.size, &batch, &last_error));
  return batch;
}

/* ---- Messages, read -------------------------------------------------------------------------- */

view whole(const lamella_buffer *buffer) {
  const view all = {buffer->data, buffer->size};
  return all;
}

static uint64_t take_varint(view *from) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    CHECK(from->size > 0 && shift < 64);
    const uint8_t byte = *from->data++;
    from->size--;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

/* Takes one field; a varint's value goes to *number, other values are returned. */
static view take_field(view *from, uint32_t *field, uint64_t *number) {
  const uint64_t tag = take_varint(from);
  view value = {from->data, 0};
  *field = (uint32_t)(tag >> 3);
  *number = 0;
  switch (tag & 7) {
    case 0:
      *number = take_varint(from);
      return value;
    case 1:
      value.size = 8;
      break;
    case 2:
      value.size = (size_t)take_varint(from);
      break;
    case 5:
      value.size = 4;
      break;
    default:
      CHECK(!"a known wire type");
  }
  CHECK(value.size <= from->size);
  value.data = from->data;
  from->data += value.size;
  from->size -= value.size;
  return value;
}

view field_at(view from, uint32_t field, size_t index) {
  const view none = {NULL, 0};
  while (from.size > 0) {
    uint32_t found;
    uint64_t number;
    const view value = take_field(&from, &found, &number);
    if (found == field && index-- == 0) return value;
  }
  return none;
}

view field_of(view from, uint32_t field) { return field_at(from, field, 0); }

size_t count_of(view from, uint32_t field) {
  size_t count = 0;
  while (from.size > 0) {
    uint32_t found;
    uint64_t number;
    take_field(&from, &found, &number);
    count += found == field;
  }
  return count;
}

uint64_t number_of(view from, uint32_t field) {
  while (from.size > 0) {
    uint32_t found;
    uint64_t number;
    take_field(&from, &found, &number);
    if (found == field) return number;
  }
  return 0;
}

double double_of(view from, uint32_t field) {
  double value = 0;
  const view bytes = field_of(from, field);
  if (bytes.size == sizeof value) memcpy(&value, bytes.data, sizeof value);
  return value;
}

int equals(view bytes, const void *data, size_t size) {
  return bytes.size == size && (size == 0 || memcmp(bytes.data, data, size) == 0);
}
