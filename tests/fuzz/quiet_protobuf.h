// Protobuf writes a line to stderr for each text that is not UTF-8: millions of them here.
#ifndef LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_
#define LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_

#include <google/protobuf/stubs/common.h>

// From 22 on, of which the number is 4022000, protobuf has no logging of its own.
#if GOOGLE_PROTOBUF_VERSION < 4022000

#include <google/protobuf/stubs/logging.h>

namespace lamella::fuzz {

inline const bool kQuietProtobuf = [] {
  google::protobuf::SetLogHandler(nullptr);
  return true;
}();

}  // namespace lamella::fuzz

#endif

#endif  // LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_
