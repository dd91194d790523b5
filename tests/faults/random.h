// Random choices that a seed repeats on every platform.
#ifndef LAMELLA_TESTS_FAULTS_RANDOM_H_
#define LAMELLA_TESTS_FAULTS_RANDOM_H_

#include <cstdint>

namespace lamella::faults {

// SplitMix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  // The choices of one image out of a campaign's.
  Random(uint64_t seed, uint64_t image) : state_(Random(seed ^ (image << 20)).next() + image) {}

  uint64_t next() {
    uint64_t x = state_ += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }
  // 0 to n - 1; 0 for n = 0.
  uint64_t below(uint64_t n) { return n == 0 ? 0 : next() % n; }
  uint64_t between(uint64_t least, uint64_t most) { return least + below(most - least + 1); }
  bool one_in(uint64_t n) { return below(n) == 0; }

 private:
  uint64_t state_;
};

}  // namespace lamella::faults

#endif  // LAMELLA_TESTS_FAULTS_RANDOM_H_
