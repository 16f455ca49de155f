#!/bin/sh
# Measures the fast path against the same fast path in C, and against the model.
set -eu
cd "$(dirname "$0")/../Benchmarks"
mkdir -p .build
${CLANG:-clang} -std=c17 -O3 -fPIC -shared -ICFastPath/include -o .build/fastpath-clang.so CFastPath/fastpath.c
${GCC:-gcc} -std=c17 -O3 -fPIC -shared -ICFastPath/include -o .build/fastpath-gcc.so CFastPath/fastpath.c
swift build -c release --omit-frame-pointers --product bench
exec .build/release/bench .build
