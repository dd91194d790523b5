// What a look at every row of a diary found.
#ifndef LAMELLA_CHECK_H_
#define LAMELLA_CHECK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lamella {

enum class FindingKind : uint8_t {
  kPage = 1,        // a page of the database cannot be read, or pages are missing
  kLog = 2,         // a change is missing, unreadable, or does not fit its chain
  kContent = 3,     // the content of a change is missing, differs, or should have been erased
  kDerived = 4,     // entries, topics or samples differ from the log: rebuild() mends it
  kKeyFile = 5,     // a copy of the key file is missing, damaged or older
  kRollback = 6,    // the database is older than its key file
  kAttachment = 7,  // the content of an attachment is missing or differs
};

// Stable lower-case name of a kind, for example "page"; "unknown" for a number without one.
std::string_view name(FindingKind kind);

struct Finding {
  FindingKind kind{};
  std::string what;  // one line, without anything of the diary in it
};

struct CheckOptions {
  bool deep = false;  // SQLite's integrity_check and SQLCipher's cipher_integrity_check as well
};

struct CheckReport {
  bool is_sound() const { return findings.empty(); }

  uint64_t pages = 0;    // of the database
  uint64_t changes = 0;  // of the log
  uint64_t erased = 0;   // of these without content, as their entry was deleted
  uint64_t entries = 0;  // deleted ones included
  uint64_t samples = 0;
  std::vector<Finding> findings{};  // at most kMostFindings
};

inline constexpr size_t kMostFindings = 1'000;

}  // namespace lamella

#endif  // LAMELLA_CHECK_H_
