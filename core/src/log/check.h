// Reads every row of the log and of what derives from it, and tells where they are not as they
// should be.
#ifndef LAMELLA_SRC_LOG_CHECK_H_
#define LAMELLA_SRC_LOG_CHECK_H_

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "lamella/check.h"
#include "lamella/task.h"
#include "vault/head.h"
#include "vault/sqlite.h"

namespace lamella::log {

// Gives a connection that has read nothing yet, all of them on the same state of the database: a
// page that cannot be read leaves its connection fit for nothing.
using FreshConnection = std::function<std::unique_ptr<vault::Connection>()>;

// Adds what it finds to `report`. Fails with kCancelled and kOutOfMemory alone.
void check(const FreshConnection& fresh, std::span<const vault::Head> heads, CheckReport& report,
           Task* task);

void add_finding(CheckReport& report, FindingKind kind, std::string what);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_CHECK_H_
