#!/bin/sh
# Builds the probe program, .build/oracle/oracle.elf, with the clang and the linker that come with Swift.
#
# The target is an ARMv4 processor, so that an instruction that a SA-1110 doesn't have is an error here.
set -eu
cd "$(dirname "$0")/.."
out=${1:-.build/oracle}
mkdir -p "$out"

# Path of a program of the Swift toolchain, or of one with the same name elsewhere.
tool() {
  beside=$(dirname "$(realpath "$(command -v swiftc)")")/$1
  if [ -x "$beside" ]; then echo "$beside"; else command -v "$1"; fi
}
if ! clang=$(tool clang) || ! lld=$(tool ld.lld); then
  echo "oracle: clang or ld.lld is missing; both come with Swift on Linux, and with “brew install lld” on macOS." >&2
  exit 69
fi

objects=
for source in Oracle/*.S; do
  [ "$source" = Oracle/oracle.ld.S ] && continue
  object=$out/$(basename "$source" .S).o
  "$clang" --target=armv4-none-eabi -mcpu=strongarm1110 -c -o "$object" "$source"
  objects="$objects $object"
done
"$clang" --target=armv4-none-eabi -E -P -x c Oracle/oracle.ld.S -o "$out/oracle.ld"
# shellcheck disable=SC2086 # one word for each object
"$lld" -T "$out/oracle.ld" --fatal-warnings -o "$out/oracle.elf" $objects
