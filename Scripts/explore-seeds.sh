#!/usr/bin/env bash
# Searches the published kernel with ten seeds, and prints the table of docs/case-study.md: how many of the seeds come
# upon a defect, and after how many sequences and seconds of processor time, as median and range. The sequences are the
# same in every run; the seconds are not: they are the sequences, at the average speed of their search.
#
#   Scripts/explore-seeds.sh [SEQUENCES]    search, so many sequences with each seed; 100000 if nothing is said
#   Scripts/explore-seeds.sh --table        only print the table, of the search before
set -euo pipefail
cd "$(dirname "$0")/.."
logs=.build/study
if [[ ${1:-} != --table ]]; then
  rm -rf "$logs"
  mkdir -p "$logs"
  TIMEFORMAT='processor time %U'
  for seed in {1..10}; do
    { time .build/release/l4check explore --variant published --seed "$seed" --sequences "${1:-100000}" \
      --seconds 1000000 --directory "$logs/$seed" >"$logs/$seed.log" || [[ $? -eq 1 ]]; } 2>"$logs/$seed.time"
    cat "$logs/$seed.time" >>"$logs/$seed.log"
  done
fi
if [[ ! -e $logs/10.log ]]; then
  echo "There is no search yet: run Scripts/explore-seeds.sh without --table." >&2
  exit 66
fi

# Which defect a finding shows, its kind and its operations tell: what it needs, and what the kernel did last before the
# access. A finding that fits two defects, or none, counts for none.
awk '
  function needed(word) { return (" " needs " ") ~ (" " word " ") }
  function only(words) { return needs == words }
  function defect() {
    if (kept == "cache" && (only("unmap") || only("delete unmap"))) return "B1"
    if (kept == "cache" && (only("grant window") || only("grant manager window"))) return "B2"
    if (kept == "cache" && (only("vspace") || only("unmap vspace"))) return "B10"
    if (kept == "isolation" && last == "revoke" && client == active) return "B6"
    if (kept == "transparency" && last == "grant" && client == active && !needed("pid") && !needed("unmap")) return "B6"
    if (kept == "isolation" && only("grant")) return "B7"
    if (kept == "isolation" && last == "close" && client == active && !needed("pid") && !needed("rights")) return "B8"
    if (kept == "transparency" && hidden == active && (last == "window" || last == "map") && !needed("pid")) return "B9"
    if (only("pid") && last == "pid" && client == active) return "B15"
    if (kept == "isolation" && only("grant manager window") && last == "grant" && client == active && !manager)
      return "N1"
    if (kept == "isolation" && last == "map" && subject == active && (only("grant window") || only("grant manager window")))
      return "N2"
    return ""
  }
  function note(  d, i, found) {
    d = defect()
    if (d == "" || (d, seed) in sequence) return
    sequence[d, seed] = after
  }
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
  function row(d, name,  i, n, a, b, key) {
    for (i = 1; i <= seeds; i++) if ((d, i) in sequence) { n++; a[n] = sequence[d, i]; b[n] = a[n] * cost[i] }
    if (!n) { printf "| %s | 0 | | |\n", name; return }
    sorted(a, n); sorted(b, n)
    printf "| %s | %d | %s (%s to %s) | %.1f (%.1f to %.1f) |\n", name, n, \
      thousands(middle(a, n)), thousands(a[1]), thousands(a[n]), middle(b, n), b[1], b[n]
  }
  FNR == 1 { seeds++; seed = seeds }
  /^(isolation|transparency|cache), after / {
    kept = $1; sub(",", "", kept); after = $6 + 0
    split("", seen); needs = last = client = subject = ""; active = "S0"; hidden = manager = 0; split("", gap)
    next
  }
  /^  l4check run/ {
    # The needs in the order of the alphabet.
    n = split("close delete grant manager pid revoke rights unmap vspace window", words, " ")
    for (i = 1; i <= n; i++) if (words[i] in seen) needs = needs (needs == "" ? "" : " ") words[i]
    note(); next
  }
  /^  / {
    word = $1
    if (word == "switch") { active = $2; next }
    if (word == "read" || word == "write" || word == "space") next
    seen[word] = 1; last = word; subject = $2; client = $2
    if (word == "grant" || word == "revoke") { client = $4; manager = $5 == "manager"; if (manager) seen["manager"] = 1 }
    if (word == "unmap") gap[$2] = 1
    if (word == "window" && $2 in gap) hidden = $2
    next
  }
  / violations? found; / { total = $4 }
  /^processor time / { cost[seed] = $3 / total }
  END {
    print "| defect | seeds of " seeds " | sequences, median (range) | processor seconds, median (range) |"
    print "| --- | --- | --- | --- |"
    row("B1", "B1"); row("B2", "B2"); row("B6", "B6"); row("B7", "B7"); row("B8", "B8"); row("B9", "B9")
    row("B10", "B10"); row("B15", "B15"); row("N1", "a manager stays a manager"); row("N2", "mapping over a window")
  }
' "$logs"/{1..10}.log
