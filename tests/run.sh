#!/usr/bin/env bash
# Sets up, builds and passes every test. Stops at the first step that fails and shows what it said;
# what the others said is in build/logs. The last line counts the steps.
#
#   tests/run.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
passed=0 failed=0 skipped=0 step=0
jobs=$(getconf _NPROCESSORS_ONLN)

finish() {
  local status=$?
  # A script that stops outside of a step has failed as well.
  [ $status -eq 0 ] || [ $failed -gt 0 ] || failed=1
  echo
  echo "$passed passed, $failed failed, $skipped skipped"
  exit $((failed > 0))
}
trap finish EXIT

heading() { printf '\n%s\n' "$*"; }

# run NAME COMMAND...: one step.
run() {
  local name=$1 log start=$SECONDS
  shift
  step=$((step + 1))
  log=build/logs/$(printf '%02d' $step)-$(echo "$name" | tr -cs 'a-z0-9A-Z\n' '-').log
  mkdir -p build/logs
  printf '  %-58s' "$name"
  if "$@" >"$log" 2>&1 </dev/null; then
    passed=$((passed + 1))
    printf 'ok %5d s   %s\n' $((SECONDS - start)) "$(closing_line "$log")"
  else
    failed=$((failed + 1))
    printf 'FAILED after %d s\n\n' $((SECONDS - start))
    cat "$log"
    exit 1
  fi
}

skip() {
  skipped=$((skipped + 1))
  printf '  %-58sskipped: %s\n' "$1" "$2"
}

# What ctest and pytest say of their tests.
closing_line() {
  sed -n -e '/tests passed, .* out of /p' -e 's/^=* *\([0-9][0-9]* passed.*s\).*$/\1/p' \
    -e '/ files pass$/p' "$1" | tail -n 1
}

# Another version of clang-format lays out the same code differently, and another clang-tidy has
# other checks: both are pinned.
pinned() {
  local command
  for command in "$1-14" "$1"; do
    if "$command" --version 2>/dev/null | grep -q 'version 14\.'; then
      echo "$command"
      return
    fi
  done
}

our_sources() {
  find core bindings examples tests -type f \
    \( -name '*.h' -o -name '*.c' -o -name '*.cc' -o -name '*.cpp' \) -print0
}

build() { cmake --build --preset "$@"; }
both() { configure "$@" && build "$1"; }
format() { our_sources | xargs -0 "$1" --dry-run -Werror; }
python() { build/python/bin/python "$@"; }
other_engines() {
  PYTHONPATH=build/engines LAMELLA_FAULTS=$PWD/build/dev/tests/faults/lamella_faults \
    build/python/bin/python -m pytest -q tests/faults
}
buf() { (cd proto && ../build/node/node_modules/.bin/buf "$@"); }

# Sanitizer builds link the amalgamation of the dev build: it is compiled once, without them.
sanitized() { both "$1" "-DLAMELLA_SQLCIPHER_LIBRARY=$PWD/build/dev/libsqlcipher.a"; }

# ThreadSanitizer of clang 14 cannot start under the wide address randomization of newer kernels.
without_randomization() {
  if setarch -R true 2>/dev/null; then setarch -R "$@"; else "$@"; fi
}

if [ -d ../shared/data ]; then
  LAMELLA_SHARED_DATA=$(cd ../shared/data && pwd)
  export LAMELLA_SHARED_DATA
fi

heading "Set-up"
core/setup/setup.sh build python test
source core/setup/build.sh
echo "  done"

heading "Form"
clang_format=$(pinned clang-format)
clang_tidy=$(pinned clang-tidy)
if [ -n "$clang_format" ]; then
  run "clang-format" format "$clang_format"
else
  skip "clang-format" "needs version 14"
fi
run "ruff check" python -m ruff check .
run "ruff format" python -m ruff format --check .
run "buf lint" buf lint
run "buf format" buf format --diff --exit-code

heading "C++ and C, g++"
run "configure and build" both dev
run "each public header compiles alone" build dev --target all_verify_interface_header_sets
run "tests" ctest --preset dev --label-exclude threads --parallel "$jobs"
run "tests with threads" ctest --preset dev --label-regex threads

heading "Python"
run "build and install the package" install_python_package build/dev/libsqlcipher.a
run "tests" python -m pytest -q tests/python
run "stubs" python -m mypy.stubtest lamella._core
run "types" python -m mypy
run "other engines read the same file" other_engines
run "bench of files, a hundredth of the work" python tests/bench/files.py build/bench-files 10000
run "packages without cargo, beside other libraries" tests/package/wheel.sh

heading "C++ and C, clang, AddressSanitizer and UndefinedBehaviorSanitizer"
run "configure and build" sanitized asan
run "tests" ctest --preset asan --label-exclude 'structure|examples|package|bench|faults' \
  --parallel "$jobs"

heading "Threads, clang, ThreadSanitizer"
run "configure and build" sanitized tsan
run "tests with threads" without_randomization ctest --preset tsan --label-regex threads

heading "Analysis"
if [ -n "$clang_tidy" ]; then
  run "clang-tidy" python3 tests/structure/tidy.py "$clang_tidy" build/asan build/wheel
else
  skip "clang-tidy" "needs version 14"
fi
