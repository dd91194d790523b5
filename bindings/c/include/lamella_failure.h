/* Why a call of lamella.h failed: its codes, and what it says beside them. */
#ifndef LAMELLA_FAILURE_H_
#define LAMELLA_FAILURE_H_

#include <stddef.h>
#include <stdint.h>

#include "lamella_export.h"

LAMELLA_BEGIN

/* Laid out by hand, as lamella.h. */
/* clang-format off */

/* One of the constants below. Numbers are never reused and new ones may appear: treat a number that
 * you do not know like LAMELLA_INTERNAL. */
typedef int32_t lamella_code;

enum {
  LAMELLA_OK = 0,
  LAMELLA_INTERNAL = 1,             /* a bug in the library */
  LAMELLA_INVALID_ARGUMENT = 2,     /* the call or a value in it is not allowed */
  LAMELLA_MALFORMED_MESSAGE = 3,    /* bytes that are not the message they should be */
  LAMELLA_NOT_FOUND = 4,            /* no such entry or file, or it was deleted */
  LAMELLA_ALREADY_EXISTS = 5,       /* the id or the file is in use */
  LAMELLA_CANCELLED = 6,            /* the caller cancelled or interrupted the call */
  LAMELLA_OUT_OF_MEMORY = 7,        /* an allocation failed */
  LAMELLA_IO = 8,                   /* the operating system failed a read or a write */
  LAMELLA_DISK_FULL = 9,            /* no room for a write */
  LAMELLA_BUSY = 10,                /* another process or handle has the diary open */
  LAMELLA_READ_ONLY = 11,           /* a write to a diary that was opened to read */
  LAMELLA_CLOSED = 12,              /* use after close, in languages where that can be told */
  LAMELLA_FORKED_PROCESS = 13,      /* use in a child of the process that opened it */
  LAMELLA_WRONG_SECRET = 20,        /* no slot opens with this secret */
  LAMELLA_SLOT_DAMAGED = 21,        /* the secret is right, the slot's bytes are not */
  LAMELLA_NEEDS_KEYS = 22,          /* a database without its key file */
  LAMELLA_KEY_UNAVAILABLE_NOW = 23, /* the platform's key store is locked */
  LAMELLA_NO_SUCH_KEY = 24,         /* no slot of this kind */
  LAMELLA_LAST_PORTABLE_SLOT = 25,  /* removing it would tie the diary to one device */
  LAMELLA_DATABASE_MISSING = 30,    /* a key file whose database is gone or empty */
  LAMELLA_DAMAGED = 31,             /* bytes on disk fail their authentication */
  LAMELLA_MISMATCH = 32,            /* key file and database belong to different diaries */
  LAMELLA_PLAIN_TEXT = 33,          /* the file is an unencrypted database */
  LAMELLA_NOT_ENCRYPTED = 34,       /* this library cannot prove that it encrypts */
  LAMELLA_ROLLBACK = 35,            /* an older copy of the file */
  LAMELLA_TOO_NEW = 36,             /* written by a newer version; left untouched */
  LAMELLA_UNRELEASED_FORMAT = 37    /* written by a development version */
};

/* Stable lower-case name of a code, static: "wrong secret"; "unknown" for a number without one. */
LAMELLA_API const char *lamella_code_name(lamella_code code);

/* What went wrong, on the caller's stack. With a struct_size that _init did not set, a call is
 * refused as LAMELLA_INVALID_ARGUMENT and writes nothing here. */
typedef struct lamella_error {
  uint32_t struct_size;
  lamella_code code;
  int32_t detail;    /* the extended SQLite code or errno behind the failure, or 0 */
  char message[244]; /* one line for logs: never holds diary text, keys or paths */
} lamella_error;

/* `size` is sizeof *error. */
LAMELLA_API void lamella_error_init(lamella_error *error, size_t size);

/* clang-format on */

LAMELLA_END

#endif /* LAMELLA_FAILURE_H_ */
