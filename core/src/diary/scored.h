// The score of the answers of an entry.
#ifndef LAMELLA_SRC_DIARY_SCORED_H_
#define LAMELLA_SRC_DIARY_SCORED_H_

#include "lamella/instrument.h"
#include "lamella/record.h"

namespace lamella {

// Without a total where this version cannot score them: answers arrive from other devices without
// validation, and their instrument may be of a newer version.
Score scored(const Answers& answers);

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_SCORED_H_
