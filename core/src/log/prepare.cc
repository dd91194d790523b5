#include "log/prepare.h"

#include "codec/validate.h"
#include "lamella/error.h"

namespace lamella::log {

void check_body(const Record& record, uint32_t type) {
  if (type_name(type) != "unknown" && type_of(record.body) != type) {
    throw Error(Code::kMalformedMessage, "the body is not a message of its type");
  }
}

void check_definition(const Record& record, const Id& id) {
  const auto* factor = std::get_if<Factor>(&record.body);
  if (factor != nullptr && definition_id("factor", factor->code) != id) {
    throw Error(Code::kInvalidArgument, "the id of a factor derives from its code");
  }
}

Prepared prepare(const NewRecord& record, PayloadSealer& sealer) {
  Prepared prepared{record.id, 0, codec::split(record.record), {}, {}};
  prepared.type = codec::body_number(prepared.registers);
  const Record decoded = decode(record.record);
  check_body(decoded, prepared.type);
  codec::validate(decoded);
  prepared.indexed = codec::index(decoded);
  if (const auto* factor = std::get_if<Factor>(&decoded.body)) {
    if (!prepared.id) prepared.id = definition_id("factor", factor->code);
    check_definition(decoded, *prepared.id);
  }
  std::vector<std::string_view> values;
  values.reserve(prepared.registers.size());
  for (const codec::Register& field : prepared.registers) values.push_back(field.bytes);
  prepared.payload = sealer.seal(values);
  return prepared;
}

std::vector<Prepared> prepare(std::span<const NewRecord> records, PayloadSealer& sealer) {
  std::vector<Prepared> prepared;
  prepared.reserve(records.size());
  for (const NewRecord& record : records) prepared.push_back(prepare(record, sealer));
  return prepared;
}

}  // namespace lamella::log
