/* A first diary: make it with a key of the device, write into it, read entries and a chart
 * back, and see that the file on disk says nothing.
 *
 *   diary [path]        without a path, in a temporary folder that is removed at the end
 *
 * On a phone the messages below are made by SwiftProtobuf or protobuf-javalite from
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
static const char my_evening[] = {
    "\x0a\x2b\x0a\x29"                                 /* records, record */
    "\x0a\x04\x08\xd2\xb4\x02"                         /* when { local_day: 19753 } */
    "\x12\x0fwoke up scratch"                          /* note */
    "\x82\x01\x0f\x0a\x04itch\x11\0\0\0\0\0\0\x18\x40" /* symptom { item score: 6 } */
};
/* SimulateRequest { seed: 7 days: 30 } */
static const char a_month[] = "\x08\x07\x10\x3c";
/* RecordQuery { type: 16 first_day: 19753 }: symptoms from that day on */
static const char that_evening[] = "\x08\x10\x10\xd2\xb4\x02";
/* DailyQuery { series: "symptom.itch" } */
static const char itch_by_day[] = "\x0a\x0csymptom.itch";
#define BYTES(message) (const uint8_t *)(message), sizeof(message) - 1

static void put(lamella_diary *diary, const uint8_t *batch, size_t size) {
  lamella_buffer report; /* PutReport: the ids, in the order of the records */
  check(lamella_diary_put(diary, batch, size, NULL, &report, &error));
  lamella_buffer_free(&report);
}

/* Columns come as an Arrow stream of one batch, which outlives the stream and the diary. */
static struct ArrowArray batch_of(struct ArrowArrayStream *stream) {
  struct ArrowArray batch;
  if (stream->get_next(stream, &batch) != 0) exit(1);
  stream->release(stream);
  return batch;
}

/* Entries of one kind, a row each; the note is the last column. */
static void show_note(lamella_diary *diary) {
  struct ArrowArrayStream stream;
  check(lamella_diary_records(diary, BYTES(that_evening), NULL, &stream, &error));
  struct ArrowArray batch = batch_of(&stream);
  const struct ArrowArray *note = batch.children[batch.n_children - 1];
  const int32_t *ends = note->buffers[1];
  printf("My last note: %.*s\n", (int)ends[1], (const char *)note->buffers[2]);
  batch.release(&batch);
}

/* A day grid has a row for each calendar day: the days, and a column a series. */
static void draw_itch(lamella_diary *diary) {
  struct ArrowArrayStream stream;
  check(lamella_diary_daily(diary, BYTES(itch_by_day), NULL, &stream, &error));
  struct ArrowArray batch = batch_of(&stream);
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
}

/* Whether the file on disk keeps the note to itself. */
static int is_secret(const char *path) {
  static char content[1 << 20];
  FILE *file = fopen(path, "rb");
  if (file == NULL) return 0;
  const size_t size = fread(content, 1, sizeof content, file);
  fclose(file);
  printf("\nThe file of %zu bytes begins with", size);
  for (int i = 0; i < 16; ++i) printf(" %02x", (unsigned char)content[i]);
  for (size_t i = 0; i + 7 <= size; ++i) {
    if (memcmp(content + i, "woke up", 7) == 0) return 0;
  }
  return size > 0;
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
  check(lamella_simulate(BYTES(a_month), &month, &error));
  put(diary, month.data, month.size);
  put(diary, BYTES(my_evening)); /* on disk when it returns */
  lamella_buffer_free(&month);
  lamella_diary_close(diary);

  check(lamella_diary_open(path, &credential, NULL, &diary, &error));
  printf("Lamella %s wrote a simulated month and one entry of mine.\n", lamella_version());
  show_note(diary);
  draw_itch(diary);
  lamella_diary_close(diary);
  const int secret = is_secret(path);
  printf("\nand my note is %s.\n",
         secret ? "not in it: it is ciphertext" : "IN IT FOR ALL TO READ");

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
