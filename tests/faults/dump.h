// What another engine needs to compare itself with ours. The device key is that of the tests.
#ifndef LAMELLA_TESTS_FAULTS_DUMP_H_
#define LAMELLA_TESTS_FAULTS_DUMP_H_

#include <cstdint>
#include <string>

namespace lamella::faults {

// Makes a diary of a few hundred pages and closes it.
int make_diary(const std::string& path, uint64_t seed);
// Prints the raw key of the database, data key and salt, in hexadecimal.
int dump_key(const std::string& path);
// Prints every row of every table, a line each: the table, then the columns as SQL literals.
int dump_rows(const std::string& path);

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_DUMP_H_
