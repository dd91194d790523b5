// Random numbers of the simulated diaries. Not the library's own, which its tests draw from.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_RANDOM_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_RANDOM_H_

#include <cmath>
#include <cstdint>
#include <random>

namespace lamella::calibration {

class Random {
 public:
  // Streams of one seed are independent of each other.
  Random(uint64_t seed, uint64_t stream) {
    std::seed_seq words{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32),
                        static_cast<uint32_t>(stream), static_cast<uint32_t>(stream >> 32)};
    engine_.seed(words);
  }

  // In [0, 1).
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  bool chance(double probability) { return uniform() < probability; }

  // 0 to `count` - 1.
  int32_t below(int32_t count) { return static_cast<int32_t>(uniform() * count); }

  // Standard normal, by Marsaglia's polar method: the standard's distributions differ between
  // libraries, its generators do not.
  double normal() {
    while (true) {
      const double x = 2 * uniform() - 1;
      const double y = 2 * uniform() - 1;
      const double square = x * x + y * y;
      if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_RANDOM_H_
