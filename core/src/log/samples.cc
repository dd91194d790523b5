#include "log/samples.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "lamella/error.h"
#include "log/topics.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 1'024;

bool is_numbered(uint32_t type) {
  return type == static_cast<uint32_t>(Type::kSymptom) ||
         type == static_cast<uint32_t>(Type::kExposure) ||
         type == static_cast<uint32_t>(Type::kMeasurement) ||
         type == static_cast<uint32_t>(Type::kDose);
}

// The full name of a series that a caller named.
std::string resolve(const std::string& name, const std::vector<NumberedTopic>& topics) {
  std::set<std::string> by_code;
  for (const NumberedTopic& numbered : topics) {
    std::string full = codec::series_name(numbered.topic);
    if (full == name) return full;
    if (numbered.topic.code == name) by_code.insert(full);
  }
  if (by_code.empty()) throw Error(Code::kNotFound, "no entry belongs to a series of this name");
  if (by_code.size() > 1) {
    throw Error(Code::kInvalidArgument,
                "more than one type of entry has this code: name the series with its type");
  }
  return *by_code.begin();
}

// The topics asked for, in the order of the rows.
std::vector<NumberedTopic> chosen_topics(Statements& statements, const SampleQuery& query) {
  std::vector<NumberedTopic> topics = Topics(statements).all();
  std::erase_if(topics,
                [](const NumberedTopic& numbered) { return !is_numbered(numbered.topic.type); });
  std::set<std::string> names;
  for (const std::string& name : query.series) names.insert(resolve(name, topics));
  std::erase_if(topics, [&](const NumberedTopic& numbered) {
    return (!names.empty() && !names.contains(codec::series_name(numbered.topic))) ||
           (query.site && numbered.topic.site != *query.site);
  });
  const auto rank = [](const NumberedTopic& numbered) {
    const codec::Topic& topic = numbered.topic;
    return std::tie(topic.type, topic.code, topic.site, topic.unit, topic.by_device);
  };
  std::sort(topics.begin(), topics.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return topics;
}

// Walks the blocks of the chosen topics; of one topic in the order of time.
class BlockWalk {
 public:
  BlockWalk(Statements& statements, const std::vector<NumberedTopic>& topics, Month first,
            Month last)
      : statements_(statements), topics_(topics), first_(first), last_(last) {
    for (size_t i = 0; i < topics.size(); ++i) {
      const auto n = static_cast<size_t>(topics[i].n);
      if (n >= index_.size()) index_.resize(n + 1, kNotWanted);
      index_[n] = i;
    }
  }

  // Calls use(index of the topic, month, bytes); the bytes are valid during the call.
  template <typename Use>
  void for_each(size_t topics_in_all, Use use) {
    // Seeking each month of each topic pays while few topics are wanted.
    constexpr size_t kSeekShare = 8;
    if (topics_.size() * kSeekShare > topics_in_all) {
      return for_each_in(block_key(first_, 0, 0), block_key(last_, kMaxTopics - 1, kMaxParts - 1),
                         use);
    }
    const auto [first, last] = months_with_blocks();
    for (const NumberedTopic& numbered : topics_) {
      for (Month month = first; month <= last; ++month) {
        for_each_in(block_key(month, numbered.n, 0), block_key(month, numbered.n, kMaxParts - 1),
                    use);
      }
    }
  }

 private:
  static constexpr size_t kNotWanted = SIZE_MAX;

  // Of the wanted months those between the first and the last that have blocks.
  std::pair<Month, Month> months_with_blocks() {
    vault::Statement& ends = statements_("SELECT min(k), max(k) FROM block");
    ends.step();
    std::pair<Month, Month> months{first_, first_ - 1};
    if (!ends.is_null(0)) {
      months = {std::max(first_, month_of_key(ends.integer(0))),
                std::min(last_, month_of_key(ends.integer(1)))};
    }
    ends.reset();
    return months;
  }

  template <typename Use>
  void for_each_in(int64_t from, int64_t to, Use& use) {
    vault::Statement& rows = statements_("SELECT k, bytes FROM block WHERE k BETWEEN ?1 AND ?2");
    rows.bind(1, from).bind(2, to);
    while (rows.step()) {
      const int64_t key = rows.integer(0);
      const auto n = static_cast<size_t>(topic_of_key(key));
      if (n >= index_.size() || index_[n] == kNotWanted) continue;
      use(index_[n], month_of_key(key), rows.blob(1));
    }
    rows.reset();
  }

  Statements& statements_;
  const std::vector<NumberedTopic>& topics_;
  Month first_;
  Month last_;
  std::vector<size_t> index_;  // of a topic by its number
};

void resize(Samples& samples, size_t rows, bool positions) {
  samples.day.resize(rows);
  samples.utc_ms.resize(rows);
  samples.offset_min.resize(rows);
  samples.value.resize(rows);
  if (positions) samples.position.resize(rows);
}

// Reads twice, first to count: the pages are in SQLite's cache then, and a copy of all blocks would
// cost more than a second walk.
void read_blocks(BlockWalk& walk, size_t topics_in_all, bool positions, Task* task, Samples& out) {
  std::vector<size_t> next_row(out.runs.size(), 0);
  uint64_t blocks = 0;
  walk.for_each(topics_in_all, [&](size_t topic, Month, std::string_view bytes) {
    next_row[topic] += block_size(bytes);
    if (++blocks % kProgressSteps == 0) report(task, 0, blocks);
  });
  size_t rows = 0;
  for (size_t topic = 0; topic < next_row.size(); ++topic) {
    const size_t size = next_row[topic];
    next_row[topic] = rows;
    rows += size;
    out.runs[topic].end = rows;
  }
  resize(out, rows, positions);
  uint64_t done = 0;
  walk.for_each(topics_in_all, [&](size_t topic, Month month, std::string_view bytes) {
    const size_t row = next_row[topic];
    next_row[topic] += block_size(bytes);
    decode_block(month, bytes,
                 {&out.day[row], &out.utc_ms[row], &out.offset_min[row], &out.value[row],
                  positions ? &out.position[row] : nullptr});
    if (++done % kProgressSteps == 0) report(task, done, blocks);
  });
  report(task, blocks, blocks);
}

// Keeps the rows of the days from `first` to `last`; blocks hold whole months.
void keep_days(Day first, Day last, Samples& samples) {
  size_t kept = 0;
  size_t row = 0;
  for (Run& run : samples.runs) {
    for (; row < run.end; ++row) {
      if (samples.day[row] < first || samples.day[row] > last) continue;
      samples.day[kept] = samples.day[row];
      samples.utc_ms[kept] = samples.utc_ms[row];
      samples.offset_min[kept] = samples.offset_min[row];
      samples.value[kept] = samples.value[row];
      if (!samples.position.empty()) samples.position[kept] = samples.position[row];
      ++kept;
    }
    run.end = kept;
  }
  resize(samples, kept, !samples.position.empty());
}

}  // namespace

Samples samples(Statements& statements, const SampleQuery& query, bool positions, Task* task) {
  const std::vector<NumberedTopic> topics = chosen_topics(statements, query);
  const size_t in_all = Topics(statements).all().size();
  const Day first = std::clamp(query.first_day.value_or(kFirstDay), kFirstDay, kLastDay);
  const Day last = std::clamp(query.last_day.value_or(kLastDay), kFirstDay, kLastDay);
  Samples result;
  for (const NumberedTopic& numbered : topics) result.runs.push_back({numbered.topic, 0});
  if (topics.empty() || first > last) return result;
  report(task, 0, 0);
  BlockWalk walk(statements, topics, month_of(first), month_of(last));
  read_blocks(walk, in_all, positions, task, result);
  if (query.first_day || query.last_day) keep_days(first, last, result);
  return result;
}

}  // namespace lamella::log
