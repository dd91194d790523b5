// The treatments of a diary as spans of days, for the covariates of an analysis.
#ifndef LAMELLA_SRC_DIARY_IN_FORCE_H_
#define LAMELLA_SRC_DIARY_IN_FORCE_H_

#include <vector>

#include "lamella/triggers.h"
#include "log/statements.h"

namespace lamella {

// By days in force, at most twelve of them:
// - "steroid": doses of steroids that the table knows, up to 3 days apart;
// - "drug NAME": doses of any other drug, up to 28 days apart, as an injection every two weeks is;
// - "cell therapy": from the first administration of any course on, without an end.
// Doses that were not taken are none.
std::vector<InForce> treatments_in_force(log::Statements& statements);

}  // namespace lamella

#endif  // LAMELLA_SRC_DIARY_IN_FORCE_H_
