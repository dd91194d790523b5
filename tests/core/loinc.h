// The check digit of a LOINC code.
#ifndef LAMELLA_TESTS_CORE_LOINC_H_
#define LAMELLA_TESTS_CORE_LOINC_H_

#include <string_view>

// The last digit of a LOINC code: the digits before it, from the right, times 2 and 1 in turn, the
// sum of the digits of these.
inline bool is_loinc(std::string_view code) {
  const size_t dash = code.find('-');
  if (dash == std::string_view::npos || code.size() != dash + 2) return false;
  int sum = 0;
  for (size_t i = 0; i < dash; ++i) {
    const int digit = (code[dash - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit / 10 + digit % 10;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

#endif  // LAMELLA_TESTS_CORE_LOINC_H_
