// How the core fails: one exception with one code.
//
//   try {
//     lamella::Diary diary = lamella::Diary::open(path, credential);
//   } catch (const lamella::Error& error) {
//     if (error.code() == lamella::Code::kWrongSecret) ask_again();
//   }
//
// Messages are one line for logs: what failed and the limit broken, never diary text, keys or
// paths.
#ifndef LAMELLA_ERROR_H_
#define LAMELLA_ERROR_H_

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lamella {

// Numbers are never reused; new ones may appear. 40 and up belong to sync.
enum class Code : int32_t {
  kOk = 0,
  kInternal = 1,          // a bug in the core
  kInvalidArgument = 2,   // the call or a value in it is not allowed
  kMalformedMessage = 3,  // bytes that are not the message they should be
  kNotFound = 4,          // no such entry, or it was deleted
  kAlreadyExists = 5,     // the id or the file is in use
  kCancelled = 6,         // the caller cancelled the task
  kOutOfMemory = 7,
  kIo = 8,  // the operating system failed a read or a write
  kDiskFull = 9,
  kBusy = 10,               // another process or handle has the diary open
  kReadOnly = 11,           // a write to a diary that was opened to read
  kClosed = 12,             // use after close
  kForkedProcess = 13,      // use in a child of the process that opened it
  kWrongSecret = 20,        // no slot opens with this secret
  kSlotDamaged = 21,        // the secret is right, the slot's bytes are not
  kNeedsKeys = 22,          // a database without its key file
  kKeyUnavailableNow = 23,  // the platform's key store is locked
  kNoSuchKey = 24,          // no slot of this kind
  kLastPortableSlot = 25,   // removing it would tie the diary to one device
  kDatabaseMissing = 30,    // a key file whose database is gone or empty
  kDamaged = 31,            // bytes on disk fail their authentication
  kMismatch = 32,           // key file and database belong to different diaries
  kPlainText = 33,          // the file is an unencrypted database
  kNotEncrypted = 34,       // this build's SQLite cannot prove that it encrypts
  kRollback = 35,           // an older copy of the file
  kTooNew = 36,             // written by a newer version; left untouched
  kUnreleasedFormat = 37,   // written by a development version
};

// Stable lower-case name of a code, for example "wrong secret"; "unknown" for a number without one.
std::string_view name(Code code);

// The only exception that leaves the core on purpose.
class Error : public std::runtime_error {
 public:
  // `detail` is the extended SQLite code or errno behind the failure, or 0.
  Error(Code code, const std::string& message, int32_t detail = 0)
      : std::runtime_error(message), code_(code), detail_(detail) {}

  Code code() const { return code_; }
  int32_t detail() const { return detail_; }

 private:
  Code code_;
  int32_t detail_;
};

}  // namespace lamella

#endif  // LAMELLA_ERROR_H_
