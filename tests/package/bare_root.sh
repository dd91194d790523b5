#!/usr/bin/env bash
# Installs a wheel on a system that has nothing but Python, and takes the first steps there: no
# compiler, no development files, no protobuf, no libsodium, no network, and not as root.
#
#   tests/package/bare_root.sh WHEEL
#
# The system is made by debootstrap, once, in build/bare-root: the release that runs here, from where
# APT gets it. Needs root and debootstrap; says so and does nothing where it cannot.
#
# shellcheck disable=SC2016 # APT and dpkg have variables of their own
set -euo pipefail

wheel=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD/build/bare-root

skip() {
  echo "skipped: $*"
  exit 0
}

has_command() { command -v "$1" >/dev/null; }

[ "$(id -u)" -eq 0 ] || skip "needs root"
for command in debootstrap apt-get chroot unshare; do
  has_command "$command" || skip "needs $command"
done
unshare --mount --net true 2>/dev/null || skip "no namespaces here"
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $release" |
  head -n 1)
[ -n "$mirror" ] || skip "APT knows no source of $release"

# Into place only when it is whole.
make_root() {
  [ -d "$root" ] && return
  echo "making a bare $release in build/bare-root"
  rm -rf "$root.part"
  debootstrap --variant=minbase --include=python3,python3-venv "$release" "$root.part" "$mirror" \
    >build/bare-root.log 2>&1 || { tail -n 20 build/bare-root.log; exit 1; }
  mv "$root.part" "$root"
}

check_that_it_is_bare() {
  local found
  found=$(chroot "$root" dpkg-query -W -f '${Package}\n' |
    grep -E -- '-dev$|protobuf|sodium|^(gcc|g\+\+|cpp|clang)(-[0-9]+)?$' || true)
  [ -z "$found" ] || { echo "not bare: $found"; exit 1; }
}

make_root
check_that_it_is_bare
work=$(mktemp -d "$root/tmp/lamella.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$wheel" tests/package/first_steps.py "$work"
chown -R nobody "$work"

# /proc is a mount of the new namespace alone: it goes when the namespace goes.
unshare --mount --net --pid --fork bash -s -- "$root" "/tmp/$(basename "$work")" <<'BARE'
set -euo pipefail
mount -t proc proc "$1/proc"
exec chroot --userspec=nobody "$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME="$2" bash -euc '
  cd "$HOME"
  python3 -m venv venv
  venv/bin/python -m pip install --quiet --no-index --no-cache-dir --disable-pip-version-check *.whl
  mkdir diary
  venv/bin/python first_steps.py diary
'
BARE
echo "the first steps work on a bare $release"
