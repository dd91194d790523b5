// Random numbers that are the same on every platform.
//
// The standard's generators are specified to the bit but its distributions are not, and log, exp
// and cos differ between C libraries in the last bit. Here are only integer operations, comparisons
// and
// + - * /, which IEEE 754 specifies exactly.
#ifndef LAMELLA_SRC_INSIGHT_RANDOM_H_
#define LAMELLA_SRC_INSIGHT_RANDOM_H_

#include <array>
#include <bit>
#include <cstdint>

namespace lamella::insight {

// xoshiro256++ 1.0, seeded by SplitMix64 (Blackman and Vigna 2021, "Scrambled linear pseudorandom
// number generators", ACM TOMS 47(4), 36; Steele, Lea and Flood 2014). Not for keys.
class Random {
 public:
  // Streams of one seed are independent of each other.
  Random(uint64_t seed, uint64_t stream) {
    uint64_t state = mixed(seed) + stream;
    for (uint64_t& word : state_) word = mixed(state += kWeyl);
  }

  uint64_t bits() {
    const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // In (0, 1), neither end included.
  double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }

  // 0 to count - 1, each alike; `count` is at least 1 and far below 2^52.
  size_t below(size_t count) { return static_cast<size_t>(uniform() * static_cast<double>(count)); }

  bool chance(double probability) { return uniform() < probability; }

  // Standard normal: algorithm N of Karney (2016), "Sampling exactly from the normal distribution",
  // ACM TOMS 42(1), 3. It accepts k + x, x in (0, 1), with probability exp(-(k + x)^2 / 2).
  double normal() {
    while (true) {
      int k = 0;
      while (chance_exp(0.5)) ++k;
      if (!all_of(k * (k - 1), 0.5)) continue;
      const double x = uniform();
      if (!all_of(k + 1, x * (2 * k + x) / (2 * k + 2))) continue;
      return (bits() >> 63) != 0 ? -(k + x) : k + x;
    }
  }

 private:
  static constexpr uint64_t kWeyl = 0x9e3779b97f4a7c15;

  static uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // True with probability exp(-power), power in (0, 1), by von Neumann's comparison of uniforms:
  // the run power > u1 > u2 > ... has an even length so often.
  bool chance_exp(double power) {
    bool even = true;
    for (double last = power, next = uniform(); next < last; next = uniform()) {
      last = next;
      even = !even;
    }
    return even;
  }

  bool all_of(int times, double power) {
    for (int i = 0; i < times; ++i) {
      if (!chance_exp(power)) return false;
    }
    return true;
  }

  std::array<uint64_t, 4> state_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_RANDOM_H_
