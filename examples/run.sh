#!/usr/bin/env bash
# Sets up, builds and runs the main job: an encrypted diary of a CSV file, what goes with what in
# it, and the proof that the files on disk are ciphertext. Then a course of therapy, and a diary
# from C.
#
#   examples/run.sh [diary.csv]    a date column and one column a series; without it, a sample
set -euo pipefail

arguments=()
if [ $# -gt 1 ]; then
  echo "usage: examples/run.sh [diary.csv]" >&2
  exit 2
elif [ $# -eq 1 ]; then
  [ -r "$1" ] || { echo "no such file: $1" >&2 && exit 2; }
  arguments=("$(cd "$(dirname "$1")" && pwd)/$(basename "$1")")
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# quietly NAME COMMAND...: shows what the command said only when it fails.
quietly() {
  local log=build/logs/$1.log
  shift
  mkdir -p build/logs
  "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2 && exit 1; }
}

core/setup/setup.sh build python
source core/setup/build.sh
echo "building (the first time takes some minutes)"
quietly configure-release configure release
quietly build-release cmake --build --preset release --target examples/all
quietly package install_python_package build/release/libsqlcipher.a

build/python/bin/python examples/first_diary/first_diary.py ${arguments[@]+"${arguments[@]}"}
echo
echo "A course of cell therapy, examples/therapy/therapy.py:"
build/python/bin/python examples/therapy/therapy.py
echo
echo "The first diary from C, examples/c/diary.c:"
build/release/examples/c/diary
