#!/usr/bin/env bash
# How many instructions a trigger report of a year takes, counted by valgrind, which no other work on
# the machine changes; fails when they are 5% more than when they were last written down. Installs
# valgrind by apt where it is missing.
#
#   tests/bench/instructions.sh            in the dev preset: g++ -O2, the SIMD that every x86-64 has
#   tests/bench/instructions.sh --accept   writes down what it counts
set -euo pipefail
cd "$(dirname "$0")/../.."
written=tests/bench/instructions.txt

if ! command -v valgrind >/dev/null; then
  echo "installing by apt: valgrind"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get install -y -q --no-install-recommends valgrind >/dev/null
fi
cmake --build --preset dev --target lamella_trigger_bench >/dev/null
count=$(valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
  build/dev/tests/bench/lamella_trigger_bench small 2>&1 >/dev/null |
  sed -n 's/.*I *refs: *//p' | tr -d ,)
[ "${1:-}" != --accept ] || echo "$count" >"$written"
before=$(cat "$written")
echo "instructions of a report of 365 days and 6 exposures: $count; written down: $before"
if [ $((count * 100)) -gt $((before * 105)) ]; then
  echo "more than 5% above: a regression, or --accept with the reason in the commit" >&2
  exit 1
fi
