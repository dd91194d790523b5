// The diary that a target works on: few entries of every type, an edited, a deleted and a restored
// one, and an attachment. Its ids are known, so that an input can name them.
#ifndef LAMELLA_TESTS_FUZZ_SPECIMEN_H_
#define LAMELLA_TESTS_FUZZ_SPECIMEN_H_

#include <string>
#include <vector>

#include "lamella/credential.h"
#include "lamella/id.h"
#include "lamella/record.h"

namespace lamella::fuzz {

// The bytes of an id are all the same number, from 1.
Id specimen_id(uint8_t number);
// Of 1 and on, in this order.
std::vector<Record> specimen_records();

inline constexpr uint8_t kAttached = 100;  // the id of the attachment
inline constexpr uint8_t kDeleted = 2;     // the id of the deleted entry
inline constexpr uint8_t kCourse = 33;     // and of these
inline constexpr uint8_t kProduct = 34;
inline constexpr uint8_t kLesion = 35;
inline constexpr uint8_t kPlan = 36;

Credential specimen_key();
// Makes the diary and closes it.
void make_specimen(const std::string& path);

}  // namespace lamella::fuzz

#endif  // LAMELLA_TESTS_FUZZ_SPECIMEN_H_
