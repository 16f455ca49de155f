#!/usr/bin/env bash
# Searches the published kernel with ten seeds, and prints the table of docs/case-study.md: how many of the seeds come
# upon a defect, and after how many sequences and seconds of processor time, as median and range. The sequences are the
# same in every run; the seconds are not: they are the sequences, at the average speed of their search.
#
#   Scripts/explore-seeds.sh [SEQUENCES]    search, so many sequences with each seed; 1000000 if nothing is said
#   Scripts/explore-seeds.sh --table        only print the table, of the search before
set -euo pipefail
cd "$(dirname "$0")/.."
logs=.build/study
if [[ ${1:-} != --table ]]; then
  rm -rf "$logs"
  mkdir -p "$logs"
  TIMEFORMAT='processor time %U'
  for seed in {1..10}; do
    { time .build/release/l4check explore --variant published --defects --seed "$seed" --sequences "${1:-1000000}" \
      --seconds 1000000 --directory "$logs/$seed" >"$logs/$seed.log" || [[ $? -eq 1 ]]; } 2>"$logs/$seed.time"
    cat "$logs/$seed.time" >>"$logs/$seed.log"
  done
fi
if [[ ! -e $logs/10.log ]]; then
  echo "There is no search yet: run Scripts/explore-seeds.sh without --table." >&2
  exit 66
fi

# Findings of which `explore` tells no defect count for none.
awk '
  function sorted(values, n,  i, j, swap) {
    for (i = 2; i <= n; i++)
      for (j = i; j > 1 && values[j - 1] > values[j]; j--) { swap = values[j]; values[j] = values[j - 1]; values[j - 1] = swap }
  }
  function middle(values, n) { return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2 }
  function thousands(n,  s) {
    s = sprintf("%d", n)
    while (s ~ /[0-9][0-9][0-9][0-9]($|,)/) sub(/[0-9][0-9][0-9]($|,)/, ",&", s)
    return s
  }
  function row(d, name,  i, n, a, b) {
    for (i = 1; i <= seeds; i++) if ((d, i) in sequence) { n++; a[n] = sequence[d, i]; b[n] = a[n] * cost[i] }
    if (!n) { printf "| %s | 0 | | |\n", name; return }
    sorted(a, n); sorted(b, n)
    printf "| %s | %d | %s (%s to %s) | %.1f (%.1f to %.1f) |\n", name, n, \
      thousands(middle(a, n)), thousands(a[1]), thousands(a[n]), middle(b, n), b[1], b[n]
  }
  FNR == 1 { seeds++; seed = seeds }
  /, after .* sequences.*: [BN][0-9]+$/ { if (!(($NF, seed) in sequence)) sequence[$NF, seed] = $6 + 0 }
  / violations? found; / { total = $4 }
  /^processor time / { cost[seed] = $3 / total }
  END {
    print "| defect | seeds of " seeds " | sequences, median (range) | processor seconds, median (range) |"
    print "| --- | --- | --- | --- |"
    row("B1", "B1"); row("B2", "B2"); row("B6", "B6"); row("B7", "B7"); row("B8", "B8"); row("B9", "B9")
    row("B10", "B10"); row("B12", "B12"); row("B13", "B13"); row("B15", "B15"); row("N1", "a manager stays a manager")
  }
' "$logs"/{1..10}.log
