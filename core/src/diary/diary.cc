#include "lamella/diary.h"

#include <algorithm>
#include <exception>
#include <future>
#include <utility>

#include "base/clock.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

Diary::Impl::Impl(std::string path, std::unique_ptr<vault::Vault> vault, Options options)
    : path_(std::move(path)),
      options_(std::move(options)),
      process_(getpid()),
      vault_(std::move(vault)) {
  begin();
}

int64_t Diary::Impl::now_ms() const {
  return options_.clock ? options_.clock() : base::system_clock_ms();
}

void Diary::Impl::begin() {
  std::vector<int64_t> unfinished;
  const bool is_rollback = read_inside([&](log::Statements& statements) {
    unfinished = log::Contents(statements).unfinished();
    log::OpLog log(statements);
    change_count_ = log.change_count();
    noted_generation_ = vault::noted_generation(statements.connection());
    try {
      log.check_reaches(vault_->heads());
      return false;
    } catch (const Error& error) {
      if (error.code() != Code::kRollback || !options_.accept_rollback) throw;
      return true;
    }
  });
  if (options_.read_only) return;
  for (const int64_t content : unfinished) sweep_inside(content);
  if (!is_rollback) return;
  // Whoever has the newer copy may go on under the old name.
  write_inside(
      [](log::Writer& writer) {
        writer.mint_replica();
        return 0;
      },
      true);
  record_heads();
}

void Diary::Impl::record_heads() {
  log::Statements statements(vault_->writer());
  std::vector<vault::Head> heads = log::OpLog(statements).heads();
  if (heads == vault_->heads()) return;
  vault_->change_keys([&](vault::Keyring& keys) { keys.record(std::move(heads)); });
}

void Diary::Impl::end() {
  writer_.reset();
  if (!vault_) return;
  try {
    if (!options_.read_only) record_heads();
  } catch (const std::exception&) {
    // Heads that are behind are right as well: they let an older copy pass, no newer one fail.
  }
  vault_.reset();
}

void Diary::Impl::throw_forked() {
  throw Error(Code::kForkedProcess, "the diary was opened by the parent of this process");
}

void Diary::Impl::throw_closed() { throw Error(Code::kClosed, "the diary is closed or suspended"); }

void Diary::Impl::refuse_inside_write() const {
  if (writing_.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
    throw Error(Code::kInvalidArgument, "a write cannot begin inside of another write");
  }
}

std::shared_lock<std::shared_mutex> Diary::Impl::enter() {
  if (getpid() != process_) throw_forked();
  std::shared_lock use(open_);
  if (!vault_) throw_closed();
  return use;
}

std::unique_lock<std::shared_mutex> Diary::Impl::enter_alone() {
  if (getpid() != process_) throw_forked();
  refuse_inside_write();
  std::unique_lock all(open_);
  writer_.reset();
  return all;
}

void Diary::Impl::close() {
  // A child of fork() must not touch the parent's files and locks.
  if (getpid() != process_) {
    static_cast<void>(writer_.release());
    static_cast<void>(vault_.release());
    return;
  }
  const std::unique_lock all(open_);
  end();
  closed_ = true;
}

void Diary::Impl::interrupt() {
  const std::shared_lock use = enter();
  vault_->interrupt();
}

void Diary::Impl::suspend() {
  const std::unique_lock all = enter_alone();
  if (closed_) throw_closed();
  end();
}

void Diary::Impl::resume(const Credential& credential) {
  const std::unique_lock all = enter_alone();
  if (closed_) throw_closed();
  if (vault_) return;
  vault_ = vault::Vault::open(path_, credential, {.read_only = options_.read_only});
  try {
    begin();
  } catch (...) {
    vault_.reset();
    throw;
  }
}

void Diary::Impl::sweep(int64_t content) {
  const std::shared_lock use = enter();
  sweep_inside(content);
}

void Diary::Impl::sweep_inside(int64_t content) {
  try {
    const auto some = [&](log::Writer& writer) { return writer.contents().sweep(content); };
    while (!write_inside(some, true)) continue;
  } catch (const std::exception&) {
    // The next writable opening goes on with it: a failure here must not look like one of its call.
  }
}

void Diary::Impl::truncate_log() {
  const std::shared_lock use = enter();
  const WriteTurn turn(*this);
  try {
    vault_->checkpoint();
  } catch (const std::exception&) {
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
  return Diary(std::make_unique<Impl>(path, vault::Vault::create(path, credential), options));
}

Diary Diary::open(const std::string& path, const Credential& credential, const Options& options) {
  return Diary(std::make_unique<Impl>(
      path, vault::Vault::open(path, credential, {.read_only = options.read_only}), options));
}

void Diary::close() { impl_->close(); }

void Diary::suspend() { impl_->suspend(); }

void Diary::interrupt() { impl_->interrupt(); }

void Diary::release_memory() {
  impl_->with_vault([](vault::Vault& vault) { vault.release_memory(); });
}

void Diary::resume(const Credential& credential) { impl_->resume(credential); }

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
  const std::optional<Id> content =
      impl_->write([&](log::Writer& writer) { return writer.remove(id); });
  if (content) impl_->sweep(log::content_number(*content));
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
