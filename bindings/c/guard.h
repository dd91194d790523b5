// The one place where exceptions become codes: nothing is thrown across the C interface.
#ifndef LAMELLA_BINDINGS_C_GUARD_H_
#define LAMELLA_BINDINGS_C_GUARD_H_

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include "lamella.h"
#include "lamella/error.h"

namespace lamella::c {

// Allocates nothing. A message too long for its place ends with a whole UTF-8 character.
inline lamella_code fail(lamella_error* error, Code code, std::string_view message,
                         int32_t detail = 0) noexcept {
  const auto number = static_cast<lamella_code>(code);
  if (error == nullptr) return number;
  size_t size = std::min(message.size(), sizeof error->message - 1);
  if (size < message.size()) {
    while (size > 0 && (static_cast<unsigned char>(message[size]) & 0xC0) == 0x80) --size;
  }
  error->code = number;
  error->detail = detail;
  std::memcpy(error->message, message.data(), size);
  error->message[size] = '\0';
  return number;
}

// Says what is being caught, within a handler. Only our own messages are passed on: those of others
// can hold paths.
inline lamella_code fail_with_current_exception(lamella_error* error) noexcept {
  try {
    throw;
  } catch (const Error& caught) {
    return fail(error, caught.code(), caught.what(), caught.detail());
  } catch (const std::bad_alloc&) {
    return fail(error, Code::kOutOfMemory, "not enough memory");
  } catch (const std::exception&) {
    return fail(error, Code::kInternal, "an unexpected failure inside the library");
  } catch (...) {
    return fail(error, Code::kInternal, "an unknown failure inside the library");
  }
}

// Runs the body of a function of the C interface.
template <typename Body>
lamella_code guard(lamella_error* error, Body&& body) noexcept {
  if (error != nullptr && error->struct_size < sizeof *error) return LAMELLA_INVALID_ARGUMENT;
  try {
    std::forward<Body>(body)();
    return LAMELLA_OK;
  } catch (...) {
    return fail_with_current_exception(error);
  }
}

}  // namespace lamella::c

#endif  // LAMELLA_BINDINGS_C_GUARD_H_
