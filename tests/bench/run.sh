#!/usr/bin/env bash
# The figures of the README's table: ./tests/bench/run.sh [FOLDER]. Takes about three minutes on a quiet
# machine. Needs what ./examples/run.sh set up; the Python half runs in its environment.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-build/bench}

cmake --build --preset release --target lamella_bench lamella_trigger_bench lamella
rm -rf "$folder"
build/release/tests/bench/lamella_bench "$folder"
echo
build/python/bin/python tests/bench/bench.py "$folder"
echo
build/python/bin/python tests/bench/files.py "$folder/files"
echo
build/python/bin/python tests/bench/triggers.py build/release/tests/bench
echo
cp build/release/bindings/c/liblamella.so "$folder/stripped.so"
strip "$folder/stripped.so"
echo "stripped liblamella.so: $(stat -L -c %s "$folder/stripped.so") bytes"
