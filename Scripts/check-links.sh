#!/usr/bin/env bash
# Checks that what the pages in Markdown point at is there: links to files, pictures and headings of the repository, and
# files that are named in running text, as `Sources/Model` or `Tables.swift`. Links to the web are not followed.
#
# usage: Scripts/check-links.sh [DIRECTORY]
#
# An anchor is what GitHub makes of a heading: in lower case, with hyphens for spaces and without punctuation; one that
# was there before gets a number.
set -euo pipefail
cd "${1-$(dirname "$0")/..}"
# Anchors keep no other letters than ASCII's: no heading has any.
export LC_ALL=C

files() { find . -name '.?*' -prune -o -type f -print | sed 's|^\./||'; }

# Of each page, tabs between: `anchor PAGE NAME`, `link PAGE LINE TARGET`, `path PAGE LINE PATH` and `name PAGE LINE NAME`.
# What a fenced block shows has neither.
references() {
  awk '
    function emit(kind, what) { print kind "\t" FILENAME "\t" (kind == "anchor" ? "" : FNR "\t") what }
    # A target may stand in angle brackets, and a title may follow it.
    function target(text) {
      sub(/^ +/, "", text)
      if (text ~ /^</) { sub(/^</, "", text); sub(/>.*/, "", text) } else sub(/ .*/, "", text)
      return text
    }
    FNR == 1 { fence = "" }
    { sub(/\r$/, "") }
    match($0, /^ *(```+|~~~+)/) {
      mark = substr($0, RSTART, RLENGTH)
      gsub(/ /, "", mark)
      if (fence == "") { fence = mark; next }
      if (index(mark, fence) == 1) { fence = ""; next }
    }
    fence != "" { next }
    /^#+ / {
      heading = tolower($0)
      gsub(/^#+ +| +#*$/, "", heading)
      while (match(heading, /\]\([^()]*\)/)) heading = substr(heading, 1, RSTART) substr(heading, RSTART + RLENGTH)
      gsub(/[^a-z0-9_ -]/, "", heading)
      gsub(/ /, "-", heading)
      count = seen[FILENAME, heading]++
      emit("anchor", heading (count ? "-" count : ""))
    }
    {
      for (text = $0; match(text, /`[^`]*`/); text = substr(text, RSTART + RLENGTH)) {
        code = substr(text, RSTART + 1, RLENGTH - 2)
        if (code ~ /^(Sources|Properties|Tests|Examples|Benchmarks|Oracle|Scripts|docs|\.ci)\/[A-Za-z0-9_.+\/-]*$/)
          emit("path", code)
        else if (code ~ /^[A-Za-z0-9_+-]+\.(swift|sh|l4|tsv|md)$/) emit("name", code)
      }
      text = $0
      gsub(/`[^`]*`/, "code", text)
      if (match(text, /^ *\[[^]]*\]: +/)) emit("link", target(substr(text, RSTART + RLENGTH)))
      while (match(text, /\]\([^()]*\)|(src|href|id|name)="[^"]*"/)) {
        found = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        split(found, part, "\"")
        if (found ~ /^\]/) emit("link", target(substr(found, 3, length(found) - 3)))
        else emit(found ~ /^(src|href)/ ? "link" : "anchor", part[2])
      }
    }' "$@"
}

complain() {
  broken=$((broken + 1))
  echo "$page:$line: “$what” $1" >&2
}

# The way to a file from here, without `..`, if there is one.
resolved() {
  (cd "$(dirname "$1")" 2>/dev/null && printf '%s/%s\n' "$(pwd -P)" "$(basename "$1")") | sed "s|^$(pwd -P)/||"
}

all=$(files)
found=$(mktemp)
trap 'rm -f "$found"' EXIT
pages=()
while IFS= read -r page; do pages+=("$page"); done < <(grep '\.md$' <<<"$all")
((${#pages[@]} > 0)) || { echo "there are no pages in Markdown" >&2; exit 64; }
references "${pages[@]}" >"$found"

checked=0 broken=0
while IFS=$'\t' read -r kind page line what; do
  checked=$((checked + 1))
  case $kind in
    path) [[ -e $what ]] || complain "is no file" ;;
    name) grep -qE "(^|/)${what//[.+]/.}\$" <<<"$all" || complain "is the name of no file" ;;
    link)
      file=${what%%#*}
      if [[ -z $file ]]; then file=$page; else file=$(dirname "$page")/$file; fi
      if [[ ! -e $file ]]; then
        complain "is no file"
      elif [[ $what == *'#'* ]]; then
        grep -qxF "anchor"$'\t'"$(resolved "$file")"$'\t'"${what#*#}" "$found" || complain "is no heading"
      fi
      ;;
  esac
done < <(grep -vE $'^anchor|^link\t[^\t]*\t[0-9]*\t[a-z]+:' "$found")

echo "links and files that pages name: $((checked - broken)) passed, $broken failed"
((broken == 0))
