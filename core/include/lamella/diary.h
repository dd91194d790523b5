// An encrypted diary in one file: the door to everything that the core stores.
//
//   auto credential = lamella::Credential::device_key(key);  // 32 bytes
//   lamella::Diary diary = lamella::Diary::create("diary.db", credential);
//   lamella::Id id = diary.put(lamella::encode(record));
//   lamella::Entry entry = diary.get(id);
//   diary.edit(id, entry.revision, lamella::encode(patch));
//
// A diary may be used from any thread: writes take turns, reads run beside them, each on a state
// that was committed. What `put` returned is on disk. Every function fails with lamella::Error
// or std::bad_alloc, and a call that failed changed nothing; but where the disk fails the last step
// of a write (kIo), it may turn out to have been done, as a whole.
#ifndef LAMELLA_DIARY_H_
#define LAMELLA_DIARY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/check.h"
#include "lamella/correlation.h"
#include "lamella/course.h"
#include "lamella/credential.h"
#include "lamella/dose_plan.h"
#include "lamella/entry.h"
#include "lamella/error.h"
#include "lamella/flare.h"
#include "lamella/grid.h"
#include "lamella/id.h"
#include "lamella/keys.h"
#include "lamella/lesion.h"
#include "lamella/measure.h"
#include "lamella/planned_test.h"
#include "lamella/record.h"
#include "lamella/simulate.h"
#include "lamella/table.h"
#include "lamella/task.h"
#include "lamella/treatment.h"
#include "lamella/triggers.h"

namespace lamella {

struct Options {
  bool read_only = false;
  // Opens a database that is older than its key file says, which otherwise is kRollback, and goes
  // on writing under a new replica id. What the lost changes held is gone.
  bool accept_rollback = false;
  // Milliseconds since 1970-01-01T00:00Z; by default the system's clock.
  std::function<int64_t()> clock{};
};

struct DailyQuery {
  std::vector<std::string> series{};  // empty: all
  std::optional<std::string> site{};  // absent: sites are reduced together
  std::optional<Day> first_day{};     // absent: the first and last day with a sample
  std::optional<Day> last_day{};
  // Absent: symptoms and measurements by mean, exposures by max, doses by sum.
  std::optional<Reduce> reduce{};
};

struct CorrelationQuery {
  DailyQuery grid{};  // `series` is ignored
  std::string outcome{};
  std::vector<std::string> exposures{};  // empty: all but the outcome
  CorrelationOptions options{};
};

// Which exposures go with a symptom.
struct TriggerQuery {
  std::string outcome{};
  std::vector<std::string> exposures{};  // empty: all exposures of the diary
  std::optional<std::string> site{};     // of the outcome
  std::optional<Reduce> reduce{};        // of several scores of a day; by default the mean
  // Without them the verdict is of the whole diary, on the same days on every device.
  std::optional<Day> first_day{};
  std::optional<Day> last_day{};
  TriggerOptions options{};
};

// A planned test of one trigger, and the series that tell how it went.
struct TriggerTestQuery {
  TriggerPlan plan{};
  std::string outcome{};
  std::string exposure{};
  std::optional<std::string> site{};  // of the outcome
};

// How much a diary holds.
struct Summary {
  uint64_t entries = 0;  // not deleted
  uint64_t samples = 0;
  uint64_t deleted = 0;
  uint64_t days = 0;               // local days with an entry
  std::optional<Day> first_day{};  // of these
  std::optional<Day> last_day{};
  uint64_t block_bytes = 0;  // of the sample blocks
  uint64_t file_bytes = 0;   // of the database without its write-ahead log
  std::map<uint32_t, uint64_t> entries_by_type{};
};

class Diary {
 public:
  // Makes a new diary. Fails with kAlreadyExists while any of its files is there.
  static Diary create(const std::string& path, const Credential& credential,
                      const Options& options = {});
  // Opens a diary. The codes 20 to 37 of lamella::Code say what stands in the way; a missing or
  // damaged file is never replaced.
  static Diary open(const std::string& path, const Credential& credential,
                    const Options& options = {});

  Diary(Diary&&) noexcept;
  Diary& operator=(Diary&&) noexcept;
  ~Diary();  // closes

  // Deletes the diary at `path` with its keys, which needs no secret and cannot be undone. Fails
  // with kBusy while it is open. A flash drive may keep old blocks: only a diary whose every slot
  // needs a device key is surely gone with the key store's entry.
  static void shred(const std::string& path);

  // Makes a diary at `path` of a backup that `credential` opens, which is verified before a byte is
  // written. It has the backup's keys, and writes under a replica id of its own. Fails as create()
  // does for the path, with kNotFound without a backup, kDamaged for one that was cut or changed.
  static void restore_backup(const std::string& backup, const Credential& credential,
                             const std::string& path, Task* task = nullptr);

  // Waits for running calls, then closes; later calls fail with kClosed. Twice is harmless.
  void close();

  // For an app that leaves the foreground: waits for running calls, writes the log into the
  // database, closes all files, releases every lock and wipes the keys. Calls fail with kClosed
  // until resume(). Twice is harmless.
  void suspend();
  // Opens the diary again, as open() does and fails. Does nothing for one that is not suspended.
  void resume(const Credential& credential);

  // Makes the statements that run now on other threads fail with kCancelled; a write that is cut
  // off changes nothing. A call that is between two statements goes on: its Task stops it as well.
  void interrupt();
  // For a device that is short of memory: gives back what the page caches hold.
  void release_memory();

  // Adds one record (serialized, at most 60 KiB). Fails with kInvalidArgument naming the field that
  // is out of range, kMalformedMessage, or kAlreadyExists when the id is in use or was deleted.
  Id put(std::string_view record, std::optional<Id> id = std::nullopt);
  // Adds all of them or none. Results are in the order of `records`.
  std::vector<PutResult> put(std::span<const NewRecord> records, const PutOptions& options = {},
                             Task* task = nullptr);
  // The same for any number of records, in one transaction and in memory for a part of them. An
  // exception of the stream's functions passes through, and then nothing was written.
  void put(const RecordStream& stream, const PutOptions& options = {}, Task* task = nullptr);

  // Fails with kNotFound.
  Entry get(const Id& id);

  // Writes the fields of `patch` (a serialized Record with only these) that differ from what
  // `revision` shows, and removes those in `clear`; the rest stays. Returns the new revision, or
  // the same one when nothing differs. An edit of an old revision succeeds and may be a conflict.
  // Fails with kInvalidArgument for a revision of another entry or unknown, and with kTooNew for an
  // entry that a newer version made.
  std::string edit(const Id& id, std::string_view revision, std::string_view patch,
                   std::span<const uint32_t> clear = {});

  // Deletes an entry and erases its content, that of an attachment too. Fails with kNotFound.
  void remove(const Id& id);

  // Brings a deleted entry back with this content, which needs a body of the same type.
  void restore(const Id& id, std::string_view record);

  // Adds a photograph or another file of at most 64 MiB: `record` has an Attachment with a media
  // type, of which the rest is filled in. What `source` gives is written as it comes, in memory for
  // 1 MiB of it, and other calls may write meanwhile; the entry is added when all is on disk. An
  // exception of `source` passes through. Fails as put() does; then nothing of it stays.
  Id attach(std::string_view record, const ContentSource& source,
            std::optional<Id> id = std::nullopt, Task* task = nullptr);
  // Gives the content of an attachment to `sink`, part by part; it is whole and right when the call
  // returns. Fails with kNotFound for no attachment or one whose content is not here, and with
  // kDamaged when it is not what was attached.
  void read_attachment(const Id& id, const ContentSink& sink, Task* task = nullptr);
  // Brings the content of an attachment that has none: of a restored entry, or one that was put as
  // a record. Fails with kAlreadyExists when it is here, and with kInvalidArgument for another
  // content than the record names.
  void fill_attachment(const Id& id, const ContentSource& source, Task* task = nullptr);

  Page query(const Query& query);

  // The numbers as columns: series, at, local_day, offset_min, value, unit, site; ordered by
  // series, site, unit, then time.
  std::shared_ptr<const Table> samples(const SampleQuery& query = {}, Task* task = nullptr);

  // All entries of one type as columns: id, local_day, at, offset_min, the fields of the body,
  // note.
  std::shared_ptr<const Table> records(Type type, std::optional<Day> first_day = std::nullopt,
                                       std::optional<Day> last_day = std::nullopt,
                                       Task* task = nullptr);

  // The answers to one instrument, or to all, scored, as columns: id, local_day, at, offset_min,
  // instrument, total (NaN for none), band, answered, counted_zero, why_not, site; in the order of
  // the diary. Fails with kInvalidArgument for an instrument that is not known.
  std::shared_ptr<const Table> scores(const std::optional<std::string>& instrument = std::nullopt,
                                      std::optional<Day> first_day = std::nullopt,
                                      std::optional<Day> last_day = std::nullopt,
                                      Task* task = nullptr);

  DayGrid daily(const DailyQuery& query = {}, Task* task = nullptr);
  CorrelationReport lagged_correlations(const CorrelationQuery& query, Task* task = nullptr);

  // The trigger report of one outcome: lamella::triggers on the days of the diary, with its doses
  // and courses of cell therapy as what was in force. Fails with kNotFound for a series without a
  // number and as lamella::triggers does.
  TriggerReport triggers(const TriggerQuery& query, Task* task = nullptr);

  // What a finished planned test shows: lamella::analyse_trigger_test on the days of the diary. The
  // score of a day is the mean, and the trigger was there on a day with any of it. Fails with
  // kNotFound for a series without a number and as analyse_trigger_test does.
  TriggerTest trigger_test(const TriggerTestQuery& query, Task* task = nullptr);

  // What of a course of cell therapy contradicts itself, among all entries that name it: dates,
  // donor and harvest, release tests, expiry, cells. Fails with kNotFound for an id of no course.
  CourseProblems course_problems(const Id& course);

  // What is to be asked after the administrations of a course, by day: the temperature 6 to 48
  // hours after the end of each (on the day and the two after it where the hour is not known), and
  // the follow-ups that the course plans, which are done by an answer within three days. Nothing
  // before the first administration. Fails with kNotFound for an id of no course.
  CourseReminders course_reminders(const Id& course);
  // In which window after an administration each adverse event of the course began.
  CourseOnsets course_onsets(const Id& course);
  // Which criteria of stromal cells the release tests of a product meet: lamella::isct_criteria.
  // The result of a marker counts in "%", or as a share of 1; in another unit it is not tested.
  // Fails with kNotFound for an id of no product.
  IsctReport product_criteria(const Id& product);

  // How much of topical steroids was used, and on how many answered days none. A day is answered
  // when a person wrote down a symptom, an exposure, a dose, a day check or answers, from the
  // diary's first dose on: neither silence nor a diary that is kept without medicines is a day
  // without a steroid. Fails as lamella::steroid_use does.
  SteroidReport steroid_use(const SteroidQuery& query);

  // The latest measurement of a kind against the median of the days from `first_day` to
  // `last_day`: lamella::change_from_baseline. Values in several units are brought to that of the
  // measure, if it is known; one without an exact conversion leaves them mixed, and no change.
  WithinPersonChange measured_change(const ChangeQuery& query);

  // Flares by a published rule, from its own input: a symptom on the rule's scale, a decision that
  // exposures to a factor record, the totals of its instrument, or doses on the answered days of
  // steroid_use. Of several values on one day the worst counts. Fails with kInvalidArgument for a
  // rule that is not known, for what it has no use for or needs, and for scores on another scale,
  // and with kNotFound for a code without entries.
  FlareReport flares(const FlareQuery& query);

  // How a plan of doses was kept until `today`: the doses of the same drug, of whatever strength,
  // and within its site where the plan names one. Fails with kNotFound for an id of no plan.
  Adherence adherence(const Id& plan, Day today);

  // A lesion or scar over time, as columns: id, local_day, at, quantity (length, width, height,
  // area, the signs, the code of an instrument whose answers name it, photograph), value (NaN of a
  // photograph), unit; by day. Fails with kNotFound for an id of no lesion.
  std::shared_ptr<const Table> lesion_series(const Id& lesion);
  // Its course by the sizes of its assessments, the last one of each day; nothing without any. Of
  // one whose width was not measured it is known that it was open, and no area.
  std::optional<Healing> lesion_healing(const Id& lesion);

  // Who can open the diary. Each change below is durable in both copies of the key file when it
  // returns, and writes no page of the database.
  std::vector<KeySlot> keys();
  // One more way in, and its slot. Fails with kInvalidArgument beyond 32 slots, and for a
  // credential that cannot make one.
  Id add_key(const Credential& credential);
  // A new recovery code and its slot's way in: to be shown once and written on paper.
  SecretBytes add_recovery_code();
  // Fails with kNotFound, and with kLastPortableSlot when no passphrase and no recovery code would
  // remain of those that there are. Who copied the key file before can still use the old secret:
  // rotate() ends that for what is written from then on.
  void remove_key(const Id& slot);
  // remove and add in one step: a change of the passphrase.
  Id replace_key(const Id& slot, const Credential& credential);
  // Gives the database a new data key and encrypts every page anew, which takes about as long as
  // writing the whole file twice. `keep` holds the secret of every slot that stays; the others are
  // dropped and returned. Fails with kWrongSecret for one that opens no slot, and with
  // kLastPortableSlot. Whenever it stops, the old keys or the new ones open the diary.
  std::vector<KeySlot> rotate(std::span<const Credential> keep);

  Summary summary();

  // Grows with every committed change: read again when it moved.
  uint64_t change_count();

  // Reads every row, and says what is not as it should be: a page that fails its authentication, a
  // change that does not fit its hash chain, content that does not fit its change, entries, series
  // and samples that are not those of the log, which is how an old page in a new file shows, and
  // the key file. `deep` has SQLite and SQLCipher look at every page as well, also those that hold
  // no row. Writes wait meanwhile. Takes up to 80 bytes of memory for each change.
  CheckReport check(const CheckOptions& options = {}, Task* task = nullptr);

  // Writes all of the diary to a new file, encrypted, with slots for `credentials`: at least one
  // passphrase or recovery code. The diary is checked first and the copy after. Fails with
  // kAlreadyExists, kLastPortableSlot, or kDamaged for a diary that is not sound: see check().
  void backup(const std::string& path, std::span<const Credential> credentials,
              Task* task = nullptr);

  // Recreates all that is derived from the op-log.
  void rebuild(Task* task = nullptr);

 private:
  class Impl;
  explicit Diary(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// A grid as columns: `local_day`, then one number column a series.
std::shared_ptr<const Table> grid_table(const DayGrid& grid);

// What a person living a simulated diary would have entered: on each recorded day the score of itch
// at 21:00 UTC, and each factor's exposure. Put into a diary, they give back the simulation's
// series.
std::vector<NewRecord> simulated_records(const Simulation& simulation);

}  // namespace lamella

#endif  // LAMELLA_DIARY_H_
