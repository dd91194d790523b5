// The lock on a diary: `flock` on `<database>-lock`, a file that is never deleted, so that nobody
// can hold a lock on a file that another no longer sees. It also stops a second handle in one
// process, and a second copy of the library in it.
#ifndef LAMELLA_SRC_VAULT_LOCK_FILE_H_
#define LAMELLA_SRC_VAULT_LOCK_FILE_H_

#include <cstdint>
#include <string>

namespace lamella::vault {

// Holds the lock until it is destroyed. A lock without a file locks nothing.
class LockFile {
 public:
  enum class Kind : uint8_t { kExclusive, kShared };

  LockFile() = default;
  // Does not wait: fails with kBusy while another holds the diary.
  LockFile(const std::string& path, Kind kind);
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  int descriptor_ = -1;
};

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_LOCK_FILE_H_
