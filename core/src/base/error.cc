#include "lamella/error.h"

namespace lamella {

std::string_view name(Code code) {
  switch (code) {
    case Code::kOk:
      return "ok";
    case Code::kInternal:
      return "internal";
    case Code::kInvalidArgument:
      return "invalid argument";
    case Code::kMalformedMessage:
      return "malformed message";
    case Code::kNotFound:
      return "not found";
    case Code::kAlreadyExists:
      return "already exists";
    case Code::kCancelled:
      return "cancelled";
    case Code::kOutOfMemory:
      return "out of memory";
    case Code::kIo:
      return "io";
    case Code::kDiskFull:
      return "disk full";
    case Code::kBusy:
      return "busy";
    case Code::kReadOnly:
      return "read-only";
    case Code::kClosed:
      return "closed";
    case Code::kForkedProcess:
      return "forked process";
    case Code::kWrongSecret:
      return "wrong secret";
    case Code::kSlotDamaged:
      return "slot damaged";
    case Code::kNeedsKeys:
      return "needs keys";
    case Code::kKeyUnavailableNow:
      return "key unavailable now";
    case Code::kNoSuchKey:
      return "no such key";
    case Code::kLastPortableSlot:
      return "last portable slot";
    case Code::kDatabaseMissing:
      return "database missing";
    case Code::kDamaged:
      return "damaged";
    case Code::kMismatch:
      return "mismatch";
    case Code::kPlainText:
      return "plain text";
    case Code::kNotEncrypted:
      return "not encrypted";
    case Code::kRollback:
      return "rollback";
    case Code::kTooNew:
      return "too new";
    case Code::kUnreleasedFormat:
      return "unreleased format";
  }
  return "unknown";
}

}  // namespace lamella
