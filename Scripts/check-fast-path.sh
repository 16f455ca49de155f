#!/bin/sh
# Looks at the machine code of the fast paths: they must hold no call, no reference counting (which is calls) and no trap.
set -eu
cd "$(dirname "$0")/../Benchmarks"
swift build -c release --omit-frame-pointers --product bench >/dev/null
for name in l4_fast_ipc l4_fast_notify l4_fast_system_call l4_fast_answer; do
  code=$(objdump -d --no-show-raw-insn --disassemble=$name .build/release/bench | grep -E '^ +[0-9a-f]+:' || true)
  if [ -z "$code" ]; then
    echo "check-fast-path: the program has no symbol $name" >&2
    exit 1
  fi
  start=$(echo "$code" | sed -n '1s/^ *\([0-9a-f]*\):.*/\1/p')
  # Jumps must stay inside the symbol: a jump out of it would be a call at the end.
  bad=$(echo "$code" | grep -E '\<(call|ud2|int3|brk|bl|blr)\>' || true)
  left=$(echo "$code" | grep -E '\<j[a-z]+ ' | grep -v "<$name" || true)
  if [ -n "$bad$left" ]; then
    echo "check-fast-path: $name (at $start) holds calls or traps:" >&2
    echo "$bad$left" >&2
    exit 1
  fi
  echo "$name is $(echo "$code" | wc -l | tr -d ' ') instructions without a call, a trap or reference counting."
done
