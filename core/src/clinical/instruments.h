// Every instrument, each from its own file. A new one is a file, a line here and a line in the
// table of instruments.cc.
#ifndef LAMELLA_SRC_CLINICAL_INSTRUMENTS_H_
#define LAMELLA_SRC_CLINICAL_INSTRUMENTS_H_

#include "lamella/instrument.h"

namespace lamella::clinical {

extern const Instrument kAdct;
extern const Instrument kBodySurfaceAdult;
extern const Instrument kBodySurfaceInfant;
extern const Instrument kBodySurfacePalms;
extern const Instrument kCdlqi;
extern const Instrument kDlqi;
extern const Instrument kEasi;
extern const Instrument kLichenification;
extern const Instrument kObjectiveScorad;
extern const Instrument kPoem;
extern const Instrument kPosasObserver;
extern const Instrument kPosasPatient;
extern const Instrument kPoScorad;
extern const Instrument kPruritusNrs;
extern const Instrument kRecap;
extern const Instrument kScorad;
extern const Instrument kSleepNrs;
extern const Instrument kThreeItemSeverity;
extern const Instrument kVancouverScar;
extern const Instrument kVigaAd;

}  // namespace lamella::clinical

#endif  // LAMELLA_SRC_CLINICAL_INSTRUMENTS_H_
