#include "log/sample_store.h"

#include <algorithm>
#include <span>
#include <string>

#include "lamella/error.h"

namespace lamella::log {

namespace {

bool before(const Sample& a, const Sample& b) { return order(a, b) < 0; }

}  // namespace

void SampleStore::add(int64_t topic, const Sample& sample) {
  changes_[{month_of(sample.day), topic}].added.push_back(sample);
}

void SampleStore::remove(int64_t topic, const Sample& sample) {
  changes_[{month_of(sample.day), topic}].removed.push_back(sample);
}

void SampleStore::flush() {
  for (auto& [key, changes] : changes_) apply(key.first, key.second, changes);
  changes_.clear();
}

void SampleStore::apply(Month month, int64_t topic, Changes& changes) {
  std::sort(changes.added.begin(), changes.added.end(), before);
  std::sort(changes.removed.begin(), changes.removed.end(), before);
  // What was added and removed in one transaction may never have been written.
  std::vector<Sample> added;
  std::set_difference(changes.added.begin(), changes.added.end(), changes.removed.begin(),
                      changes.removed.end(), std::back_inserter(added), before);
  std::vector<Sample> removed;
  std::set_difference(changes.removed.begin(), changes.removed.end(), changes.added.begin(),
                      changes.added.end(), std::back_inserter(removed), before);
  if (added.empty() && removed.empty()) return;
  const Sample& first = added.empty()                            ? removed.front()
                        : removed.empty()                        ? added.front()
                        : before(added.front(), removed.front()) ? added.front()
                                                                 : removed.front();
  Tail tail = read_tail(month, topic, first);
  std::vector<Sample> kept;
  std::set_difference(tail.samples.begin(), tail.samples.end(), removed.begin(), removed.end(),
                      std::back_inserter(kept), before);
  if (kept.size() + removed.size() != tail.samples.size()) {
    throw Error(Code::kDamaged, "a sample is missing from its block");
  }
  tail.samples.clear();
  std::merge(kept.begin(), kept.end(), added.begin(), added.end(), std::back_inserter(tail.samples),
             before);
  write_tail(month, topic, tail);
}

// The samples from the first block on that a change at `from` can move: all blocks before it are
// full and stay as they are.
SampleStore::Tail SampleStore::read_tail(Month month, int64_t topic, const Sample& from) {
  Tail tail;
  std::vector<std::vector<Sample>> blocks;  // from the last to the first
  vault::Statement& rows =
      statements_("SELECT k, bytes FROM block WHERE k BETWEEN ?1 AND ?2 ORDER BY k DESC");
  const int64_t first_key = block_key(month, topic, 0);
  rows.bind(1, first_key).bind(2, first_key + kMaxParts - 1);
  while (rows.step()) {
    tail.first_part = rows.integer(0) - first_key;
    blocks.push_back(decode_block(month, rows.blob(1)));
    if (!before(from, blocks.back().front())) break;
  }
  rows.reset();
  tail.parts = static_cast<int64_t>(blocks.size());
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    tail.samples.insert(tail.samples.end(), block->begin(), block->end());
  }
  return tail;
}

void SampleStore::write_tail(Month month, int64_t topic, const Tail& tail) {
  const std::span<const Sample> samples(tail.samples);
  int64_t part = tail.first_part;
  vault::Statement& write = statements_("INSERT OR REPLACE INTO block(k, bytes) VALUES(?1, ?2)");
  for (size_t begin = 0; begin < samples.size(); begin += kBlockSamples, ++part) {
    if (part == kMaxParts) {
      throw Error(Code::kInvalidArgument, "a series has more than " +
                                              std::to_string(kMaxParts * kBlockSamples) +
                                              " samples in one month");
    }
    const std::string bytes = encode_block(
        month, samples.subspan(begin, std::min(kBlockSamples, samples.size() - begin)));
    write.bind(1, block_key(month, topic, part)).bind(2, bytes);
    write.run();
  }
  vault::Statement& erase = statements_("DELETE FROM block WHERE k BETWEEN ?1 AND ?2");
  if (part < tail.first_part + tail.parts) {
    erase.bind(1, block_key(month, topic, part))
        .bind(2, block_key(month, topic, tail.first_part + tail.parts - 1));
    erase.run();
  }
}

}  // namespace lamella::log
