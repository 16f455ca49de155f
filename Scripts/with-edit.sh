#!/usr/bin/env bash
# Runs a command in a copy of the working tree with one edit of the sources, so that nothing has to be undone.
#
# usage: Scripts/with-edit.sh FILE FROM TO COMMAND...
#
# FROM is text that occurs once in Sources/FILE; an empty TO deletes it. The command finds an l4check that was built
# with the edit on its path: the part of it that proves, without optimisation, which takes seconds to compile. Edits that
# are made at the same time need copies of their own: COPY names one.
set -euo pipefail
cd "$(dirname "$0")/.."
(($# >= 4)) || { echo "usage: Scripts/with-edit.sh FILE FROM TO COMMAND..." >&2; exit 64; }

file=Sources/$1
export FROM=$2 TO=$3
shift 3
copy=.build/edited${COPY-}
mkdir -p "$copy"
# What was built before stays, so that only what the edit touches is compiled again.
find "$copy" -mindepth 1 -maxdepth 1 ! -name .build -exec rm -rf {} +
git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$copy"
cd "$copy"
perl -0 -i -pe '$n = s/\Q$ENV{FROM}\E/$ENV{TO}/g; END { exit($n == 1 ? 0 : 1) }' "$file" || {
  echo "“$FROM” does not occur exactly once in $file." >&2
  exit 64
}
if ! swift build --product l4prove >build.log 2>&1; then
  grep -E 'error:' build.log >&2 || tail build.log >&2
  exit 65
fi
mkdir -p .build/path
ln -sf ../debug/l4prove .build/path/l4check
PATH=$PWD/.build/path:$PATH "$@"
