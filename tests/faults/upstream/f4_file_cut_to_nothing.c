/* F4: a database that was cut to 0 bytes, or to 1, opens as a new and empty one.
 *
 *   cc -I$SQLCIPHER f4_file_cut_to_nothing.c libsqlcipher.a -lcrypto -lm -lpthread -o f4 && ./f4
 *
 * Expected: an error, or at least a way to ask for one. SQLCipher 4.20.0: no error and no table.
 * SQLite does the same with a file of 0 bytes; a file of 1 byte is no database of either.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sqlite3 *open_keyed(const char *path) {
  sqlite3 *db = NULL;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) exit(2);
  sqlite3_exec(
      db, "PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"",
      NULL, NULL, NULL);
  sqlite3_exec(db, "PRAGMA cipher_log_level = NONE", NULL, NULL, NULL);
  return db;
}

static int empty_without_error(const char *path, int size) {
  sqlite3_stmt *statement = NULL;
  int result, tables = -1;
  sqlite3 *db;
  FILE *file = fopen(path, "wb");
  if (file == NULL) exit(2);
  fclose(file);
  db = open_keyed(path);
  sqlite3_exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES(1)", NULL, NULL,
               NULL);
  sqlite3_close(db);
  if (truncate(path, size) != 0) exit(2);

  db = open_keyed(path);
  sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_schema", -1, &statement, NULL);
  result = sqlite3_step(statement);
  if (result == SQLITE_ROW) tables = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(db);
  printf("%s, cut to %d bytes: step %d, tables %d\n", sqlite3_libversion(), size, result, tables);
  return result == SQLITE_ROW && tables == 0;
}

int main(void) {
  const int nothing = empty_without_error("f4.db", 0);
  const int one = empty_without_error("f4.db", 1);
  return nothing || one;
}
