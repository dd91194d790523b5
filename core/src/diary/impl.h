// The inside of a Diary: the vault, the locks, and the two ways through them.
#ifndef LAMELLA_SRC_DIARY_IMPL_H_
#define LAMELLA_SRC_DIARY_IMPL_H_

#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>

#include "lamella/diary.h"
#include "log/statements.h"
#include "log/writer.h"
#include "vault/schema.h"
#include "vault/vault.h"

namespace lamella {

class Diary::Impl {
 public:
  Impl(std::string path, std::unique_ptr<vault::Vault> vault, Options options);
  ~Impl() { close(); }

  void close();
  void interrupt();
  void suspend();
  void resume(const Credential& credential);

  // Runs `body(Writer&)` in a write transaction that is committed when it returns, unless `commit`
  // is false. Writes take turns.
  template <typename Body>
  auto write(Body body, bool commit = true) {
    const std::shared_lock use = enter();
    return write_inside(body, commit);
  }

  // Runs `body(Statements&)` on a snapshot.
  template <typename Body>
  auto read(Body body) {
    const std::shared_lock use = enter();
    return read_inside(body);
  }

  // Runs `body(Vault&)` beside readers; writes wait.
  template <typename Body>
  auto with_vault(Body body) {
    const std::shared_lock use = enter();
    const WriteTurn turn(*this);
    return body(*vault_);
  }

  // Runs `body(Vault&)` alone: no call reads or writes meanwhile.
  template <typename Body>
  auto alone(Body body) {
    const std::unique_lock all = enter_alone();
    if (!vault_) throw_closed();
    return body(*vault_);
  }

  // Truncates the write-ahead log, which still holds what was deleted, unless a reader needs it.
  // What is left over goes when the diary is closed.
  void truncate_log();

  // Writes all of a content that arrives, part by part, and says what it was.
  codec::Content receive(const Id& id, const ContentSource& source, Task* task);
  // Erases a content that goes, in many small transactions.
  void sweep(int64_t content);

  uint64_t change_count();
  uint64_t file_bytes();

 private:
  template <typename Body>
  auto write_inside(Body body, bool commit) {
    const WriteTurn turn(*this);
    if (!writer_) writer_ = std::make_unique<log::Statements>(vault_->writer());
    try {
      vault::Transaction transaction(vault_->writer(), vault::Transaction::Kind::kWrite);
      log::Writer writer(*writer_, now_ms());
      auto result = body(writer);
      writer.finish();
      if (commit) {
        const uint64_t generation = vault_->key_generation();
        if (generation != noted_generation_) {
          vault::note_generation(vault_->writer(), generation);
        }
        const uint64_t count = log::OpLog(*writer_).change_count();
        transaction.commit();
        noted_generation_ = generation;
        change_count_.store(count, std::memory_order_release);
        vault_->bound_log();
      }
      return result;
    } catch (...) {
      writer_.reset();  // a statement that failed half-way must not hold its snapshot
      throw;
    }
  }

  template <typename Body>
  auto read_inside(Body body) {
    const vault::Vault::Reader reader = vault_->reader();
    const vault::Transaction snapshot(*reader, vault::Transaction::Kind::kRead);
    log::Statements statements(*reader);
    return body(statements);
  }

  // Holds the lock of the writers. Fails in a thread that holds it already, which would wait for
  // itself: a stream that puts records into the diary that reads it.
  class WriteTurn {
   public:
    explicit WriteTurn(Impl& impl) : impl_(impl) {
      impl.refuse_inside_write();
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

  [[noreturn]] static void throw_forked();
  [[noreturn]] static void throw_closed();
  // Keeps the diary open for the length of a call. Fails with kClosed or kForkedProcess.
  std::shared_lock<std::shared_mutex> enter();
  // The same for a call that must be alone, whether the diary is open or not.
  std::unique_lock<std::shared_mutex> enter_alone();
  void refuse_inside_write() const;

  int64_t now_ms() const;

  void sweep_inside(int64_t content);

  // With the vault just opened: counts its changes and refuses an older copy.
  void begin();
  // Writes down in the key file where the log ends, from which an older copy can be told.
  void record_heads();
  // Writes down in the key file where the log ends, closes the vault.
  void end();

  const std::string path_;
  const Options options_;
  const pid_t process_;
  std::shared_mutex open_;
  std::mutex write_;
  std::atomic<std::thread::id> writing_{};  // the thread that holds write_
  std::unique_ptr<vault::Vault> vault_;     // none while suspended, and when closed
  bool closed_ = false;
  std::unique_ptr<log::Statements> writer_;
  uint64_t noted_generation_ = 0;  // of the key file, by the last commit; guarded by write_
  std::atomic<uint64_t> change_count_{0};
};

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_IMPL_H_
