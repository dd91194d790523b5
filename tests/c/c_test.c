/* Runs one test: c_test NAME. */
#include "c_test.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static const struct {
  const char *name;
  void (*run)(void);
} tests[] = {
    {"analysis", test_analysis},   {"arguments", test_arguments}, {"attachments", test_attachments},
    {"columns", test_columns},     {"entries", test_entries},     {"keys", test_keys},
    {"lifecycle", test_lifecycle}, {"opening", test_opening},     {"safety", test_safety},
    {"threads", test_threads},
};

int main(int argc, char **argv) {
  clear_last_error();
  for (size_t i = 0; i < sizeof tests / sizeof *tests; ++i) {
    if (argc == 2 && strcmp(argv[1], tests[i].name) == 0) {
      tests[i].run();
      return 0;
    }
  }
  fprintf(stderr, "no test of this name\n");
  return 2;
}
