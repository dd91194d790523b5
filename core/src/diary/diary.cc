#include "lamella/diary.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/clock.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

Diary::Impl::Impl(std::unique_ptr<vault::Vault> vault, const Options& options)
    : clock_(options.clock ? options.clock : base::system_clock_ms),
      process_(getpid()),
      vault_(std::move(vault)) {
  read([&](log::Statements& statements) {
    change_count_ = log::OpLog(statements).change_count();
    return 0;
  });
}

std::shared_lock<std::shared_mutex> Diary::Impl::enter() {
  if (getpid() != process_) {
    throw Error(Code::kForkedProcess, "the diary was opened by the parent of this process");
  }
  std::shared_lock use(open_);
  if (!vault_) throw Error(Code::kClosed, "the diary is closed");
  return use;
}

void Diary::Impl::close() {
  // A child of fork() must not touch the parent's files and locks.
  if (getpid() != process_) {
    static_cast<void>(writer_.release());
    static_cast<void>(vault_.release());
    return;
  }
  const std::unique_lock alone(open_);
  writer_.reset();
  vault_.reset();
}

void Diary::Impl::truncate_log() {
  const std::shared_lock use = enter();
  const WriteTurn turn(*this);
  try {
    vault_->checkpoint();
  } catch (const Error&) {
    // The delete is committed: a failure here must not look like a failure of it.
  }
}

uint64_t Diary::Impl::change_count() {
  const std::shared_lock use = enter();
  return change_count_.load(std::memory_order_acquire);
}

uint64_t Diary::Impl::file_bytes() {
  const std::shared_lock use = enter();
  return vault_->file_bytes();
}

Diary::Diary(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Diary::Diary(Diary&&) noexcept = default;
Diary& Diary::operator=(Diary&&) noexcept = default;
Diary::~Diary() = default;

Diary Diary::create(const std::string& path, const Credential& credential, const Options& options) {
  if (options.read_only) {
    throw Error(Code::kInvalidArgument, "a new diary cannot be read-only");
  }
  return Diary(std::make_unique<Impl>(vault::Vault::create(path, credential), options));
}

Diary Diary::open(const std::string& path, const Credential& credential, const Options& options) {
  return Diary(std::make_unique<Impl>(
      vault::Vault::open(path, credential, {.read_only = options.read_only}), options));
}

void Diary::close() { impl_->close(); }

Id Diary::put(std::string_view record, std::optional<Id> id) {
  const NewRecord one{std::string(record), id};
  return put({&one, 1}).front().id;
}

std::vector<PutResult> Diary::put(std::span<const NewRecord> records, const PutOptions& options,
                                  Task* task) {
  return impl_->write(
      [&](log::Writer& writer) {
        constexpr size_t kAtOnce = 1'024;  // prepared in memory
        std::vector<PutResult> results;
        log::PayloadSealer sealer;
        for (size_t begin = 0; begin < records.size(); begin += kAtOnce) {
          const auto part = records.subspan(begin, std::min(kAtOnce, records.size() - begin));
          const auto added = writer.put(log::prepare(part, sealer), options, task, records.size());
          results.insert(results.end(), added.begin(), added.end());
        }
        return results;
      },
      !options.dry_run);
}

namespace {

// A part of a stream, prepared in another thread.
struct Part {
  std::vector<NewRecord> records;
  std::vector<log::Prepared> prepared;  // points into `records`
};

std::future<Part> prepare_beside(std::vector<NewRecord> records) {
  return std::async(std::launch::async, [records = std::move(records)]() mutable {
    Part part{std::move(records), {}};
    log::PayloadSealer sealer;
    part.prepared = log::prepare(part.records, sealer);
    return part;
  });
}

}  // namespace

void Diary::put(const RecordStream& stream, const PutOptions& options, Task* task) {
  constexpr uint64_t kNotKnown = 0;
  impl_->write(
      [&](log::Writer& writer) {
        std::future<Part> next = prepare_beside(stream.next());
        for (Part part = next.get(); !part.records.empty(); part = next.get()) {
          next = prepare_beside(stream.next());
          stream.done(writer.put(std::move(part.prepared), options, task, kNotKnown));
        }
        return 0;
      },
      !options.dry_run);
}

Entry Diary::get(const Id& id) {
  return impl_->read([&](log::Statements& statements) { return log::get(statements, id); });
}

std::string Diary::edit(const Id& id, std::string_view revision, std::string_view patch,
                        std::span<const uint32_t> clear) {
  return impl_->write([&](log::Writer& writer) { return writer.edit(id, revision, patch, clear); });
}

void Diary::remove(const Id& id) {
  impl_->write([&](log::Writer& writer) {
    writer.remove(id);
    return 0;
  });
  impl_->truncate_log();
}

void Diary::restore(const Id& id, std::string_view record) {
  impl_->write([&](log::Writer& writer) {
    writer.restore(id, record);
    return 0;
  });
}

Page Diary::query(const Query& query) {
  return impl_->read([&](log::Statements& statements) { return log::query(statements, query); });
}

uint64_t Diary::change_count() { return impl_->change_count(); }

void Diary::rebuild(Task* task) {
  impl_->write([&](log::Writer& writer) {
    writer.rebuild(task);
    return 0;
  });
}

}  // namespace lamella
