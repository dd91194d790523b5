// What can be done to a new record without the diary: checking it, splitting it into registers,
// sealing its content. For a long import this runs beside the writing.
#ifndef LAMELLA_SRC_LOG_PREPARE_H_
#define LAMELLA_SRC_LOG_PREPARE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/registers.h"
#include "codec/topic.h"
#include "lamella/entry.h"
#include "lamella/id.h"
#include "lamella/record.h"
#include "log/payload.h"

namespace lamella::log {

// A record ready to be written. Its registers point into the NewRecord.
struct Prepared {
  std::optional<Id> id;
  uint32_t type = 0;
  std::vector<codec::Register> registers;
  codec::Indexed indexed;
  Payload payload;
};

// A body of a type that this version knows must have been read as one. Fails with
// kMalformedMessage.
void check_body(const Record& record, uint32_t type);
// One definition per code. Fails with kInvalidArgument for another id than the code's.
void check_definition(const Record& record, const Id& id);

// Fails as Diary::put does for a record that is not right.
Prepared prepare(const NewRecord& record, PayloadSealer& sealer);
std::vector<Prepared> prepare(std::span<const NewRecord> records, PayloadSealer& sealer);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_PREPARE_H_
