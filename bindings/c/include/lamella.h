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
 *   them. No function keeps a pointer that it was given. lamella_unwrap, lamella_content_source and
 *   lamella_content_sink are called back on the thread of the call that they were given to, before
 *   that call returns, and must not close, suspend or resume its diary.
 * - A struct that begins with struct_size is filled by its _init function before use. A later
 *   version may append fields, never change them.
 */
#ifndef LAMELLA_H_
#define LAMELLA_H_

#include <stddef.h>
#include <stdint.h>

#include "lamella_export.h"
#include "lamella_failure.h"

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

/* The statements that run now in other threads fail with LAMELLA_CANCELLED; a write that is cut off
 * changes nothing. A call that is between two statements goes on: its task stops it as well. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_interrupt(lamella_diary *diary, lamella_error *LAMELLA_NULLABLE error);

/* For a device that is short of memory: gives back what the caches of pages hold. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_release_memory(lamella_diary *diary, lamella_error *LAMELLA_NULLABLE error);

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

/* ---- Attachments ----------------------------------------------------------------------------- */

/* Photographs and other files of at most 64 MiB. Their content comes and goes in parts, in little
 * memory, and is whole and on disk when a call returns. */

/* Where a content comes from: fills the start of `room` and returns how many bytes that were, 0 at
 * the end. A negative number gives up: the call fails with LAMELLA_CANCELLED. */
typedef ptrdiff_t (*lamella_content_source)(void *LAMELLA_NULLABLE context, uint8_t *room,
                                            size_t room_size);

/* Where it goes. Another answer than LAMELLA_OK gives up: the call fails with that code. */
typedef lamella_code (*lamella_content_sink)(void *LAMELLA_NULLABLE context, const uint8_t *part,
                                             size_t part_size);

/* record: Record of an attachment with its media type; the rest is filled in. `id` receives that of
 * the entry, which is added when all of its content is on disk. Other calls may write meanwhile. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_attachment_add(lamella_diary *diary, const uint8_t *record, size_t record_size,
                       lamella_content_source source, void *LAMELLA_NULLABLE source_context,
                       lamella_task *LAMELLA_NULLABLE task, uint8_t *id, size_t id_size,
                       lamella_error *LAMELLA_NULLABLE error);

/* Fails with LAMELLA_NOT_FOUND for an entry that is no attachment, or whose content is not here,
 * and with LAMELLA_DAMAGED for another content than was added: keep nothing of a call that failed.
 */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_attachment_read(lamella_diary *diary, const uint8_t *id, size_t id_size,
                        lamella_content_sink sink, void *LAMELLA_NULLABLE sink_context,
                        lamella_task *LAMELLA_NULLABLE task, lamella_error *LAMELLA_NULLABLE error);

/* Brings the content of an attachment without it, which was restored or put as a record. Fails with
 * LAMELLA_ALREADY_EXISTS when it is here, with LAMELLA_INVALID_ARGUMENT for any other content. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_attachment_fill(lamella_diary *diary, const uint8_t *id, size_t id_size,
                        lamella_content_source source, void *LAMELLA_NULLABLE source_context,
                        lamella_task *LAMELLA_NULLABLE task, lamella_error *LAMELLA_NULLABLE error);

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

/* query: ScoreQuery. Columns: id, local_day, at, offset_min, instrument, total (NaN for none), band,
 * answered, counted_zero, why_not, site. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_scores(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query, size_t query_size,
                     lamella_task *LAMELLA_NULLABLE task, struct ArrowArrayStream *stream,
                     lamella_error *LAMELLA_NULLABLE error);

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

/* query: TriggerQuery. report: TriggerReport, which exposures go with a symptom: how many days later,
 * by how many points, how often that is chance, and what is missing where nothing can be said yet;
 * each with its sentence. Years of entries may take seconds. Fails with LAMELLA_NOT_FOUND for a
 * series that has no numbers, with LAMELLA_INVALID_ARGUMENT for an exposure that comes twice, an
 * option out of range, and a score that nothing can be learned from. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_triggers(lamella_diary *diary, const uint8_t *query, size_t query_size,
                       lamella_task *LAMELLA_NULLABLE task, lamella_buffer *report,
                       lamella_error *LAMELLA_NULLABLE error);

/* options: TriggerPlanOptions. plan: TriggerPlan, the schedule of an on/off test of one suspected
 * trigger, by lot: to be stored as it is. Needs no diary. Takes less than a second, and some
 * seconds for many short blocks with few scores. Fails with LAMELLA_INVALID_ARGUMENT naming the option
 * that is out of range, and for a test of more than 1,095 days. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_trigger_test_plan(const uint8_t *LAMELLA_NULLABLE options, size_t options_size,
                          lamella_buffer *plan, lamella_error *LAMELLA_NULLABLE error);

/* request: TriggerTestRequest, the plan and the days. test: TriggerTest, whether the trigger changes
 * the score: nothing else may say so. Fails with LAMELLA_INVALID_ARGUMENT for a plan that was
 * altered, days out of order, and a score that is not finite or beyond 1e6. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_trigger_test_analyse(const uint8_t *request, size_t request_size, lamella_buffer *test,
                             lamella_error *LAMELLA_NULLABLE error);

/* query: DiaryTriggerTestQuery. test: TriggerTest, the same of the days of a diary: the mean score of a
 * day, and whether the trigger was there at all. Fails with LAMELLA_NOT_FOUND for a series that has no
 * numbers, and as lamella_trigger_test_analyse does. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_trigger_test(lamella_diary *diary, const uint8_t *query, size_t query_size,
                           lamella_task *LAMELLA_NULLABLE task, lamella_buffer *test,
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

/* ---- Damage, and the ways back --------------------------------------------------------------- */

/* options: CheckOptions. report: CheckReport. Reads every row, and `deep` every page; writes wait
 * meanwhile. Damage is a finding, no failure. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_check(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE options,
                    size_t options_size, lamella_task *LAMELLA_NULLABLE task,
                    lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* Writes all of the diary to one new file, encrypted, which opens with each of `credentials`. The
 * diary is checked first and the copy after. Fails with LAMELLA_ALREADY_EXISTS, with LAMELLA_DAMAGED
 * for a diary that is not sound, and with LAMELLA_LAST_PORTABLE_SLOT when no credential is a
 * passphrase or a recovery code. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_backup(lamella_diary *diary, const char *path,
                     const lamella_credential *LAMELLA_NULLABLE const *LAMELLA_NULLABLE credentials,
                     size_t credential_count, lamella_task *LAMELLA_NULLABLE task,
                     lamella_error *LAMELLA_NULLABLE error);

/* Makes a diary at `path` of a backup, which is verified before a byte is written; it opens with
 * what the backup opens with. Fails as lamella_diary_create for the path, with LAMELLA_NOT_FOUND
 * without a backup, and with LAMELLA_DAMAGED for one that was cut or changed. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_restore_backup(const char *backup, const lamella_credential *credential,
                             const char *path, lamella_task *LAMELLA_NULLABLE task,
                             lamella_error *LAMELLA_NULLABLE error);

/* Puts every entry of a damaged diary whose bytes verify into a new one, under the same id, and
 * holds them all in memory meanwhile. The damaged diary is only read. report: SalvageReport. Fails
 * as lamella_diary_open and lamella_diary_create do, and with LAMELLA_DAMAGED or LAMELLA_MISMATCH
 * when not one page verifies. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_salvage(const char *damaged_path, const lamella_credential *credential,
                      const char *new_path, const lamella_credential *new_credential,
                      lamella_task *LAMELLA_NULLABLE task, lamella_buffer *report,
                      lamella_error *LAMELLA_NULLABLE error);

/* ---- Instruments, responses and flares --------------------------------------------------------- */

/* list: InstrumentList, what each instrument asks, its bands and their sources. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_instrument_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* answers: Answers, as in a record. score: Score; without a total it says why. Fails with
 * LAMELLA_INVALID_ARGUMENT naming the item, for an answer that the instrument does not allow. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_answers_score(const uint8_t *LAMELLA_NULLABLE answers, size_t answers_size,
                      lamella_buffer *score, lamella_error *LAMELLA_NULLABLE error);

/* list: ResponseDefinitionList, the definitions of a response and the published placebo arms. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_response_definition_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* request: ResponseRequest. report: ResponseReport, whether a fall is a response, with the placebo
 * rates of the same definition: show both or none. Fails with LAMELLA_INVALID_ARGUMENT for an unknown
 * definition and for values that cannot be. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_response_judge(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                       lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* list: FlareRuleList, the published rules for a flare with their sources. Choose one before
 * anybody looks, and store its code beside what is told by it. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_flare_rule_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* request: FlareRequest. report: FlareReport, the flares of some days by one rule, what they add up
 * to, and, after an end of treatment, the time to relapse. A day without an answer is neither a
 * good nor a bad one. Fails with LAMELLA_INVALID_ARGUMENT for an unknown rule, days out of order,
 * and values that the rule does not know. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_flares_find(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                    lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* request: RemissionRequest. report: RemissionReport, the first and the longest row of quiet days by
 * a rule of Lamella: no published definition was found. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_remission_find(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                       lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* Whether EASI-50 is not reached after three months of treatment (Korean guideline): 1 yes, 0 no, -1
 * before three months are over or with a baseline too low for it. Days are local days. Show it with
 * lamella_response_judge, never alone. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_kada_non_responder(int32_t begin_of_treatment, double baseline_easi, int32_t later,
                           double later_easi, int32_t *answer,
                           lamella_error *LAMELLA_NULLABLE error);

/* request: ControlRequest. report: ControlReport, how well controlled seven days were, and their
 * mean bother. Fails with LAMELLA_INVALID_ARGUMENT for another number of days, a bother that is not
 * 0 to 10, and a least that is not 1 to 7. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_week_control_judge(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                           lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* ---- Measures, factors and medication --------------------------------------------------------- */

/* list: MeasureList, what can be measured, its units, and limits by age with their sources. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_measure_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* measurement: Measurement, as in a record. converted: Measurement, in the unit of its measure.
 * Fails with LAMELLA_INVALID_ARGUMENT for a kind that is not known and for a unit that has no exact
 * conversion, saying which to write. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_measurement_convert(const uint8_t *LAMELLA_NULLABLE measurement, size_t measurement_size,
                            lamella_buffer *converted, lamella_error *LAMELLA_NULLABLE error);

/* list: FactorCatalogue, possible triggers to define in a diary. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_factor_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* list: SteroidList, classes of topical steroids by drug, strength and vehicle. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_steroid_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* request: DoseRequest. report: DoseReport, how strong a dose is, and how many grams. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_dose_judge(const uint8_t *LAMELLA_NULLABLE request, size_t request_size,
                   lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* Fingertip units, of an adult's finger, that one application to a region takes: "face_neck",
 * "trunk_front", "trunk_back", "arm", "hand", "leg", "foot", "arm_and_hand", "leg_and_foot" (one of
 * the two) or "whole_body". An age of NaN is an adult's. Fails with LAMELLA_INVALID_ARGUMENT for
 * an age or a region without a figure. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_fingertip_units(const char *region, double age_years, double *units,
                        lamella_error *LAMELLA_NULLABLE error);

/* list: BodySiteList, codes of sites that diaries share. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_body_site_list(lamella_buffer *list, lamella_error *LAMELLA_NULLABLE error);

/* request: SurfaceRequest. Percent of the body's surface that these sites have together, NaN when
 * one of them has no published share. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_surface_share(const uint8_t *LAMELLA_NULLABLE request, size_t request_size, double *percent,
                      lamella_error *LAMELLA_NULLABLE error);

/* ---- Treatments, courses and lesions of a diary ------------------------------------------------ */

/* query: SteroidQuery. report: SteroidReport. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_steroid_use(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query,
                          size_t query_size, lamella_buffer *report,
                          lamella_error *LAMELLA_NULLABLE error);

/* query: ChangeQuery. report: ChangeReport, of measurements against the person's own baseline. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_measured_change(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query,
                              size_t query_size, lamella_buffer *report,
                              lamella_error *LAMELLA_NULLABLE error);

/* query: FlareQuery. report: FlareReport. Fails with LAMELLA_INVALID_ARGUMENT for a rule that is not
 * known, for what it needs or has no use for, and for scores on another scale than the rule's, and
 * with LAMELLA_NOT_FOUND for a code without entries. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_diary_flares(lamella_diary *diary, const uint8_t *LAMELLA_NULLABLE query, size_t query_size,
                     lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* Each of the following fails with LAMELLA_NOT_FOUND for an id of something else. */

/* report: AdherenceReport, how a plan of doses was kept until the local day `today`. Fails with
 * LAMELLA_INVALID_ARGUMENT for a day outside of the years 1 to 9999. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_plan_adherence(lamella_diary *diary, const uint8_t *plan, size_t plan_size, int32_t today,
                       lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* problems: CourseProblemList, what of a course of cell therapy contradicts itself. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_course_problems(lamella_diary *diary, const uint8_t *course, size_t course_size,
                        lamella_buffer *problems, lamella_error *LAMELLA_NULLABLE error);

/* reminders: CourseReminderList, temperatures and follow-ups to ask for. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_course_reminders(lamella_diary *diary, const uint8_t *course, size_t course_size,
                         lamella_buffer *reminders, lamella_error *LAMELLA_NULLABLE error);

/* onsets: CourseOnsetList, when the adverse events of a course began. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_course_onsets(lamella_diary *diary, const uint8_t *course, size_t course_size,
                      lamella_buffer *onsets, lamella_error *LAMELLA_NULLABLE error);

/* report: IsctReport, which criteria of stromal cells the tests of a product meet. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_product_criteria(lamella_diary *diary, const uint8_t *product, size_t product_size,
                         lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* *stream: as for a chart. Columns: id, local_day, at, quantity, value, unit. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_lesion_series(lamella_diary *diary, const uint8_t *lesion, size_t lesion_size,
                      struct ArrowArrayStream *stream, lamella_error *LAMELLA_NULLABLE error);

/* report: HealingReport, the course of a lesion by its areas. */
LAMELLA_API LAMELLA_CHECK lamella_code
lamella_lesion_healing(lamella_diary *diary, const uint8_t *lesion, size_t lesion_size,
                       lamella_buffer *report, lamella_error *LAMELLA_NULLABLE error);

/* clang-format on */

LAMELLA_END

#endif /* LAMELLA_H_ */
