// The text of a recovery code. What is read, is spelled as one text that is read the same.
#include "vault/recovery_code.h"

#include <algorithm>

#include "fuzz.h"

namespace lamella {
namespace {

bool equal(const SecretBytes& a, const SecretBytes& b) {
  return std::ranges::equal(a.span(), b.span());
}

// The two characters at the end fit one code in 1,024: here they are spelled for whatever 20 bytes
// come in front.
void spell(std::string_view bytes) {
  if (bytes.size() < vault::kRecoveryBytes) return;
  const SecretBytes bits(fuzz::octets(bytes.substr(0, vault::kRecoveryBytes)));
  const SecretBytes code = vault::spell_recovery_code(bits);
  const SecretBytes back = vault::read_recovery_code(fuzz::text_of(code.data(), code.size()));
  fuzz::require(equal(bits, back), "a code is read as what it was spelled of");
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  const std::string_view text = fuzz::text_of(data, size);
  SecretBytes bits;
  const Code code = fuzz::code_of([&] { bits = vault::read_recovery_code(text); });
  fuzz::require(code == Code::kOk || code == Code::kInvalidArgument, "a code is read or refused");
  if (code == Code::kOk) {
    const SecretBytes spelled = vault::spell_recovery_code(bits);
    const SecretBytes again =
        vault::read_recovery_code(fuzz::text_of(spelled.data(), spelled.size()));
    fuzz::require(equal(bits, again), "a code that was read is spelled and read again");
  }
  spell(text);
  return 0;
}
