// A record: what decodes is encoded and decodes to the same record, and every function that looks
// at a record before it is stored takes it.
#include "lamella/record.h"

#include "codec/registers.h"
#include "codec/topic.h"
#include "codec/validate.h"
#include "fuzz.h"
#include "quiet_protobuf.h"

namespace lamella {
namespace {

using fuzz::require;

void round_trip(const Record& record) {
  const std::string bytes = encode(record);
  const Record back = decode(bytes);
  require(encode(back) == bytes, "a record that was decoded comes back from its bytes");
  require(back.body.index() == record.body.index(), "with its body");
  require(back.note == record.note, "with its note");
  // Protobuf writes the numbers in them as short as they can be.
  require(back.unknown_fields.empty() == record.unknown_fields.empty(),
          "with what a newer version wrote");
  require(back.when.has_value() == record.when.has_value(), "with its time");
  require(back.origin.has_value() == record.origin.has_value(), "with its origin");
}

void look(const Record& record) {
  const Code code = fuzz::code_of([&] { codec::validate(record); });
  require(code == Code::kOk || code == Code::kInvalidArgument, "a record is valid or refused");
  const codec::Indexed indexed = codec::index(record);
  if (!indexed.topic) return;
  const codec::Topic topic = codec::decode_topic(*indexed.topic);
  require(codec::encode(topic) == *indexed.topic, "a topic comes back from its bytes");
}

// The registers, joined, are the record again.
void split(std::string_view bytes) {
  std::vector<codec::Register> registers;
  const Code code = fuzz::code_of([&] { registers = codec::split(bytes); });
  require(code == Code::kOk || code == Code::kInvalidArgument || code == Code::kMalformedMessage,
          "a record is split or refused");
  if (code != Code::kOk) return;
  size_t size = 0;
  for (const codec::Register& one : registers) size += one.bytes.size();
  require(size == bytes.size(), "the registers are the whole record");
  fuzz::code_of([&] { codec::body_number(registers); });
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  const std::string_view bytes = fuzz::text_of(data, size);
  split(bytes);
  fuzz::code_of([&] { codec::decode_topic(bytes); });
  Record record;
  const Code code = fuzz::code_of([&] { record = decode(bytes); });
  fuzz::require(code == Code::kOk || code == Code::kMalformedMessage,
                "a record is decoded or malformed");
  if (code != Code::kOk) return 0;
  round_trip(record);
  look(record);
  return 0;
}
