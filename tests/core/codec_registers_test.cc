#include <doctest/doctest.h>

#include <string>

#include "codec/registers.h"
#include "failure.h"

using lamella::Code;
using lamella::codec::body_number;
using lamella::codec::split;
using namespace std::string_literals;

namespace {

const std::string kNote = "\x12\x02hi"s;               // field 2
const std::string kSymptom = "\x82\x01\x02\x0a\x00"s;  // field 16, an empty item
const std::string kFuture =
    "\xfa\x07\x03"s
    "abc"s;  // field 127, length 3

}  // namespace

TEST_CASE("a record splits into its fields, byte for byte and in the order of their numbers") {
  const std::string record = kFuture + kNote + kSymptom;
  const auto registers = split(record);
  REQUIRE(registers.size() == 3);
  CHECK(registers[0].number == 2);
  CHECK(registers[0].bytes == kNote);
  CHECK(registers[1].number == 16);
  CHECK(registers[1].bytes == kSymptom);
  CHECK(registers[2].number == 127);
  CHECK(registers[2].bytes == kFuture);
}

TEST_CASE("a field of every wire type splits, and groups are refused") {
  CHECK(split("\x08\x96\x01"s)[0].bytes == "\x08\x96\x01"s);
  CHECK(split("\x09"s
              "12345678"s)[0]
            .bytes.size() == 9);
  CHECK(split("\x0d"s
              "1234"s)[0]
            .bytes.size() == 5);
  CHECK(failure_of([] { split("\x0b\x0c"s); }).code == Code::kMalformedMessage);
}

TEST_CASE("a repeated field is refused and named") {
  const Failure failure = failure_of([] { split(kNote + kSymptom + kNote); });
  CHECK(failure.code == Code::kMalformedMessage);
  CHECK(failure.message.find("field 2") != std::string::npos);
}

TEST_CASE("a record cut anywhere inside a field is refused") {
  const std::string record = kNote + kSymptom + kFuture;
  for (size_t size = 0; size < record.size(); ++size) {
    const bool whole = size == 0 || size == kNote.size() || size == kNote.size() + kSymptom.size();
    CAPTURE(size);
    CHECK((failure_of([&] { split(record.substr(0, size)); }).code == Code::kOk) == whole);
  }
}

TEST_CASE("field number 0, an endless varint and a huge length are refused") {
  for (const std::string& bytes :
       {"\x00\x01"s, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,
        "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s, "\xfa\xff\xff\xff\xff\x01\x01"s}) {
    CHECK(failure_of([&] { split(bytes); }).code == Code::kMalformedMessage);
  }
}

TEST_CASE("a record above 60 KiB is refused, and the limit named") {
  const std::string note(1 << 20, 'x');
  const Failure failure = failure_of([&] { split("\x12\x80\x80\x40"s + note); });
  CHECK(failure.code == Code::kInvalidArgument);
  CHECK(failure.message.find("61440") != std::string::npos);
}

TEST_CASE("a record has exactly one body") {
  CHECK(body_number(split(kNote + kSymptom)) == 16);
  CHECK(body_number(split(kFuture)) == 127);
  CHECK(refused([] { body_number(split(""s)); }));
  CHECK(refused([] { body_number(split(kNote)); }));
  CHECK(refused([] { body_number(split(kSymptom + kFuture)); }));
}
