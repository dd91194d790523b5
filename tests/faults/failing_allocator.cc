#include "failing_allocator.h"

#include <sqlite3.h>

#include <cstdlib>
#include <new>
#include <stdexcept>

namespace lamella::faults {

namespace {

struct Exhaustion {
  Allocator allocator;
  uint64_t left;  // allocations until the first that fails
  bool stays;
  bool fired;
};

bool exhausting = false;
Exhaustion exhaustion{};
int diary_calls = 0;
sqlite3_mem_methods system_methods;

bool fails(Allocator allocator) {
  if (!exhausting || diary_calls == 0 || exhaustion.allocator != allocator) return false;
  if (exhaustion.left > 0) {
    --exhaustion.left;
    return false;
  }
  if (exhaustion.fired && !exhaustion.stays) return false;
  exhaustion.fired = true;
  return true;
}

void* allocate(int size) {
  return fails(Allocator::kSqlite) ? nullptr : system_methods.xMalloc(size);
}

void* reallocate(void* memory, int size) {
  return fails(Allocator::kSqlite) ? nullptr : system_methods.xRealloc(memory, size);
}

}  // namespace

DiaryCall::DiaryCall() { ++diary_calls; }
DiaryCall::~DiaryCall() { --diary_calls; }

void install_sqlite_allocator() {
  bool installed = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_methods) == SQLITE_OK;
  sqlite3_mem_methods methods = system_methods;
  methods.xMalloc = allocate;
  methods.xRealloc = reallocate;
  installed = installed && sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
              sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
  if (!installed) throw std::runtime_error("SQLite was in use before its allocator was replaced");
}

void exhaust(Allocator allocator, uint64_t point, bool stays) {
  exhaustion = {allocator, point, stays, false};
  exhausting = true;
}

bool relieve() {
  exhausting = false;
  return exhaustion.fired;
}

}  // namespace lamella::faults

void* operator new(size_t size) {
  void* memory = lamella::faults::fails(lamella::faults::Allocator::kNew)
                     ? nullptr
                     : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t /*size*/) noexcept { std::free(memory); }
