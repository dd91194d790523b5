// The words of a finding.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "lamella/error.h"
#include "lamella/triggers.h"

namespace lamella {

namespace {

// The effect is summed over lags 0 to this one.
constexpr int32_t kLastSummed = 3;

// "exposure.dust_mites" -> "dust mites".
std::string spoken(const std::string& series) {
  std::string text = series.substr(series.find('.') + 1);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// Two digits at least: "0.36", "1.2", "14"; of what is very large or small, "1.4e+08".
std::string number(double value) {
  constexpr double kLarge = 1e6;
  constexpr double kSmall = 0.005;
  const double size = std::fabs(value);
  std::array<char, 32> text{};
  const bool is_plain = value == 0 || (size < kLarge && size >= kSmall);
  const int decimals = size >= 10 ? 0 : size >= 1 ? 1 : 2;
  const auto end =
      is_plain ? std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed, decimals)
               : std::to_chars(text.begin(), text.end(), value, std::chars_format::general, 2);
  return {text.begin(), end.ptr};
}

std::string days(int32_t count) { return std::to_string(count) + (count == 1 ? " day" : " days"); }

std::string amount_of(const TriggerFinding& finding) {
  const std::string unit = finding.unit.empty() || finding.unit == "1" ? "" : " " + finding.unit;
  return number(std::fabs(finding.per)) + unit;
}

// "wool", of what is there on a day with the exposure; "less sleep" where its highest value counts
// as its absence.
std::string presence_of(const TriggerFinding& finding) {
  return (finding.per < 0 ? "less " : "") + spoken(finding.exposure);
}

std::string after_a_day(const TriggerFinding& finding) {
  std::string what = "after a day with " + presence_of(finding);
  if (finding.binary) return what;
  if (finding.intermittent) {
    return what + " (on average " + amount_of(finding) +
           (finding.per < 0 ? " less)" : " more than without it)");
  }
  return what + " higher by " + amount_of(finding);
}

// "0.6 points higher"
std::string points(double effect) {
  return number(std::fabs(effect)) + " points " + (effect < 0 ? "lower" : "higher");
}

// "plausible range 0.1 to 1.1", in the direction of the effect.
std::string range(const TriggerEffect& effect) {
  if (!effect.low) return "";
  const double sign = effect.effect < 0 ? -1 : 1;
  const double low = std::min(sign * *effect.low, sign * *effect.high);
  const double high = std::max(sign * *effect.low, sign * *effect.high);
  return " (plausible range " + number(low) + " to " + number(high) + ")";
}

// Whether the effect over four days says how much a finding is: what comes later than these days
// has no part in that sum.
bool has_sum(const TriggerFinding& finding) {
  return finding.effect && !(finding.lag && finding.lag->first_lag > kLastSummed);
}

// "after a day with wool, itch was on average 0.6 points higher, summed over that day and the next
// 3 (plausible range 0.1 to 1.1)"; without that sum when it was higher or lower.
std::string effect_of(const TriggerReport& report, const TriggerFinding& finding) {
  const std::string start = after_a_day(finding) + ", " + spoken(report.outcome);
  if (!has_sum(finding)) {
    if (!finding.lag) return start + " was different";
    return start + " was " + (finding.lag->effect < 0 ? "lower " : "higher ") + words(*finding.lag);
  }
  return start + " was on average " + points(finding.effect->shrunk) +
         ", summed over that day and the next 3" + range(*finding.effect);
}

// Of a finding whose interval holds no effect that matters.
std::string size_of(const TriggerReport& report, const TriggerFinding& finding) {
  // One standard deviation more is little of what a continuous exposure does.
  if (!finding.intermittent || !has_sum(finding) || !finding.effect->low) return "";
  const bool small =
      *finding.effect->low > -report.meaningful && *finding.effect->high < report.meaningful;
  return small ? " That is less than what matters, " + number(report.meaningful) + " points." : "";
}

constexpr char kAssumption[] = ", if a tenth of what you track are true triggers";

// "About 1 in 12 findings like this is chance, if ..." Empty where it is not known.
std::string chance_of(const TriggerFinding& finding) {
  constexpr double kRare = 0.01;
  constexpr double kTenthsFrom = 0.25;
  if (!finding.chance_share) return "";
  const double share = *finding.chance_share;
  if (share < kRare)
    return std::string("Fewer than 1 in 100 findings like this are chance") + kAssumption + ".";
  if (share < kTenthsFrom) {
    return "About 1 in " + std::to_string(std::llround(1 / share)) +
           " findings like this is chance" + kAssumption + ".";
  }
  return "About " + std::to_string(std::llround(10 * share)) +
         " in 10 findings like this are chance" + kAssumption + ".";
}

std::string when(const TriggerFinding& finding) {
  if (!finding.lag) return "";
  if (!has_sum(finding)) {
    // When is told already.
    return finding.lag->same_day() ? " Which came first is unknown." : "";
  }
  if (finding.lag->same_day()) {
    return " It shows on the same day, so which came first is unknown.";
  }
  return " It shows " + words(*finding.lag) + ".";
}

std::string with_chance(const TriggerFinding& finding) {
  const std::string chance = chance_of(finding);
  return chance.empty() ? "" : " " + chance;
}

std::string reasons(const TriggerReport& report, const TriggerFinding& finding) {
  std::string text;
  if (finding.caps.explained) {
    text += " Its days are much like those of " + spoken(finding.explained_by) +
            ", and beside that it has nothing of its own.";
  }
  if (finding.caps.skin_may_drive) {
    text += " Your skin may be driving it, or both follow something else.";
  }
  if (finding.caps.few_exposures) {
    text += " Only " + days(finding.exposed_days) +
            " with it: more are needed before more can be said of " + spoken(report.outcome) + ".";
  }
  return text;
}

// The days of some others say much the same, so that nobody can know which of them it is.
std::string twins(const TriggerReport& report, const TriggerFinding& finding) {
  std::string names;
  for (const TriggerFinding& other : report.findings) {
    if (other.explained_by != finding.exposure) continue;
    names += (names.empty() ? "" : " or ") + spoken(other.exposure);
  }
  return names.empty() ? "" : " It may as well be " + names + ", whose days are much like its own.";
}

std::string by_when(const std::optional<Day>& day) {
  if (!day) return "";
  return "; if you go on as you do, by " + iso_date(*day);
}

// "3 more days", "1 more day".
std::string more(int32_t count, const std::string& one, const std::string& several) {
  return std::to_string(count) + " more " + (count == 1 ? one : several);
}

std::string unclear(const TriggerReport& report, const TriggerFinding& finding) {
  const std::string what = presence_of(finding);
  const std::string text =
      "Not enough data to see or exclude an effect of " + number(report.meaningful) + " points";
  if (finding.missing == 0) return text + ".";
  if (!finding.known_by) return text + " within ten years.";
  return text + ": about " + more(finding.missing, "day", "days") +
         (finding.intermittent ? " with " + what : "") + by_when(finding.known_by) + ".";
}

std::string no_effect(const TriggerFinding& finding) {
  if (!finding.effect || !finding.effect->low) return "No effect that matters.";
  const double most = std::max(std::fabs(*finding.effect->low), std::fabs(*finding.effect->high));
  const std::string per = finding.intermittent ? "" : " for " + amount_of(finding) + " more";
  return "No effect that matters: at most " + number(most) + " points over four days" + per + ".";
}

std::string few_exposures(const TriggerFinding& finding, const std::string& what) {
  const std::string count = more(finding.missing, "day", "days");
  if (2 * finding.exposed_days <= finding.days) return count + " with " + what;
  return count + " on which " + what +
         " was not there; silence counts only where the diary says so";
}

std::string lacking(const TriggerReport& report, const TriggerFinding& finding) {
  const std::string what = presence_of(finding);
  switch (finding.guard) {
    case TriggerGuard::kTooShort:
      return more(finding.missing, "day", "days") + " with " + spoken(report.outcome);
    case TriggerGuard::kSteadyOutcome:
      return more(finding.missing, "day", "days") + " on which " + spoken(report.outcome) +
             " is not as it mostly is";
    case TriggerGuard::kFewExposures:
      return few_exposures(finding, what);
    case TriggerGuard::kFewEpisodes:
      return more(finding.missing, "time", "times") + " that " + what + " comes anew";
    default:
      return more(finding.missing, "value", "different values") + " of " + what;
  }
}

std::string not_enough(const TriggerReport& report, const TriggerFinding& finding) {
  if (finding.guard == TriggerGuard::kCollinear) {
    return "Cannot be separated from weekday, season or treatment.";
  }
  if (finding.guard == TriggerGuard::kOutOfRange) return "A value is too large to be one.";
  if (finding.missing == 0 && finding.known_by) {
    return "Enough by now: the next verdict is on " + iso_date(*finding.known_by) + ".";
  }
  return "Not enough data: " + lacking(report, finding) + by_when(finding.known_by) + ".";
}

}  // namespace

std::string_view name(TriggerLooks looks) {
  switch (looks) {
    case TriggerLooks::kOfficial:
      return "official";
    case TriggerLooks::kSingle:
      return "single";
  }
  return "unknown";
}

std::string_view name(TriggerGuard guard) {
  switch (guard) {
    case TriggerGuard::kPasses:
      return "passes";
    case TriggerGuard::kTooShort:
      return "too_short";
    case TriggerGuard::kSteadyOutcome:
      return "steady_outcome";
    case TriggerGuard::kFewExposures:
      return "few_exposures";
    case TriggerGuard::kFewEpisodes:
      return "few_episodes";
    case TriggerGuard::kFewValues:
      return "few_values";
    case TriggerGuard::kCollinear:
      return "collinear";
    case TriggerGuard::kOutOfRange:
      return "out_of_range";
  }
  return "unknown";
}

std::string_view name(TriggerTier tier) {
  switch (tier) {
    case TriggerTier::kNotEnough:
      return "not_enough";
    case TriggerTier::kUnclear:
      return "unclear";
    case TriggerTier::kNone:
      return "none";
    case TriggerTier::kHint:
      return "hint";
    case TriggerTier::kGoesTogether:
      return "goes_together";
    case TriggerTier::kModerate:
      return "moderate";
    case TriggerTier::kStrong:
      return "strong";
  }
  return "unknown";
}

std::string words(const TriggerLag& lag) {
  if (lag.decay < 1) {
    const auto memory = static_cast<int32_t>(std::lround(1 / (1 - lag.decay)));
    return std::string(lag.first_lag == 0 ? "from the same day on" : "from the next day on") +
           ", fading over about " + days(memory);
  }
  if (lag.last_lag == 0) return "on the same day";
  if (lag.first_lag == lag.last_lag) {
    return lag.first_lag == 1 ? "1 day later" : std::to_string(lag.first_lag) + " days later";
  }
  return std::to_string(lag.first_lag) + " to " + std::to_string(lag.last_lag) + " days later";
}

std::string sentence(const TriggerReport& report, const TriggerFinding& finding) {
  switch (finding.tier) {
    case TriggerTier::kStrong:
      return "Strong evidence in your diary: " + effect_of(report, finding) + "." + when(finding) +
             size_of(report, finding) + twins(report, finding) + with_chance(finding);
    case TriggerTier::kModerate:
      return "Likely linked: " + effect_of(report, finding) + "." + when(finding) +
             size_of(report, finding) + twins(report, finding) + with_chance(finding) +
             " Worth a planned on/off test.";
    case TriggerTier::kGoesTogether:
      return "Goes together with " + spoken(report.outcome) + ": " + effect_of(report, finding) +
             "." + when(finding) + reasons(report, finding);
    case TriggerTier::kHint:
      return "Weak hint: " + effect_of(report, finding) + "." + with_chance(finding) +
             " Keep logging.";
    case TriggerTier::kNone:
      return no_effect(finding);
    case TriggerTier::kUnclear:
      return unclear(report, finding);
    case TriggerTier::kNotEnough:
      break;
  }
  return not_enough(report, finding);
}

}  // namespace lamella
