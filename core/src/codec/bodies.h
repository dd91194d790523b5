// One to_proto and one from_proto a body: from our structs to protobuf and back, field by field.
// The unknown fields of a message go out with it; record.cc reads them in.
#ifndef LAMELLA_SRC_CODEC_BODIES_H_
#define LAMELLA_SRC_CODEC_BODIES_H_

#include <optional>

#include "lamella/record.h"
#include "lamella/v1/record.pb.h"

namespace lamella::codec {

template <typename T, typename Set>
void copy_optional(const std::optional<T>& value, Set set) {
  if (value) set(*value);
}

void to_proto(const Symptom& body, v1::Record& record);
void to_proto(const Exposure& body, v1::Record& record);
void to_proto(const Measurement& body, v1::Record& record);
void to_proto(const Dose& body, v1::Record& record);
void to_proto(const DayCheck& body, v1::Record& record);
void to_proto(const Factor& body, v1::Record& record);
void to_proto(const Attachment& body, v1::Record& record);
void to_proto(const Answers& body, v1::Record& record);
void to_proto(const Course& body, v1::Record& record);
void to_proto(const Harvest& body, v1::Record& record);
void to_proto(const CellProduct& body, v1::Record& record);
void to_proto(const ReleaseTest& body, v1::Record& record);
void to_proto(const Administration& body, v1::Record& record);
void to_proto(const AdverseEvent& body, v1::Record& record);
void to_proto(const Lesion& body, v1::Record& record);
void to_proto(const LesionAssessment& body, v1::Record& record);
void to_proto(const Profile& body, v1::Record& record);
void to_proto(const DosePlan& body, v1::Record& record);
void to_proto(const DataSource& body, v1::Record& record);
inline void to_proto(std::monostate, v1::Record&) {}

Symptom from_proto(const v1::Symptom& proto);
Exposure from_proto(const v1::Exposure& proto);
Measurement from_proto(const v1::Measurement& proto);
Dose from_proto(const v1::Dose& proto);
DayCheck from_proto(const v1::DayCheck& proto);
Factor from_proto(const v1::Factor& proto);
Attachment from_proto(const v1::Attachment& proto);
Answers from_proto(const v1::Answers& proto);
Course from_proto(const v1::Course& proto);
Harvest from_proto(const v1::Harvest& proto);
CellProduct from_proto(const v1::CellProduct& proto);
ReleaseTest from_proto(const v1::ReleaseTest& proto);
Administration from_proto(const v1::Administration& proto);
AdverseEvent from_proto(const v1::AdverseEvent& proto);
Lesion from_proto(const v1::Lesion& proto);
LesionAssessment from_proto(const v1::LesionAssessment& proto);
Profile from_proto(const v1::Profile& proto);
DosePlan from_proto(const v1::DosePlan& proto);
DataSource from_proto(const v1::DataSource& proto);

}  // namespace lamella::codec

#endif  // LAMELLA_SRC_CODEC_BODIES_H_
