// What the tests of the C interface in C++ share: buffers, and a diary in a folder that goes with
// it.
#ifndef LAMELLA_TESTS_C_SCRATCH_H_
#define LAMELLA_TESTS_C_SCRATCH_H_

#include <doctest/doctest.h>
#include <lamella.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "lamella/id.h"
#include "lamella/v1/query.pb.h"
#include "lamella/v1/record.pb.h"

namespace lamella::c_test {

inline std::string taken(lamella_buffer& buffer) {
  std::string bytes(reinterpret_cast<const char*>(buffer.data), buffer.size);
  lamella_buffer_free(&buffer);
  return bytes;
}

inline const uint8_t* data_of(const std::string& bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

class Scratch {
 public:
  Scratch() {
    std::filesystem::create_directory(folder_);
    const std::string key(32, 'k');
    lamella_credential credential;
    lamella_credential_init(&credential, sizeof credential);
    credential.kind = LAMELLA_DEVICE_KEY;
    credential.secret = data_of(key);
    credential.secret_size = key.size();
    REQUIRE(lamella_diary_create((folder_ / "diary.db").c_str(), &credential, nullptr, &diary_,
                                 nullptr) == LAMELLA_OK);
  }
  ~Scratch() {
    lamella_diary_close(diary_);
    std::filesystem::remove_all(folder_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string put(const v1::Record& record) {
    v1::RecordBatch batch;
    batch.add_records()->set_record(record.SerializeAsString());
    const std::string bytes = batch.SerializeAsString();
    lamella_buffer report;
    lamella_error error;
    lamella_error_init(&error, sizeof error);
    const lamella_code code =
        lamella_diary_put(diary_, data_of(bytes), bytes.size(), nullptr, &report, &error);
    REQUIRE_MESSAGE(code == LAMELLA_OK, error.message);
    v1::PutReport results;
    REQUIRE(results.ParseFromString(taken(report)));
    return results.results(0).id();
  }

  std::string put(int32_t day, v1::Record record) {
    record.mutable_when()->set_local_day(day);
    return put(record);
  }

  v1::Entry get(const std::string& id) {
    lamella_buffer buffer;
    REQUIRE(lamella_diary_get(diary_, data_of(id), id.size(), &buffer, nullptr) == LAMELLA_OK);
    v1::Entry entry;
    REQUIRE(entry.ParseFromString(taken(buffer)));
    return entry;
  }

  lamella_diary* get() { return diary_; }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("lamella-bodies-" + hex(random_id()));
  lamella_diary* diary_ = nullptr;
};

// A message that a call gave.
template <typename Proto>
Proto parsed(lamella_buffer& buffer) {
  Proto proto;
  REQUIRE(proto.ParseFromString(taken(buffer)));
  return proto;
}

}  // namespace lamella::c_test

#endif  // LAMELLA_TESTS_C_SCRATCH_H_
