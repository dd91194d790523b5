#include "disk.h"

#include <algorithm>
#include <map>

namespace lamella::faults {

namespace {

constexpr size_t kSector = 512;

void write_at(std::string& file, size_t offset, std::string_view data) {
  if (file.size() < offset + data.size()) file.resize(offset + data.size());
  std::copy(data.begin(), data.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void apply(Files& files, const Recorder::Change& change) {
  const auto offset = static_cast<size_t>(change.offset);
  if (change.call == FileCall::kWrite) write_at(files[change.file], offset, change.data);
  if (change.call == FileCall::kTruncate) files[change.file].resize(offset);
  if (change.call == FileCall::kDelete) files.erase(change.file);
}

// Each sector of a write with a chance of a half.
void apply_torn(Files& files, const Recorder::Change& change, Random& random) {
  std::string& file = files[change.file];
  const auto begin = static_cast<size_t>(change.offset);
  const size_t end = begin + change.data.size();
  for (size_t at = begin; at < end;) {
    const size_t next = std::min(end, (at / kSector + 1) * kSector);
    if (random.one_in(2)) {
      write_at(file, at, std::string_view(change.data).substr(at - begin, next - at));
    }
    at = next;
  }
}

// The number of the last sync of each file before `cut`.
std::map<std::string, size_t> last_syncs(const Recorder& recorder, size_t cut) {
  std::map<std::string, size_t> last;
  for (size_t i = 0; i < cut; ++i) {
    const Recorder::Change& change = recorder.changes()[i];
    if (change.call == FileCall::kSync) last[change.file] = i;
  }
  return last;
}

}  // namespace

void Recorder::acknowledge(size_t operations) { marks_.push_back({changes_.size(), operations}); }

void Recorder::after(const Call& call) {
  if (call.call != FileCall::kWrite && call.call != FileCall::kTruncate &&
      call.call != FileCall::kSync && call.call != FileCall::kDelete) {
    return;
  }
  changes_.push_back({call.call, std::string(call.file), call.offset, std::string(call.data)});
}

size_t Recorder::acknowledged(size_t cut) const {
  size_t operations = 0;
  for (const Mark& mark : marks_) {
    if (mark.changes <= cut) operations = mark.operations;
  }
  return operations;
}

void Recorder::lose_unsynced(std::string_view file) {
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    if (change->file != file) continue;
    if (change->call == FileCall::kSync) return;
    change->lost = true;
  }
}

Files after_power_cut(const Files& before, const Recorder& recorder, size_t cut, Sectors sectors,
                      Random& random) {
  const std::map<std::string, size_t> synced = last_syncs(recorder, cut);
  Files files = before;
  for (size_t i = 0; i < cut; ++i) {
    const Recorder::Change& change = recorder.changes()[i];
    const auto sync = synced.find(change.file);
    const bool durable =
        change.call == FileCall::kDelete || (sync != synced.end() && i < sync->second);
    if (change.lost || (!durable && random.one_in(3))) continue;
    if (!durable && change.call == FileCall::kWrite && sectors == Sectors::kTorn &&
        random.one_in(2)) {
      apply_torn(files, change, random);
    } else {
      apply(files, change);
    }
  }
  return files;
}

Files after(const Files& before, const Recorder& recorder, size_t cut) {
  Files files = before;
  for (size_t i = 0; i < cut; ++i) apply(files, recorder.changes()[i]);
  return files;
}

}  // namespace lamella::faults
