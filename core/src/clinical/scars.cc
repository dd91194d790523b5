// Scars and thickened skin: POSAS 2.0 by the person and by an observer, the Vancouver scar scale,
// and lichenification of one place.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item rated(std::string_view code) { return {code, 1, 10}; }

constexpr Item kPatientItems[] = {
    rated("pain"),      rated("itch"),         rated("colour"),  rated("stiffness"),
    rated("thickness"), rated("irregularity"), rated("overall"),
};
constexpr Item kObserverItems[] = {
    rated("vascularity"), rated("pigmentation"), rated("thickness"), rated("relief"),
    rated("pliability"),  rated("surface"),      rated("overall"),
};
constexpr size_t kOverall = 6;

// The overall opinion stands apart.
Total posas(const Given& given) {
  Total total;
  for (size_t i = 0; i < kOverall; ++i) total.numerator += given[i];
  total.not_needed[kOverall] = true;
  return total;
}

constexpr Item kVancouverItems[] = {
    {"vascularity", 0, 3},
    {"pigmentation", 0, 2},
    {"pliability", 0, 5},
    {"height", 0, 3},
};
constexpr Item kLichenificationItems[] = {{"lichenification", 0, 3}};
constexpr Licence kPosasLicence = {Wording::kAskTheOwner,
                                   "no licence text found; posas.nl is its home"};

}  // namespace

constinit const Instrument kPosasPatient = {
    .code = "posas_patient",
    .version = 2,
    .name = "Patient and Observer Scar Assessment Scale, patient",
    .rater = Rater::kPerson,
    .span = AskedSpan::kNow,
    .items = kPatientItems,
    .min_total = 6,
    .max_total = 60,
    .source = "POSAS 2.0, Draaijers 2004, Plast Reconstr Surg 113:1960",
    .licence = kPosasLicence,
    .total = posas,
};

constinit const Instrument kPosasObserver = {
    .code = "posas_observer",
    .version = 2,
    .name = "Patient and Observer Scar Assessment Scale, observer",
    .rater = Rater::kClinician,
    .span = AskedSpan::kNow,
    .items = kObserverItems,
    .min_total = 6,
    .max_total = 60,
    .source = "POSAS 2.0, Draaijers 2004, Plast Reconstr Surg 113:1960",
    .licence = kPosasLicence,
    .total = posas,
};

constinit const Instrument kVancouverScar = {
    .code = "vancouver_scar",
    .name = "Vancouver Scar Scale",
    .rater = Rater::kClinician,
    .span = AskedSpan::kNow,
    .items = kVancouverItems,
    .max_total = 13,
    .source = "Sullivan 1990, J Burn Care Rehabil 11:256; height 0 to 3 from its total of 13",
    .licence = {Wording::kPlainWords, "no claim found"},
    .total = sum,
};

// The sign of EASI and SCORAD at one place: no scale of its own for it is validated.
constinit const Instrument kLichenification = {
    .code = "lichenification",
    .name = "Lichenification of one place",
    .rater = Rater::kEither,
    .span = AskedSpan::kNow,
    .items = kLichenificationItems,
    .max_total = 3,
    .source = "the sign of SCORAD, graded 0 to 3",
    .licence = {Wording::kPlainWords, "a plain word"},
    .total = sum,
};

}  // namespace lamella::clinical
