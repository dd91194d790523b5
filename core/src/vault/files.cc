#include "vault/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "lamella/error.h"

namespace lamella::vault {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

int open_retrying(const std::string& path, int flags, mode_t mode = 0) {
  int number;
  do {
    number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (number < 0 && errno == EINTR);
  return number;
}

// What `path` names, following links; nothing when it is not there.
std::optional<struct stat> status(const std::string& path) {
  struct stat found;
  if (::stat(path.c_str(), &found) == 0) return found;
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  throw_errno(errno, false, "looking for a file of the diary");
}

// The path without links, or nothing when it is not there.
std::optional<std::string> canonical(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (real != nullptr) return std::string(real.get());
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  throw_errno(errno, false, "resolving the path of the diary");
}

// "a/b" to ("a", "b"); the folder of "b" is ".".
std::pair<std::string, std::string> split(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {".", path};
  return {path.substr(0, slash == 0 ? 1 : slash), path.substr(slash + 1)};
}

std::string join(const std::string& folder, const std::string& name) {
  return folder.back() == '/' ? folder + name : folder + "/" + name;
}

void sync(int number, const char* what) {
#ifdef F_FULLFSYNC
  // On Apple's systems fsync() leaves the bytes in the drive's cache; some file systems lack this.
  if (::fcntl(number, F_FULLFSYNC) == 0) return;
#endif
  if (::fsync(number) != 0) throw_errno(errno, true, what);
}

void write_all(int number, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(number, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_errno(errno, true, "writing a file of the diary");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

std::string read_up_to(int number, size_t most) {
  std::string bytes(most, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(number, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_errno(errno, false, "reading a file of the diary");
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

void write_new_file(const std::string& path, std::string_view bytes) {
  constexpr mode_t kOwnerOnly = 0600;
  const Descriptor file(open_retrying(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, kOwnerOnly));
  if (file.number() < 0) throw_errno(errno, true, "creating a file of the diary");
  write_all(file.number(), bytes);
  sync(file.number(), "syncing a file of the diary");
}

void write_over(const std::string& path, std::string_view bytes) {
  const Descriptor file(open_retrying(path, O_WRONLY | O_NOFOLLOW));
  if (file.number() < 0) throw_errno(errno, true, "opening a file of the diary");
  write_all(file.number(), bytes);
  sync(file.number(), "syncing a file of the diary");
}

}  // namespace

DiaryFiles find_files(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    throw Error(Code::kInvalidArgument, "the path of a diary is not empty and holds no NUL");
  }
  if (const auto found = status(path); found && !S_ISREG(found->st_mode)) {
    throw Error(Code::kInvalidArgument, S_ISDIR(found->st_mode)
                                            ? "the path of the diary is a folder, not a file"
                                            : "the path of the diary is not a regular file");
  }
  if (const auto real = canonical(path)) return {split(*real).first, *real};
  struct stat link;
  if (::lstat(path.c_str(), &link) == 0) {
    throw Error(Code::kInvalidArgument, "the path of the diary is a link that leads nowhere");
  }
  const auto [parent, name] = split(path);
  if (name.empty()) throw Error(Code::kInvalidArgument, "the path of the diary names no file");
  const std::string folder = canonical(parent).value_or(parent);
  return {folder, join(folder, name)};
}

bool is_there(const std::string& path) { return status(path).has_value(); }

uint64_t file_size(const std::string& path) {
  const auto found = status(path);
  return found ? static_cast<uint64_t>(found->st_size) : 0;
}

bool is_writable(const std::string& folder) {
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
}

std::optional<std::string> read_file(const std::string& path, size_t limit) {
  const Descriptor file(open_retrying(path, O_RDONLY | O_NONBLOCK));
  if (file.number() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw_errno(errno, false, "opening a file of the diary");
  }
  return read_up_to(file.number(), limit + 1);
}

FileReader::FileReader(const std::string& path) : descriptor_(open_retrying(path, O_RDONLY)) {
  if (descriptor_ >= 0) return;
  if (errno == ENOENT || errno == ENOTDIR) throw Error(Code::kNotFound, "the file is not there");
  throw_errno(errno, false, "opening a file");
}

FileReader::~FileReader() { ::close(descriptor_); }

std::string FileReader::read(size_t most) { return read_up_to(descriptor_, most); }

FileWriter::FileWriter(std::string path)
    : path_(std::move(path)), draft_(path_ + ".tmp"), descriptor_(-1) {
  if (is_there(path_)) throw Error(Code::kAlreadyExists, "a file of this name is there already");
  constexpr mode_t kOwnerOnly = 0600;
  descriptor_ = open_retrying(draft_, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, kOwnerOnly);
  if (descriptor_ < 0) throw_errno(errno, true, "creating a file");
}

FileWriter::~FileWriter() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(draft_.c_str());
}

void FileWriter::write(std::string_view bytes) { write_all(descriptor_, bytes); }

void FileWriter::finish() {
  sync(descriptor_, "syncing a file");
  if (is_there(path_)) throw Error(Code::kAlreadyExists, "a file of this name is there already");
  rename_file(draft_, path_);
  ::close(std::exchange(descriptor_, -1));
  const std::string folder = canonical(split(path_).first).value_or(".");
  sync_folder(folder);
}

void replace_file(const std::string& folder, const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".tmp";
  write_new_file(draft, bytes);
  rename_file(draft, path);
  sync_folder(folder);
}

void rename_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    throw_errno(errno, true, "renaming a file of the diary");
  }
}

void erase_file(const std::string& path) {
  constexpr uint64_t kMostOverwritten = uint64_t{1} << 20;
  const uint64_t size = file_size(path);
  if (size > 0 && size <= kMostOverwritten) write_over(path, std::string(size, '\0'));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    throw_errno(errno, true, "deleting a file of the diary");
  }
}

void sync_folder(const std::string& folder) {
  const Descriptor directory(open_retrying(folder, O_RDONLY | O_DIRECTORY));
  if (directory.number() < 0) throw_errno(errno, true, "opening the folder of the diary");
  sync(directory.number(), "syncing the folder of the diary");
}

void throw_errno(int error, bool writing, std::string_view what) {
  Code code = Code::kIo;
  if (error == ENOMEM) code = Code::kOutOfMemory;
  if (error == ENOSPC || error == EDQUOT) code = Code::kDiskFull;
  if (writing && (error == EROFS || error == EACCES || error == EPERM)) code = Code::kReadOnly;
  throw Error(code,
              std::string(what) + " failed: " + std::string(name(code)) + " (errno " +
                  std::to_string(error) + ")",
              error);
}

}  // namespace lamella::vault
