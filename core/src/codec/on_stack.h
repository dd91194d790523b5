// A protobuf message in memory of the stack, for one that is made, used and dropped within a
// function: on the heap its parts would cost more than the parsing.
#ifndef LAMELLA_SRC_CODEC_ON_STACK_H_
#define LAMELLA_SRC_CODEC_ON_STACK_H_

#include <google/protobuf/arena.h>

#include <array>
#include <cstddef>

namespace lamella::codec {

template <typename Proto>
class OnStack {
 public:
  Proto& operator*() { return *proto_; }
  Proto* operator->() { return proto_; }

 private:
  static google::protobuf::ArenaOptions options(char* block, size_t size) {
    google::protobuf::ArenaOptions options;
    options.initial_block = block;
    options.initial_block_size = size;
    return options;
  }

  alignas(std::max_align_t) std::array<char, 1024> block_;
  google::protobuf::Arena arena_{options(block_.data(), block_.size())};
  Proto* proto_ = google::protobuf::Arena::CreateMessage<Proto>(&arena_);
};

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_ON_STACK_H_
