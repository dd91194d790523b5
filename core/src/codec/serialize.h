// Messages of protobuf to bytes and back, with what can go wrong.
#ifndef LAMELLA_SRC_CODEC_SERIALIZE_H_
#define LAMELLA_SRC_CODEC_SERIALIZE_H_

#include <climits>
#include <string>
#include <string_view>

#include "lamella/error.h"
#include "lamella/id.h"

namespace lamella::codec {

// Fails with kMalformedMessage, saying `what`.
template <typename Proto>
Proto parse(std::string_view bytes, const char* what) {
  if (bytes.size() > INT_MAX) {
    throw Error(Code::kInvalidArgument, "a message has more than 2 GiB");
  }
  Proto proto;
  if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw Error(Code::kMalformedMessage, what);
  }
  return proto;
}

template <typename Proto>
std::string serialize(const Proto& proto) {
  std::string bytes;
  if (proto.ByteSizeLong() > INT_MAX || !proto.SerializeToString(&bytes)) {
    throw Error(Code::kInvalidArgument, "the answer has more than 2 GiB: ask for less");
  }
  return bytes;
}

inline std::string bytes_of(const Id& id) { return std::string(id.view()); }

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_SERIALIZE_H_
