// After a diary is closed or suspended its secrets are nowhere in the process: the test looks at
// every readable byte of its own memory.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "vault/connection.h"
#include "vault/keyring.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

constexpr uint8_t kMask = 0x5a;

// A secret that is nowhere in memory as it is.
using Masked = std::vector<uint8_t>;

Masked masked(const uint8_t* bytes, size_t size) {
  Masked out(size);
  for (size_t i = 0; i < size; ++i) out[i] = bytes[i] ^ kMask;
  return out;
}

size_t count_in(const std::vector<uint8_t>& memory, size_t size, const Masked& secret) {
  size_t count = 0;
  const uint8_t first = secret[0] ^ kMask;
  for (size_t at = 0; at + secret.size() <= size; ++at) {
    if (memory[at] != first) continue;
    size_t same = 1;
    while (same < secret.size() && memory[at + same] == (secret[same] ^ kMask)) ++same;
    count += same == secret.size() ? 1 : 0;
  }
  return count;
}

// How often each secret stands in the readable memory of this process.
std::vector<size_t> occurrences(const std::vector<Masked>& secrets) {
  constexpr size_t kWindow = size_t{1} << 20;
  // A sanitizer maps terabytes to keep books in, and none of our bytes.
  constexpr uint64_t kShadow = uint64_t{1} << 30;
  std::vector<size_t> counts(secrets.size(), 0);
  std::vector<uint8_t> window(kWindow);
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    uint64_t begin = 0;
    uint64_t end = 0;
    char dash = 0;
    std::string flags;
    std::istringstream fields(line);
    fields >> std::hex >> begin >> dash >> end >> flags;
    if (flags.empty() || flags[0] != 'r' || line.find("[vvar") != std::string::npos) continue;
    if (end - begin > kShadow) continue;
    const auto own = reinterpret_cast<uint64_t>(window.data());
    if (own >= begin && own < end && end - begin < 2 * kWindow) continue;  // the window itself
    for (uint64_t at = begin; at < end; at += kWindow - 64) {
      const size_t want = std::min<uint64_t>(kWindow, end - at);
      const ssize_t got = ::pread(memory, window.data(), want, static_cast<off_t>(at));
      if (got <= 0) break;
      for (size_t i = 0; i < secrets.size(); ++i) {
        counts[i] += count_in(window, static_cast<size_t>(got), secrets[i]);
      }
    }
  }
  ::close(memory);
  sodium_memzero(window.data(), window.size());
  return counts;
}

// A passphrase of 32 characters that no literal of this program holds.
SecretBytes new_passphrase() {
  SecretBytes bytes = SecretBytes::random(32);
  for (size_t i = 0; i < bytes.size(); ++i) bytes.data()[i] = 'a' + bytes.data()[i] % 26;
  return bytes;
}

std::vector<Masked> secrets_of(const std::string& path, const SecretBytes& passphrase) {
  const DiaryFiles files = find_files(path);
  const Credential credential =
      Credential::passphrase(passphrase.span(), {.memory_kib = 8, .passes = 1});
  const KeyFile keys = read_key_files(files).copies.front();
  const SecretBytes data_key = unwrap(keys.slots, keys.diary, credential).data_key;
  const SecretBytes raw = raw_key(data_key, keys.database_salt);
  return {masked(passphrase.data(), passphrase.size()), masked(data_key.data(), data_key.size()),
          masked(raw.data() + 2, 64)};
}

TEST_CASE("an open diary keeps its passphrase nowhere, and a closed one none of its secrets") {
  const vault_test::TempFolder folder;
  const std::string path = folder / "diary.db";
  std::vector<Masked> secrets;
  {
    const SecretBytes passphrase = new_passphrase();
    const auto credential = [&] {
      return Credential::passphrase(passphrase.span(), {.memory_kib = 8, .passes = 1});
    };
    Diary::create(path, credential()).put(diary_test::itch_record(6));
    secrets = secrets_of(path, passphrase);
    Diary diary = Diary::open(path, credential());
    diary.put(diary_test::itch_record(7));
    CHECK(diary.summary().entries == 2);
    const std::vector<size_t> open = occurrences(secrets);
    CHECK(open[0] == 1);  // this test's own
    CHECK(open[1] >= 1);  // it is in use, so that the search would find it
    diary.suspend();
    CHECK(occurrences(secrets) == std::vector<size_t>{1, 0, 0});
    diary.resume(credential());
    CHECK(diary.summary().entries == 2);
    diary.close();
  }
  CHECK(occurrences(secrets) == std::vector<size_t>{0, 0, 0});
}

}  // namespace
}  // namespace lamella::vault
