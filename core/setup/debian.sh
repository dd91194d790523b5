# shellcheck shell=bash
# Debian 12 and newer, Ubuntu 24.04 and newer: the packages. Sourced by setup.sh.

missing=""

# A name with @ stands for a package that differs between releases; it is chosen once the lists of
# packages are fresh.
need_command() { has_command "$1" || missing="$missing $2"; }
need_file() { [ -e "$1" ] || missing="$missing $2"; }
need_package() {
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ||
    missing="$missing $1"
}

# Debian's default Boost is 1.74; Boost.Math stands alone since 1.77.
has_boost_math() {
  [ -e /usr/include/boost/math/distributions/students_t.hpp ] &&
    awk '$1 == "#define" && $2 == "BOOST_VERSION" { exit !($3 >= 107700) }' /usr/include/boost/version.hpp
}

find_missing() {
  case $1 in
    build)
      need_command g++ g++
      need_command cmake cmake
      need_command ninja ninja-build
      need_command ccache ccache
      need_command protoc protobuf-compiler
      need_package libprotobuf-dev
      need_package libsodium-dev
      need_package libssl-dev
      need_package doctest-dev
      has_boost_math || missing="$missing @boost"
      if ! sqlcipher_is_there && ! cargo_is_new_enough; then
        need_file /etc/ssl/certs/ca-certificates.crt ca-certificates
        missing="$missing @cargo"
      fi
      ;;
    python) python_command >/dev/null || missing="$missing python3 python3-venv python3-dev" ;;
    test)
      need_command clang++ clang
      need_command npm npm
      has_command clang-format-14 || need_command clang-format @clang-format
      has_command clang-tidy-14 || need_command clang-tidy @clang-tidy
      has_sanitizers || missing="$missing @sanitizers"
      ;;
  esac
}

has_sanitizers() {
  has_command clang && [ -e "$(clang -print-file-name="libclang_rt.asan-$(uname -m).a")" ]
}

candidate() { LC_ALL=C apt-cache policy "$1" | sed -n 's/^ *Candidate: //p' | grep -v '(none)'; }

# first_candidate MINIMUM PACKAGE...: the first that can be installed in a version that will do.
first_candidate() {
  local minimum=$1 package version
  shift
  for package in "$@"; do
    version=$(candidate "$package") || continue
    if dpkg --compare-versions "${version#*:}" ge "$minimum"; then
      echo "$package"
      return
    fi
  done
  return 1
}

choose_package() {
  case $1 in
    @boost) first_candidate 1.77 libboost-dev libboost1.81-dev ||
      stop "no package of Boost 1.77 or newer here" ;;
    # Debian 12 keeps a current Rust for browsers under another name.
    @cargo) first_candidate 1.68 cargo cargo-web || stop "$no_cargo" ;;
    # The checks are pinned to 14, for other versions lay out the same code differently.
    @clang-format) first_candidate 14 clang-format-14 clang-format ;;
    @clang-tidy) first_candidate 14 clang-tidy-14 clang-tidy ;;
    @sanitizers)
      local version
      version=$(clang -dumpversion 2>/dev/null || candidate clang | sed 's/^[0-9]*://')
      first_candidate 14 "libclang-rt-${version%%.*}-dev" || true # older ones are part of clang
      ;;
    *) echo "$1" ;;
  esac
}

install_system_packages() {
  local part name chosen packages=""
  for part in "$@"; do find_missing "$part"; done
  if [ -n "$missing" ]; then
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
      has_command sudo || stop "as root, install:$missing"
      as_root=sudo
    fi
    say "reading the lists of packages (apt-get update), for these are missing:$missing"
    mkdir -p "$logs"
    $as_root apt-get update >"$logs/setup-update.log" 2>&1 ||
      say "apt-get update had errors (build/logs/setup-update.log): going on with the old lists"
    for name in $missing; do
      chosen=$(choose_package "$name") || exit 1
      [ -z "$chosen" ] || packages="$packages $chosen"
    done
    say "installing by apt-get:$packages"
    # --no-remove: better to stop than to take a package away that someone uses.
    # shellcheck disable=SC2086
    logged apt $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends --no-remove $packages
    hash -r
    missing=""
    for part in "$@"; do find_missing "$part"; done
    [ -z "$missing" ] || stop "installed, and still not found:$missing"
  fi
  if has_command cmake; then
    at_least "$(cmake --version | sed -n '1s/[^0-9]*//p')" 3.25 ||
      stop "CMake 3.25 or newer is needed"
  fi
}
