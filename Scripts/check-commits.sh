#!/bin/sh
# Complains about commits whose subject is longer than 72 characters, or says two things: those since the rule came.
set -eu
cd "$(dirname "$0")/.."
since=3bcc62c
git cat-file -e "$since" 2>/dev/null || { echo "check-commits: no history to check"; exit 0; }
bad=$(git log --format='%h %s' "$since..HEAD" | awk '{ subject = substr($0, index($0, " ") + 1) }
  length(subject) > 72 || subject ~ /;/ { print }')
[ -z "$bad" ] && exit 0
echo "Subjects have at most 72 characters, and say one thing:" >&2
echo "$bad" >&2
exit 1
