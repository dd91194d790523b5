// A file system below SQLCipher that forwards every call and lets a Watcher see it, or fail it.
#ifndef LAMELLA_TESTS_FAULTS_SHIM_VFS_H_
#define LAMELLA_TESTS_FAULTS_SHIM_VFS_H_

#include <cstdint>
#include <string_view>

namespace lamella::faults {

enum class FileCall : uint8_t {
  kOpen,
  kRead,
  kWrite,
  kTruncate,
  kSync,
  kSize,
  kDelete,
  kAccess,
  kMapShared,  // the index of the write-ahead log
};

struct Call {
  FileCall call;
  std::string_view file;    // its name without the folder
  int64_t offset = 0;       // of a truncate: the new size
  std::string_view data{};  // of a write
};

class Watcher {
 public:
  virtual ~Watcher() = default;
  // SQLITE_OK forwards the call, anything else is its result. SQLITE_IOERR_SHORT_READ of a read
  // delivers the first half of the bytes.
  virtual int before(const Call& call);
  virtual void after(const Call& call);
  // Of the device, given what it says of itself.
  virtual int characteristics(int real) { return real; }
};

// Makes the shim the default of this process, before the core opens anything. Twice is harmless.
void install_shim();
// From now on; null forwards everything. The watcher outlives its watch.
void watch(Watcher* watcher);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_SHIM_VFS_H_
