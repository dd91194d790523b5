#include "folder.h"

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace lamella::faults {

namespace fs = std::filesystem;

std::string read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw std::runtime_error("an image could not be written");
}

Folder::Folder() : owner_(::getpid()) {
  const fs::path memory = "/dev/shm";
  const bool usable = ::access(memory.c_str(), W_OK) == 0;
  std::string name = (usable ? memory : fs::temp_directory_path()) / "lamella-faults-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder could be made");
  path_ = name;
}

Folder::~Folder() {
  if (::getpid() != owner_) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Files Folder::files() const {
  Files files;
  for (const auto& entry : fs::directory_iterator(path_)) {
    files[entry.path().filename()] = read_bytes(entry.path());
  }
  return files;
}

void Folder::replace_with(const Files& files) const {
  for (const auto& entry : fs::directory_iterator(path_)) {
    if (!files.contains(entry.path().filename())) fs::remove(entry.path());
  }
  for (const auto& [name, bytes] : files) write_bytes(path_ / name, bytes);
}

}  // namespace lamella::faults
