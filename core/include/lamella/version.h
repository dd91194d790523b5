// Versions of the library and of the formats that it writes.
#ifndef LAMELLA_VERSION_H_
#define LAMELLA_VERSION_H_

#include <cstdint>
#include <string_view>

namespace lamella {

// "0.0.1": major.minor.patch of this library.
std::string_view version();

// "4.20.0 community": what the compiled-in SQLCipher says of itself.
std::string_view sqlcipher_version();

// Format of schema, key file and records. 0 is unreleased: files carry no promise yet.
inline constexpr uint32_t kFormat = 0;

}  // namespace lamella

#endif  // LAMELLA_VERSION_H_
