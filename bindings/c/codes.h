// The codes of the C interface are those of the core: a code without a constant does not compile
// (-Wswitch), nor does a constant with another number.
#ifndef LAMELLA_BINDINGS_C_CODES_H_
#define LAMELLA_BINDINGS_C_CODES_H_

#include "lamella.h"
#include "lamella/error.h"

namespace lamella::c {

// -1 for a number without a name.
constexpr lamella_code constant_of(Code code) {
  switch (code) {
    case Code::kOk:
      return LAMELLA_OK;
    case Code::kInternal:
      return LAMELLA_INTERNAL;
    case Code::kInvalidArgument:
      return LAMELLA_INVALID_ARGUMENT;
    case Code::kMalformedMessage:
      return LAMELLA_MALFORMED_MESSAGE;
    case Code::kNotFound:
      return LAMELLA_NOT_FOUND;
    case Code::kAlreadyExists:
      return LAMELLA_ALREADY_EXISTS;
    case Code::kCancelled:
      return LAMELLA_CANCELLED;
    case Code::kOutOfMemory:
      return LAMELLA_OUT_OF_MEMORY;
    case Code::kIo:
      return LAMELLA_IO;
    case Code::kDiskFull:
      return LAMELLA_DISK_FULL;
    case Code::kBusy:
      return LAMELLA_BUSY;
    case Code::kReadOnly:
      return LAMELLA_READ_ONLY;
    case Code::kClosed:
      return LAMELLA_CLOSED;
    case Code::kForkedProcess:
      return LAMELLA_FORKED_PROCESS;
    case Code::kWrongSecret:
      return LAMELLA_WRONG_SECRET;
    case Code::kSlotDamaged:
      return LAMELLA_SLOT_DAMAGED;
    case Code::kNeedsKeys:
      return LAMELLA_NEEDS_KEYS;
    case Code::kKeyUnavailableNow:
      return LAMELLA_KEY_UNAVAILABLE_NOW;
    case Code::kNoSuchKey:
      return LAMELLA_NO_SUCH_KEY;
    case Code::kLastPortableSlot:
      return LAMELLA_LAST_PORTABLE_SLOT;
    case Code::kDatabaseMissing:
      return LAMELLA_DATABASE_MISSING;
    case Code::kDamaged:
      return LAMELLA_DAMAGED;
    case Code::kMismatch:
      return LAMELLA_MISMATCH;
    case Code::kPlainText:
      return LAMELLA_PLAIN_TEXT;
    case Code::kNotEncrypted:
      return LAMELLA_NOT_ENCRYPTED;
    case Code::kRollback:
      return LAMELLA_ROLLBACK;
    case Code::kTooNew:
      return LAMELLA_TOO_NEW;
    case Code::kUnreleasedFormat:
      return LAMELLA_UNRELEASED_FORMAT;
  }
  return -1;
}

constexpr bool same_numbers() {
  for (lamella_code number = 0; number < 100; ++number) {
    const lamella_code constant = constant_of(static_cast<Code>(number));
    if (constant != -1 && constant != number) return false;
  }
  return true;
}
static_assert(same_numbers());

}  // namespace lamella::c

#endif  // LAMELLA_BINDINGS_C_CODES_H_
