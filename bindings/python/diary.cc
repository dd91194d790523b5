// The diary. Every call of the core runs without the GIL.
#include "lamella/diary.h"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bytes.h"
#include "module.h"
#include "planned.h"
#include "table.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

void bind_entry(py::module_& module) {
  py::native_enum<PutStatus>(module, "PutStatus", "enum.IntEnum", "What became of a record.")
      .value("ADDED", PutStatus::kAdded)
      .value("EXISTS", PutStatus::kExists)
      .value("DIFFERS", PutStatus::kDiffers)
      .value("DELETED", PutStatus::kDeleted)
      .finalize();
  py::class_<PutResult>(module, "PutResult", "The id of a record and what became of it.")
      .def_property_readonly("id", [](const PutResult& self) { return self.id; })
      .def_readonly("status", &PutResult::status);
  py::class_<Conflict>(module, "Conflict", "A register that two devices wrote differently.")
      .def_readonly("register_number", &Conflict::register_number)
      .def_property_readonly("others", [](const Conflict& self) {
        std::vector<Bytes> others;
        for (const std::string& other : self.others) others.push_back({other});
        return others;
      });
  py::class_<Entry>(module, "Entry", "One entry as it stands.")
      .def_property_readonly("id", [](const Entry& self) { return self.id; })
      .def_readonly("type", &Entry::type)
      .def_property_readonly("revision", [](const Entry& self) { return Bytes{self.revision}; })
      .def_property_readonly("record", [](const Entry& self) { return Bytes{self.record}; })
      .def_property_readonly("conflicts", [](const Entry& self) { return self.conflicts; })
      .def_readonly("newer", &Entry::newer);
  py::class_<CourseProblem>(module, "CourseProblem", "What of a course contradicts itself.")
      .def_property_readonly("entry", [](const CourseProblem& self) { return self.entry; })
      .def_readonly("what", &CourseProblem::what);
  py::class_<Page>(module, "Page", "Entries in the order (local day, instant, id).")
      .def_property_readonly("entries", [](const Page& self) { return self.entries; })
      .def_property_readonly("next_token", [](const Page& self) { return Bytes{self.next_token}; })
      .def_readonly("changed", &Page::changed);
}

void bind_summary(py::module_& module) {
  py::class_<Summary>(module, "Summary", "How much a diary holds.")
      .def_readonly("entries", &Summary::entries)
      .def_readonly("samples", &Summary::samples)
      .def_readonly("deleted", &Summary::deleted)
      .def_readonly("days", &Summary::days)
      .def_readonly("first_day", &Summary::first_day)
      .def_readonly("last_day", &Summary::last_day)
      .def_readonly("block_bytes", &Summary::block_bytes)
      .def_readonly("file_bytes", &Summary::file_bytes)
      .def_readonly("entries_by_type", &Summary::entries_by_type);
}

Page query(Diary& self, std::optional<Day> first_day, std::optional<Day> last_day,
           std::optional<int64_t> from_ms, std::optional<int64_t> before_ms,
           std::vector<uint32_t> types, std::optional<std::string> code,
           std::optional<std::string> site, uint32_t limit, bool newest_first, const Bytes& token) {
  return self.query({first_day, last_day, from_ms, before_ms, std::move(types), std::move(code),
                     std::move(site), limit, newest_first, token.data});
}

DailyQuery daily_query(std::vector<std::string> series, std::optional<std::string> site,
                       std::optional<Day> first_day, std::optional<Day> last_day,
                       std::optional<Reduce> reduce) {
  return {std::move(series), std::move(site), first_day, last_day, reduce};
}

std::vector<PutResult> put_many(Diary& self,
                                const std::vector<std::pair<Bytes, std::optional<Id>>>& records,
                                bool skip_existing, Task* task) {
  std::vector<NewRecord> batch;
  batch.reserve(records.size());
  for (const auto& [record, id] : records) batch.push_back({record.data, id});
  return self.put(batch, {skip_existing}, task);
}

using DiaryClass = py::class_<Diary>;

void bind_writing(DiaryClass& diary) {
  diary
      .def(
          "put",
          [](Diary& self, const Bytes& record, std::optional<Id> id) {
            return self.put(record.data, id);
          },
          py::arg("record"), py::arg("id") = std::nullopt, Released())
      .def("put_many", &put_many, py::arg("records"), py::arg("skip_existing") = false,
           py::arg("task") = nullptr, Released())
      .def(
          "edit",
          [](Diary& self, const Id& id, const Bytes& revision, const Bytes& patch,
             const std::vector<uint32_t>& clear) {
            return Bytes{self.edit(id, revision.data, patch.data, clear)};
          },
          py::arg("id"), py::arg("revision"), py::arg("patch"),
          py::arg("clear") = std::vector<uint32_t>(), Released())
      .def("delete", &Diary::remove, py::arg("id"), Released())
      .def(
          "restore",
          [](Diary& self, const Id& id, const Bytes& record) { self.restore(id, record.data); },
          py::arg("id"), py::arg("record"), Released())
      .def("rebuild", &Diary::rebuild, py::arg("task") = nullptr, Released());
}

void bind_reading(DiaryClass& diary) {
  diary.def("get", &Diary::get, py::arg("id"), Released())
      .def("query", &query, py::arg("first_day") = std::nullopt, py::arg("last_day") = std::nullopt,
           py::arg("from_ms") = std::nullopt, py::arg("before_ms") = std::nullopt,
           py::arg("types") = std::vector<uint32_t>(), py::arg("code") = std::nullopt,
           py::arg("site") = std::nullopt, py::arg("limit") = Query{}.limit,
           py::arg("newest_first") = false, py::arg("token") = Bytes{}, Released())
      .def("summary", &Diary::summary, Released())
      .def("change_count", &Diary::change_count, Released());
}

void bind_columns(DiaryClass& diary) {
  diary
      .def(
          "samples",
          [](Diary& self, std::vector<std::string> series, std::optional<std::string> site,
             std::optional<Day> first_day, std::optional<Day> last_day, bool record_ids,
             Task* task) {
            return SharedTable{self.samples(
                {std::move(series), std::move(site), first_day, last_day, record_ids}, task)};
          },
          py::arg("series"), py::arg("site"), py::arg("first_day"), py::arg("last_day"),
          py::arg("record_ids"), py::arg("task") = nullptr, Released())
      .def(
          "records",
          [](Diary& self, const std::string& type, std::optional<Day> first_day,
             std::optional<Day> last_day, Task* task) {
            return SharedTable{self.records(type_of_name(type), first_day, last_day, task)};
          },
          py::arg("type"), py::arg("first_day"), py::arg("last_day"), py::arg("task") = nullptr,
          Released())
      .def(
          "scores",
          [](Diary& self, const std::optional<std::string>& instrument,
             std::optional<Day> first_day, std::optional<Day> last_day, Task* task) {
            return SharedTable{self.scores(instrument, first_day, last_day, task)};
          },
          py::arg("instrument"), py::arg("first_day"), py::arg("last_day"),
          py::arg("task") = nullptr, Released())
      .def(
          "daily",
          [](Diary& self, std::vector<std::string> series, std::optional<std::string> site,
             std::optional<Day> first_day, std::optional<Day> last_day,
             std::optional<Reduce> reduce, Task* task) {
            return self.daily(
                daily_query(std::move(series), std::move(site), first_day, last_day, reduce), task);
          },
          py::arg("series"), py::arg("site"), py::arg("first_day"), py::arg("last_day"),
          py::arg("reduce"), py::arg("task") = nullptr, Released())
      .def(
          "lagged_correlations",
          [](Diary& self, std::string outcome, std::vector<std::string> exposures,
             std::optional<std::string> site, std::optional<Day> first_day,
             std::optional<Day> last_day, std::optional<Reduce> reduce, std::vector<LagSet> lags,
             CorrelationMethod method, double alpha, int32_t shifts, Task* task) {
            return self.lagged_correlations(
                {daily_query({}, std::move(site), first_day, last_day, reduce),
                 std::move(outcome),
                 std::move(exposures),
                 {std::move(lags), method, alpha, shifts}},
                task);
          },
          py::arg("outcome"), py::arg("exposures"), py::arg("site"), py::arg("first_day"),
          py::arg("last_day"), py::arg("reduce"), py::arg("lags"), py::arg("method"),
          py::arg("alpha"), py::arg("shifts"), py::arg("task") = nullptr, Released())
      .def(
          "triggers",
          [](Diary& self, std::string outcome, std::vector<std::string> exposures,
             std::optional<std::string> site, std::optional<Day> first_day,
             std::optional<Day> last_day, std::optional<Reduce> reduce,
             const TriggerOptions& options, Task* task) {
            return self.triggers({std::move(outcome), std::move(exposures), std::move(site), reduce,
                                  first_day, last_day, options},
                                 task);
          },
          py::arg("outcome"), py::arg("exposures"), py::arg("site"), py::arg("first_day"),
          py::arg("last_day"), py::arg("reduce"), py::arg("options"), py::arg("task") = nullptr,
          Released())
      .def(
          "trigger_test",
          [](Diary& self, const TriggerPlanOptions& options, const std::vector<BlockRow>& blocks,
             std::string outcome, std::string exposure, std::optional<std::string> site,
             Task* task) {
            return self.trigger_test({plan_of(options, blocks), std::move(outcome),
                                      std::move(exposure), std::move(site)},
                                     task);
          },
          py::arg("options"), py::arg("blocks"), py::arg("outcome"), py::arg("exposure"),
          py::arg("site"), py::arg("task") = nullptr, Released());
}

}  // namespace

void bind_diary(py::module_& module) {
  bind_entry(module);
  bind_summary(module);
  DiaryClass diary(module, "Diary", "An encrypted diary in one file.");
  diary
      .def_static(
          "create",
          [](const Bytes& path, const Credential& credential) {
            return Diary::create(path.data, credential);
          },
          py::arg("path"), py::arg("credential"), Released())
      .def_static(
          "open",
          [](const Bytes& path, const Credential& credential, bool read_only,
             bool accept_rollback) {
            return Diary::open(path.data, credential,
                               {.read_only = read_only, .accept_rollback = accept_rollback});
          },
          py::arg("path"), py::arg("credential"), py::arg("read_only"), py::arg("accept_rollback"),
          Released())
      .def_static(
          "shred", [](const Bytes& path) { Diary::shred(path.data); }, py::arg("path"), Released())
      .def("close", &Diary::close, Released())
      .def("suspend", &Diary::suspend, Released())
      .def("resume", &Diary::resume, py::arg("credential"), Released())
      .def("interrupt", &Diary::interrupt, Released())
      .def("release_memory", &Diary::release_memory, Released());
  bind_writing(diary);
  bind_reading(diary);
  bind_columns(diary);
  bind_keys(diary);
  bind_safety(diary);
  bind_put_stream(diary);
  bind_attachments(diary);
  bind_treatment(diary);
}

}  // namespace lamella::python
