/* F7: one allocation that fails while SQLCipher initializes leaves the process without it for good.
 *
 *   cc -I$SQLCIPHER f7_initialized_once.c libsqlcipher.a -lcrypto -lm -lpthread -o f7 && ./f7
 *
 * Expected: an error now, and a library that works when there is memory again. SQLCipher 4.20.0:
 * when sqlcipher_extra_init() fails, sqlite3_initialize() reports it once, but SQLite counts as
 * initialized and never calls it again: each later sqlite3_key() fails ("sqlcipher not
 * initialized"). For the allocations 2 to 9, the mutexes, sqlite3_shutdown() helps. For 11, the
 * shield mask, what follows it crashes: the error path frees the private heap, in which the default
 * provider lives, but leaves the pointer to it. A process each.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define POINTS 20

static sqlite3_mem_methods usual;
static int left;

static void *allocate(int size) { return left-- == 0 ? NULL : usual.xMalloc(size); }

/* 0 when the key is taken, as it should be. */
static int open_keyed(void) {
  sqlite3 *db = NULL;
  int result = sqlite3_open(":memory:", &db);
  if (result == SQLITE_OK) result = sqlite3_key(db, "secret", 6);
  sqlite3_close(db);
  return result;
}

static int fail_at(int point) {
  sqlite3_mem_methods ours;
  int first, second, third;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
  ours = usual;
  ours.xMalloc = allocate;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
  left = point;
  first = sqlite3_initialize();
  left = -1;
  if (first == SQLITE_OK) return 0;
  second = open_keyed();
  sqlite3_shutdown();
  third = open_keyed();
  printf("%s, allocation %d fails: initialize %d, then with memory %d, after shutdown %d\n",
         sqlite3_libversion(), point, first, second, third);
  fflush(stdout);
  return second != SQLITE_OK;
}

int main(void) {
  int point, poisoned = 0;
  for (point = 0; point < POINTS; point++) {
    int status = 0;
    if (fork() == 0) {
      if (freopen("/dev/null", "w", stderr) == NULL) _exit(2);
      _exit(fail_at(point));
    }
    wait(&status);
    if (WIFSIGNALED(status)) printf("allocation %d fails: signal %d\n", point, WTERMSIG(status));
    poisoned += status != 0;
  }
  printf("%d of %d points leave the process without SQLCipher\n", poisoned, POINTS);
  return poisoned > 0;
}
