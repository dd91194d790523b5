#include "shim_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <new>
#include <stdexcept>

namespace lamella::faults {

int Watcher::before(const Call& /*call*/) { return SQLITE_OK; }
void Watcher::after(const Call& /*call*/) {}

namespace {

Watcher* current = nullptr;

struct ShimFile {
  sqlite3_file base;
  const char* path;  // SQLite keeps it as long as the file is open
  sqlite3_file* real;
};

ShimFile& shim(sqlite3_file* file) { return *reinterpret_cast<ShimFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return shim(file).real; }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

sqlite3_vfs* real(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

std::string_view file_name(const char* path) {
  if (path == nullptr) return {};
  const std::string_view whole(path);
  return whole.substr(whole.rfind('/') + 1);
}

// `forward()` between the watcher's looks at it.
template <typename Forward>
int watched(const Call& call, Forward forward) {
  if (current == nullptr) return forward();
  const int refusal = current->before(call);
  if (refusal != SQLITE_OK) return refusal;
  const int result = forward();
  if (result == SQLITE_OK && current != nullptr) current->after(call);
  return result;
}

std::string_view name_of(sqlite3_file* file) { return file_name(shim(file).path); }

int close_file(sqlite3_file* file) { return methods(file).xClose(real(file)); }

int read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  bool forwarded = false;
  const int result = watched({FileCall::kRead, name_of(file), offset}, [&] {
    forwarded = true;
    return methods(file).xRead(real(file), data, size, offset);
  });
  if (!forwarded && result == SQLITE_IOERR_SHORT_READ) {
    std::memset(data, 0, static_cast<size_t>(size));
    methods(file).xRead(real(file), data, size / 2, offset);
  }
  return result;
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  const std::string_view bytes(static_cast<const char*>(data), static_cast<size_t>(size));
  return watched({FileCall::kWrite, name_of(file), offset, bytes},
                 [&] { return methods(file).xWrite(real(file), data, size, offset); });
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return watched({FileCall::kTruncate, name_of(file), size},
                 [&] { return methods(file).xTruncate(real(file), size); });
}

int sync(sqlite3_file* file, int flags) {
  return watched({FileCall::kSync, name_of(file)},
                 [&] { return methods(file).xSync(real(file), flags); });
}

int size_of(sqlite3_file* file, sqlite3_int64* size) {
  return watched({FileCall::kSize, name_of(file)},
                 [&] { return methods(file).xFileSize(real(file), size); });
}

int lock(sqlite3_file* file, int kind) { return methods(file).xLock(real(file), kind); }
int unlock(sqlite3_file* file, int kind) { return methods(file).xUnlock(real(file), kind); }
int check_reserved_lock(sqlite3_file* file, int* result) {
  return methods(file).xCheckReservedLock(real(file), result);
}
int control(sqlite3_file* file, int operation, void* argument) {
  return methods(file).xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) {
  const int answer = methods(file).xDeviceCharacteristics(real(file));
  return current == nullptr ? answer : current->characteristics(answer);
}

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  *memory = nullptr;
  return watched({FileCall::kMapShared, name_of(file), page},
                 [&] { return methods(file).xShmMap(real(file), page, size, extend, memory); });
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
  return methods(file).xShmLock(real(file), offset, n, flags);
}
void barrier(sqlite3_file* file) { methods(file).xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) {
  return methods(file).xShmUnmap(real(file), remove);
}
int fetch(sqlite3_file* file, sqlite3_int64 offset, int size, void** memory) {
  return methods(file).xFetch(real(file), offset, size, memory);
}
int unfetch(sqlite3_file* file, sqlite3_int64 offset, void* memory) {
  return methods(file).xUnfetch(real(file), offset, memory);
}

constexpr sqlite3_io_methods kMethods = {
    3,
    close_file,
    read,
    write,
    truncate,
    sync,
    size_of,
    lock,
    unlock,
    check_reserved_lock,
    control,
    sector_size,
    characteristics,
    map_shared,
    lock_shared,
    barrier,
    unmap_shared,
    fetch,
    unfetch,
};

int open_file(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags,
              int* out_flags) {
  file->pMethods = nullptr;
  return watched({FileCall::kOpen, file_name(path)}, [&] {
    auto* opened = new (file) ShimFile{{nullptr}, path, nullptr};
    opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
    const int result = real(vfs)->xOpen(real(vfs), path, opened->real, flags, out_flags);
    if (opened->real->pMethods != nullptr) opened->base.pMethods = &kMethods;
    return result;
  });
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  return watched({FileCall::kDelete, file_name(path)},
                 [&] { return real(vfs)->xDelete(real(vfs), path, sync_folder); });
}

int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  return watched({FileCall::kAccess, file_name(path)},
                 [&] { return real(vfs)->xAccess(real(vfs), path, flags, result); });
}

int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
  return real(vfs)->xFullPathname(real(vfs), path, size, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) {
  return real(vfs)->xRandomness(real(vfs), size, out);
}
int sleep(sqlite3_vfs* vfs, int microseconds) { return real(vfs)->xSleep(real(vfs), microseconds); }
int last_error(sqlite3_vfs* vfs, int size, char* out) {
  return real(vfs)->xGetLastError(real(vfs), size, out);
}
int current_time(sqlite3_vfs* vfs, sqlite3_int64* now) {
  return real(vfs)->xCurrentTimeInt64(real(vfs), now);
}

}  // namespace

void watch(Watcher* watcher) { current = watcher; }

void install_shim() {
  static sqlite3_vfs vfs{};
  if (vfs.zName != nullptr) return;
  sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
  if (system == nullptr) throw std::runtime_error("SQLite has no file system");
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + system->szOsFile;
  vfs.mxPathname = system->mxPathname;
  vfs.zName = "lamella-faults";
  vfs.pAppData = system;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) {
    throw std::runtime_error("the file system could not be registered");
  }
}

}  // namespace lamella::faults
