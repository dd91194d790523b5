#include "codec/registers.h"

#include <algorithm>
#include <string>

#include "base/varint.h"
#include "lamella/error.h"

namespace lamella::codec {

namespace {

enum WireType : uint8_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };
constexpr uint64_t kMaxFieldNumber = (1U << 29) - 1;

[[noreturn]] void malformed() {
  throw Error(Code::kMalformedMessage, "the record is not a protobuf message");
}

// The content of a length-delimited value, else an empty view.
std::string_view read_value(base::ByteReader& reader, uint64_t wire_type) {
  bool complete = false;
  switch (wire_type) {
    case kVarint:
      complete = reader.varint().has_value();
      break;
    case kFixed64:
      complete = reader.take(8).has_value();
      break;
    case kFixed32:
      complete = reader.take(4).has_value();
      break;
    case kLengthDelimited:
      if (const std::optional<std::string_view> content = reader.text()) return *content;
      break;
    default:
      break;
  }
  if (!complete) malformed();
  return {};
}

}  // namespace

void for_each_field(std::string_view message,
                    const std::function<void(const Register&, std::string_view)>& use) {
  base::ByteReader reader(message);
  while (reader.left() > 0) {
    const size_t begin = message.size() - reader.left();
    const std::optional<uint64_t> tag = reader.varint();
    if (!tag || (*tag >> 3) == 0 || (*tag >> 3) > kMaxFieldNumber) malformed();
    const std::string_view value = read_value(reader, *tag & 7);
    const size_t end = message.size() - reader.left();
    use({static_cast<uint32_t>(*tag >> 3), message.substr(begin, end - begin)}, value);
  }
}

std::vector<Register> split(std::string_view record) {
  if (record.size() > kMaxRecordBytes) {
    throw Error(Code::kInvalidArgument, "a record of " + std::to_string(record.size()) +
                                            " bytes is above the limit of " +
                                            std::to_string(kMaxRecordBytes));
  }
  std::vector<Register> registers;
  for_each_field(record, [&](const Register& field, std::string_view) {
    if (registers.size() == kMaxRegisters) {
      throw Error(Code::kInvalidArgument,
                  "a record has more than " + std::to_string(kMaxRegisters) + " fields");
    }
    registers.push_back(field);
  });
  std::sort(registers.begin(), registers.end(),
            [](const Register& a, const Register& b) { return a.number < b.number; });
  const auto twice =
      std::adjacent_find(registers.begin(), registers.end(),
                         [](const auto& a, const auto& b) { return a.number == b.number; });
  if (twice != registers.end()) {
    throw Error(Code::kMalformedMessage,
                "field " + std::to_string(twice->number) + " of the record comes twice");
  }
  return registers;
}

uint32_t body_number(const std::vector<Register>& registers) {
  if (registers.empty() || registers.back().number < kFirstBody) {
    throw Error(Code::kInvalidArgument, "the record has no body");
  }
  if (registers.size() > 1 && registers[registers.size() - 2].number >= kFirstBody) {
    throw Error(Code::kInvalidArgument, "the record has more than one body");
  }
  return registers.back().number;
}

}  // namespace lamella::codec
