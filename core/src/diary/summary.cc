#include "diary/impl.h"
#include "log/derived.h"
#include "log/sample_block.h"

namespace lamella {

namespace {

void count_entries(log::Statements& statements, Summary& summary) {
  vault::Statement& row = statements(
      "SELECT count(*), ifnull(sum(day = ?1), 0), count(DISTINCT iif(day < ?2, day, NULL)), "
      "min(iif(day < ?2, day, NULL)), max(iif(day < ?2, day, NULL)) FROM entry");
  row.bind(1, log::kDeleted).bind(2, log::kUndated);
  row.step();
  summary.deleted = static_cast<uint64_t>(row.integer(1));
  summary.entries = static_cast<uint64_t>(row.integer(0)) - summary.deleted;
  summary.days = static_cast<uint64_t>(row.integer(2));
  if (!row.is_null(3)) summary.first_day = static_cast<Day>(row.integer(3));
  if (!row.is_null(4)) summary.last_day = static_cast<Day>(row.integer(4));
  row.reset();
}

void count_samples(log::Statements& statements, Summary& summary) {
  vault::Statement& rows = statements("SELECT bytes FROM block");
  while (rows.step()) {
    const std::string_view bytes = rows.blob(0);
    summary.samples += log::block_size(bytes);
    summary.block_bytes += bytes.size();
  }
  rows.reset();
}

}  // namespace

Summary Diary::summary() {
  Summary summary = impl_->read([&](log::Statements& statements) {
    Summary counted;
    count_entries(statements, counted);
    count_samples(statements, counted);
    return counted;
  });
  summary.file_bytes = impl_->file_bytes();
  return summary;
}

}  // namespace lamella
