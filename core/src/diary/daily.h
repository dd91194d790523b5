// Diary::daily within a transaction, for the analyses that run on it.
#ifndef LAMELLA_SRC_DIARY_DAILY_H_
#define LAMELLA_SRC_DIARY_DAILY_H_

#include <string>

#include "lamella/diary.h"
#include "log/statements.h"

namespace lamella {

DayGrid daily(log::Statements& statements, const DailyQuery& query, Task* task);

// The grid's column with this name, or with this code where one type alone has it. Fails with
// kNotFound, or with kInvalidArgument when several have it.
std::string column_name(const DayGrid& grid, const std::string& name);

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_DAILY_H_
