#!/bin/sh
# Compiles Logic, ARMSemantics, Model and FastPath in Embedded Swift for an ARM without operating system, and functions that
# hold the fast paths; says how many instructions these are. No optional parts of the language, no heap, no calls.
set -eu
cd "$(dirname "$0")/.."
out=${1:-.build/embedded}
mkdir -p "$out"
compile() {
  module=$1
  shift
  swiftc -target armv4t-none-none-eabi -target-cpu arm926ej-s -enable-experimental-feature Embedded -wmo \
    -parse-as-library -O -swift-version 6 -module-name "$module" -I "$out" -c -o "$out/$module.o" \
    -emit-module -emit-module-path "$out/$module.swiftmodule" "$@"
}
compile Logic Sources/Logic/*.swift
compile ARMSemantics Sources/ARMSemantics/*.swift
compile Model $(find Sources/Model -name "*.swift")
compile FastPath $(find Sources/FastPath -name "*.swift")
cp Benchmarks/Sources/FastIPC/FastIPC.swift "$out/FastIPC.swift"
compile FastIPC "$out/FastIPC.swift"
objdump=$(command -v llvm-objdump || echo objdump)
for name in l4_fast_ipc l4_fast_notify l4_fast_system_call l4_fast_answer; do
  code=$("$objdump" -d --no-show-raw-insn --disassemble-symbols=$name "$out/FastIPC.o" | grep -E '^ +[0-9a-f]+:')
  calls=$(echo "$code" | grep -E '[[:space:]](bl|blx|udf|trap|bkpt)[[:space:]]' || true)
  if [ -n "$calls" ]; then
    echo "embedded: $name holds calls or traps:" >&2
    echo "$calls" >&2
    exit 1
  fi
  echo "For ARM $name is $(echo "$code" | wc -l | tr -d ' ') instructions without a call or a trap."
done
