// What questions to a diary have in common.
#ifndef LAMELLA_SRC_CODEC_QUESTIONS_H_
#define LAMELLA_SRC_CODEC_QUESTIONS_H_

#include <optional>

#include "lamella/error.h"
#include "lamella/grid.h"
#include "lamella/v1/query.pb.h"

namespace lamella::codec {

// The days of any message that has them, both optional.
template <typename Proto, typename Question>
void read_days(const Proto& proto, Question& question) {
  if (proto.has_first_day()) question.first_day = proto.first_day();
  if (proto.has_last_day()) question.last_day = proto.last_day();
}

inline std::optional<Reduce> from_proto(v1::Reduce reduce) {
  switch (reduce) {
    case v1::REDUCE_UNSPECIFIED:
      return std::nullopt;
    case v1::REDUCE_LAST:
      return Reduce::kLast;
    case v1::REDUCE_MEAN:
      return Reduce::kMean;
    case v1::REDUCE_MAX:
      return Reduce::kMax;
    case v1::REDUCE_SUM:
      return Reduce::kSum;
    default:
      throw Error(Code::kInvalidArgument, "reduce is none of the known rules");
  }
}

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_QUESTIONS_H_
