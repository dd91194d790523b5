#include "codec/change.h"

#include <algorithm>
#include <climits>

#include "codec/on_stack.h"
#include "lamella/error.h"
#include "lamella/v1/change.pb.h"

namespace lamella::codec {

namespace {

// Reference: security-and-sync 5.2, encoding rules.
constexpr int kMaxWrites = 64;
constexpr int kMaxOverwrites = 64;

[[noreturn]] void malformed(const char* what) { throw Error(Code::kMalformedMessage, what); }

Id id_of(const std::string& bytes) {
  Id id;
  if (bytes.size() != id.bytes.size()) malformed("an id in a change does not have 16 bytes");
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

template <typename Writes>
void to_proto(const std::vector<Write>& writes, Writes& out) {
  for (const Write& write : writes) {
    v1::RegisterWrite& proto = *out.Add();
    proto.set_register_(write.register_number);
    for (const Dot& dot : write.overwrites) {
      v1::Dot& proto_dot = *proto.add_overwrites();
      proto_dot.set_replica(dot.replica.view().data(), dot.replica.view().size());
      proto_dot.set_seq(dot.seq);
    }
  }
}

template <typename Writes>
std::vector<Write> from_proto(const Writes& writes) {
  if (writes.size() > kMaxWrites) malformed("a change has more than 64 writes");
  std::vector<Write> out;
  out.reserve(static_cast<size_t>(writes.size()));
  for (const v1::RegisterWrite& proto : writes) {
    if (proto.overwrites_size() > kMaxOverwrites) {
      malformed("a write has more than 64 overwrites");
    }
    if (!out.empty() && proto.register_() <= out.back().register_number) {
      malformed("the writes of a change are not in the order of their registers");
    }
    Write& write = out.emplace_back();
    write.register_number = proto.register_();
    for (const v1::Dot& dot : proto.overwrites()) {
      write.overwrites.push_back({id_of(dot.replica()), dot.seq()});
    }
  }
  return out;
}

template <typename Proto>
void parse(std::string_view bytes, const char* what, Proto& proto) {
  if (bytes.size() > INT_MAX ||
      !proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    malformed(what);
  }
}

}  // namespace

std::string encode(const Change& change) {
  OnStack<v1::Change> proto;
  proto->set_seq(change.seq);
  proto->mutable_hlc()->set_wall_ms(change.hlc.wall_ms);
  proto->mutable_hlc()->set_counter(change.hlc.counter);
  proto->set_entity(change.entity.view().data(), change.entity.view().size());
  proto->set_type(change.type);
  proto->set_life(change.life);
  to_proto(change.writes, *proto->mutable_writes());
  proto->set_payload_hash(change.payload_hash);
  proto->set_min_reader(change.min_reader);
  return proto->SerializeAsString();
}

Change decode_change(std::string_view bytes) {
  OnStack<v1::Change> proto;
  parse(bytes, "not a change", *proto);
  Change change;
  change.seq = proto->seq();
  change.hlc = {proto->hlc().wall_ms(), proto->hlc().counter()};
  change.entity = id_of(proto->entity());
  change.type = proto->type();
  change.life = proto->life();
  change.writes = from_proto(proto->writes());
  change.payload_hash = proto->payload_hash();
  change.min_reader = proto->min_reader();
  return change;
}

std::string encode_payload(const Salt& salt, const std::vector<std::string_view>& values) {
  OnStack<v1::Payload> proto;
  proto->set_salt(salt.data(), salt.size());
  for (std::string_view value : values) proto->add_values(value.data(), value.size());
  return proto->SerializeAsString();
}

std::vector<std::string> decode_payload(std::string_view bytes) {
  OnStack<v1::Payload> proto;
  parse(bytes, "not a payload", *proto);
  return {std::make_move_iterator(proto->mutable_values()->begin()),
          std::make_move_iterator(proto->mutable_values()->end())};
}

std::string encode(const Revision& revision) {
  OnStack<v1::Revision> proto;
  proto->set_entity(revision.entity.view().data(), revision.entity.view().size());
  proto->set_life(revision.life);
  to_proto(revision.versions, *proto->mutable_versions());
  return proto->SerializeAsString();
}

Revision decode_revision(std::string_view bytes) {
  try {
    OnStack<v1::Revision> proto;
    parse(bytes, "not a revision", *proto);
    return {id_of(proto->entity()), proto->life(), from_proto(proto->versions())};
  } catch (const Error&) {
    throw Error(Code::kInvalidArgument, "the revision is malformed");
  }
}

}  // namespace lamella::codec
