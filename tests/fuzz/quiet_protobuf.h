// Protobuf writes a line to stderr for each text that is not UTF-8: millions of them here.
#ifndef LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_
#define LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_

#include <google/protobuf/stubs/logging.h>

namespace lamella::fuzz {

inline void* const kQuietProtobuf =
    reinterpret_cast<void*>(google::protobuf::SetLogHandler(nullptr));

}  // namespace lamella::fuzz

#endif  // LAMELLA_TESTS_FUZZ_QUIET_PROTOBUF_H_
