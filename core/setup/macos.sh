# shellcheck shell=bash
# macOS with Homebrew: the formulae. Sourced by setup.sh. Written from Homebrew's documentation; no
# one has run it yet.

missing=""

need_formula() { brew list --versions "$1" >/dev/null 2>&1 || missing="$missing $1"; }
need_command() { has_command "$1" || missing="$missing $2"; }

find_missing() {
  case $1 in
    build)
      need_command cmake cmake
      need_command ninja ninja
      need_command ccache ccache
      need_formula protobuf
      need_formula libsodium
      need_formula boost
      need_formula doctest
      sqlcipher_is_there || cargo_is_new_enough || missing="$missing rust"
      ;;
    python) python_command >/dev/null || missing="$missing python@3.13" ;;
    test)
      need_command npm node
      need_formula llvm
      ;;
  esac
}

install_system_packages() {
  local part
  has_command brew || stop "Homebrew is needed on macOS"
  for part in "$@"; do find_missing "$part"; done
  [ -n "$missing" ] || return 0
  say "installing by brew:$missing"
  # shellcheck disable=SC2086
  logged brew brew install $missing
}
