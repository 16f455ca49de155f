#!/usr/bin/env bash
# Runs the compiled fast paths, Swift's and C's, on an emulated ARM926EJ-S: compares what they do with what they do here, and
# counts the instructions of each.
#
# Exits with 69 (unavailable) where QEMU or a tool for ARM is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
out=.build/on-arm
mkdir -p "$out"

unavailable() {
  echo "count-on-arm: $1" >&2
  exit 69
}
command -v qemu-system-arm >/dev/null || unavailable "qemu-system-arm is missing, so nothing is counted on ARM."
# A program of the Swift toolchain, or one with the same name elsewhere.
tool() {
  local beside
  beside=$(dirname "$(realpath "$(command -v swiftc)")")/$1
  if [[ -x $beside ]]; then echo "$beside"; else command -v "$1"; fi
}
if ! clang=$(tool clang) || ! lld=$(tool ld.lld) || ! nm=$(tool llvm-nm || command -v nm); then
  unavailable "clang, ld.lld or nm is missing, so nothing is counted on ARM."
fi

Scripts/embedded.sh >"$out/embedded.log" 2>&1 || {
  cat "$out/embedded.log" >&2
  exit 1
}
swift build -c release --package-path Benchmarks --omit-frame-pointers --product bench >&2
Benchmarks/.build/release/bench --arm-script "$out/script" >"$out/names"

compile() { "$clang" --target=armv4t-none-eabi -mcpu=arm926ej-s -O3 -ffreestanding -IBenchmarks/CFastPath/include "$@"; }
compile -c -o "$out/start.o" Benchmarks/OnARM/start.S
compile -c -o "$out/steps-swift.o" Benchmarks/OnARM/steps.c
compile -DIN_C -c -o "$out/steps-c.o" Benchmarks/OnARM/steps.c
compile -c -o "$out/fastpath-c.o" Benchmarks/CFastPath/fastpath.c
link() { "$lld" -T Benchmarks/OnARM/paths.ld --gc-sections --fatal-warnings "$@"; }
# The paths call nothing (embedded.sh looks), so what the rest of the object would need may be missing.
link --unresolved-symbols=ignore-all -o "$out/swift.elf" "$out/start.o" "$out/steps-swift.o" .build/embedded/FastIPC.o
link -o "$out/c.elf" "$out/start.o" "$out/steps-c.o" "$out/fastpath-c.o"

# One instruction at a time, so that each is in the log. Newer versions say it in another way.
if qemu-system-arm --help | grep -q one-insn-per-tb; then
  stepping=(-accel tcg,one-insn-per-tb=on)
else
  stepping=(-singlestep)
fi

# The numbers of instructions of a program's steps, a line each. What follows an instruction of the caller is a new step.
count() {
  QEMU_AUDIO_DRV=none timeout 120 qemu-system-arm -M versatilepb -cpu arm926 -m 64 -nodefaults -display none \
    "${stepping[@]}" -d exec,nochain -D "$out/$1.log" -semihosting-config enable=on,target=native \
    -kernel "$out/$1.elf" -device "loader,file=$out/script,addr=0x00100000,force-raw=on" 2>"$out/errors" || {
    cat "$out/errors" >&2
    echo "count-on-arm: on ARM the paths in $2 do something else than here." >&2
    exit 1
  }
  awk -v first="$("$nm" "$out/$1.elf" | sed -n 's/ . fast_paths$//p')" '
    BEGIN { first = "00000000" first; first = substr(first, length(first) - 7) }
    /^Trace/ {
      split($0, part, "/"); pc = part[2]
      if (pc >= first) { n++ } else if (n) { print n; n = 0 }
    }' "$out/$1.log"
}
count swift Swift >"$out/swift"
count c C >"$out/c"
[[ $(wc -l <"$out/names") == $(wc -l <"$out/swift") && $(wc -l <"$out/names") == $(wc -l <"$out/c") ]] || {
  echo "count-on-arm: the log doesn't show every step." >&2
  exit 1
}
printf '%-32s %10s %15s\n' "" Swift "C, clang -O3"
paste "$out/names" "$out/swift" "$out/c" | awk -F '\t' '{ printf "%-32s %10d %15d\n", $1, $2, $3 }'
echo "Instructions executed on an ARM926EJ-S, ARMv4T code."
