// Each kind of exception through the guard of the C interface.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <guard.h>

#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include "lamella/error.h"

using lamella::Code;
using lamella::c::guard;

namespace {

lamella_error fresh_error() {
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  return error;
}

}  // namespace

TEST_CASE("a body that succeeds leaves the error alone") {
  lamella_error error = fresh_error();
  CHECK(guard(&error, [] {}) == LAMELLA_OK);
  CHECK(error.code == LAMELLA_OK);
  CHECK(std::string(error.message).empty());
}

TEST_CASE("an error of the core passes with its code, detail and message") {
  lamella_error error = fresh_error();
  const auto body = [] { throw lamella::Error(Code::kDiskFull, "the disk is full", 13); };
  CHECK(guard(&error, body) == LAMELLA_DISK_FULL);
  CHECK(error.code == LAMELLA_DISK_FULL);
  CHECK(error.detail == 13);
  CHECK(std::string(error.message) == "the disk is full");
  CHECK(guard(nullptr, body) == LAMELLA_DISK_FULL);
}

TEST_CASE("every code of the core passes as the same number") {
  for (int32_t number = 1; number < 64; ++number) {
    const auto code = static_cast<Code>(number);
    lamella_error error = fresh_error();
    CHECK(guard(&error, [&] { throw lamella::Error(code, "x"); }) == number);
    CHECK(lamella_code_name(number) == name(code));
  }
}

TEST_CASE("memory that runs out is told without memory") {
  lamella_error error = fresh_error();
  CHECK(guard(&error, [] { throw std::bad_alloc(); }) == LAMELLA_OUT_OF_MEMORY);
  CHECK(std::string(error.message) == "not enough memory");
  CHECK(guard(&error, [] { throw std::bad_array_new_length(); }) == LAMELLA_OUT_OF_MEMORY);
}

TEST_CASE("what an exception of others says is kept back") {
  lamella_error error = fresh_error();
  CHECK(guard(&error, [] { throw std::runtime_error("/home/anna/diary.db"); }) == LAMELLA_INTERNAL);
  CHECK(error.code == LAMELLA_INTERNAL);
  CHECK(std::string(error.message) == "an unexpected failure inside the library");
  CHECK(guard(&error, [] { throw std::system_error(std::make_error_code(std::errc::io_error)); }) ==
        LAMELLA_INTERNAL);
}

TEST_CASE("anything else that is thrown is an internal failure") {
  lamella_error error = fresh_error();
  CHECK(guard(&error, [] { throw 42; }) == LAMELLA_INTERNAL);
  CHECK(std::string(error.message) == "an unknown failure inside the library");
  CHECK(guard(nullptr, [] { throw "text"; }) == LAMELLA_INTERNAL);
}

TEST_CASE("a message too long for its place ends with a whole character") {
  const size_t room = sizeof(lamella_error::message) - 1;
  for (size_t before = room - 4; before <= room; ++before) {
    lamella_error error = fresh_error();
    const std::string message = std::string(before, 'x') + "\xf0\x9f\x8c\xb8 and more text to cut";
    guard(&error, [&] { throw lamella::Error(Code::kIo, message); });
    const std::string told = error.message;
    CHECK(told == message.substr(0, before + (before + 4 <= room ? 4 : 0)));
  }
}

TEST_CASE("an error struct that was not set stops the body") {
  lamella_error error;
  std::memset(&error, 0, sizeof error);
  bool ran = false;
  CHECK(guard(&error, [&] { ran = true; }) == LAMELLA_INVALID_ARGUMENT);
  CHECK_FALSE(ran);
}

TEST_CASE("a larger error struct of a newer caller is written as far as it is known") {
  struct {
    lamella_error error;
    int32_t appended;
  } newer;
  lamella_error_init(&newer.error, sizeof newer);
  CHECK(guard(&newer.error, [] { throw lamella::Error(Code::kBusy, "busy"); }) == LAMELLA_BUSY);
  CHECK(std::string(newer.error.message) == "busy");
  CHECK(newer.appended == 0);
}
