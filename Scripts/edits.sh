#!/usr/bin/env bash
# The one-line edits of the fast path that the README lists, as a table.
#
# With --check, makes each of them and expects that the property refutes it: ten seconds each. Numbers select some.
set -euo pipefail
cd "$(dirname "$0")/.."

edits() { grep -v '^#' Scripts/edits.tsv; }

# Fields may be empty, which read would skip.
fields() {
  local rest=${1#*$'\t'}
  from=${1%%$'\t'*} to=${rest%%$'\t'*} property=${rest#*$'\t'}
}

if [[ ${1-} != --check ]]; then
  echo "| | in \`FastPath.swift\`, change | to | refuted by |"
  echo "| --- | --- | --- | --- |"
  number=0
  while IFS= read -r line; do
    fields "$line"
    number=$((number + 1))
    if [[ -n $to ]]; then to="\`$to\`"; else to="nothing"; fi
    # A bar would end the cell.
    echo "| $number | \`${from//|/\\|}\` | ${to//|/\\|} | \`$property\` |"
  done < <(edits)
  exit
fi
shift

passed=0 failed=0 number=0
while IFS= read -r line <&3; do
  fields "$line"
  number=$((number + 1))
  if (($# > 0)) && [[ " $* " != *" $number "* ]]; then continue; fi
  code=0
  Scripts/with-edit.sh "$from" "$to" l4check prove "$property" >.build/edit.log 2>&1 </dev/null || code=$?
  if ((code == 1)); then
    passed=$((passed + 1))
    echo "$number refuted: “$from” → “$to”"
  else
    failed=$((failed + 1))
    echo "$number NOT refuted (exit code $code): “$from” → “$to”"
    tail -n 5 .build/edit.log
  fi
done 3< <(edits)
echo "$passed passed, $failed failed"
((failed == 0))
