// What a record must satisfy to be put or edited. A change that arrives by sync is never validated.
#ifndef LAMELLA_SRC_CODEC_VALIDATE_H_
#define LAMELLA_SRC_CODEC_VALIDATE_H_

#include "lamella/record.h"

namespace lamella::codec {

// Minutes of local time from UTC.
inline constexpr int32_t kMinOffset = -720;
inline constexpr int32_t kMaxOffset = 840;

// Fails with kInvalidArgument, naming the field and the rule. A body that this version does not
// know passes.
void validate(const Record& record);

// Whether it would pass: a change that arrived was never asked.
bool is_valid(const Record& record);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_VALIDATE_H_
