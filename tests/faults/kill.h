// The other side of the campaign `kill`: the process that is killed.
#ifndef LAMELLA_TESTS_FAULTS_KILL_H_
#define LAMELLA_TESTS_FAULTS_KILL_H_

#include <cstdint>
#include <string>

namespace lamella::faults {

// Works on the diary until it is killed, and prints a byte for each acknowledged operation.
int kill_child(const std::string& work, const std::string& path, uint64_t seed);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_KILL_H_
