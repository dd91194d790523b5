// Records and their parts, and the way to and from their serialized form.
#include "bytes.h"
#include "lamella/id.h"
#include "lamella/record.h"
#include "module.h"
#include "value_class.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

constexpr const char* kLesionDoc = "Id of a lesion's entry, 16 bytes; b'' when it is of none.";
constexpr const char* kSignDoc = "0 to 3; half points between 1 and 3 alone.";
constexpr const char* kSiteDoc = "Body site as a dotted code, for example 'elbow.left'.";

void bind_enums(py::module_& module) {
  bind_enum<OriginKind>(module, "OriginKind", "Whether a person or a device made a record.");
  bind_enum<Recall>(module, "Recall", "The span of time that a question asks about.");
  bind_enum<FactorCategory>(module, "FactorCategory", "Group of a factor.");
  bind_enum<FactorKind>(module, "FactorKind", "Whether exposures carry presence or an amount.");
  bind_enum<LesionKind>(module, "LesionKind", "What a lesion is.");
  bind_enum<Sex>(module, "Sex", "For tables that differ by sex.");
  bind_enum<Silence>(module, "Silence", "What a day without a record of a factor means.");
}

void bind_common(py::module_& module) {
  ValueClass<When>(module, "When", "The time that a record describes, as the person lived it.")
      .field("local_day", &When::local_day, "Days since 1970-01-01 in the person's calendar.")
      .field("utc_ms", &When::utc_ms, "Milliseconds since 1970-01-01T00:00Z.")
      .field("offset_min", &When::offset_min, "Local time minus UTC in minutes, -720 to 840.")
      .field("zone", &When::zone, "IANA name of the time zone.")
      .field("end_utc_ms", &When::end_utc_ms, "End of an interval, not before utc_ms.")
      .bytes_field("unknown_fields", &When::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Origin>(module, "Origin", "Who or what made a record.")
      .field("source", &Origin::source, "Name of the source of an import; '' for the app.")
      .field("kind", &Origin::kind, "A person or a device; unspecified counts as a person.")
      .field("entered_ms", &Origin::entered_ms, "When it was entered, ms since 1970-01-01T00:00Z.")
      .bytes_field("unknown_fields", &Origin::unknown_fields, kUnknownFieldsDoc);
}

void bind_entered(py::module_& module) {
  ValueClass<Scale>(module, "Scale", "The range of a score; min is less than max.")
      .field("min", &Scale::min, "The least score.")
      .field("max", &Scale::max, "The largest score.");
  ValueClass<Symptom>(module, "Symptom", "A symptom and how bad it was; 0 is an answer.")
      .field("item", &Symptom::item, "Code of the symptom, for example 'itch'.")
      .field("score", &Symptom::score, "Within the scale; None: asked and not answered.")
      .field("scale", &Symptom::scale, "None is 0 to 10.")
      .field("recall", &Symptom::recall, "The span that the question asks about.")
      .field("site", &Symptom::site, kSiteDoc)
      .bytes_field("unknown_fields", &Symptom::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Exposure>(module, "Exposure", "Contact with a possible trigger.")
      .field("factor", &Exposure::factor, "Code of the factor, for example 'sweat'.")
      .field("present", &Exposure::present, "False is an explicit no.")
      .field("amount", &Exposure::amount, "In unit; excludes present.")
      .field("unit", &Exposure::unit, "UCUM unit of amount; '' means '1'.")
      .field("site", &Exposure::site, kSiteDoc)
      .bytes_field("unknown_fields", &Exposure::unknown_fields, kUnknownFieldsDoc);
  ValueClass<DayCheck>(module, "DayCheck", "These factors were asked about on this day.")
      .field("factors", &DayCheck::factors, "Codes of the factors, without repeats.")
      .bytes_field("unknown_fields", &DayCheck::unknown_fields, kUnknownFieldsDoc);
}

void bind_measured(py::module_& module) {
  ValueClass<Measurement>(module, "Measurement", "A number of an instrument or a laboratory.")
      .field("kind", &Measurement::kind, "Code of what was measured, for example 'tewl'.")
      .field("value", &Measurement::value, "In unit; None: tried without a result.")
      .field("unit", &Measurement::unit, "UCUM unit, required; '1' for a bare number.")
      .field("site", &Measurement::site, kSiteDoc)
      .field("device", &Measurement::device, "Model of the measuring device.")
      .field("room_temperature", &Measurement::room_temperature, "Degrees Celsius, -90 to 60.")
      .field("room_humidity", &Measurement::room_humidity, "Percent, 0 to 100.")
      .field("reference_low", &Measurement::reference_low, "Of the laboratory's range, in unit.")
      .field("reference_high", &Measurement::reference_high, "At least reference_low.")
      .bytes_field("unknown_fields", &Measurement::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Dose>(module, "Dose", "A dose of a medicine or an emollient.")
      .field("drug", &Dose::drug, "Code or name of the drug.")
      .field("strength", &Dose::strength, "At least 0, in strength_unit.")
      .field("strength_unit", &Dose::strength_unit, "UCUM unit, for example '%' or 'mg'.")
      .field("vehicle", &Dose::vehicle, "Vehicle of a topical drug, for example 'ointment'.")
      .field("grams", &Dose::grams, "Grams applied, at least 0.")
      .field("fingertip_units", &Dose::fingertip_units, "At least 0; excludes grams.")
      .field("site", &Dose::site, kSiteDoc)
      .field("not_taken", &Dose::not_taken, "Due and not taken; excludes an amount.")
      .bytes_field("unknown_fields", &Dose::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Factor>(module, "Factor", "How to read the records of one factor.")
      .field("code", &Factor::code, "The factor of its exposures.")
      .field("name", &Factor::name, "Name for people.")
      .field("category", &Factor::category, "Group of the factor.")
      .field("kind", &Factor::kind, "Whether its exposures carry presence or an amount.")
      .field("unit", &Factor::unit, "UCUM unit of its amounts.")
      .field("silence", &Factor::silence, "What a day without a record of it means.")
      .field("since_day", &Factor::since_day, "First local day on which silence holds.")
      .bytes_field("unknown_fields", &Factor::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Attachment>(module, "Attachment", "A photograph or another file; names its content.")
      .bytes_field("content", &Attachment::content, "The id of the content, 16 random bytes.")
      .field("size", &Attachment::size, "Bytes of the content, at most 67,108,864.")
      .bytes_field("hash", &Attachment::hash, "BLAKE2b-256 of the content, 32 bytes.")
      .field("media_type", &Attachment::media_type, "IANA media type, such as 'image/jpeg'.")
      .field("site", &Attachment::site, kSiteDoc)
      .bytes_field("lesion", &Attachment::lesion, kLesionDoc)
      .bytes_field("unknown_fields", &Attachment::unknown_fields, kUnknownFieldsDoc);
}

void bind_answers(py::module_& module) {
  ValueClass<Answer>(module, "Answer", "One answer to one item of an instrument.")
      .field("item", &Answer::item, "Code of the item, for example 'itch'.")
      .field("value", &Answer::value, "None: asked and not answered.")
      .bytes_field("unknown_fields", &Answer::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Answers>(module, "Answers", "Answers to an instrument; the score is never stored.")
      .field("instrument", &Answers::instrument, "Code of the instrument, for example 'poem'.")
      .field("version", &Answers::version, "Version of the instrument, from 1 on.")
      .field("answers", &Answers::answers, "An Answer for each item; the others are not answered.")
      .field("age_years", &Answers::age_years, "Age on that day, 0 to 130.")
      .field("site", &Answers::site, kSiteDoc)
      .bytes_field("lesion", &Answers::lesion, kLesionDoc)
      .bytes_field("unknown_fields", &Answers::unknown_fields, kUnknownFieldsDoc);
}

void bind_lesions(py::module_& module) {
  ValueClass<Lesion>(module, "Lesion", "A place of the skin that is followed over time.")
      .field("name", &Lesion::name, "Name for people.")
      .field("kind", &Lesion::kind, "What it is.")
      .field("site", &Lesion::site, "Body site, required, for example 'elbow.left'.")
      .bytes_field("unknown_fields", &Lesion::unknown_fields, kUnknownFieldsDoc);
  ValueClass<LesionAssessment>(module, "LesionAssessment", "A lesion as it looked on one day.")
      .bytes_field("lesion", &LesionAssessment::lesion, "Id of the lesion's entry, 16 bytes.")
      .field("length_mm", &LesionAssessment::length_mm, "Longest diameter; 0: it has healed.")
      .field("width_mm", &LesionAssessment::width_mm, "Diameter across the longest one.")
      .field("height_mm", &LesionAssessment::height_mm, "How far it rises above the skin.")
      .field("erythema", &LesionAssessment::erythema, kSignDoc)
      .field("oedema", &LesionAssessment::oedema, kSignDoc)
      .field("oozing", &LesionAssessment::oozing, kSignDoc)
      .field("excoriation", &LesionAssessment::excoriation, kSignDoc)
      .field("lichenification", &LesionAssessment::lichenification, kSignDoc)
      .field("dryness", &LesionAssessment::dryness, kSignDoc)
      .bytes_field("unknown_fields", &LesionAssessment::unknown_fields, kUnknownFieldsDoc);
}

void bind_person(py::module_& module) {
  ValueClass<Profile>(module, "Profile", "The person whose diary it is; one in a diary.")
      .field("birth_year", &Profile::birth_year, "Calendar year, 1850 to 2250.")
      .field("birth_month", &Profile::birth_month, "1 to 12; needs birth_year.")
      .field("sex", &Profile::sex, "For tables that differ by sex.")
      .field("eczema_since_year", &Profile::eczema_since_year, "Not before birth_year.")
      .field("skin_type", &Profile::skin_type, "Fitzpatrick skin type, 1 to 6.")
      .bytes_field("unknown_fields", &Profile::unknown_fields, kUnknownFieldsDoc);
  ValueClass<DosePhase>(module, "DosePhase", "Some days of a plan with equal doses.")
      .field("days", &DosePhase::days, "How many days, 1 to 3650.")
      .field("days_per_week", &DosePhase::days_per_week, "Days of each week, 1 to 7.")
      .field("doses_per_day", &DosePhase::doses_per_day, "Doses on each of them, 1 to 24.")
      .field("strength", &DosePhase::strength, "In the plan's strength_unit.")
      .bytes_field("unknown_fields", &DosePhase::unknown_fields, kUnknownFieldsDoc);
  ValueClass<DosePlan>(module, "DosePlan", "What is to be taken, phase by phase: a taper.")
      .field("drug", &DosePlan::drug, "Code or name of the drug, as its doses have it.")
      .field("strength_unit", &DosePlan::strength_unit, "UCUM unit, for example 'mg' or '%'.")
      .field("vehicle", &DosePlan::vehicle, "Vehicle of a topical drug.")
      .field("site", &DosePlan::site, kSiteDoc)
      .field("phases", &DosePlan::phases, "A DosePhase each, in their order.")
      .bytes_field("unknown_fields", &DosePlan::unknown_fields, kUnknownFieldsDoc);
  ValueClass<DataSource>(module, "DataSource", "Where imported records come from; its licence.")
      .field("code", &DataSource::code, "The source of the records' origin.")
      .field("name", &DataSource::name, "Name for people.")
      .field("licence", &DataSource::licence, "As its owner prints it, for example 'CC BY 4.0'.")
      .field("url", &DataSource::url, "Where it can be found.")
      .bytes_field("unknown_fields", &DataSource::unknown_fields, kUnknownFieldsDoc);
}

void bind_functions(py::module_& module) {
  module.def(
      "encode", [](const Record& record) { return Bytes{encode(record)}; }, py::arg("record"),
      "The serialized lamella.v1.Record.");
  module.def(
      "decode", [](const Bytes& bytes) { return decode(bytes.data); }, py::arg("record"),
      "The record in these bytes.");
  module.def("type_name", &type_name, py::arg("type"), "'unknown' for a type not known here.");
  module.def(
      "type_of_name",
      [](const std::string& name) { return static_cast<uint32_t>(type_of_name(name)); },
      py::arg("name"), "The field number of a type's body.");
  module.def(
      "default_day",
      [](const py::object& recall, int64_t utc_ms, int32_t offset_min) {
        return default_day(enum_from_python<Recall>(recall), utc_ms, offset_min);
      },
      py::arg("recall"), py::arg("utc_ms"), py::arg("offset_min"),
      "The local day that an answer given at this moment describes.");
  module.def("random_id", &random_id, "A new id.");
  module.def("import_id", &import_id, py::arg("source"), py::arg("series"), py::arg("utc_ms"),
             py::arg("local_day"), py::arg("ordinal"), "The id of an imported row.");
  module.def("definition_id", &definition_id, py::arg("kind"), py::arg("code"),
             "The id of the one definition of a code.");
}

}  // namespace

void bind_records(py::module_& module) {
  bind_enums(module);
  bind_common(module);
  bind_entered(module);
  bind_measured(module);
  bind_answers(module);
  bind_lesions(module);
  bind_person(module);
  ValueClass<Record>(module, "Record", "One entry of a diary; its id stands outside of it.")
      .field("when", &Record::when, "The moment or day; all bodies but Factor need it.")
      .field("note", &Record::note, "Free text of the person.")
      .field("origin", &Record::origin, "Who or what made the record.")
      .field("body", &Record::body, "One of the bodies; None: made by a newer version.")
      .bytes_field("unknown_fields", &Record::unknown_fields, kUnknownFieldsDoc);
  bind_functions(module);
}

}  // namespace lamella::python
