#!/usr/bin/env bash
# Makes sure that what the build needs is there: Swift, a C compiler, pkg-config and Z3.
#
# Installs pkg-config and Z3 where that is possible without a question: on Debian and Ubuntu as root or with sudo
# that asks for no password, on macOS with Homebrew. Otherwise says what to install, and exits with 69 (unavailable).
set -euo pipefail

unavailable() {
  echo "$1" >&2
  exit 69
}

if ! command -v swift >/dev/null; then
  unavailable "swift is missing: install Swift 6.1 or later from https://www.swift.org/install."
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
if [[ ! $version =~ ^[0-9]+\.[0-9]+$ ]]; then
  unavailable "swift --version names no version: install Swift 6.1 or later from https://www.swift.org/install."
fi
if ((${version%.*} < 6 || (${version%.*} == 6 && ${version#*.} < 1))); then
  unavailable "Swift $version is too old: install Swift 6.1 or later from https://www.swift.org/install."
fi

# pkg-config tells the build where Z3 is. Swift brings a C compiler, but not the C library's headers.
complete() {
  command -v pkg-config >/dev/null && pkg-config --exists z3 &&
    echo '#include <stdlib.h>' | cc -fsyntax-only -x c - 2>/dev/null
}

complete && exit 0

install() {
  if [[ $(uname) == Darwin ]]; then
    command -v brew >/dev/null && brew install z3 pkg-config
  elif command -v apt-get >/dev/null; then
    local sudo=()
    if ((EUID != 0)); then
      sudo -n true 2>/dev/null || return 1
      sudo=(sudo -n)
    fi
    # Package lists may be good enough even when a source cannot be reached.
    "${sudo[@]}" apt-get update -q || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y libz3-dev pkg-config gcc libc6-dev
  else
    return 1
  fi
}

if ! install >&2 || ! complete; then
  unavailable "Z3, pkg-config or a C compiler is missing: install them with “sudo apt-get install libz3-dev \
pkg-config gcc” on Debian or Ubuntu, or with “brew install z3 pkg-config” and “xcode-select --install” on macOS."
fi
