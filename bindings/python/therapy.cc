// The steps of a cell therapy as values of Python.
#include "lamella/therapy.h"

#include "lamella/record.h"
#include "module.h"
#include "value_class.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

void bind_enums(py::module_& module) {
  bind_enum<CellTissue>(module, "CellTissue", "Where cells of a therapy come from.");
  bind_enum<CellDonor>(module, "CellDonor", "Whose the cells of a therapy are.");
  bind_enum<Preservation>(module, "Preservation", "How a product was kept.");
  bind_enum<LimitKind>(module, "LimitKind", "On which side of its limit a result passes.");
  bind_enum<Relatedness>(module, "Relatedness", "How likely a treatment caused an event.");
  bind_enum<EventOutcome>(module, "EventOutcome", "What became of an event.");
}

}  // namespace

void bind_therapy(py::module_& module) {
  bind_enums(module);
  ValueClass<FollowUp>(module, "FollowUp", "A visit or a form that a course plans.")
      .field("after_days", &FollowUp::after_days, "Days after the first administration.")
      .field("subject", &FollowUp::subject,
             "Code of an instrument, a measure or a symptom: 'easi'.")
      .bytes_field("unknown_fields", &FollowUp::unknown_fields, kUnknownFieldsDoc);
  ValueClass<ProcessingStep>(module, "ProcessingStep", "One thing that a maker did to the cells.")
      .field("step", &ProcessingStep::step, "In the maker's words, for example 'expansion'.")
      .field("local_day", &ProcessingStep::local_day, "Local day of it.")
      .field("detail", &ProcessingStep::detail, "Additive, medium, device.")
      .bytes_field("unknown_fields", &ProcessingStep::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Course>(
      module, "Course",
      "A plan of cell therapy: which cells, from whom, how often, and what counts as a response.")
      .field("name", &Course::name, "Name for people.")
      .field("tissue", &Course::tissue, "Where the cells come from.")
      .field("donor", &Course::donor, "Whether they are the person's own.")
      .field("consent_day", &Course::consent_day, "Local day of the consent.")
      .field("administrations", &Course::administrations, "How many are planned, from 1 on.")
      .field("interval_days", &Course::interval_days, "Days between two of them, from 1 on.")
      .field("definition", &Course::definition,
             "Code of the response that counts, chosen before: 'easi_50'.")
      .field("identity", &Course::identity, "Chain of identity as it is printed; opaque.")
      .field("follow_ups", &Course::follow_ups,
             "A FollowUp each: what is to be looked at, and when.")
      .bytes_field("unknown_fields", &Course::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Harvest>(module, "Harvest", "Tissue or blood that was taken for a course.")
      .bytes_field("course", &Harvest::course, "Id of the course's entry, 16 bytes.")
      .field("method", &Harvest::method, "How it was taken, for example 'liposuction'.")
      .field("volume_ml", &Harvest::volume_ml, "Millilitres, at least 0.")
      .field("site", &Harvest::site, "Body site.")
      .bytes_field("unknown_fields", &Harvest::unknown_fields, kUnknownFieldsDoc);
  ValueClass<CellProduct>(
      module, "CellProduct",
      "A product of cells as it was made and kept; its 'when' is the end of processing.")
      .bytes_field("course", &CellProduct::course, "Id of the course's entry, 16 bytes.")
      .field("lot", &CellProduct::lot, "Lot or batch.")
      .field("identity", &CellProduct::identity, "Chain of identity as it is printed; opaque.")
      .field("processing", &CellProduct::processing, "A ProcessingStep each, in their order.")
      .field("passage", &CellProduct::passage, "Passage number.")
      .field("doublings", &CellProduct::doublings, "Population doublings, at least 0.")
      .field("cells", &CellProduct::cells, "Cells in all, at least 0.")
      .field("viability", &CellProduct::viability, "Percent, 0 to 100.")
      .field("viability_method", &CellProduct::viability_method, "How the viability was counted.")
      .field("volume_ml", &CellProduct::volume_ml, "Millilitres, at least 0.")
      .field("preservation", &CellProduct::preservation, "Fresh or frozen.")
      .field("medium", &CellProduct::medium, "Excipient or cryoprotectant.")
      .field("storage_temperature", &CellProduct::storage_temperature,
             "Degrees Celsius, -273.15 to 60.")
      .field("expiry_day", &CellProduct::expiry_day, "Last local day of use.")
      .bytes_field("unknown_fields", &CellProduct::unknown_fields, kUnknownFieldsDoc);
  ValueClass<ReleaseTest>(module, "ReleaseTest",
                          "A test of a product before it is released: its limit and its result.")
      .bytes_field("product", &ReleaseTest::product, "Id of the product's entry, 16 bytes.")
      .field("test", &ReleaseTest::test,
             "Code of the test, for example 'viability', 'cd105', 'endotoxin'.")
      .field("method", &ReleaseTest::method, "How it was tested.")
      .field("limit_kind", &ReleaseTest::limit_kind, "On which side of the limit a result passes.")
      .field("limit", &ReleaseTest::limit, "In 'unit'.")
      .field("result", &ReleaseTest::result, "In 'unit'.")
      .field("unit", &ReleaseTest::unit, "UCUM unit of limit and result; empty means '1'.")
      .field("outcome", &ReleaseTest::outcome, "The result in words, where it is no number.")
      .field("passed", &ReleaseTest::passed, "Whether the maker says that it passed.")
      .bytes_field("unknown_fields", &ReleaseTest::unknown_fields, kUnknownFieldsDoc);
  ValueClass<Administration>(module, "Administration",
                             "A product given at one place; its 'when' runs from start to stop.")
      .bytes_field("course", &Administration::course, "Id of the course's entry, 16 bytes.")
      .bytes_field("product", &Administration::product,
                   "Id of the product's entry, 16 bytes; empty when it is not recorded.")
      .field("route", &Administration::route, "Route, for example 'subcutaneous', 'intravenous'.")
      .field("site", &Administration::site, "Body site; empty for an infusion.")
      .field("volume_ml", &Administration::volume_ml, "Millilitres, at least 0.")
      .field("cells", &Administration::cells, "Cells, at least 0.")
      .field("premedication", &Administration::premedication, "What was given before.")
      .field("deviation", &Administration::deviation, "What was not as planned.")
      .bytes_field("unknown_fields", &Administration::unknown_fields, kUnknownFieldsDoc);
  ValueClass<AdverseEvent>(module, "AdverseEvent",
                           "Something unwanted that happened, whatever its cause.")
      .bytes_field("course", &AdverseEvent::course,
                   "Id of the course's entry, 16 bytes; empty when it is of none.")
      .field("term", &AdverseEvent::term,
             "Code or name, for example 'fever', 'injection_site_reaction'.")
      .field("grade", &AdverseEvent::grade, "CTCAE grade, 1 to 5.")
      .field("relatedness", &AdverseEvent::relatedness, "How likely the treatment caused it.")
      .field("serious", &AdverseEvent::serious,
             "Whether it was serious by the regulator's definition.")
      .field("outcome", &AdverseEvent::outcome, "What became of it.")
      .field("end_day", &AdverseEvent::end_day, "Last local day of it.")
      .field("terminology_code", &AdverseEvent::terminology_code,
             "Code in a licensed terminology; opaque.")
      .field("site", &AdverseEvent::site, "Body site.")
      .bytes_field("unknown_fields", &AdverseEvent::unknown_fields, kUnknownFieldsDoc);
}

}  // namespace lamella::python
