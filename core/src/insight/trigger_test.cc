#include "insight/trigger_test.h"

#include <vector>

#include "insight/exposure_law.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

constexpr double kWorthDraws = .2;

}  // namespace

TriggerTest test_trigger(const NullFit& null, const VarianceModel& variance,
                         const CommonNormals& normals, std::span<const double> exposure,
                         uint64_t seed, DrawLimits limits) {
  if (exposure.size() != null.days()) {
    throw Error(Code::kInvalidArgument, "an exposure has not one value for each day");
  }
  std::vector<KernelRow> features(null.days());
  lag_features(centred_filled(exposure, null.columns()), features);
  TriggerTest test;
  test.intermittent = intermittent(exposure);
  test.scan = null.scan(features);
  test.largest = largest(test.scan);
  test.max_t = max_t_p(null, features, test.scan, normals, limits);
  test.p = test.intermittent ? 1 : test.max_t.p;
  if (test.intermittent && test.max_t.p <= kWorthDraws) {
    test.randomised = randomised_p(null, variance, test.scan, exposure, seed, limits);
    test.p = test.randomised->p;
  }
  return test;
}

}  // namespace lamella::insight
