// The files of one diary: where they are, and how the small ones are read and replaced.
#ifndef LAMELLA_SRC_VAULT_FILES_H_
#define LAMELLA_SRC_VAULT_FILES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lamella::vault {

// Absolute paths without symbolic links, so that every way to one diary finds one lock.
struct DiaryFiles {
  std::string folder;
  std::string database;

  std::string wal() const { return database + "-wal"; }
  std::string shm() const { return database + "-shm"; }
  std::string keys() const { return database + "-keys"; }
  std::string second_keys() const { return database + "-keys.bak"; }
  std::string lock() const { return database + "-lock"; }
};

// The files of the diary at `path`, which need not exist. Fails with kInvalidArgument for a folder
// or anything else that is no regular file, for an empty path and one with a NUL.
DiaryFiles find_files(const std::string& path);

bool is_there(const std::string& path);
// 0 for a file that is not there.
uint64_t file_size(const std::string& path);
bool is_writable(const std::string& folder);

// The whole file, or nothing when it is not there. Reads at most `limit` + 1 bytes. Never for a
// file that SQLite may have open: closing it here would drop SQLite's locks.
std::optional<std::string> read_file(const std::string& path, size_t limit);

// Replaces or makes the file at `path` in `folder`. At any instant, power cuts included, the old or
// the new content is there in whole; on return the new one is durable.
void replace_file(const std::string& folder, const std::string& path, std::string_view bytes);

// Durable after sync_folder().
void rename_file(const std::string& from, const std::string& to);

// A file to read from front to back. Fails with kNotFound when it is not there.
class FileReader {
 public:
  explicit FileReader(const std::string& path);
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  ~FileReader();

  // The next bytes, fewer than `most` only at the end.
  std::string read(size_t most);

 private:
  int descriptor_;
};

// A file in the making, that is there under its name only after finish(); without that nothing is
// left of it.
class FileWriter {
 public:
  explicit FileWriter(std::string path);
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  ~FileWriter();

  // Where it is being made.
  const std::string& draft() const { return draft_; }
  void write(std::string_view bytes);
  // Makes it durable. Replaces nothing: fails with kAlreadyExists when the name is taken.
  void finish();

 private:
  std::string path_;
  std::string draft_;
  int descriptor_;
};

// Writes zeros over a file of at most 1 MiB, then removes it, if it is there; durable after
// sync_folder(). Whether a flash drive keeps the old bytes somewhere nobody can tell.
void erase_file(const std::string& path);
void sync_folder(const std::string& folder);

// kOutOfMemory, kDiskFull, kReadOnly (when `writing` was forbidden) or kIo, with errno as detail.
[[noreturn]] void throw_errno(int error, bool writing, std::string_view what);

}  // namespace lamella::vault

#endif  // LAMELLA_SRC_VAULT_FILES_H_
