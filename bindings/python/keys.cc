// What opens a diary, and who can: credentials, key slots, and every change of them.
#include "lamella/keys.h"

#include <pybind11/stl.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bytes.h"
#include "credentials.h"
#include "lamella/credential.h"
#include "lamella/diary.h"
#include "module.h"

namespace py = pybind11;

namespace lamella::python {

namespace {

using Released = py::call_guard<py::gil_scoped_release>;

// Valid as long as `bytes`: a secret is not copied on its way to guarded memory.
std::span<const uint8_t> secret_of(const py::bytes& bytes) {
  const std::string_view view = bytes;
  return {reinterpret_cast<const uint8_t*>(view.data()), view.size()};
}

// The answers of a key store that the core must tell apart come as lamella's own exceptions.
void rethrow_answer(const py::error_already_set& raised, const char* name, Code code) {
  if (!raised.matches(py::module_::import("lamella.errors").attr(name))) return;
  throw Error(code, py::str(raised.value()));
}

SecretBytes ask(const py::function& key_store, std::string_view blob) {
  const py::gil_scoped_acquire acquired;
  try {
    const py::object key = key_store(py::bytes(blob.data(), blob.size()));
    if (!py::isinstance<py::bytes>(key)) throw py::type_error("a device key is bytes");
    return SecretBytes(secret_of(key));
  } catch (const py::error_already_set& raised) {
    rethrow_answer(raised, "KeyUnavailableNow", Code::kKeyUnavailableNow);
    rethrow_answer(raised, "NoSuchKey", Code::kNoSuchKey);
    throw;
  }
}

std::vector<KeySlot> rotate(Diary& self, const std::vector<const Credential*>& keep) {
  const std::vector<Credential> credentials = copies_of(keep);
  const py::gil_scoped_release released;
  return self.rotate(credentials);
}

py::bytes add_recovery_code(Diary& self) {
  SecretBytes code;
  {
    const py::gil_scoped_release released;
    code = self.add_recovery_code();
  }
  return {reinterpret_cast<const char*>(code.data()), code.size()};
}

void bind_credential(py::module_& module) {
  py::class_<Credential>(module, "Credential", "What opens a diary.")
      .def_static(
          "passphrase",
          [](const py::bytes& bytes, uint32_t memory_kib, uint32_t passes) {
            return Credential::passphrase(secret_of(bytes), {memory_kib, passes});
          },
          py::arg("passphrase"), py::arg("memory_kib"), py::arg("passes"),
          "A passphrase and what it costs to try one.")
      .def_static(
          "device_key",
          [](const py::bytes& bytes, const py::bytes& blob) {
            return Credential::wrapped_device_key(secret_of(bytes), std::string_view(blob));
          },
          py::arg("key"), py::arg("blob"), "32 bytes, and what the key store made of them.")
      .def_static(
          "key_store",
          [](py::function key_store) {
            return Credential::device_key(
                [key_store = std::move(key_store)](std::string_view blob) {
                  return ask(key_store, blob);
                });
          },
          py::arg("unwrap"), "A function from the blob to the device key.")
      .def_static(
          "recovery_code",
          [](const py::bytes& code) { return Credential::recovery_code(std::string_view(code)); },
          py::arg("code"), "What add_recovery_code gave.")
      .def_static("both", &Credential::both, py::arg("passphrase"), py::arg("device_key"),
                  "A passphrase and a device key, which open together.");
}

void bind_slot(py::module_& module) {
  py::class_<KeySlot>(module, "KeySlot", "One way into a diary, without its secret.")
      .def_property_readonly("id", [](const KeySlot& self) { return self.id; })
      .def_property_readonly("kind", [](const KeySlot& self) { return name(self.kind); })
      .def_property_readonly("memory_kib", [](const KeySlot& self) { return self.cost.memory_kib; })
      .def_property_readonly("passes", [](const KeySlot& self) { return self.cost.passes; })
      .def_readonly("portable", &KeySlot::portable)
      .def_readonly("opened", &KeySlot::opened);
}

}  // namespace

void bind_credentials(py::module_& module) {
  bind_credential(module);
  bind_slot(module);
}

void bind_keys(py::class_<Diary>& diary) {
  diary.def("keys", &Diary::keys, Released())
      .def("add_key", &Diary::add_key, py::arg("credential"), Released())
      .def("add_recovery_code", &add_recovery_code)
      .def("remove_key", &Diary::remove_key, py::arg("slot"), Released())
      .def("replace_key", &Diary::replace_key, py::arg("slot"), py::arg("credential"), Released())
      .def("rotate", &rotate, py::arg("keep"));
}

}  // namespace lamella::python
