#!/usr/bin/env bash
# The one-line edits of the sources that docs/edits.md lists, as a table.
#
# With --check, makes each of them and expects that the property refutes it. Numbers select some.
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

# Makes every second edit of those that are selected, in a copy of its own; says of each what came of it.
check() {
  local worker=$1 number=0 turn=0 code
  shift
  while IFS= read -r line <&3; do
    fields "$line"
    number=$((number + 1))
    if (($# > 0)) && [[ " $* " != *" $number "* ]]; then continue; fi
    turn=$((turn + 1))
    if ((turn % 2 != worker)); then continue; fi
    code=0
    COPY=-$worker Scripts/with-edit.sh "$file" "$from" "$to" l4check prove "$property" \
      >".build/edit-$worker.log" 2>&1 </dev/null || code=$?
    # A vacuous property has the same exit code.
    if ((code == 1)) && grep -q '^refuted ' ".build/edit-$worker.log"; then
      echo "$number refuted: $file: “$from” → “$to”"
    else
      echo "$number NOT refuted (exit code $code): $file: “$from” → “$to”"
      tail -n 5 ".build/edit-$worker.log"
    fi
  done 3< <(edits)
}

mkdir -p .build
# Two at a time, for two processors.
{
  check 0 "$@" &
  check 1 "$@" &
  wait
} | tee .build/edits.log
passed=$(grep -c '^[0-9]* refuted: ' .build/edits.log || true)
failed=$(grep -c '^[0-9]* NOT refuted ' .build/edits.log || true)
expected=$(($# > 0 ? $# : $(edits | wc -l)))
echo "$passed passed, $failed failed"
((failed == 0 && passed == expected))
