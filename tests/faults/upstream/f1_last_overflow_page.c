/* F1: a page that fails its HMAC is served as zeros when it is the last overflow page of a row.
 *
 *   cc -I$SQLCIPHER f1_last_overflow_page.c libsqlcipher.a -lcrypto -lm -lpthread -o f1 && ./f1
 *
 * Expected: the SELECT of the damaged note fails. SQLCipher 4.20.0: SQLITE_ROW, 4,012 bytes of the
 * note are zeros, and sqlite3_finalize() answers SQLITE_OK. sqlite3Codec() zeroes the buffer and
 * sets the pager's error, but returns the buffer, so CODEC1() in readDbPage() sees success; the
 * error shows at the next page that is read, and after the last overflow page there is none.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE 6000

static sqlite3 *open_keyed(const char *path) {
  sqlite3 *db = NULL;
  if (sqlite3_open(path, &db) != SQLITE_OK) exit(2);
  sqlite3_exec(
      db, "PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"",
      NULL, NULL, NULL);
  sqlite3_exec(db, "PRAGMA cipher_log_level = NONE", NULL, NULL, NULL);
  return db;
}

int main(void) {
  const char *path = "f1.db";
  char note[NOTE + 1];
  sqlite3_stmt *statement = NULL;
  int result, wrong = 0, i, byte;
  FILE *file;
  sqlite3 *db;

  remove(path);
  memset(note, 'a', NOTE);
  note[NOTE] = 0;
  db = open_keyed(path);
  sqlite3_exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY, note TEXT)", NULL, NULL, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO t VALUES(1, ?1)", -1, &statement, NULL);
  sqlite3_bind_text(statement, 1, note, NOTE, SQLITE_STATIC);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  sqlite3_close(db);

  /* Page 1 is the schema, page 2 the row, page 3 its only overflow page. */
  file = fopen(path, "r+b");
  if (file == NULL) return 2;
  fseek(file, 2 * 4096 + 100, SEEK_SET);
  byte = fgetc(file) ^ 1;
  fseek(file, 2 * 4096 + 100, SEEK_SET);
  fputc(byte, file);
  fclose(file);

  db = open_keyed(path);
  sqlite3_prepare_v2(db, "SELECT note FROM t", -1, &statement, NULL);
  result = sqlite3_step(statement);
  if (result == SQLITE_ROW) {
    const char *got = sqlite3_column_blob(statement, 0);
    const int size = sqlite3_column_bytes(statement, 0);
    for (i = 0; i < size; i++) wrong += got[i] != 'a';
  }
  printf("%s: step %d, %d wrong bytes, finalize %d\n", sqlite3_libversion(), result, wrong,
         sqlite3_finalize(statement));
  sqlite3_close(db);
  return result == SQLITE_ROW;
}
