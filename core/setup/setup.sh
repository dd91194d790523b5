#!/usr/bin/env bash
# Installs what is still missing to build, use and test Lamella, and says what before it does.
# Once all is there it says nothing and needs no network.
#
#   core/setup/setup.sh PART...
#     build    compilers, libraries, SQLCipher's source (into the user's cache folder)
#     python   a virtual environment with requirements.txt, in build/python
#     test     clang with its sanitizers and tools, buf in build/node, another engine that reads
#              SQLCipher's files in build/engines
#
# LAMELLA_SQLCIPHER_SOURCE names a folder with SQLCipher's amalgamation to use instead of ours.
# PYTHON names the interpreter to make the virtual environment with.
set -euo pipefail

setup=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$setup/../.." && pwd)
logs=$root/build/logs

say() { echo "setup: $*"; }
stop() {
  echo "setup: $*" >&2
  exit 1
}
has_command() { command -v "$1" >/dev/null 2>&1; }

# at_least VERSION MINIMUM: both dotted numbers.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# logged NAME COMMAND...: silent, but shows the end of what the command said when it fails.
logged() {
  local log=$logs/setup-$1.log
  shift
  mkdir -p "$logs"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    stop "failed: $* (all of it in ${log#"$root"/})"
  fi
}

sha256() {
  if has_command sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi | cut -d ' ' -f 1
}

# Prints the interpreter to use: Python 3.11 or newer that can make a virtual environment and has
# the headers that an extension module needs.
python_command() {
  local python
  for python in "${PYTHON:-python3}" python3 /usr/bin/python3; do
    if "$python" - >/dev/null 2>&1 <<'PYTHON'; then
import ensurepip, os, sys, sysconfig, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(sys.version_info < (3, 11) or not os.path.exists(header))
PYTHON
      echo "$python"
      return
    fi
  done
  return 1
}

cargo_is_new_enough() {
  has_command cargo && at_least "$(cargo --version | cut -d ' ' -f 2)" 1.68
}

sqlcipher_cache=${XDG_CACHE_HOME:-$HOME/.cache}/lamella/sqlcipher-4.20.0
sqlcipher_sha256=8cd2347d18886fee4651153fabeeeffb7cec008700987dab1c00261febc4220f
no_cargo="no cargo 1.68 or newer to fetch SQLCipher's source with: install one, or set\
 LAMELLA_SQLCIPHER_SOURCE to a folder with the amalgamation of SQLCipher 4.20.0"

sqlcipher_is_there() {
  [ -n "${LAMELLA_SQLCIPHER_SOURCE:-}" ] || [ -f "$sqlcipher_cache/sqlcipher.c" ]
}

# The source comes in a crate because that is where the registries keep it; nothing of Rust is
# compiled. It is moved into place whole, so that a stop half-way leaves no half folder.
set_up_sqlcipher() {
  sqlcipher_is_there && return
  cargo_is_new_enough || stop "$no_cargo"
  say "fetching the source of SQLCipher 4.20.0 by cargo into $sqlcipher_cache"
  mkdir -p "$(dirname "$sqlcipher_cache")"
  scratch=$(mktemp -d "$(dirname "$sqlcipher_cache")/fetch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  cp "$setup"/sqlcipher/Cargo.* "$scratch"
  touch "$scratch/lib.rs"
  logged cargo cargo vendor --locked --manifest-path "$scratch/Cargo.toml" "$scratch/vendor"
  local crate=$scratch/vendor/sqlcipher-src/sqlcipher
  [ "$(sha256 "$crate/sqlcipher.c")" = "$sqlcipher_sha256" ] ||
    stop "sqlcipher.c is not the file that it should be (SHA-256 differs)"
  rm -rf "$sqlcipher_cache"
  mv "$crate" "$sqlcipher_cache"
}

set_up_python() {
  local environment=$root/build/python requirements=$setup/requirements.txt stamp python
  stamp=$(sha256 "$requirements")
  if [ -x "$environment/bin/python" ] &&
    [ "$(cat "$environment/stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  python=$(python_command) || stop "no Python 3.11 or newer with venv and headers: set PYTHON"
  say "installing by pip into build/python:" \
    "$(sed -n 's/^\([^#]*\)==\(.*\)/\1 \2,/p' "$requirements" | tr '\n' ' ' | sed 's/, $//')"
  rm -rf "$environment"
  logged venv "$python" -m venv "$environment"
  logged pip "$environment/bin/python" -m pip install --only-binary :all: -r "$requirements"
  echo "$stamp" >"$environment/stamp"
}

# Its module has the name of another package that the tests use: it gets a folder of its own.
set_up_other_engines() {
  local folder=$root/build/engines package=apsw-sqlite3mc==3.54.0.0
  [ "$(cat "$folder/stamp" 2>/dev/null)" = "$package" ] && return
  say "installing by pip into build/engines: ${package/==/ }"
  rm -rf "$folder"
  logged pip "$root/build/python/bin/python" -m pip install --only-binary :all: --no-deps \
    --target "$folder" "$package"
  echo "$package" >"$folder/stamp"
}

set_up_buf() {
  local folder=$root/build/node stamp
  stamp=$(sha256 "$setup/buf/package-lock.json")
  [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && return
  say "installing by npm into build/node:" \
    "buf $(sed -n 's/.*buf": "\(.*\)".*/\1/p' "$setup/buf/package.json")"
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$setup"/buf/package*.json "$folder"
  logged npm npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
  echo "$stamp" >"$folder/stamp"
}

[ $# -gt 0 ] || stop "usage: core/setup/setup.sh build|python|test ..."
for part in "$@"; do
  case $part in
    build | python | test) ;;
    *) stop "no such part: $part" ;;
  esac
done

case $(uname -s) in
  Linux)
    has_command apt-get || stop "on this system, install these by hand, then run again:" \
      "g++ 12, cmake 3.25, ninja, ccache, protobuf 3.21, libsodium, OpenSSL 3, Boost.Math 1.77," \
      "doctest 2.4, Python 3.11, cargo 1.68; for the tests clang with format and tidy 14, npm"
    source "$setup/debian.sh"
    ;;
  Darwin) source "$setup/macos.sh" ;;
  *) stop "only Debian, Ubuntu and macOS are known here" ;;
esac
install_system_packages "$@"

for part in "$@"; do
  case $part in
    build) set_up_sqlcipher ;;
    python) set_up_python ;;
    test)
      set_up_buf
      set_up_python
      set_up_other_engines
      ;;
  esac
done
