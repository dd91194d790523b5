// What each file of the module adds to it.
#ifndef LAMELLA_BINDINGS_PYTHON_MODULE_H_
#define LAMELLA_BINDINGS_PYTHON_MODULE_H_

#include <pybind11/pybind11.h>

namespace lamella {
class Diary;
}  // namespace lamella

namespace lamella::python {

void bind_task(pybind11::module_& module);
void bind_therapy(pybind11::module_& module);
void bind_records(pybind11::module_& module);
void bind_table(pybind11::module_& module);
void bind_insight(pybind11::module_& module);
void bind_instruments(pybind11::module_& module);
void bind_medication(pybind11::module_& module);
void bind_body(pybind11::module_& module);
void bind_cell_therapy(pybind11::module_& module);
void bind_dose_plan(pybind11::module_& module);
void bind_healing(pybind11::module_& module);
void bind_responses(pybind11::module_& module);
void bind_flares(pybind11::module_& module);
void bind_planned(pybind11::module_& module);
void bind_triggers(pybind11::module_& module);
void bind_measures(pybind11::module_& module);
void bind_simulate(pybind11::module_& module);
// NewRecords and RowEncoder, and the way of such records into a diary.
void bind_rows(pybind11::module_& module);
void bind_put_stream(pybind11::class_<Diary>& diary);
void bind_attachments(pybind11::class_<Diary>& diary);
// SteroidReport, and what a diary says of a treatment.
void bind_treatment(pybind11::module_& module);
void bind_treatment(pybind11::class_<Diary>& diary);
// Credential and KeySlot, and the keys of a diary.
void bind_credentials(pybind11::module_& module);
void bind_keys(pybind11::class_<Diary>& diary);
// The reports of a check and of salvage, and what keeps a diary safe.
void bind_reports(pybind11::module_& module);
void bind_safety(pybind11::class_<Diary>& diary);
void bind_diary(pybind11::module_& module);

}  // namespace lamella::python

#endif  // LAMELLA_BINDINGS_PYTHON_MODULE_H_
