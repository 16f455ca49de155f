#!/usr/bin/env bash
# Checks that the output shown in README.md and docs/ is what the commands print today. With --update, rewrites it.
# Pages that are named are checked alone.
#
# A comment `<!-- check: COMMAND -->` precedes a fenced block, or a table that ends with an empty line. COMMAND runs
# in the root of the repository with the command line on its path; what it prints, times and sizes left out, is the
# block. A first line of the block that starts with `$ ` is for the reader, and stays. After a comment
# `<!-- check to the end: COMMAND -->` the whole rest of the page is what COMMAND prints, in Markdown. Exit codes are not
# looked at: many of the commands shown are meant to fail.
#
# BUILD names the directory of the program, if it isn't the release build's.
#
# PROVED names a file with what `make prove` has printed, if all was proved before: it takes long.
#
# Words of a counterexample that nothing constrains are Z3's choice: another version of Z3 may choose others.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/${BUILD-.build/release}:$PATH NO_COLOR=1

# Without what the package manager says of its work, and without the times and sizes of verdicts, which are sorted: they
# come in the order in which proofs end.
normalise() {
  local verdict='^([0-9]+ )?(proved|refuted|unknown|vacuous|failed)[ ,]'
  sed -E -e "/$verdict/s/ *[0-9]+(\\.[0-9]+)? (ms|s)([^[:alnum:]]|\$)/ … s\\3/g" \
    -e "/$verdict/s/ *[0-9]+(\\.[0-9]+)? Mi?B/ … MB/g" -e 's/[[:space:]]+$//' |
    grep -vE '^(Fetching|Fetched|Computing|Computed|Creating|Working copy|Building|Build) ' |
    awk -v sort='LC_ALL=C sort -k 2' '
      /^(proved|refuted|unknown|vacuous|failed) .* … s/ { print | sort; sorting = 1; next }
      sorting { close(sort); sorting = 0 }
      { print; fflush() }'
}

# What a command prints. To print nothing is a failure: there is nothing to show.
output() {
  local text
  local command=$1
  if [[ $command == "l4check prove" && -n ${PROVED-} ]]; then command="sed -n '/^proved /,\$p' '$PROVED'"; fi
  text=$(bash -c "$command" 2>&1 </dev/null | normalise) || true
  if [[ -z $text ]]; then
    echo "prints nothing: $1" >&2
    return 1
  fi
  printf '%s\n' "$text"
}

# A page with every block generated anew.
generate() {
  local line command
  while IFS= read -r line; do
    printf '%s\n' "$line"
    if [[ $line == '<!-- check to the end: '*' -->' ]]; then
      command=${line#'<!-- check to the end: '}
      echo
      output "${command%' -->'}"
      return
    fi
    [[ $line == '<!-- check: '*' -->' ]] || continue
    command=${line#'<!-- check: '}
    command=${command%' -->'}
    IFS= read -r line
    if [[ $line == '```'* ]]; then
      printf '%s\n' "$line"
      IFS= read -r line
      if [[ $line == '$ '* ]]; then printf '%s\n' "$line"; fi
      output "$command"
      while [[ $line != '```' ]]; do IFS= read -r line; done
    else
      output "$command"
      while [[ -n $line ]]; do IFS= read -r line; done
    fi
    printf '%s\n' "$line"
  done
}

new=$(mktemp)
trap 'rm -f "$new"' EXIT
update=
if [[ ${1-} == --update ]]; then update=1 && shift; fi
if (($# == 0)); then set -- README.md docs/*.md docs/claims/*.md; fi
current=0 outdated=0
for page in "$@"; do
  blocks=$(grep -cE '^<!-- check( to the end)?: ' "$page" || true)
  if ((blocks == 0)); then continue; fi
  generate <"$page" >"$new"
  if [[ -n $update ]]; then
    cat "$new" >"$page"
    current=$((current + blocks))
  elif diff -u --label "$page" --label "today's output" "$page" "$new"; then
    current=$((current + blocks))
  else
    outdated=$((outdated + blocks))
  fi
done

if ((outdated > 0)); then
  echo "The documentation shows other output than the commands print: see above, and run “make readme”." >&2
fi
echo "blocks of output in the documentation: $current passed, $outdated failed"
((outdated == 0))
