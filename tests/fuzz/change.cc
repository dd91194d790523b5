// A change of the op-log, and what its parts are made of: the content beside it, the revision that
// an editor hands back, and the versions of an entry's row.
#include "codec/change.h"

#include <algorithm>

#include "fuzz.h"
#include "log/entity.h"
#include "quiet_protobuf.h"

namespace lamella {
namespace {

using fuzz::require;

bool equal(const std::vector<codec::Write>& a, const std::vector<codec::Write>& b) {
  return std::ranges::equal(a, b, [](const codec::Write& one, const codec::Write& other) {
    return one.register_number == other.register_number && one.overwrites == other.overwrites;
  });
}

void require_in_order(const std::vector<codec::Write>& writes) {
  constexpr size_t kMost = 64;
  require(writes.size() <= kMost, "a change has at most 64 writes");
  for (size_t i = 0; i < writes.size(); ++i) {
    require(writes[i].overwrites.size() <= kMost, "a write has at most 64 overwrites");
    require(i == 0 || writes[i - 1].register_number < writes[i].register_number,
            "the writes of a change are in the order of their registers");
  }
}

void change(std::string_view bytes) {
  codec::Change change;
  const Code code = fuzz::code_of([&] { change = codec::decode_change(bytes); });
  require(code == Code::kOk || code == Code::kMalformedMessage, "a change is decoded or malformed");
  if (code != Code::kOk) return;
  require_in_order(change.writes);
  const codec::Change back = codec::decode_change(codec::encode(change));
  require(back.seq == change.seq && back.hlc == change.hlc && back.entity == change.entity &&
              back.type == change.type && back.life == change.life &&
              equal(back.writes, change.writes) && back.payload_hash == change.payload_hash &&
              back.min_reader == change.min_reader,
          "a change comes back from its bytes");
}

void revision(std::string_view bytes) {
  codec::Revision revision;
  const Code code = fuzz::code_of([&] { revision = codec::decode_revision(bytes); });
  require(code == Code::kOk || code == Code::kInvalidArgument, "a revision is decoded or refused");
  if (code != Code::kOk) return;
  require_in_order(revision.versions);
  const codec::Revision back = codec::decode_revision(codec::encode(revision));
  require(back.entity == revision.entity && back.life == revision.life &&
              equal(back.versions, revision.versions),
          "a revision comes back from its bytes");
}

void payload(std::string_view bytes) {
  std::vector<std::string> values;
  const Code code = fuzz::code_of([&] { values = codec::decode_payload(bytes); });
  require(code == Code::kOk || code == Code::kMalformedMessage,
          "a payload is decoded or malformed");
  if (code != Code::kOk) return;
  const std::string again =
      codec::encode_payload({}, std::vector<std::string_view>(values.begin(), values.end()));
  require(codec::decode_payload(again) == values, "a payload comes back from its bytes");
}

void versions(std::string_view bytes) {
  std::vector<log::Version> versions;
  const Code code = fuzz::code_of([&] { versions = log::decode_versions(bytes); });
  require(code == Code::kOk || code == Code::kDamaged, "versions are decoded or damaged");
  if (code != Code::kOk) return;
  require(log::decode_versions(log::encode_versions(versions)) == versions,
          "versions come back from their bytes");
}

}  // namespace
}  // namespace lamella

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lamella;
  const std::string_view bytes = fuzz::text_of(data, size);
  change(bytes);
  revision(bytes);
  payload(bytes);
  versions(bytes);
  return 0;
}
