/* lamella.h - the C interface of Lamella, an encrypted diary of eczema in one file.
 *
 *   lamella_error error;                       lamella_error_init(&error, sizeof error);
 *   lamella_credential key;                    lamella_credential_init(&key, sizeof key);
 *   key.kind = LAMELLA_DEVICE_KEY;             key.secret = bytes; key.secret_size = 32;
 *   lamella_diary *diary;
 *   if (lamella_diary_create("diary.db", &key, NULL, &diary, &error) != LAMELLA_OK) {
 *     fprintf(stderr, "%s\n", error.message);  return 1;
 *   }
 *   lamella_diary_close(diary);
 *
 * Rules:
 * - A function that can fail returns LAMELLA_OK or another code, and then has changed nothing.
 *   `error`, always last, may be null; it is written on failure only.
 * - Results come back through the out-parameters before `error`. A failure sets them to null or 0.
 * - Pointers are not null unless marked LAMELLA_NULLABLE; a null one is LAMELLA_INVALID_ARGUMENT.
 * - Bytes go in as (data, size), borrowed for the call; null with size 0 is no bytes. Bytes come
 * out in a lamella_buffer that the caller owns: lamella_buffer_free().
 * - Records, questions and answers are serialized messages of proto/lamella/v1, named at each
 *   function. A question of no bytes has all its defaults.
 * - Text is UTF-8. Days are local days since 1970-01-01, instants milliseconds since
 *   1970-01-01T00:00Z, ids 16 bytes.
 * - Every handle may be used from any thread. A diary's writes take turns and its reads run beside
 *   them. No function keeps a pointer that it was given. The only one that is called back is
 *   lamella_unwrap, on the thread of the call that it was given to, before that call returns.
 * - A struct that begins with struct_size is filled by its _init function before use. A later
 *   version may append fields, never change them.
 */
#ifndef LAMELLA_H_
#define LAMELLA_H_

#include <stddef.h>
#include <stdint.h>

#include "lamella_export.h"

/* Defined by lamella_arrow.h and by every Arrow library. */
struct ArrowArrayStream;

LAMELLA_BEGIN

/* Laid out by hand: each name begins a line. */
/* clang-format off */

/* ---- Versions -------------------------------------------------------------------------------- */

/* Changes only when callers must be compiled again. 0: no release yet, nothing is promised. */
#define LAMELLA_ABI_VERSION 0

/* The library's own; must equal LAMELLA_ABI_VERSION. */
LAMELLA_API uint32_t lamella_abi_version(void);

/* "0.0.1", static. */
LAMELLA_API const char *lamella_version(void);

/* ---- Failures -------------------------------------------------------------------------------- */

/* One of the constants below. Numbers are never reused and new ones may appear: treat a number that
 * you do not know like LAMELLA_INTERNAL. */
typedef int32_t lamella_code;

enum {
  LAMELLA_OK = 0,
  LAMELLA_INTERNAL = 1,             /* a bug in the library */
  LAMELLA_INVALID_ARGUMENT = 2,     /* the call or a value in it is not allowed */
  LAMELLA_MALFORMED_MESSAGE = 3,    /* bytes that are not the message they should be */
  LAMELLA_NOT_FOUND = 4,            /* no such entry, or it was deleted */
  LAMELLA_ALREADY_EXISTS = 5,       /* the id or the file is in use */
  LAMELLA_CANCELLED = 6,            /* the caller cancelled the task */
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

/* ---- Bytes that come out --------------------------------------------------------------------- */

typedef struct lamella_buffer {
  uint8_t *LAMELLA_NULLABLE data;
  size_t size;
} lamella_buffer;

/* Wipes and frees the bytes and sets the buffer to {null, 0}. Twice is harmless. */
LAMELLA_API void lamella_buffer_free(lamella_buffer *LAMELLA_NULLABLE buffer);

/* ---- Long calls ------------------------------------------------------------------------------ */

/* Watches or cancels a long call from another thread. One task accompanies one call at a time; a
 * new call with a new task starts at 0. */
typedef struct lamella_task lamella_task;

LAMELLA_API LAMELLA_CHECK lamella_code
lamella_task_create(lamella_task *LAMELLA_NULLABLE *LAMELLA_NULLABLE out,
                    lamella_error *LAMELLA_NULLABLE error);

/* The running call fails with LAMELLA_CANCELLED at its next step; a call that starts later, at
 * once. */
LAMELLA_API void lamella_task_cancel(lamella_task *LAMELLA_NULLABLE task);

/* Steps done and in all, both 0 before the call knows. Never fails. */
LAMELLA_API void lamella_task_progress(const lamella_task *LAMELLA_NULLABLE task,
                                       uint64_t *LAMELLA_NULLABLE done,
                                       uint64_t *LAMELLA_NULLABLE total);

/* After the call that it accompanied has returned. Null is harmless. */
LAMELLA_API void lamella_task_free(lamella_task *LAMELLA_NULLABLE task);

/* ---- Opening a diary ------------------------------------------------------------------------- */

/* Kinds of credentials, and what their `secret` is. */
enum {
  LAMELLA_PASSPHRASE = 1,               /* 1 byte or more; bring text to Unicode NFC (RFC 8265) */
  LAMELLA_DEVICE_KEY = 2,               /* 32 bytes from Keychain or Keystore, or none: unwrap */
  LAMELLA_RECOVERY_CODE = 3,            /* the text that lamella_key_add_recovery_code gave */
  LAMELLA_PASSPHRASE_AND_DEVICE_KEY = 4 /* the passphrase; opens with both, which suits a PIN */
};

/* Writes the 32 bytes of the device key that the platform's key store wrapped as `blob`. Answers
 * LAMELLA_OK, LAMELLA_KEY_UNAVAILABLE_NOW while the key store is locked, or LAMELLA_NO_SUCH_KEY
 * when it does not know the key. It may be asked for several blobs, and must not use the diary. */
typedef lamella_code (*lamella_unwrap)(void *LAMELLA_NULLABLE context,
                                       const uint8_t *blob, size_t blob_size,
                                       uint8_t *device_key);

/* What opens a diary, and makes one way more to open it. The library keeps no copy of the secret
 * beyond the call. A field that the kind has no use for is null or 0. */
typedef struct lamella_credential {
  uint32_t struct_size;
  uint32_t kind; /* required */
  const uint8_t *LAMELLA_NULLABLE secret;
  size_t secret_size;
  /* What Argon2id spends on a passphrase that is new; 0 is the default. */
  uint32_t argon2id_memory_kib; /* 19,456 to 1,048,576; default 65,536 */
  uint32_t argon2id_passes;     /* 2 to 64; default 3 */
  /* The 32 bytes beside the passphrase of LAMELLA_PASSPHRASE_AND_DEVICE_KEY, or none: unwrap. */
  const uint8_t *LAMELLA_NULLABLE device_key;
  size_t device_key_size;
  /* A key store that gives no key away (Android Keystore, Secure Enclave) wraps 32 random bytes of
   * the caller's: `blob` is what it made of the device key, at most 1,024 bytes. It is kept with
   * the keys, and given back to `unwrap`, which opens in place of the bytes and makes nothing. */
  const uint8_t *LAMELLA_NULLABLE blob;
  size_t blob_size;
  lamella_unwrap LAMELLA_NULLABLE unwrap;
  void *LAMELLA_NULLABLE unwrap_context; /* the first argument of unwrap */
} lamella_credential;

/* All fields zero but struct_size; `size` is sizeof *credential. */
LAMELLA_API void lamella_credential_init(lamella_credential *credential, size_t size);

/* Flags of lamella_options. */
#define LAMELLA_OPEN_READ_ONLY 1u /* several may read at once, beside no writer; writes nothing */
/* Opens an older copy of the database, otherwise LAMELLA_ROLLBACK, and goes on from it. */
#define LAMELLA_OPEN_ACCEPT_ROLLBACK 2u

typedef struct lamella_options {
  uint32_t struct_size;
  uint32_t flags;
} lamella_options;

/* All fields zero but struct_size; `size` is sizeof *options. */
LAMELLA_API void lamella_options_init(lamella_options *options, size_t size);

typedef struct lamella_diary lamella_diary;

/* Makes a new diary. Fails with LAMELLA_ALREADY_EXISTS while a file of a diary is at `path`, which
 * is that of the database; its keys go beside it, to `path`-keys. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_create(const char *path, const lamella_credential *credential,
                     const lamella_options *LAMELLA_NULLABLE options,
                     lamella_diary *LAMELLA_NULLABLE *LAMELLA_NULLABLE out,
                     lamella_error *LAMELLA_NULLABLE error);

/* Opens a diary. Codes 20 to 37 say what stands in the way (LAMELLA_DATABASE_MISSING also that
 * there is no file at all), LAMELLA_BUSY that another handle or process has it open. A missing or
 * damaged file is never replaced. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_open(const char *path, const lamella_credential *credential,
                   const lamella_options *LAMELLA_NULLABLE options,
                   lamella_diary *LAMELLA_NULLABLE *LAMELLA_NULLABLE out,
                   lamella_error *LAMELLA_NULLABLE error);

/* Waits for the calls that are running, then closes and frees. It is the handle's last use, like
 * free(): no call may start once it has begun. Null is harmless. */
LAMELLA_API void lamella_diary_close(lamella_diary *LAMELLA_NULLABLE diary);

/* For an app that leaves the foreground: waits for the calls that are running, writes all that is
 * pending into the database, closes the files, releases every lock and wipes the keys. Calls fail
 * with LAMELLA_CLOSED until the diary is resumed. Twice is harmless. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_suspend(lamella_diary *diary, lamella_error *LAMELLA_NULLABLE error);

/* Opens a suspended diary again, with the options that it was opened with; fails as
 * lamella_diary_open and leaves it suspended. Does nothing to a diary that is not suspended. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_resume(lamella_diary *diary, const lamella_credential *credential,
                     lamella_error *LAMELLA_NULLABLE error);

/* Deletes the diary at `path` with its keys: needs no secret, and cannot be undone. Fails with
 * LAMELLA_BUSY while it is open. A flash drive may keep old blocks. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_shred(const char *path, lamella_error *LAMELLA_NULLABLE error);

/* ---- Keys: who can open a diary -------------------------------------------------------------- */

/* Each change is on disk on return, in both copies of the keys, and writes no page of the database.
 * A credential with `unwrap` opens slots and makes none. */

/* keys: KeyList, every slot of the diary. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_list(lamella_diary *diary, lamella_buffer *keys, lamella_error *LAMELLA_NULLABLE error);

/* One more way to open the diary, of at most 32; `id` receives that of its slot. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_add(lamella_diary *diary, const lamella_credential *credential, uint8_t *id,
                size_t id_size, lamella_error *LAMELLA_NULLABLE error);

/* The same with a new recovery code: 42 ASCII characters, to be shown once and written on paper.
 * lamella_buffer_free wipes them. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_add_recovery_code(lamella_diary *diary, lamella_buffer *code,
                              lamella_error *LAMELLA_NULLABLE error);

/* Fails with LAMELLA_NOT_FOUND, and with LAMELLA_LAST_PORTABLE_SLOT when neither a passphrase nor a
 * recovery code would remain of those that there are. Who copied the keys before can still use the
 * old secret: lamella_key_rotate ends that for what is written from then on. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_remove(lamella_diary *diary, const uint8_t *id, size_t id_size,
                   lamella_error *LAMELLA_NULLABLE error);

/* Removes and adds in one step: a change of the passphrase. `new_id` receives that of the slot. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_replace(lamella_diary *diary, const uint8_t *id, size_t id_size,
                    const lamella_credential *credential, uint8_t *new_id, size_t new_id_size,
                    lamella_error *LAMELLA_NULLABLE error);

/* Encrypts the database anew with a new key, which takes about as long as writing it twice. `keep`
 * points at the credential of every slot that stays; dropped: KeyList, the others. Fails with
 * LAMELLA_WRONG_SECRET for one that opens no slot, and with LAMELLA_LAST_PORTABLE_SLOT. Whenever it
 * stops, the old keys or the new ones open the diary. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_key_rotate(lamella_diary *diary,
                   const lamella_credential *LAMELLA_NULLABLE const *LAMELLA_NULLABLE keep,
                   size_t keep_count, lamella_buffer *dropped,
                   lamella_error *LAMELLA_NULLABLE error);

/* ---- Entries --------------------------------------------------------------------------------- */

/* batch: RecordBatch, written all or none and on disk on return. report: PutReport. Fails with
 * LAMELLA_INVALID_ARGUMENT naming the field that is out of range, or LAMELLA_ALREADY_EXISTS. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_put(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE batch, size_t batch_size,
                  lamella_task *LAMELLA_NULLABLE task, lamella_buffer *report,
                  lamella_error *LAMELLA_NULLABLE error);

/* entry: Entry. Fails with LAMELLA_NOT_FOUND. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_get(lamella_diary *diary, const uint8_t *id, size_t id_size, lamella_buffer *entry,
                  lamella_error *LAMELLA_NULLABLE error);

/* edit: Edit. revision: the new one, or the same when nothing differs. An edit of an old revision
 * succeeds and may be a conflict. Fails with LAMELLA_NOT_FOUND, with LAMELLA_INVALID_ARGUMENT for a
 * revision of another entry, and with LAMELLA_TOO_NEW for an entry that a newer version made. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_edit(lamella_diary *diary, const uint8_t *edit, size_t edit_size,
                   lamella_buffer *revision, lamella_error *LAMELLA_NULLABLE error);

/* Deletes an entry and erases its content. Fails with LAMELLA_NOT_FOUND. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_delete(lamella_diary *diary, const uint8_t *id, size_t id_size,
                     lamella_error *LAMELLA_NULLABLE error);

/* record: Record. Brings a deleted entry back with this content, which needs a body of the same
 * type. Fails with LAMELLA_ALREADY_EXISTS for an entry that is not deleted. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_restore(lamella_diary *diary, const uint8_t *id, size_t id_size,
                      const uint8_t *record, size_t record_size,
                      lamella_error *LAMELLA_NULLABLE error);

/* query: Query. page: Page, by default the first 100 entries. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_query(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query, size_t query_size,
                    lamella_buffer *page, lamella_error *LAMELLA_NULLABLE error);

/* A new random id, for an entry whose id must be known before it is put. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_id_random(uint8_t *id, size_t id_size, lamella_error *LAMELLA_NULLABLE error);

/* The id of an imported row, equal on every device that imports the same file: of the source's
 * name, the series, the instant or else (null) the local day, and the row's ordinal among rows that
 * are equal in these. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_id_import(const char *LAMELLA_NULLABLE source, size_t source_size,
                  const char *LAMELLA_NULLABLE series, size_t series_size,
                  const int64_t *LAMELLA_NULLABLE utc_ms, int32_t local_day, uint64_t ordinal,
                  uint8_t *id, size_t id_size, lamella_error *LAMELLA_NULLABLE error);

/* ---- Columns for charts ---------------------------------------------------------------------- */

/* Each fills *stream with an Arrow stream of one batch, which outlives the diary. The caller
 * releases both: stream->release(stream). NaN is a missing number. */

/* query: SampleQuery. Columns: series, at, local_day, offset_min, value, unit, site. Fails with
 * LAMELLA_NOT_FOUND for a series that no entry belongs to. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_samples(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query,
                      size_t query_size, lamella_task *LAMELLA_NULLABLE task,
                      struct ArrowArrayStream *stream, lamella_error *LAMELLA_NULLABLE error);

/* query: RecordQuery. Columns: id, local_day, at, offset_min, the fields of the body, note. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_records(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query,
                      size_t query_size, lamella_task *LAMELLA_NULLABLE task,
                      struct ArrowArrayStream *stream, lamella_error *LAMELLA_NULLABLE error);

/* query: DailyQuery. Columns: local_day, then one a series; one row a calendar day. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_daily(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query, size_t query_size,
                    lamella_task *LAMELLA_NULLABLE task, struct ArrowArrayStream *stream,
                    lamella_error *LAMELLA_NULLABLE error);

/* ---- Analysis -------------------------------------------------------------------------------- */

/* query: CorrelationQuery. report: CorrelationReport. Fails with LAMELLA_NOT_FOUND for a series
 * that has no numbers. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_correlations(lamella_diary *diary, const uint8_t *query, size_t query_size,
                           lamella_task *LAMELLA_NULLABLE task, lamella_buffer *report,
                           lamella_error *LAMELLA_NULLABLE error);

/* request: SimulateRequest. batch: RecordBatch, ready to put: a diary whose triggers are known. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_simulate(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                 lamella_buffer *batch, lamella_error *LAMELLA_NULLABLE error);

/* ---- The diary as a whole -------------------------------------------------------------------- */

/* summary: Summary. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_summary(lamella_diary *diary, lamella_buffer *summary,
                      lamella_error *LAMELLA_NULLABLE error);

/* Grows with every committed change: a screen reads again when it has moved. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_change_count(lamella_diary *diary, uint64_t *count,
                           lamella_error *LAMELLA_NULLABLE error);

/* Makes everything anew that derives from the log of changes. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_rebuild(lamella_diary *diary, lamella_task *LAMELLA_NULLABLE task,
                      lamella_error *LAMELLA_NULLABLE error);

/* clang-format on */

LAMELLA_END

#endif /* LAMELLA_H_ */
