# shellcheck shell=bash
# How the run scripts build: sourced by examples/run.sh and tests/run.sh, from the root.

if command -v ccache >/dev/null; then
  export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
  # A second clone finds what the first one compiled.
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
fi
export CMAKE_EXPORT_COMPILE_COMMANDS=ON

# configure PRESET [CMAKE-ARGUMENT...]
configure() {
  local preset=$1
  shift
  if [ -n "${LAMELLA_SQLCIPHER_SOURCE:-}" ]; then
    set -- "-DLAMELLA_SQLCIPHER_SOURCE=$LAMELLA_SQLCIPHER_SOURCE" "$@"
  fi
  cmake --preset "$preset" "$@"
}

# install_python_package SQLCIPHER-LIBRARY: the package from these sources into build/python, unless
# it is there already. The library comes from a preset's build: the amalgamation is compiled once.
install_python_package() {
  local library=$PWD/$1 installed=build/wheel/installed stamp
  stamp=$({
    cat build/python/stamp
    find CMakeLists.txt pyproject.toml README.md proto core bindings -type f \
      ! -path 'core/setup/*' ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 cat |
      cksum
    find proto core bindings -type f ! -name '*.pyc' | LC_ALL=C sort
  } | cksum)
  if [ "$(cat $installed 2>/dev/null)" = "$stamp" ] &&
    build/python/bin/python -c 'import lamella'; then
    return
  fi
  set -- --config-settings "cmake.define.LAMELLA_SQLCIPHER_LIBRARY=$library"
  if [ -n "${LAMELLA_SQLCIPHER_SOURCE:-}" ]; then
    set -- "$@" --config-settings "cmake.define.LAMELLA_SQLCIPHER_SOURCE=$LAMELLA_SQLCIPHER_SOURCE"
  fi
  build/python/bin/python -m pip install --no-deps --no-index --no-build-isolation \
    --force-reinstall --config-settings build-dir=build/wheel "$@" . || return
  echo "$stamp" >$installed
}
