// TIS: three signs of one representative lesion.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item kItems[] = {{"erythema", 0, 3}, {"oedema", 0, 3}, {"excoriation", 0, 3}};
constexpr Band kBand[] = {{"mild", 0}, {"moderate", 3}, {"severe", 6}};
constexpr Bands kBands[] = {{"PMC7395647, table 3", kBand}};

}  // namespace

constinit const Instrument kThreeItemSeverity = {
    .code = "three_item_severity",
    .name = "Three Item Severity Score",
    .rater = Rater::kEither,
    .span = AskedSpan::kNow,
    .items = kItems,
    .max_total = 9,
    .bands = kBands,
    .source = "Wolkerstorfer 1999, Acta Derm Venereol 79:356",
    .licence = {Wording::kPlainWords, "no claim found"},
    .total = sum,
};

}  // namespace lamella::clinical
