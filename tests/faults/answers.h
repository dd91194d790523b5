// Reads a diary by every way that it offers, and compares with what it should hold.
#ifndef LAMELLA_TESTS_FAULTS_ANSWERS_H_
#define LAMELLA_TESTS_FAULTS_ANSWERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "campaign.h"
#include "workload.h"

namespace lamella::faults {

// The first answer that is not that of `state`, or nothing. Asks for some `gets` entries one by
// one, which takes longer than all the rest. An Error of the diary passes through.
std::optional<std::string> difference(Diary& diary, const State& state, size_t gets = SIZE_MAX);

// Throws WrongAnswer for a difference, now or after Diary::rebuild, and std::runtime_error when
// Diary::check finds something: a false alarm.
void require(Diary& diary, const State& state);

// What an error means for an image that has to open and to answer.
Outcome needless(const Error& error, const std::string& during);

// What an error means for a damaged image: it must name a cause.
Outcome refused(const Error& error);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_ANSWERS_H_
