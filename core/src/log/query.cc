#include "log/query.h"

#include <algorithm>
#include <string>

#include "base/varint.h"
#include "lamella/error.h"
#include "lamella/record.h"

namespace lamella::log {

namespace {

constexpr uint32_t kMaxLimit = 10'000;

// Where a page ended, and the state of the diary at page one.
struct Token {
  EntryKey last;
  uint64_t change_count = 0;
};

std::string encode(const Token& token) {
  std::string bytes;
  base::append_varint(bytes, base::zigzag(token.last.day));
  base::append_varint(bytes, base::zigzag(token.last.t));
  bytes += token.last.id.view();
  base::append_varint(bytes, token.change_count);
  return bytes;
}

Token decode_token(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const auto day = reader.varint();
  const auto t = reader.varint();
  const auto id = reader.take(sizeof(Id::bytes));
  const auto count = reader.varint();
  if (!reader.done()) throw Error(Code::kInvalidArgument, "the page token is malformed");
  return {{static_cast<Day>(base::unzigzag(*day)), base::unzigzag(*t), id_from_bytes(*id)}, *count};
}

std::string comma_list(const std::vector<int64_t>& numbers) {
  std::string list;
  for (int64_t number : numbers) list += (list.empty() ? "" : ",") + std::to_string(number);
  return list;
}

// The topics that a query's code and site allow.
std::vector<int64_t> matching_topics(Statements& statements, const Query& query) {
  std::vector<int64_t> numbers;
  for (const NumberedTopic& numbered : Topics(statements).all()) {
    if (query.code && numbered.topic.code != *query.code) continue;
    if (query.site && numbered.topic.site != *query.site) continue;
    numbers.push_back(numbered.n);
  }
  return numbers;
}

// Days that an instant of this UTC day can belong to.
constexpr Day kDaysAround = 2;

// The UTC day of an instant that a caller gave: any number may mean "no limit".
Day utc_day(int64_t utc_ms) {
  return day_of(std::clamp(utc_ms, int64_t{kFirstDay} * kMsPerDay, int64_t{kLastDay} * kMsPerDay),
                0);
}

struct Bounds {
  Day first_day = kFirstDay - 1;
  Day last_day = kUndated;
};

Bounds bounds_of(const Query& query) {
  Bounds bounds;
  if (query.first_day) bounds.first_day = *query.first_day;
  if (query.last_day) bounds.last_day = *query.last_day;
  if (query.from_ms) {
    bounds.first_day = std::max(bounds.first_day, utc_day(*query.from_ms) - kDaysAround);
  }
  if (query.before_ms) {
    bounds.last_day = std::min(bounds.last_day, utc_day(*query.before_ms) + kDaysAround);
  }
  return bounds;
}

// Only numbers of ours go into the text; what a caller gave is bound.
std::string select(Statements& statements, const Query& query) {
  std::string sql =
      "SELECT day, t, id, type, life, pos, regs FROM entry WHERE day BETWEEN ?1 AND ?2";
  if (!query.types.empty()) {
    sql += " AND type IN (" + comma_list({query.types.begin(), query.types.end()}) + ")";
  }
  if (query.code || query.site) {
    sql += " AND topic IN (" + comma_list(matching_topics(statements, query)) + ")";
  }
  if (query.from_ms) sql += " AND t <> ?6 AND day * 86400000 + t >= ?7";
  if (query.before_ms) sql += " AND t <> ?6 AND day * 86400000 + t < ?8";
  const char* const order = query.newest_first ? " DESC" : "";
  if (!query.token.empty()) {
    sql += std::string(" AND (day, t, id) ") + (query.newest_first ? "<" : ">") + " (?3, ?4, ?5)";
  }
  return sql + " ORDER BY day" + order + ", t" + order + ", id" + order + " LIMIT ?9";
}

struct Row {
  EntryKey key;
  Entity entity;
};

Row read_row(const vault::Statement& rows) {
  Row row;
  row.key = {static_cast<Day>(rows.integer(0)), rows.integer(1), id_from_bytes(rows.blob(2))};
  row.entity.type = static_cast<uint32_t>(rows.integer(3));
  row.entity.life = static_cast<uint32_t>(rows.integer(4));
  if (!rows.is_null(6)) {
    row.entity.versions = decode_versions(rows.blob(6));
  } else if (!rows.is_null(5)) {
    row.entity.versions = {{kEveryRegister, rows.integer(5)}};
  }
  return row;
}

// `token` is borrowed while the rows are read.
vault::Statement matching_rows(Statements& statements, const Query& query, const Token& token,
                               uint64_t limit) {
  vault::Statement rows(statements.connection(), select(statements, query));
  const Bounds bounds = bounds_of(query);
  rows.bind(1, bounds.first_day).bind(2, bounds.last_day);
  if (!query.token.empty()) {
    rows.bind(3, token.last.day).bind(4, token.last.t).bind(5, token.last.id.view());
  }
  if (query.from_ms || query.before_ms) rows.bind(6, kNoInstant);
  if (query.from_ms) rows.bind(7, *query.from_ms);
  if (query.before_ms) rows.bind(8, *query.before_ms);
  rows.bind(9, static_cast<int64_t>(limit));
  return rows;
}

Entry entry_of(OpLog& log, View view) {
  Entry entry{view.id, view.entity.type, codec::encode(revision_of(log, view)), {}, {}, view.newer};
  entry.record = std::move(view.record);
  entry.conflicts = std::move(view.conflicts);
  return entry;
}

}  // namespace

Entry get(Statements& statements, const Id& id) {
  Derived derived(statements);
  OpLog log(statements);
  const std::optional<EntryKey> key = derived.find(id);
  if (!key) throw Error(Code::kNotFound, "no entry has this id");
  if (key->day == kDeleted) throw Error(Code::kNotFound, "the entry was deleted");
  return entry_of(log, view(log, id, derived.entity(*key)));
}

Page query(Statements& statements, const Query& query) {
  if (query.limit < 1 || query.limit > kMaxLimit) {
    throw Error(Code::kInvalidArgument, "the limit of a page is not from 1 to 10,000");
  }
  OpLog log(statements);
  const uint64_t count = log.change_count();
  Page page;
  Token token{{}, count};
  if (!query.token.empty()) {
    token = decode_token(query.token);
    page.changed = token.change_count != count;
  }
  // One more than asked for tells whether there is a next page.
  const Token begin = token;
  vault::Statement rows = matching_rows(statements, query, begin, uint64_t{query.limit} + 1);
  while (rows.step()) {
    if (page.entries.size() == query.limit) {
      page.next_token = encode(token);
      break;
    }
    Row row = read_row(rows);
    token.last = row.key;
    page.entries.push_back(entry_of(log, view(log, row.key.id, std::move(row.entity))));
  }
  return page;
}

void for_each_entry(Statements& statements, uint32_t type, std::optional<Day> first_day,
                    std::optional<Day> last_day, const std::function<void(View)>& use) {
  OpLog log(statements);
  Query all;
  all.types = {type};
  all.first_day = first_day;
  all.last_day = last_day;
  const Token begin;
  vault::Statement rows = matching_rows(statements, all, begin, INT64_MAX);
  while (rows.step()) {
    Row row = read_row(rows);
    use(view(log, row.key.id, std::move(row.entity)));
  }
}

std::map<std::string, std::vector<Day>> exposure_days(Statements& statements) {
  std::map<int64_t, std::string> codes;
  for (const NumberedTopic& numbered : Topics(statements).all()) {
    codes[numbered.n] = numbered.topic.code;
  }
  std::map<std::string, std::vector<Day>> days;
  vault::Statement rows(
      statements.connection(),
      "SELECT DISTINCT day, topic FROM entry WHERE day < ?1 AND type = ?2 ORDER BY day");
  rows.bind(1, kUndated).bind(2, static_cast<int64_t>(Type::kExposure));
  while (rows.step()) {
    std::vector<Day>& of_factor = days[codes[rows.integer(1)]];
    const Day day = static_cast<Day>(rows.integer(0));
    if (of_factor.empty() || of_factor.back() != day) of_factor.push_back(day);
  }
  return days;
}

std::vector<Day> checked_days(Statements& statements, Day first_day, Day last_day) {
  std::vector<int64_t> by_person;
  for (const NumberedTopic& numbered : Topics(statements).all()) {
    switch (static_cast<Type>(numbered.topic.type)) {
      case Type::kSymptom:
      case Type::kExposure:
      case Type::kDose:
      case Type::kDayCheck:
      case Type::kAnswers:
        if (!numbered.topic.by_device) by_person.push_back(numbered.n);
        break;
      case Type::kMeasurement:
      case Type::kFactor:
      case Type::kAttachment:
      case Type::kCourse:
      case Type::kHarvest:
      case Type::kCellProduct:
      case Type::kReleaseTest:
      case Type::kAdministration:
      case Type::kAdverseEvent:
      case Type::kLesion:
      case Type::kLesionAssessment:
      case Type::kProfile:
      case Type::kDosePlan:
      case Type::kDataSource:
        break;
    }
  }
  std::vector<Day> days;
  vault::Statement rows(
      statements.connection(),
      "SELECT DISTINCT day FROM entry WHERE day BETWEEN ?1 AND ?2 AND topic IN (" +
          comma_list(by_person) + ") ORDER BY day");
  rows.bind(1, first_day).bind(2, last_day);
  while (rows.step()) days.push_back(static_cast<Day>(rows.integer(0)));
  return days;
}

}  // namespace lamella::log
