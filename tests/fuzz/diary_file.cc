// A diary whose rows somebody with its key wrote: those of the specimen, changed as the input says,
// and changes that no validation saw, as a newer version or another device may bring them. It may
// be refused as damaged, call by call, and nothing worse: every question is asked, then everything
// that derives from the log is made anew and they are asked again, then it is salvaged.
#include <cstdint>
#include <filesystem>
#include <iterator>

#include "codec/registers.h"
#include "faults/folder.h"
#include "fuzz.h"
#include "lamella/diary.h"
#include "lamella/salvage.h"
#include "log/op_log.h"
#include "quiet_protobuf.h"
#include "specimen.h"
#include "vault/vault.h"

namespace lamella {
namespace {

using fuzz::Input;

struct Column {
  const char* table;
  const char* column;
  const char* key;  // the order of its rows
};

// An input names a column by its place: new ones go to the end.
constexpr Column kColumns[] = {
    {"log", "change", "pos"},
    {"log", "payload", "pos"},
    {"log", "chain", "pos"},
    {"log", "pos", "pos"},
    {"replica", "id", "n"},
    {"replica", "own", "n"},
    {"replica", "n", "n"},
    {"topic", "key", "n"},
    {"topic", "n", "n"},
    {"entry", "day", "day, t, id"},
    {"entry", "t", "day, t, id"},
    {"entry", "id", "day, t, id"},
    {"entry", "type", "day, t, id"},
    {"entry", "topic", "day, t, id"},
    {"entry", "life", "day, t, id"},
    {"entry", "pos", "day, t, id"},
    {"entry", "regs", "day, t, id"},
    {"entry_id", "id", "id"},
    {"entry_id", "day", "id"},
    {"entry_id", "t", "id"},
    {"content", "n", "n"},
    {"content", "state", "n"},
    {"content_chunk", "k", "k"},
    {"content_chunk", "bytes", "k"},
    {"key_file", "generation", "n"},
    {"block", "k", "k"},
    {"block", "bytes", "k"},
};

// The row after `skipped` others, or the last one.
std::string where(const Column& column, size_t skipped) {
  const std::string table = column.table;
  const std::string key = column.key;
  return " FROM " + table + " ORDER BY " + key + " LIMIT 1 OFFSET min(" + std::to_string(skipped) +
         ", max(0, (SELECT count(*) FROM " + table + ") - 1))";
}

void set_value(vault::Connection& connection, const Column& column, size_t row, Input& input) {
  const std::string key = "(" + std::string(column.key) + ")";
  vault::Statement update(connection, "UPDATE " + std::string(column.table) + " SET " +
                                          column.column + " = ?1 WHERE " + key + " = (SELECT " +
                                          column.key + where(column, row) + ")");
  enum Kind : uint8_t { kNull, kNumber, kBytes, kKinds };
  const uint8_t kind = input.byte() % kKinds;
  if (kind == kNull) {
    update.bind_null(1).run();
  } else if (kind == kNumber) {
    const uint64_t low = input.pair() | uint64_t{input.pair()} << 16;
    update.bind(
        1, static_cast<int64_t>(low | uint64_t{input.pair()} << 32 | uint64_t{input.pair()} << 48));
    update.run();
  } else {
    const std::string bytes(input.take(input.pair()));
    update.bind(1, bytes).run();
  }
}

// Changes one byte of a value.
void damage(vault::Connection& connection, const Column& column, size_t row, Input& input) {
  const uint32_t place = input.pair();
  const uint8_t mask = input.byte();
  std::string bytes;
  {
    vault::Statement question(connection,
                              "SELECT " + std::string(column.column) + where(column, row));
    if (!question.step() || question.blob(0).empty()) return;
    bytes = question.blob(0);
  }
  char& byte = bytes[place % bytes.size()];
  byte = static_cast<char>(byte ^ mask);
  const std::string changed = {2, static_cast<char>(bytes.size()),
                               static_cast<char>(bytes.size() >> 8)};
  const std::string value = changed + bytes;
  Input same(fuzz::octets(value).data(), value.size());
  set_value(connection, column, row, same);
}

// A change with a record that fits its hash, its place and its chain.
void append_change(vault::Connection& connection, Input& input) {
  codec::Change change;
  change.entity = fuzz::specimen_id(input.byte());
  change.hlc = {uint64_t{input.pair()} << 32, input.byte()};
  change.type = input.byte();
  change.life = input.byte();
  change.min_reader = input.byte() / 200;
  const codec::Dot overwritten{change.entity, input.byte()};
  const std::string record(input.take(input.pair()));
  std::vector<codec::Register> registers;
  const Code code = fuzz::code_of([&] { registers = codec::split(record); });
  if (code != Code::kOk) return;
  std::vector<std::string_view> values;
  for (const codec::Register& one : registers) {
    change.writes.push_back({one.number, {overwritten}});
    values.push_back(one.bytes);
  }
  log::Statements statements(connection);
  log::OpLog log(statements);
  log.append(change, log::PayloadSealer().seal(values));
  log.finish();
}

// Each step counts, or none of it.
void step(vault::Connection& connection, Input& input) {
  enum Step : uint8_t { kSet, kDamage, kAppend, kSteps };
  const uint8_t step = input.byte() % kSteps;
  vault::Transaction write(connection, vault::Transaction::Kind::kWrite);
  if (step == kAppend) {
    append_change(connection, input);
  } else {
    const Column& column = kColumns[input.byte() % std::size(kColumns)];
    const size_t row = input.byte();
    if (step == kSet) {
      set_value(connection, column, row, input);
    } else {
      damage(connection, column, row, input);
    }
  }
  write.commit();
}

void change_rows(const std::string& path, Input& input) {
  constexpr int kMostSteps = 8;
  const auto vault = vault::Vault::open(path, fuzz::specimen_key(), {});
  vault->writer().execute("PRAGMA ignore_check_constraints=ON");
  for (int i = 0; i < kMostSteps && !input.done(); ++i) {
    try {
      step(vault->writer(), input);
    } catch (const Error&) {  // SQLite has no such value in this place
    }
  }
  vault->close();
}

void ask_of_entry(Diary& diary, const Id& id) {
  Entry entry;
  if (fuzz::code_of([&] { entry = diary.get(id); }) != Code::kOk) return;
  fuzz::code_of([&] { decode(entry.record); });
  fuzz::code_of([&] { diary.read_attachment(id, [](std::string_view) {}); });
}

void ask_of_treatments(Diary& diary) {
  constexpr Day kDay = 20'000;
  const Id course = fuzz::specimen_id(fuzz::kCourse);
  const Id lesion = fuzz::specimen_id(fuzz::kLesion);
  fuzz::code_of([&] { diary.scores(); });
  fuzz::code_of([&] { diary.course_problems(course); });
  fuzz::code_of([&] { diary.course_reminders(course); });
  fuzz::code_of([&] { diary.course_onsets(course); });
  fuzz::code_of([&] { diary.product_criteria(fuzz::specimen_id(fuzz::kProduct)); });
  fuzz::code_of([&] { diary.adherence(fuzz::specimen_id(fuzz::kPlan), kDay); });
  fuzz::code_of([&] { diary.lesion_series(lesion); });
  fuzz::code_of([&] { diary.lesion_healing(lesion); });
  fuzz::code_of([&] { diary.steroid_use({}); });
  fuzz::code_of(
      [&] { diary.measured_change({.kind = "tewl", .first_day = kDay, .last_day = kDay + 9}); });
  fuzz::code_of([&] { diary.flares({.rule = "vas_above_4", .code = "itch"}); });
  fuzz::code_of([&] { diary.flares({.rule = "tam_day"}); });
}

void ask(Diary& diary) {
  for (const uint8_t number : {1, 2, 3, 4, 7, 8, 9, 10})
    ask_of_entry(diary, fuzz::specimen_id(number));
  ask_of_entry(diary, fuzz::specimen_id(fuzz::kAttached));
  for (const bool newest_first : {false, true}) {
    fuzz::code_of([&] {
      Query query{.limit = 7, .newest_first = newest_first};
      constexpr int kMostPages = 20;
      for (int page = 0; page < kMostPages; ++page) {
        query.token = diary.query(query).next_token;
        if (query.token.empty()) break;
      }
    });
  }
  fuzz::code_of([&] { diary.samples({.record_ids = true}); });
  for (uint32_t type = 16; type_name(type) != "unknown"; ++type) {
    fuzz::code_of([&] { diary.records(static_cast<Type>(type)); });
  }
  ask_of_treatments(diary);
  fuzz::code_of([&] { grid_table(diary.daily()); });
  fuzz::code_of([&] { diary.summary(); });
  fuzz::code_of([&] { diary.check({.deep = true}); });
}

void write(Diary& diary) {
  const Id edited = fuzz::specimen_id(1);
  fuzz::code_of(
      [&] { diary.edit(edited, diary.get(edited).revision, encode(Record{.note = "after all"})); });
  fuzz::code_of([&] { diary.put(encode(fuzz::specimen_records()[0])); });
  fuzz::code_of([&] { diary.remove(fuzz::specimen_id(3)); });
  fuzz::code_of([&] { diary.remove(fuzz::specimen_id(fuzz::kAttached)); });
}

void use(const std::string& path, const std::string& salvaged) {
  fuzz::code_of([&] {
    Diary diary = Diary::open(path, fuzz::specimen_key(), {.accept_rollback = true});
    ask(diary);
    write(diary);
    if (fuzz::code_of([&] { diary.rebuild(); }) == Code::kOk) ask(diary);
    diary.close();
  });
  fuzz::code_of([&] { salvage(path, fuzz::specimen_key(), salvaged, fuzz::specimen_key()); });
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  static const faults::Folder folder;
  static const faults::Files files = [] {
    fuzz::make_specimen(folder.diary());
    return folder.files();
  }();
  folder.replace_with(files);
  Input input(data, size);
  change_rows(folder.diary(), input);
  use(folder.diary(), folder / "salvaged.db");
  return 0;
}
