#include "vault/recovery_code.h"

#include <array>
#include <cstdint>
#include <string>

#include "base/hash.h"
#include "lamella/credential.h"
#include "lamella/error.h"

namespace lamella::vault {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kBits = 5;  // of a character
constexpr size_t kCharacters = kRecoveryBytes * 8 / kBits;
constexpr size_t kCheckCharacters = 2;
constexpr size_t kAll = kCharacters + kCheckCharacters;
constexpr size_t kGroup = 4;

// The value of a character, or nothing.
int value_of(char character) {
  switch (character) {
    case 'O':
    case 'o':
      return 0;
    case 'I':
    case 'i':
    case 'L':
    case 'l':
      return 1;
    default:
      break;
  }
  const char upper =
      character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
  const size_t at = kAlphabet.find(upper);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// The five bits at `index`, the first of a byte being its highest.
uint8_t bits_at(std::span<const uint8_t> bytes, size_t index) {
  uint8_t value = 0;
  for (size_t bit = index * kBits; bit < (index + 1) * kBits; ++bit) {
    value = static_cast<uint8_t>(value << 1 | ((bytes[bit / 8] >> (7 - bit % 8)) & 1));
  }
  return value;
}

std::array<uint8_t, kCheckCharacters> check_values(const SecretBytes& bits) {
  const std::string_view view(reinterpret_cast<const char*>(bits.data()), bits.size());
  const base::Hash hash = base::blake2b_256({view, "lamella/recovery-code/v1"});
  return {bits_at(hash, 0), bits_at(hash, 1)};
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(Code::kInvalidArgument, "the recovery code " + what);
}

}  // namespace

SecretBytes spell_recovery_code(const SecretBytes& bits) {
  SecretBytes text(kAll + (kAll - 1) / kGroup);
  const auto check = check_values(bits);
  size_t at = 0;
  for (size_t i = 0; i < kAll; ++i) {
    if (i > 0 && i % kGroup == 0) text.data()[at++] = '-';
    const uint8_t value = i < kCharacters ? bits_at(bits.span(), i) : check[i - kCharacters];
    text.data()[at++] = static_cast<uint8_t>(kAlphabet[value]);
  }
  return text;
}

SecretBytes read_recovery_code(std::string_view code) {
  SecretBytes bits(kRecoveryBytes);
  SecretBytes check(kCheckCharacters);
  size_t count = 0;
  for (const char character : code) {
    if (character == '-' || character == ' ') continue;
    const int value = value_of(character);
    if (value < 0) refuse("has a character that none has");
    if (count < kCharacters) {
      for (size_t bit = 0; bit < kBits; ++bit) {
        const size_t to = count * kBits + bit;
        const int one = (value >> (kBits - 1 - bit)) & 1;
        bits.data()[to / 8] |= static_cast<uint8_t>(one << (7 - to % 8));
      }
    } else if (count < kAll) {
      check.data()[count - kCharacters] = static_cast<uint8_t>(value);
    }
    ++count;
  }
  if (count != kAll) {
    refuse("has " + std::to_string(count) + " characters, not " + std::to_string(kAll));
  }
  const auto expected = check_values(bits);
  if (check.data()[0] != expected[0] || check.data()[1] != expected[1]) {
    refuse("was mistyped: its last two characters do not fit the others");
  }
  return bits;
}

}  // namespace lamella::vault

namespace lamella {

SecretBytes new_recovery_code() {
  return vault::spell_recovery_code(SecretBytes::random(vault::kRecoveryBytes));
}

}  // namespace lamella
