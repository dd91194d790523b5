// Questions for entries: one, or pages of them by day, time, type, code and site.
#ifndef LAMELLA_SRC_LOG_QUERY_H_
#define LAMELLA_SRC_LOG_QUERY_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lamella/entry.h"
#include "log/statements.h"
#include "log/view.h"

namespace lamella::log {

// Each works within the caller's read transaction. Public semantics: lamella/diary.h.

// Fails with kNotFound.
Entry get(Statements& statements, const Id& id);

Page query(Statements& statements, const Query& query);

// Calls `use` for each entry of a type with a day from `first_day` to `last_day`, in the order of
// pages.
void for_each_entry(Statements& statements, uint32_t type, std::optional<Day> first_day,
                    std::optional<Day> last_day, const std::function<void(View)>& use);

// The days with an exposure to each factor, in order, whether it has a value or not.
std::map<std::string, std::vector<Day>> exposure_days(Statements& statements);

// The days with an entry that a person made, in order: those on which silence can mean "no".
std::vector<Day> checked_days(Statements& statements, Day first_day, Day last_day);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_QUERY_H_
