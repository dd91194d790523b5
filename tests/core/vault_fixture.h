// What the tests of the vault share: a folder of their own, secrets, and looks at the files.
#ifndef LAMELLA_TESTS_CORE_VAULT_FIXTURE_H_
#define LAMELLA_TESTS_CORE_VAULT_FIXTURE_H_

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/hash.h"
#include "lamella/credential.h"
#include "lamella/error.h"
#include "vault/sqlite.h"
#include "vault/vault.h"

namespace lamella::vault_test {

// A new folder under the system's own, removed with all that is in it.
class TempFolder {
 public:
  TempFolder() {
    std::string name = std::filesystem::temp_directory_path() / "lamella-vault-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::span<const uint8_t> octets(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The cheapest Argon2id: its strength is not what these tests are about.
inline Credential passphrase(std::string_view text = "correct horse") {
  return Credential::passphrase(octets(text), {.memory_kib = 8, .passes = 1});
}

inline Credential device_key(uint8_t fill = 7) {
  std::array<uint8_t, 32> key;
  key.fill(fill);
  return Credential::device_key(key);
}

// How `action` ends.
template <typename Action>
Code code_of(const Action& action) {
  try {
    action();
    return Code::kOk;
  } catch (const Error& error) {
    return error.code();
  }
}

inline std::unique_ptr<vault::Vault> open(const std::string& path,
                                          const Credential& credential = device_key(),
                                          bool read_only = false) {
  return vault::Vault::open(path, credential, {.read_only = read_only});
}

inline Code code_of_open(const std::string& path, const Credential& credential = device_key(),
                         bool read_only = false) {
  return code_of([&] { open(path, credential, read_only); });
}

// Makes a diary that `credential` opens, closed again.
inline void make_diary(const std::string& path, const Credential& credential = device_key()) {
  vault::Vault::create(path, credential)->close();
}

inline std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// All files of a folder with their bytes.
inline std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files[entry.path().filename()] = read_bytes(entry.path());
  }
  return files;
}

// Both copies of a diary's key file.
inline void write_key_bytes(const std::string& path, std::string_view bytes) {
  write_bytes(path + "-keys", bytes);
  write_bytes(path + "-keys.bak", bytes);
}

inline void insert_change(vault::Connection& connection, int64_t pos, std::string_view change) {
  vault::Transaction write(connection, vault::Transaction::Kind::kWrite);
  vault::Statement insert(connection, "INSERT INTO log(pos, change) VALUES(?1, ?2)");
  insert.bind(1, pos).bind(2, change).run();
  write.commit();
}

inline int64_t number(vault::Connection& connection, std::string_view sql) {
  vault::Statement question(connection, sql);
  return question.step() ? question.integer(0) : -1;
}

inline std::string text(vault::Connection& connection, std::string_view sql) {
  vault::Statement question(connection, sql);
  return question.step() ? std::string(question.text(0)) : std::string();
}

// The exit status of a child process that runs `action`, or -1 when a signal ended it. Nothing in
// it is cleaned up: it ends like a process that was killed.
template <typename Action>
int run_in_child(const Action& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    int status = 255;
    try {
      if constexpr (std::is_void_v<decltype(action())>) {
        action();
        status = 0;
      } else {
        status = static_cast<int>(action());
      }
    } catch (...) {
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace lamella::vault_test

#endif  // LAMELLA_TESTS_CORE_VAULT_FIXTURE_H_
