// Diary::scores: the answers to instruments, scored, as a table.
#include <limits>

#include "diary/columns.h"
#include "diary/impl.h"
#include "diary/scored.h"
#include "lamella/instrument.h"
#include "log/query.h"

namespace lamella {

namespace {

class ScoreTable {
 public:
  void append(const Id& id, const When& when, const Answers& answers) {
    const Score score = scored(answers);
    ids_.push_back(id);
    days_.push_back(when.local_day.value_or(kAbsentInteger));
    instants_.push_back(when.utc_ms.value_or(kAbsentInstant));
    offsets_.push_back(when.offset_min.value_or(kAbsentInteger));
    instruments_.append(answers.instrument);
    totals_.push_back(score.total.value_or(std::numeric_limits<double>::quiet_NaN()));
    bands_.append(score.band == nullptr ? std::nullopt : Text(score.band->name));
    answered_.push_back(score.answered);
    counted_zero_.push_back(score.counted_zero);
    why_not_.append(score.why_not);
    sites_.append(answers.site);
  }

  std::shared_ptr<const Table> finish() {
    auto table = std::make_shared<Table>();
    std::vector<Column>& columns = table->columns;
    columns.push_back(make_column("id", ColumnKind::kId, std::move(ids_)));
    columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days_)));
    columns.push_back(make_column("at", ColumnKind::kInstant, std::move(instants_)));
    columns.push_back(make_column("offset_min", ColumnKind::kInteger, std::move(offsets_)));
    columns.push_back(instruments_.finish("instrument"));
    columns.push_back(make_column("total", ColumnKind::kNumber, std::move(totals_)));
    columns.push_back(bands_.finish("band"));
    columns.push_back(make_column("answered", ColumnKind::kInteger, std::move(answered_)));
    columns.push_back(make_column("counted_zero", ColumnKind::kInteger, std::move(counted_zero_)));
    columns.push_back(why_not_.finish("why_not"));
    columns.push_back(sites_.finish("site"));
    return table;
  }

 private:
  std::vector<Id> ids_;
  std::vector<Day> days_;
  std::vector<int64_t> instants_;
  std::vector<int32_t> offsets_;
  Texts instruments_;
  std::vector<double> totals_;
  Texts bands_;
  std::vector<int32_t> answered_;
  std::vector<int32_t> counted_zero_;
  Texts why_not_;
  Texts sites_;
};

}  // namespace

std::shared_ptr<const Table> Diary::scores(const std::optional<std::string>& code,
                                           std::optional<Day> first_day,
                                           std::optional<Day> last_day, Task* task) {
  if (code) static_cast<void>(instrument(*code));
  return impl_->read([&](log::Statements& statements) {
    ScoreTable table;
    uint64_t done = 0;
    log::for_each_entry(statements, static_cast<uint32_t>(Type::kAnswers), first_day, last_day,
                        [&](const log::View& view) {
                          report(task, ++done, 0);
                          const Record record = decode(view.record);
                          const auto* answers = std::get_if<Answers>(&record.body);
                          if (answers == nullptr || (code && answers->instrument != *code)) return;
                          table.append(view.id, record.when.value_or(When{}), *answers);
                        });
    return table.finish();
  });
}

}  // namespace lamella
