// A folder for one image at a time, in memory where the system has a file system for that, and the
// files in it as bytes.
#ifndef LAMELLA_TESTS_FAULTS_FOLDER_H_
#define LAMELLA_TESTS_FAULTS_FOLDER_H_

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lamella::faults {

// Files by name.
using Files = std::map<std::string, std::string>;

std::string read_bytes(const std::filesystem::path& path);
void write_bytes(const std::filesystem::path& path, std::string_view bytes);

// Removed with all that is in it, but not by a forked child.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  std::string diary() const { return path_ / kDiary; }
  Files files() const;
  // These files and no others.
  void replace_with(const Files& files) const;

  static constexpr std::string_view kDiary = "diary.db";

 private:
  std::filesystem::path path_;
  int owner_;
};

// The name of a diary's file in its folder, for example kWal.
inline constexpr std::string_view kDatabase = Folder::kDiary;
inline constexpr std::string_view kWal = "diary.db-wal";
inline constexpr std::string_view kSharedMemory = "diary.db-shm";
inline constexpr std::string_view kKeys = "diary.db-keys";
inline constexpr std::string_view kSecondKeys = "diary.db-keys.bak";

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_FOLDER_H_
