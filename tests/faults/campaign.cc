#include "campaign.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <exception>
#include <numeric>
#include <stdexcept>

namespace lamella::faults {

namespace {

constexpr unsigned kMostSecondsAnImage = 60;
constexpr uint64_t kMostFailures = 100;  // a part stops there: more would say the same

constexpr bool is_failure(Verdict verdict) {
  return verdict == Verdict::kLost || verdict == Verdict::kSilent || verdict == Verdict::kCrash ||
         verdict == Verdict::kFalseAlarm;
}

const char* name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRight:
      return "right";
    case Verdict::kRefused:
      return "an error";
    case Verdict::kStale:
      return "an older state";
    case Verdict::kLost:
      return "lost an acknowledged change";
    case Verdict::kSilent:
      return "a wrong answer";
    case Verdict::kCrash:
      return "crashed";
    case Verdict::kFalseAlarm:
      return "a false alarm";
    default:
      return "no such image";
  }
}

void write_all(int descriptor, const void* bytes, size_t size) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = ::write(descriptor, at, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(1);
    at += written;
    size -= static_cast<size_t>(written);
  }
}

bool read_all(int descriptor, void* bytes, size_t size) {
  char* at = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got = ::read(descriptor, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<size_t>(got);
  }
  return true;
}

void send(int descriptor, const Outcome& outcome) {
  const size_t size = outcome.what.size();
  write_all(descriptor, &outcome.verdict, sizeof outcome.verdict);
  write_all(descriptor, &size, sizeof size);
  write_all(descriptor, outcome.what.data(), size);
}

std::optional<Outcome> receive(int descriptor) {
  Outcome outcome;
  size_t size = 0;
  if (!read_all(descriptor, &outcome.verdict, sizeof outcome.verdict)) return std::nullopt;
  if (!read_all(descriptor, &size, sizeof size)) return std::nullopt;
  outcome.what.resize(size);
  if (!read_all(descriptor, outcome.what.data(), size)) return std::nullopt;
  return outcome;
}

Outcome judge_one(const Judge& judge, uint64_t image) {
  try {
    return judge(image);
  } catch (const std::exception& error) {
    return {Verdict::kFalseAlarm, error.what()};
  }
}

// A process that judges `images` one after the other and ends.
class Worker {
 public:
  Worker(const std::vector<uint64_t>& images, const Judge& judge) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe could be made");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      for (uint64_t image : images) {
        ::alarm(kMostSecondsAnImage);
        const Outcome outcome = judge_one(judge, image);
        send(ends[1], outcome);
        if (outcome.verdict == Verdict::kEnd) break;
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    outcomes_ = ends[0];
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    ::close(outcomes_);
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
  }

  // Of the next image; a crash when the process is gone.
  Outcome next() {
    if (std::optional<Outcome> outcome = receive(outcomes_)) return *std::move(outcome);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    if (WIFSIGNALED(status)) {
      return {Verdict::kCrash, "signal " + std::to_string(WTERMSIG(status))};
    }
    return {Verdict::kCrash, "exit code " + std::to_string(WEXITSTATUS(status))};
  }

 private:
  pid_t process_ = -1;
  int outcomes_ = -1;
};

void print_failure(const Run& run, const Row& row, uint64_t image, const Outcome& outcome) {
  std::printf("lamella_faults %s --part '%s' --seed %llu --only %llu: %s: %s\n",
              row.campaign.c_str(), row.part.c_str(), static_cast<unsigned long long>(run.seed),
              static_cast<unsigned long long>(image), name(outcome.verdict), outcome.what.c_str());
  std::fflush(stdout);
}

}  // namespace

uint64_t Row::images() const { return std::accumulate(count.begin(), count.end(), uint64_t{0}); }

uint64_t Row::failures() const {
  return of(Verdict::kLost) + of(Verdict::kSilent) + of(Verdict::kCrash) + of(Verdict::kFalseAlarm);
}

Row judge_images(const Run& run, const std::string& campaign, const std::string& part,
                 uint64_t images, const Judge& judge, uint64_t step, uint64_t fresh) {
  const auto start = std::chrono::steady_clock::now();
  Row row{campaign, part};
  std::fflush(stdout);  // or a child would print it again
  uint64_t image = run.only.value_or(0);
  const uint64_t end = run.only ? image + 1 : images;
  bool at_end = false;
  while (image < end && !at_end) {
    std::vector<uint64_t> next;
    for (uint64_t i = image; i < end && next.size() < fresh; i += step) next.push_back(i);
    Worker worker(next, judge);
    for (uint64_t number : next) {
      const Outcome outcome = worker.next();
      image = number + step;
      at_end = outcome.verdict == Verdict::kEnd;
      if (at_end) break;
      ++row.count[static_cast<size_t>(outcome.verdict)];
      if (is_failure(outcome.verdict) || run.only) print_failure(run, row, number, outcome);
      at_end = row.failures() >= kMostFailures;
      if (at_end || outcome.verdict == Verdict::kCrash) break;  // the rest goes to a new process
    }
  }
  row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return row;
}

namespace {

void print_row(const Row& row) {
  const auto number = [&](Verdict verdict) {
    return static_cast<unsigned long long>(row.of(verdict));
  };
  std::printf(
      "| %-10s | %-26s | %12llu | %6llu | %19llu | %20llu | %17llu | %7llu | %12llu | %7.1f |\n",
      row.campaign.c_str(), row.part.c_str(), static_cast<unsigned long long>(row.images()),
      number(Verdict::kRefused), number(Verdict::kLost), number(Verdict::kSilent),
      number(Verdict::kStale), number(Verdict::kCrash), number(Verdict::kFalseAlarm), row.seconds);
}

}  // namespace

void print_table(const std::vector<Row>& rows) {
  std::printf(
      "| campaign   | part                       | images tried | errors | acknowledged losses | "
      "silent wrong answers | stale, check() mute | crashes | false alarms | seconds |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  Row total{"all", ""};
  for (const Row& row : rows) {
    print_row(row);
    for (size_t i = 0; i < kVerdicts; ++i) total.count[i] += row.count[i];
    total.seconds += row.seconds;
  }
  if (rows.size() > 1) print_row(total);
}

}  // namespace lamella::faults
