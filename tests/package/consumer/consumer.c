#include <lamella.h>
#include <lamella_arrow.h>
#include <stdio.h>

int main(void) {
  uint8_t id[16];
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  if (lamella_abi_version() != LAMELLA_ABI_VERSION) return 1;
  if (lamella_id_random(id, sizeof id, &error) != LAMELLA_OK) return 1;
  printf("lamella %s\n", lamella_version());
  return 0;
}
