#!/usr/bin/env bash
# Makes what others install: a source archive that carries SQLCipher's amalgamation, so that it
# builds without cargo, and from that archive, and nothing else, a wheel that carries the shared
# libraries it needs. Prints their sizes.
#
#   bindings/python/package.sh [FOLDER]      dist/ unless named
#
# core/setup/setup.sh build python comes before it. LAMELLA_SQLCIPHER_SOURCE as there. The same
# commit on the same machine gives the same bytes; SOURCE_DATE_EPOCH sets the time in the archives.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "${1:-$root/dist}"
out=$(cd "${1:-$root/dist}" && pwd)
cd "$root"
source core/setup/build.sh

sqlcipher=${LAMELLA_SQLCIPHER_SOURCE:-${XDG_CACHE_HOME:-$HOME/.cache}/lamella/sqlcipher-4.20.0}
python=$root/build/python/bin/python
# Not of the machine but of the sources; outside of a clone, 1980 is where ZIP's calendar begins.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH

stop() {
  echo "package: $*" >&2
  exit 1
}

# One place for all builds, for the compiler's cache to know the files again.
scratch=$root/build/package
rm -rf "$scratch"
mkdir -p "$scratch"

make_sdist() {
  local file carried=()
  [ -f "$sqlcipher/sqlite3.h" ] || stop "no SQLCipher in $sqlcipher: run core/setup/setup.sh build"
  for file in "$sqlcipher"/{sqlcipher.c,sqlite3.c,sqlite3.h,LICENSE*}; do
    [ ! -f "$file" ] ||
      carried+=(-C "sdist.force-include.$file=core/sqlcipher/$(basename "$file")")
  done
  "$python" -m build --no-isolation --sdist --outdir "$scratch" "${carried[@]}" .
}

# The build finds no SQLCipher but the one inside: the cache is not there.
make_wheel() {
  local source=$scratch/source
  mkdir "$source" "$scratch/no-cache"
  tar -xzf "$scratch"/lamella-*.tar.gz --strip-components 1 -C "$source"
  CCACHE_DIR=$(ccache --get-config cache_dir 2>/dev/null || true) CCACHE_BASEDIR=$source \
    XDG_CACHE_HOME=$scratch/no-cache \
    "$python" -m build --no-isolation --wheel --outdir "$scratch" -C "build-dir=$scratch/objects" \
    "$source"
}

# auditwheel copies the libraries into the wheel, renames them, and says which C library it needs.
repair_wheel() {
  PATH=$(dirname "$python"):$PATH "$python" -m auditwheel repair --wheel-dir "$scratch/repaired" \
    "$scratch"/lamella-*.whl
}

make_sdist
make_wheel
[ "$(uname -s)" != Linux ] || repair_wheel
rm -f "$out"/lamella-*.whl "$out"/lamella-*.tar.gz
mv "$scratch"/lamella-*.tar.gz "$out"
mv "$scratch"/repaired/*.whl "$out"
wc -c "$out"/lamella-*
