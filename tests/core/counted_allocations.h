// How often memory was asked for since the program began, by this thread.
#ifndef LAMELLA_TESTS_CORE_COUNTED_ALLOCATIONS_H_
#define LAMELLA_TESTS_CORE_COUNTED_ALLOCATIONS_H_

#include <cstdint>

uint64_t counted_allocations();

#endif  // LAMELLA_TESTS_CORE_COUNTED_ALLOCATIONS_H_
