#!/bin/sh
# Measures the fast path against the same fast path in C, and against the model; the translation of addresses; address
# spaces; and each proof.
set -eu
cd "$(dirname "$0")/../Benchmarks"
mkdir -p .build
${CLANG:-clang} -std=c17 -O3 -fPIC -shared -ICFastPath/include -o .build/fastpath-clang.so CFastPath/fastpath.c
${GCC:-gcc} -std=c17 -O3 -fPIC -shared -ICFastPath/include -o .build/fastpath-gcc.so CFastPath/fastpath.c
swift build -c release --omit-frame-pointers --product bench
.build/release/bench .build

cd ..
echo
Scripts/count-on-arm.sh || [ $? -eq 69 ] # said by the script, where QEMU is missing
cd Benchmarks

# What address spaces cost, in words, flushes and lines; the charts are those of docs/cost.md.
swift build -c release --product costs
.build/release/costs ../docs/cost.svg

# Time and memory of each proof, in a process of its own.
cd ..
swift build -c release --product l4prove
echo
printf '%-45s %8s %8s\n' property seconds MB
.build/release/l4prove list | sed -n 's/^\([a-z]*\/[^ ]*\).*/\1/p' | while read -r name; do
  .build/release/l4prove prove "$name" --json - | awk -v name="$name" '
    /"seconds"/ { gsub(/[^0-9.]/, "", $3); if (!seconds) seconds = $3 }
    /"peakMemoryBytes"/ { gsub(/[^0-9]/, "", $3); bytes = $3 }
    END { printf "%-45s %8.1f %8.0f\n", name, seconds, bytes / 1e6 }'
done
