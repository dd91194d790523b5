// The registers of a record: its top-level fields, kept byte for byte as their author wrote them.
#ifndef LAMELLA_SRC_CODEC_REGISTERS_H_
#define LAMELLA_SRC_CODEC_REGISTERS_H_

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace lamella::codec {

// Fields from here on are bodies.
inline constexpr uint32_t kFirstBody = 16;
inline constexpr size_t kMaxRecordBytes = 60UL * 1024;
inline constexpr size_t kMaxRegisters = 64;

struct Register {
  uint32_t number = 0;
  std::string_view bytes;  // tag included
};

// Calls `use(field, value)` for each top-level field of a serialized message; `value` is the
// content of a length-delimited field and empty for the other wire types. Fails with
// kMalformedMessage.
void for_each_field(std::string_view message,
                    const std::function<void(const Register&, std::string_view)>& use);

// The registers of a serialized record, by number. The views point into `record`. Fails with
// kMalformedMessage when the bytes are no protobuf message or a field comes twice, and with
// kInvalidArgument above kMaxRecordBytes or kMaxRegisters.
std::vector<Register> split(std::string_view record);

// The number of the one body among `registers`. Fails with kInvalidArgument when there is none or
// more than one.
uint32_t body_number(const std::vector<Register>& registers);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_REGISTERS_H_
