// The inside of a Diary: the vault, the locks, and the two ways through them.
#ifndef LAMELLA_SRC_DIARY_IMPL_H_
#define LAMELLA_SRC_DIARY_IMPL_H_

#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>

#include "lamella/diary.h"
#include "log/statements.h"
#include "log/writer.h"
#include "vault/vault.h"

namespace lamella {

class Diary::Impl {
 public:
  Impl(std::unique_ptr<vault::Vault> vault, const Options& options);
  ~Impl() { close(); }

  void close();

  // Runs `body(Writer&)` in a write transaction that is committed when it returns, unless `commit`
  // is false. Writes take turns.
  template <typename Body>
  auto write(Body body, bool commit = true) {
    const std::shared_lock use = enter();
    const WriteTurn turn(*this);
    if (!writer_) writer_ = std::make_unique<log::Statements>(vault_->writer());
    try {
      vault::Transaction transaction(vault_->writer(), vault::Transaction::Kind::kWrite);
      log::Writer writer(*writer_, clock_());
      auto result = body(writer);
      writer.finish();
      if (commit) {
        const uint64_t count = log::OpLog(*writer_).change_count();
        transaction.commit();
        change_count_.store(count, std::memory_order_release);
      }
      return result;
    } catch (...) {
      writer_.reset();  // a statement that failed half-way must not hold its snapshot
      throw;
    }
  }

  // Runs `body(Statements&)` on a snapshot.
  template <typename Body>
  auto read(Body body) {
    const std::shared_lock use = enter();
    const vault::Vault::Reader reader = vault_->reader();
    const vault::Transaction snapshot(*reader, vault::Transaction::Kind::kRead);
    log::Statements statements(*reader);
    return body(statements);
  }

  // Truncates the write-ahead log, which still holds what was deleted, unless a reader needs it.
  // What is left over goes when the diary is closed.
  void truncate_log();

  uint64_t change_count();
  uint64_t file_bytes();

 private:
  // Holds the lock of the writers. Fails in a thread that holds it already, which would wait for
  // itself: a stream that puts records into the diary that reads it.
  class WriteTurn {
   public:
    explicit WriteTurn(Impl& impl) : impl_(impl) {
      if (impl.writing_.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
        throw Error(Code::kInvalidArgument, "a write cannot begin inside of another write");
      }
      impl.write_.lock();
      impl.writing_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    }
    WriteTurn(const WriteTurn&) = delete;
    WriteTurn& operator=(const WriteTurn&) = delete;
    ~WriteTurn() {
      impl_.writing_.store({}, std::memory_order_relaxed);
      impl_.write_.unlock();
    }

   private:
    Impl& impl_;
  };

  // Keeps the diary open for the length of a call. Fails with kClosed or kForkedProcess.
  std::shared_lock<std::shared_mutex> enter();

  std::function<int64_t()> clock_;
  pid_t process_;
  std::shared_mutex open_;
  std::mutex write_;
  std::atomic<std::thread::id> writing_{};  // the thread that holds write_
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<log::Statements> writer_;
  std::atomic<uint64_t> change_count_{0};
};

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_IMPL_H_
