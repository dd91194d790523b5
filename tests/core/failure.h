// How a call failed.
#ifndef LAMELLA_TESTS_CORE_FAILURE_H_
#define LAMELLA_TESTS_CORE_FAILURE_H_

#include <string>
#include <utility>

#include "lamella/error.h"

struct Failure {
  lamella::Code code = lamella::Code::kOk;
  std::string message;
};

// What `call` throws; kOk when it returns.
template <typename Call>
Failure failure_of(Call&& call) {
  try {
    std::forward<Call>(call)();
  } catch (const lamella::Error& error) {
    return {error.code(), error.what()};
  }
  return {};
}

template <typename Call>
bool refused(Call&& call) {
  return failure_of(std::forward<Call>(call)).code == lamella::Code::kInvalidArgument;
}

#endif  // LAMELLA_TESTS_CORE_FAILURE_H_
