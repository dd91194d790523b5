// Reads the contents of attachments, and compares them with what their entries say of them.
#ifndef LAMELLA_SRC_LOG_CHECK_CONTENTS_H_
#define LAMELLA_SRC_LOG_CHECK_CONTENTS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "base/hash.h"
#include "codec/topic.h"
#include "lamella/check.h"
#include "lamella/task.h"
#include "log/contents.h"
#include "log/statements.h"

namespace lamella::log {

// The chunks of one content as they were found.
struct FoundContent {
  uint64_t chunks = 0;
  uint64_t size = 0;
  bool in_order = true;
  base::Hash hash{};
};

struct FoundContents {
  std::map<int64_t, ContentState> states;  // by number
  std::map<int64_t, FoundContent> chunks;  // of those that have any
};

// Reads every chunk once, in their order.
FoundContents read_contents(Statements& statements, Task* task);

// `named` is what the living entries name. A content that comes or goes has no entry, and one that
// is known to be absent has no chunk.
void compare_contents(const std::vector<codec::Content>& named, const FoundContents& found,
                      CheckReport& report);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_CHECK_CONTENTS_H_
