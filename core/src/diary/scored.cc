#include "diary/scored.h"

#include "lamella/error.h"

namespace lamella {

Score scored(const Answers& answers) {
  try {
    const Instrument& known = instrument(answers.instrument, answers.version);
    return score(known, answers.answers, {answers.age_years});
  } catch (const Error&) {
    Score none;
    none.why_not = "this version cannot score these answers";
    return none;
  }
}

}  // namespace lamella
