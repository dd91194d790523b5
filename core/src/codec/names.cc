#include <array>
#include <string_view>

#include "lamella/error.h"
#include "lamella/record.h"

namespace lamella {

namespace {

struct TypeName {
  Type type;
  std::string_view name;
};
// In the order of the alternatives of Body.
constexpr std::array<TypeName, 19> kTypeNames = {{{Type::kSymptom, "symptom"},
                                                  {Type::kExposure, "exposure"},
                                                  {Type::kMeasurement, "measurement"},
                                                  {Type::kDose, "dose"},
                                                  {Type::kDayCheck, "day_check"},
                                                  {Type::kFactor, "factor"},
                                                  {Type::kAttachment, "attachment"},
                                                  {Type::kAnswers, "answers"},
                                                  {Type::kCourse, "course"},
                                                  {Type::kHarvest, "harvest"},
                                                  {Type::kCellProduct, "cell_product"},
                                                  {Type::kReleaseTest, "release_test"},
                                                  {Type::kAdministration, "administration"},
                                                  {Type::kAdverseEvent, "adverse_event"},
                                                  {Type::kLesion, "lesion"},
                                                  {Type::kLesionAssessment, "lesion_assessment"},
                                                  {Type::kProfile, "profile"},
                                                  {Type::kDosePlan, "dose_plan"},
                                                  {Type::kDataSource, "data_source"}}};
static_assert(std::variant_size_v<Body> == kTypeNames.size() + 1);

// The name at the place of the value's number.
template <typename Enum, size_t kSize>
std::string_view name_at(const std::array<std::string_view, kSize>& names, Enum value) {
  const auto number = static_cast<size_t>(value);
  return number < kSize ? names[number] : "unknown";
}

}  // namespace

uint32_t type_of(const Body& body) {
  return body.index() == 0 ? 0 : static_cast<uint32_t>(kTypeNames[body.index() - 1].type);
}

std::string_view type_name(uint32_t type) {
  for (const TypeName& known : kTypeNames) {
    if (static_cast<uint32_t>(known.type) == type) return known.name;
  }
  return "unknown";
}

Type type_of_name(std::string_view name) {
  for (const TypeName& known : kTypeNames) {
    if (known.name == name) return known.type;
  }
  throw Error(Code::kInvalidArgument, "no such type of entry");
}

std::string_view name(OriginKind kind) {
  return name_at<OriginKind, 3>({"unspecified", "person", "device"}, kind);
}

std::string_view name(Recall recall) {
  return name_at<Recall, 6>(
      {"unspecified", "now", "today", "last_24_hours", "last_night", "last_7_days"}, recall);
}

std::string_view name(FactorCategory category) {
  return name_at<FactorCategory, 9>({"unspecified", "food", "contact", "climate", "air", "activity",
                                     "mind", "infection", "other"},
                                    category);
}

std::string_view name(FactorKind kind) {
  return name_at<FactorKind, 4>({"unspecified", "presence", "amount", "continuous"}, kind);
}

std::string_view name(Silence silence) {
  return name_at<Silence, 3>({"unspecified", "explicit", "implied_on_checked_days"}, silence);
}

std::string_view name(CellTissue value) {
  return name_at<CellTissue, 7>({"unspecified", "bone_marrow", "adipose", "cord_blood",
                                 "umbilical_cord", "peripheral_blood", "other"},
                                value);
}

std::string_view name(CellDonor value) {
  return name_at<CellDonor, 3>({"unspecified", "autologous", "allogeneic"}, value);
}

std::string_view name(Preservation value) {
  return name_at<Preservation, 3>({"unspecified", "fresh", "cryopreserved"}, value);
}

std::string_view name(LimitKind value) {
  return name_at<LimitKind, 3>({"unspecified", "at_least", "at_most"}, value);
}

std::string_view name(Relatedness value) {
  return name_at<Relatedness, 6>(
      {"unspecified", "unrelated", "unlikely", "possible", "probable", "definite"}, value);
}

std::string_view name(EventOutcome value) {
  return name_at<EventOutcome, 5>(
      {"unspecified", "ongoing", "resolved", "resolved_with_sequelae", "fatal"}, value);
}

std::string_view name(LesionKind kind) {
  return name_at<LesionKind, 5>({"unspecified", "eczema", "scar", "wound", "other"}, kind);
}

std::string_view name(Sex sex) {
  return name_at<Sex, 4>({"unspecified", "female", "male", "other"}, sex);
}

}  // namespace lamella
