#!/usr/bin/env bash
# Makes the Python packages in build/packages without cargo, installs the wheel into an empty virtual
# environment, takes the first steps there, and runs the tests of this folder against it.
#
#   tests/package/wheel.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
packages=build/packages
python=build/python/bin/python

rm -rf "$packages"
mkdir -p "$packages/bin" "$packages/diary"
printf '#!/bin/sh\necho "cargo was called" >&2\nexit 1\n' >"$packages/bin/cargo"
chmod +x "$packages/bin/cargo"
PATH=$PWD/$packages/bin:$PATH bindings/python/package.sh "$packages"

"$python" -m venv --without-pip "$packages/venv"
"$python" -m pip --python "$packages/venv" install --quiet --no-index --disable-pip-version-check \
  "$packages"/lamella-*.whl
"$packages/venv/bin/python" -I tests/package/first_steps.py "$packages/diary"

PYTHONPATH=$(echo "$PWD/$packages"/venv/lib/python*/site-packages) \
  "$python" -m pytest -q tests/package
