#include "answers.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

namespace lamella::faults {

namespace {

using Sample = std::pair<Id, double>;

std::vector<Entry> query_all(Diary& diary) {
  std::vector<Entry> entries;
  Query query;
  query.limit = 1'000;
  do {
    Page page = diary.query(query);
    std::move(page.entries.begin(), page.entries.end(), std::back_inserter(entries));
    query.token = page.next_token;
  } while (!query.token.empty());
  return entries;
}

std::optional<double> number_of(const Record& record) {
  if (const auto* symptom = std::get_if<Symptom>(&record.body)) return symptom->score;
  if (const auto* measurement = std::get_if<Measurement>(&record.body)) return measurement->value;
  if (const auto* exposure = std::get_if<Exposure>(&record.body)) {
    return *exposure->present ? 1 : 0;
  }
  return std::nullopt;
}

std::vector<Sample> samples_of(const State& state) {
  std::vector<Sample> samples;
  for (const auto& [id, record] : state.entries) {
    if (const std::optional<double> number = number_of(record)) samples.push_back({id, *number});
  }
  return samples;
}

std::vector<Sample> samples_of(Diary& diary) {
  SampleQuery query;
  query.record_ids = true;
  const auto table = diary.samples(query);
  const auto& values = table->column("value").values<double>();
  const auto& ids = table->column("record").values<Id>();
  std::vector<Sample> samples;
  for (size_t i = 0; i < ids.size(); ++i) samples.push_back({ids[i], values[i]});
  std::sort(samples.begin(), samples.end());
  return samples;
}

std::optional<std::string> difference_of_query(Diary& diary, const State& state) {
  std::set<Id> seen;
  for (const Entry& entry : query_all(diary)) {
    const auto expected = state.entries.find(entry.id);
    if (expected == state.entries.end()) return "the query has an entry that should not be there";
    if (!seen.insert(entry.id).second) return "the query has an entry twice";
    if (!shows(entry.record, expected->second)) return "the query shows other bytes";
  }
  if (seen.size() != state.entries.size()) {
    return "the query lacks " + std::to_string(state.entries.size() - seen.size()) + " entries";
  }
  return std::nullopt;
}

bool is_found(Diary& diary, const Id& id) {
  try {
    diary.get(id);
    return true;
  } catch (const Error& error) {
    if (error.code() != Code::kNotFound) throw;
    return false;
  }
}

std::optional<std::string> difference_of_get(Diary& diary, const State& state, size_t gets) {
  const size_t step = std::max<size_t>(1, (state.entries.size() + state.deleted.size()) / gets);
  size_t number = 0;
  for (const auto& [id, record] : state.entries) {
    if (number++ % step != 0) continue;
    try {
      if (!shows(diary.get(id).record, record)) return "get shows other bytes";
    } catch (const Error& error) {
      if (error.code() != Code::kNotFound) throw;
      return "get does not find an entry";
    }
  }
  for (const Id& id : state.deleted) {
    if (number++ % step == 0 && is_found(diary, id)) return "get finds a deleted entry";
  }
  return std::nullopt;
}

std::optional<std::string> difference_of_contents(Diary& diary, const State& state) {
  for (const auto& [id, record] : state.entries) {
    const auto* attachment = std::get_if<Attachment>(&record.body);
    if (attachment == nullptr) continue;
    std::string content;
    diary.read_attachment(id, [&](std::string_view part) { content += part; });
    if (content != content_of(id, attachment->size)) return "an attachment has another content";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> difference(Diary& diary, const State& state, size_t gets) {
  if (diary.change_count() != state.changes) return "the number of changes differs";
  if (auto found = difference_of_query(diary, state)) return found;
  if (auto found = difference_of_get(diary, state, gets)) return found;
  if (auto found = difference_of_contents(diary, state)) return found;
  if (samples_of(diary) != samples_of(state)) return "the samples differ";
  const Summary summary = diary.summary();
  if (summary.entries != state.entries.size() || summary.deleted != state.deleted.size()) {
    return "the summary counts other entries";
  }
  return std::nullopt;
}

void require(Diary& diary, const State& state) {
  constexpr size_t kGets = 20;
  if (const auto found = difference(diary, state, kGets)) throw WrongAnswer(*found);
  const CheckReport report = diary.check();
  if (!report.is_sound()) throw std::runtime_error("check: " + report.findings.front().what);
  diary.rebuild();
  if (const auto found = difference(diary, state, kGets)) {
    throw WrongAnswer(*found + " after a rebuild");
  }
}

Outcome needless(const Error& error, const std::string& during) {
  return {Verdict::kFalseAlarm, during + ": " + error.what()};
}

Outcome refused(const Error& error) {
  if (error.code() == Code::kInternal) return {Verdict::kFalseAlarm, error.what()};
  return {Verdict::kRefused, error.what()};
}

}  // namespace lamella::faults
