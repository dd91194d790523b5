#include "vault/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "lamella/error.h"
#include "vault/files.h"

namespace lamella::vault {

LockFile::LockFile(const std::string& path, Kind kind) {
  const bool exclusive = kind == Kind::kExclusive;
  constexpr mode_t kMode = 0644;  // who may read the diary may share its lock
  descriptor_ = ::open(path.c_str(), (exclusive ? O_RDWR : O_RDONLY) | O_CREAT | O_CLOEXEC, kMode);
  if (descriptor_ < 0) throw_errno(errno, true, "opening the lock file of the diary");
  while (::flock(descriptor_, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    const int error = errno;
    if (error == EINTR) continue;
    ::close(descriptor_);
    if (error != EWOULDBLOCK) throw_errno(error, true, "locking the diary");
    throw Error(Code::kBusy, "another process or handle has the diary open", error);
  }
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace lamella::vault
