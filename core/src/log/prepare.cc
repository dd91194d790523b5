#include "log/prepare.h"

#include "codec/validate.h"
#include "lamella/error.h"

namespace lamella::log {

void check_body(const Record& record, uint32_t type) {
  if (type_name(type) != "unknown" && type_of(record.body) != type) {
    throw Error(Code::kMalformedMessage, "the body is not a message of its type");
  }
}

namespace {

// The id that a body has by what it defines; nothing for an entry of another kind.
std::optional<Id> defined_id(const Body& body) {
  if (const auto* factor = std::get_if<Factor>(&body)) return definition_id("factor", factor->code);
  if (std::holds_alternative<Profile>(body)) return definition_id("profile", "");
  if (const auto* source = std::get_if<DataSource>(&body)) {
    return definition_id("data_source", source->code);
  }
  return std::nullopt;
}

}  // namespace

void check_definition(const Record& record, const Id& id) {
  if (defined_id(record.body).value_or(id) != id) {
    throw Error(Code::kInvalidArgument, "the id of a " +
                                            std::string(type_name(type_of(record.body))) +
                                            " derives from what it defines");
  }
}

Prepared prepare(const NewRecord& record, PayloadSealer& sealer) {
  Prepared prepared{record.id, 0, codec::split(record.record), {}, {}};
  prepared.type = codec::body_number(prepared.registers);
  const Record decoded = decode(record.record);
  check_body(decoded, prepared.type);
  codec::validate(decoded);
  prepared.indexed = codec::index(decoded);
  if (!prepared.id) prepared.id = defined_id(decoded.body);
  if (prepared.id) check_definition(decoded, *prepared.id);
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
