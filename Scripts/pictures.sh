#!/usr/bin/env bash
# Draws the runs of Examples/Published on the published kernel anew, into docs/pictures.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p docs/pictures
drawn=0
for scenario in Examples/Published/*.l4; do
  picture=docs/pictures/$(basename "$scenario" .l4).svg
  # Each of these runs ends with a violation, hence with 1.
  status=0
  .build/release/l4check run --variant published --svg "$picture" "$scenario" >/dev/null || status=$?
  if ((status != 1)); then
    echo "$scenario ends with $status, and has no violation to draw" >&2
    exit 1
  fi
  drawn=$((drawn + 1))
done
echo "pictures in docs/pictures: $drawn"
