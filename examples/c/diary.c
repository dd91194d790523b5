/* A first diary: make it with a key of the device, write into it, read it back as entries and as a
 * chart, and see that the file on disk says nothing.
 *
 *   diary [path]        without a path, in a temporary folder that is removed at the end
 *
 * On a phone the messages below are made and read by SwiftProtobuf or protobuf-javalite from
 * proto/lamella/v1; here a few are written by hand, to show that they are only bytes.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <lamella.h>
#include <lamella_arrow.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static lamella_error error;

/* Each call says how it went by its code; the error has the words for the log. */
static void check(lamella_code code) {
  if (code == LAMELLA_OK) return;
  fprintf(stderr, "%s: %s\n", lamella_code_name(code), error.message);
  exit(1);
}

/* RecordBatch { records { record: Record { when { local_day: 2024-01-31 } note symptom } } } */
static const uint8_t my_evening[] = {
    0x0a, 43,  0x0a, 41,               /* records, record: bytes that follow */
    0x0a, 4,   0x08, 0xd2, 0xb4, 0x02, /* when: local_day 19753 */
    0x12, 15,  'w',  'o',  'k',  'e',  ' ',  'u',  'p',  ' ', 's', 'c', 'r', 'a',
    't',  'c', 'h',  0x82, 1,    15,   0x0a, 4,    'i',  't', 'c', 'h', /* symptom: item "itch" */
    0x11, 0,   0,    0,    0,    0,    0,    0x18, 0x40,                /* score 6.0 */
};
/* SimulateRequest { seed: 7, days: 30 } */
static const uint8_t a_month[] = {0x08, 7, 0x10, 60};
/* DailyQuery { series: "symptom.itch" } */
static const char itch_by_day[] =
    "\x0a\x0c"
    "symptom.itch";

typedef struct {
  const uint8_t *data;
  size_t size;
} bytes;

static uint64_t varint(bytes *in) {
  uint64_t value = 0;
  for (int shift = 0; in->size > 0; shift += 7) {
    const uint8_t byte = *in->data++;
    in->size--;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

/* The first field of this number in a message, for texts, bytes and messages in it. */
static bytes field(bytes message, uint64_t number) {
  while (message.size > 0) {
    const uint64_t tag = varint(&message);
    const uint64_t wire = tag & 7;
    const uint64_t size = wire == 1 ? 8 : wire == 2 ? varint(&message) : wire == 5 ? 4 : 0;
    if (wire == 0) varint(&message);
    if (wire == 2 && tag >> 3 == number) return (bytes){message.data, (size_t)size};
    message.data += size;
    message.size -= (size_t)size;
  }
  return (bytes){NULL, 0};
}

static void put(lamella_diary *diary, const uint8_t *batch, size_t size) {
  lamella_buffer report; /* PutReport: the ids, in the order of the records */
  check(lamella_diary_put(diary, batch, size, NULL, &report, &error));
  lamella_buffer_free(&report);
}

static void show_newest(lamella_diary *diary) {
  static const uint8_t newest[] = {0x40, 1, 0x48, 1}; /* Query { limit: 1 newest_first: true } */
  lamella_buffer page;
  check(lamella_diary_query(diary, newest, sizeof newest, &page, &error));
  const bytes entry = field((bytes){page.data, page.size}, 1); /* Page.entries */
  const bytes note = field(field(entry, 4), 2);                /* Entry.record, Record.note */
  printf("My newest note: %.*s\n", (int)note.size, (const char *)note.data);
  lamella_buffer_free(&page);
}

/* Columns come as an Arrow stream: here one of days and one of numbers, ready to draw. */
static void draw_itch(lamella_diary *diary) {
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  check(lamella_diary_daily(diary, (const uint8_t *)itch_by_day, sizeof itch_by_day - 1, NULL,
                            &stream, &error));
  if (stream.get_next(&stream, &batch) != 0) exit(1);
  const int32_t *days = batch.children[0]->buffers[1];
  const double *itch = batch.children[1]->buffers[1];
  printf("\nItch, 0 to 10, one line a day:\n");
  for (int64_t i = 0; i < batch.length; ++i) {
    const time_t noon = (time_t)days[i] * 86400 + 43200;
    char date[16];
    strftime(date, sizeof date, "%a %d %b", gmtime(&noon));
    if (isnan(itch[i])) {
      printf("  %s   (no entry)\n", date);
    } else {
      printf("  %s   %-10.*s %g\n", date, (int)itch[i], "##########", itch[i]);
    }
  }
  batch.release(&batch);
  stream.release(&stream);
}

static int holds(bytes file, const char *text) {
  const size_t length = strlen(text);
  for (size_t i = 0; i + length <= file.size; ++i) {
    if (memcmp(file.data + i, text, length) == 0) return 1;
  }
  return 0;
}

static int show_file(const char *path) {
  static uint8_t content[1 << 20];
  FILE *file = fopen(path, "rb");
  const bytes read = {content, file == NULL ? 0 : fread(content, 1, sizeof content, file)};
  if (file != NULL) fclose(file);
  const int secret = read.size > 0 && !holds(read, "woke up") && !holds(read, "SQLite format");
  printf("\nThe file of %zu bytes begins with", read.size);
  for (int i = 0; i < 16; ++i) printf(" %02x", content[i]);
  printf("\nand %s.\n",
         secret ? "my note is not in it: it is ciphertext" : "CAN BE READ BY ANYONE");
  return secret;
}

int main(int argc, char **argv) {
  char folder[] = "/tmp/lamella-XXXXXX", path[4096];
  const int temporary = argc < 2;
  if (temporary && mkdtemp(folder) == NULL) return 1;
  snprintf(path, sizeof path, "%s%s", temporary ? folder : argv[1], temporary ? "/diary.db" : "");

  /* A real app makes 32 random bytes once and keeps them in Keychain or Keystore. */
  uint8_t key[32];
  memset(key, 7, sizeof key);
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_DEVICE_KEY;
  credential.secret = key;
  credential.secret_size = sizeof key;
  lamella_error_init(&error, sizeof error);

  lamella_diary *diary;
  lamella_buffer month;
  check(lamella_diary_create(path, &credential, NULL, &diary, &error));
  check(lamella_simulate(a_month, sizeof a_month, &month, &error));
  put(diary, month.data, month.size);
  put(diary, my_evening, sizeof my_evening); /* on disk when it returns */
  lamella_buffer_free(&month);
  lamella_diary_close(diary);

  check(lamella_diary_open(path, &credential, NULL, &diary, &error));
  printf("Lamella %s wrote a simulated month and one entry of mine.\n", lamella_version());
  show_newest(diary);
  draw_itch(diary);
  lamella_diary_close(diary);
  const int secret = show_file(path);

  if (temporary) {
    static const char *const endings[] = {"", "-keys", "-keys.bak", "-lock"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; ++i) {
      snprintf(path, sizeof path, "%s/diary.db%s", folder, endings[i]);
      unlink(path);
    }
    rmdir(folder);
  }
  return secret ? 0 : 1;
}
