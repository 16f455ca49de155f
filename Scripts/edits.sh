#!/usr/bin/env bash
# The one-line edits of the sources that docs/edits.md lists, as a table.
#
# With --check, makes each of them and expects that the property refutes it: ten seconds each. Numbers select some.
set -euo pipefail
cd "$(dirname "$0")/.."

edits() { grep -v '^#' Scripts/edits.tsv; }

# Fields may be empty, which read would skip.
fields() {
  local rest=$1
  file=${rest%%$'\t'*} rest=${rest#*$'\t'}
  from=${rest%%$'\t'*} rest=${rest#*$'\t'}
  to=${rest%%$'\t'*} property=${rest#*$'\t'}
}

if [[ ${1-} != --check ]]; then
  echo "| | in \`Sources/\` | change | to | refuted by |"
  echo "| --- | --- | --- | --- | --- |"
  number=0 last=
  while IFS= read -r line; do
    fields "$line"
    number=$((number + 1))
    # A file is named where its edits begin.
    if [[ $file == "$last" ]]; then place=; else place=" \`$file\`"; fi
    last=$file
    if [[ -n $to ]]; then to="\`$to\`"; else to="nothing"; fi
    # A bar would end the cell.
    echo "| $number |$place | \`${from//|/\\|}\` | ${to//|/\\|} | \`$property\` |"
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
  Scripts/with-edit.sh "$file" "$from" "$to" l4check prove "$property" >.build/edit.log 2>&1 </dev/null || code=$?
  # A vacuous property has the same exit code.
  if ((code == 1)) && grep -q '^refuted ' .build/edit.log; then
    passed=$((passed + 1))
    echo "$number refuted: $file: “$from” → “$to”"
  else
    failed=$((failed + 1))
    echo "$number NOT refuted (exit code $code): $file: “$from” → “$to”"
    tail -n 5 .build/edit.log
  fi
done 3< <(edits)
echo "$passed passed, $failed failed"
((failed == 0))
