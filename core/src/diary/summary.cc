#include "diary/impl.h"
#include "log/derived.h"
#include "log/sample_block.h"

namespace lamella {

namespace {

void count_entries(log::Statements& statements, Summary& summary) {
  vault::Statement& rows = statements("SELECT day, type FROM entry ORDER BY day");
  while (rows.step()) {
    const auto day = static_cast<Day>(rows.integer(0));
    if (day == log::kDeleted) {
      ++summary.deleted;
      continue;
    }
    ++summary.entries;
    ++summary.entries_by_type[static_cast<uint32_t>(rows.integer(1))];
    if (day == log::kUndated) continue;
    if (summary.last_day != day) ++summary.days;
    if (!summary.first_day) summary.first_day = day;
    summary.last_day = day;
  }
  rows.reset();
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
