// The default test of one exposure against one outcome, from raw days to p (statistics reference
// 3).
//
//   NullFit null(itch, {one, weekend, step});
//   VarianceModel variance(null);
//   CommonNormals normals(seed, 9999);
//   TriggerTest test = test_trigger(null, variance, normals, sweat, seed);
//   test.p;  // for Benjamini-Hochberg over all exposures
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_TEST_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_TEST_H_

#include <cstdint>
#include <optional>
#include <span>

#include "insight/max_t.h"
#include "insight/randomisation.h"
#include "insight/trigger_scan.h"

namespace lamella::insight {

struct TriggerTest {
  bool intermittent = false;
  TriggerScan scan{};
  LargestT largest{};                     // T* and its kernel
  DrawnP max_t{};                         // multivariate t
  std::optional<RandomisedP> randomised;  // of an intermittent exposure with max_t at most .2
  double p = 1;                           // of the test that decides
};

// `exposure` has one value for each calendar day, NaN where it was not recorded; those days are
// filled. A continuous exposure has the p of multivariate t; an intermittent one that of
// the randomisation, or 1 when multivariate t is above .2. Fails with kInvalidArgument when the
// lengths differ or a value is beyond 1e100.
TriggerTest test_trigger(const NullFit& null, const VarianceModel& variance,
                         const CommonNormals& normals, std::span<const double> exposure,
                         uint64_t seed, DrawLimits limits = {});

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_TEST_H_
