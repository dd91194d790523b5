// Compares the contents of attachments with what their entries say of them.
#ifndef LAMELLA_SRC_LOG_CHECK_CONTENTS_H_
#define LAMELLA_SRC_LOG_CHECK_CONTENTS_H_

#include <vector>

#include "codec/topic.h"
#include "lamella/check.h"
#include "lamella/task.h"
#include "log/statements.h"

namespace lamella::log {

// Reads every chunk once, in their order. `named` is what the living entries name. A content that
// comes or goes has no entry, and one that is known to be absent has no chunk.
void check_contents(Statements& statements, const std::vector<codec::Content>& named,
                    CheckReport& report, Task* task);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_CHECK_CONTENTS_H_
