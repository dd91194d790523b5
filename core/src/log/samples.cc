#include "log/samples.h"

#include <algorithm>
#include <limits>
#include <map>
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
    const std::string full = codec::series_name(numbered.topic);
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

// A block whose bytes were copied out of SQLite's page.
struct Block {
  int32_t topic = 0;  // index into the chosen topics
  int64_t key = 0;
  size_t begin = 0;   // in the bytes of all blocks
  size_t size = 0;
  size_t row = 0;     // its first row
};

struct Blocks {
  std::string bytes;
  std::vector<Block> blocks;
  size_t rows = 0;
};

class BlockReader {
 public:
  BlockReader(Statements& statements, const std::vector<NumberedTopic>& topics, Task* task)
      : statements_(statements), task_(task) {
    for (size_t i = 0; i < topics.size(); ++i) index_[topics[i].n] = static_cast<int32_t>(i);
    by_number_.assign(index_.empty() ? 0 : static_cast<size_t>(index_.rbegin()->first) + 1, -1);
    for (const auto& [n, i] : index_) by_number_[static_cast<size_t>(n)] = i;
  }

  Blocks read(Month first, Month last, size_t topics_in_all) {
    // Seeking each month of each topic pays while few topics are wanted.
    constexpr size_t kSeekShare = 8;
    if (index_.size() * kSeekShare <= topics_in_all) {
      std::tie(first, last) = clamp(first, last);
      for (const auto& [n, i] : index_) {
        for (Month month = first; month <= last; ++month) {
          read_range(block_key(month, n, 0), block_key(month, n, kMaxParts - 1));
        }
      }
    } else {
      read_range(block_key(first, 0, 0), block_key(last, kMaxTopics - 1, kMaxParts - 1));
    }
    order();
    return std::move(found_);
  }

 private:
  // The months that have blocks at all.
  std::pair<Month, Month> clamp(Month first, Month last) {
    vault::Statement& ends = statements_("SELECT min(k), max(k) FROM block");
    ends.step();
    if (ends.is_null(0)) {
      last = first - 1;
    } else {
      first = std::max(first, month_of_key(ends.integer(0)));
      last = std::min(last, month_of_key(ends.integer(1)));
    }
    ends.reset();
    return {first, last};
  }

  void read_range(int64_t from, int64_t to) {
    vault::Statement& rows = statements_("SELECT k, bytes FROM block WHERE k BETWEEN ?1 AND ?2");
    rows.bind(1, from).bind(2, to);
    while (rows.step()) {
      const int64_t key = rows.integer(0);
      const auto n = static_cast<size_t>(topic_of_key(key));
      const int32_t topic = n < by_number_.size() ? by_number_[n] : -1;
      if (topic < 0) continue;
      const std::string_view bytes = rows.blob(1);
      found_.blocks.push_back({topic, key, found_.bytes.size(), bytes.size(), 0});
      found_.bytes += bytes;
      if (found_.blocks.size() % kProgressSteps == 0) report(task_, found_.blocks.size(), 0);
    }
    rows.reset();
  }

  void order() {
    std::sort(found_.blocks.begin(), found_.blocks.end(), [](const Block& a, const Block& b) {
      return std::tie(a.topic, a.key) < std::tie(b.topic, b.key);
    });
    for (Block& block : found_.blocks) {
      block.row = found_.rows;
      found_.rows += block_size(std::string_view(found_.bytes).substr(block.begin, block.size));
    }
  }

  Statements& statements_;
  Task* task_;
  std::map<int64_t, int32_t> index_;
  std::vector<int32_t> by_number_;
  Blocks found_;
};

void decode_all(const Blocks& blocks, bool positions, Samples& out) {
  out.topic.resize(blocks.rows);
  out.day.resize(blocks.rows);
  out.utc_ms.resize(blocks.rows);
  out.offset_min.resize(blocks.rows);
  out.value.resize(blocks.rows);
  if (positions) out.position.resize(blocks.rows);
  for (size_t i = 0; i < blocks.blocks.size(); ++i) {
    const Block& block = blocks.blocks[i];
    const size_t end = i + 1 < blocks.blocks.size() ? blocks.blocks[i + 1].row : blocks.rows;
    std::fill(out.topic.begin() + static_cast<ptrdiff_t>(block.row),
              out.topic.begin() + static_cast<ptrdiff_t>(end), block.topic);
    decode_block(month_of_key(block.key),
                 std::string_view(blocks.bytes).substr(block.begin, block.size),
                 {&out.day[block.row], &out.utc_ms[block.row], &out.offset_min[block.row],
                  &out.value[block.row], positions ? &out.position[block.row] : nullptr});
  }
}

// Keeps the rows of the days from `first` to `last`; blocks hold whole months.
void keep_days(Day first, Day last, Samples& samples) {
  size_t kept = 0;
  for (size_t i = 0; i < samples.day.size(); ++i) {
    if (samples.day[i] < first || samples.day[i] > last) continue;
    samples.topic[kept] = samples.topic[i];
    samples.day[kept] = samples.day[i];
    samples.utc_ms[kept] = samples.utc_ms[i];
    samples.offset_min[kept] = samples.offset_min[i];
    samples.value[kept] = samples.value[i];
    if (!samples.position.empty()) samples.position[kept] = samples.position[i];
    ++kept;
  }
  samples.topic.resize(kept);
  samples.day.resize(kept);
  samples.utc_ms.resize(kept);
  samples.offset_min.resize(kept);
  samples.value.resize(kept);
  if (!samples.position.empty()) samples.position.resize(kept);
}

}  // namespace

Samples samples(Statements& statements, const SampleQuery& query, bool positions, Task* task) {
  const std::vector<NumberedTopic> topics = chosen_topics(statements, query);
  const size_t in_all = Topics(statements).all().size();
  const Day first = std::clamp(query.first_day.value_or(kFirstDay), kFirstDay, kLastDay);
  const Day last = std::clamp(query.last_day.value_or(kLastDay), kFirstDay, kLastDay);
  Samples result;
  for (const NumberedTopic& numbered : topics) result.topics.push_back(numbered.topic);
  if (topics.empty() || first > last) return result;
  report(task, 0, 0);
  const Blocks blocks =
      BlockReader(statements, topics, task).read(month_of(first), month_of(last), in_all);
  decode_all(blocks, positions, result);
  if (query.first_day || query.last_day) keep_days(first, last, result);
  report(task, result.day.size(), result.day.size());
  return result;
}

}  // namespace lamella::log
