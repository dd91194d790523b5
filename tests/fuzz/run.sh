#!/usr/bin/env bash
# Fuzzes each target for a while, from its corpus, in a copy: nothing in the tree changes. Prints one
# row a target and ends with 1 when an input ended one, which the last lines name with the command
# that repeats it. What is worth keeping stays in build/fuzz/found/<target>; README.md says how.
#
#   tests/fuzz/run.sh [SECONDS] [TARGET...]     60 seconds and all targets, unless said otherwise
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
shift $(($# > 0 ? 1 : 0))
source core/setup/build.sh

if ! command -v clang++ >/dev/null; then
  echo "fuzz: needs clang and its runtime: core/setup/setup.sh build test" >&2
  exit 1
fi
if [ -f build/dev/libsqlcipher.a ]; then
  # The amalgamation is compiled once, by the dev build.
  configure fuzz "-DLAMELLA_SQLCIPHER_LIBRARY=$PWD/build/dev/libsqlcipher.a" >/dev/null
else
  configure fuzz >/dev/null
fi
cmake --build --preset fuzz --target lamella_fuzz >build/fuzz/build.log 2>&1 ||
  { cat build/fuzz/build.log; exit 1; }

if [ $# -eq 0 ]; then
  mapfile -t targets < <(ls tests/fuzz/corpus)
else
  targets=("$@")
fi

# stat NAME LOG: a number that libFuzzer prints at its end.
stat() { sed -n "s/^stat::$1: *//p" "$2" | tail -n 1; }

repeat=()
printf '| target | executions | a second | edges covered | new inputs | crashes |\n'
printf '|---|---|---|---|---|---|\n'
for target in "${targets[@]}"; do
  program=build/fuzz/tests/fuzz/lamella_fuzz_$target
  found=build/fuzz/found/$target
  rm -rf "$found"
  mkdir -p "$found/new" "$found/crashes"
  log=$found/log
  # Inputs that are new go to the first folder; the corpus is read only. A run that did not end well
  # is told by its files.
  "$program" "-max_total_time=$seconds" -max_len=6000 -timeout=25 -rss_limit_mb=2048 \
    -print_final_stats=1 "-artifact_prefix=$found/crashes/" \
    "$found/new" "tests/fuzz/corpus/$target" >"$log" 2>&1 || true
  cover=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d ' ' -f 2)
  crashes=$(find "$found/crashes" -type f | wc -l)
  # A target that could not even begin is a failure as well.
  if [ -z "$cover" ] && [ "$crashes" -eq 0 ]; then
    crashes=1
    repeat+=("$program tests/fuzz/corpus/$target    # see $log")
  fi
  for input in "$found"/crashes/*; do
    [ -f "$input" ] && repeat+=("$program $input")
  done
  printf '| %s | %s | %s | %s | %s | %s |\n' "$target" \
    "$(stat number_of_executed_units "$log")" "$(stat average_exec_per_sec "$log")" "$cover" \
    "$(find "$found/new" -type f | wc -l)" "$crashes"
done

[ ${#repeat[@]} -eq 0 ] && exit 0
echo
printf '%s\n' "${repeat[@]}"
exit 1
