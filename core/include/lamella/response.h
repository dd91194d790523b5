// Whether a treatment helped, by definitions that are fixed before anybody looks, and what people
// on placebo reached by the same definition.
//
//   const lamella::ResponseDefinition& easi_50 = lamella::response_definition("easi_50");
//   lamella::Response response = lamella::respond(easi_50, 24, 11, {.week = 12});
//   // response.reached is true; response.placebo names the arms: 27 to 40 percent of people on
//   // placebo reached it as well
//
// A definition is a value: store its code beside a result. An answer is given only together with a
// placebo rate of the same definition at about the same week: without one there is no label. The
// rates are those of trial arms, never this person's probability. Pure functions without I/O, which
// allocate nothing unless they fail.
#ifndef LAMELLA_RESPONSE_H_
#define LAMELLA_RESPONSE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lamella/day.h"

namespace lamella {

enum class ResponseRule : uint8_t {
  kPercentFall,    // of the baseline, at least so many percent
  kPointsFall,     // at least so many points
  kGradesToClear,  // a grade of 0 or 1, and at least so many grades below the baseline
};

struct ResponseDefinition {
  std::string_view code;
  std::string_view name;
  std::string_view instrument;  // whose total is meant
  ResponseRule rule = ResponseRule::kPercentFall;
  double threshold = 0;
  double least_baseline = 0;  // below it the definition says nothing
  std::string_view source;
};

// All definitions, ordered by code.
std::span<const ResponseDefinition> response_definitions();
// Fails with kInvalidArgument for a code that is none.
const ResponseDefinition& response_definition(std::string_view code);

// What people on placebo reached in one trial or meta-analysis.
struct PlaceboArm {
  std::string_view definition;
  int32_t week = 0;
  double percent = 0;
  std::optional<double> low{};  // 95 % interval, where it was published
  std::optional<double> high{};
  std::string_view population;
  std::string_view source;
};

// Those of one definition, or of all for an empty code, ordered by definition and week.
std::span<const PlaceboArm> placebo_arms(std::string_view definition = {});

// The share of a placebo arm that reaches EASI-75, in percent:
//   logit P = -4.97 + (3.21 + 0.774 t - 0.0486 (EASI - 29)) (1 - exp(-0.291 week))
// with t = 1 when topical steroids were allowed. A model of 41 arms, for arms and not for persons
// (Serrano 2026, doi 10.1002/psp4.70150). Nothing beyond 16 weeks or a mean baseline of 16 to 40,
// which the arms do not cover.
std::optional<double> placebo_easi_75(double week, double baseline_easi, bool topical_steroid);

struct ResponseSetting {
  double week = 0;  // since the baseline, above 0
  std::optional<bool> topical_steroid{};
};

struct Response {
  std::optional<bool> reached{};  // none: `why_not` says why
  std::string_view why_not{};
  double change = 0;                      // the later value minus the baseline
  std::span<const PlaceboArm> placebo{};  // of the same definition, within four weeks
  std::optional<double> placebo_model{};  // percent of an arm, for EASI-75
};

// Whether the fall from `baseline` to `later` is a response. Fails with kInvalidArgument for values
// that are not finite or negative, or a week that is not above 0.
Response respond(const ResponseDefinition& definition, double baseline, double later,
                 const ResponseSetting& setting);

// Whether a person is a non-responder as the Korean guideline (KADA, PMC7992600) says: EASI-50 is
// not reached after three months of proper treatment, which the caller vouches for. Nothing before
// three months of the calendar are over, or with a baseline too low for EASI-50. It is no label
// without placebo rates: show respond() beside it. Fails with kInvalidArgument for a value that is
// not finite or negative, and for days out of order or outside of the years 1 to 9999.
std::optional<bool> kada_non_responder(Day begin_of_treatment, double baseline_easi, Day later,
                                       double later_easi);

}  // namespace lamella

#endif  // LAMELLA_RESPONSE_H_
