#!/usr/bin/env bash
# Whether trigger reports are the same on a 64-bit ARM processor, emulated by qemu: every verdict and
# sentence, and estimates to 1e-6. Some minutes. Installs a cross compiler, qemu and, beside the
# system, libsodium for ARM, all from the machine's own APT sources.
#
#   tests/emulation/aarch64.sh [FOLDER]    by default build/aarch64
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-build/aarch64}
packages=(g++-aarch64-linux-gnu qemu-user)

missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing by apt: ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q >/dev/null
  "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

apt=$PWD/$folder/apt
if [ ! -e "$folder/sodium" ]; then
  echo "fetching libsodium for arm64 into $folder"
  mkdir -p "$apt"/{state/lists,cache/archives}/partial
  options=(-o "Dir::State=$apt/state" -o "Dir::Cache=$apt/cache" -o Dir::State::status=/dev/null
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update -q >/dev/null
  (cd "$apt" && apt-get "${options[@]}" download -q libsodium-dev >/dev/null)
  dpkg -x "$apt"/libsodium-dev_*.deb "$folder/sodium"
fi

# The headers of Boost alone: beside them lie those of the machine's own C library.
mkdir -p "$folder/include"
ln -sfn /usr/include/boost "$folder/include/boost"
sources=(core/src/insight/*.cc core/src/base/*.cc tests/emulation/trigger_digits.cc)
flags=(-std=c++20 -O2 -ffp-contract=off -Icore/include -Icore/src -isystem "$folder/include")

# build NAME COMPILER FLAGS...: the program for one processor.
build() {
  local name=$1 compiler=$2 source
  shift 2
  echo "compiling for $name"
  mkdir -p "$folder/$name"
  for source in "${sources[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    "$compiler" "${flags[@]}" "$@" -c "$source" -o "$folder/$name/$(basename "$source" .cc).o" &
  done
  wait
}

sodium=$folder/sodium/usr
build host g++
g++ "$folder"/host/*.o -lsodium -o "$folder/host/trigger_digits"
build arm aarch64-linux-gnu-g++ -Wno-psabi -isystem "$sodium/include"
aarch64-linux-gnu-g++ -static "$folder"/arm/*.o "$sodium/lib/aarch64-linux-gnu/libsodium.a" \
  -o "$folder/arm/trigger_digits"

echo "running on both"
"$folder/host/trigger_digits" >"$folder/host.txt"
qemu-aarch64 "$folder/arm/trigger_digits" >"$folder/arm.txt"
python3 tests/emulation/compare.py "$folder/host.txt" "$folder/arm.txt"
