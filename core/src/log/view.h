// One entry put together from its versions: what is shown, and what was written beside it.
#ifndef LAMELLA_SRC_LOG_VIEW_H_
#define LAMELLA_SRC_LOG_VIEW_H_

#include <string>
#include <vector>

#include "lamella/entry.h"
#include "log/derived.h"
#include "log/op_log.h"

namespace lamella::log {

struct View {
  Id id;
  Entity entity;
  std::string record;  // the shown values in the order of their registers
  std::vector<Conflict> conflicts;
  bool newer = false;
  Position body_position = 0;

  // What the derived tables hold of it.
  Standing standing() const;
};

// The entry of a state. Of concurrent versions the one with the greatest (clock, replica, value) is
// shown; equal bytes are no conflict. A deleted entry has no record.
View view(OpLog& log, const Id& id, Entity entity);

// What an editor of this entry saw, for Diary::edit.
codec::Revision revision_of(OpLog& log, const View& view);

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_VIEW_H_
