#!/usr/bin/env bash
# Makes sure that what the build needs is there: Swift, a C compiler, pkg-config and Z3.
#
# Installs pkg-config and Z3 where that is possible without a question: on Debian and Ubuntu as root or with sudo
# that asks for no password, on macOS with Homebrew. Otherwise says what to install, and exits with 69 (unavailable).
#
# With --tests also installs QEMU for ARM where that is possible. Without it some tests are skipped: that is said, and
# is no failure.
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

# Installs with Homebrew what comes before a “--”, and with apt-get what comes after it.
install() {
  local formulas=()
  while [[ $1 != -- ]]; do
    formulas+=("$1")
    shift
  done
  shift
  if [[ $(uname) == Darwin ]]; then
    command -v brew >/dev/null && brew install "${formulas[@]}"
  elif command -v apt-get >/dev/null; then
    local sudo=()
    if ((EUID != 0)); then
      sudo -n true 2>/dev/null || return 1
      sudo=(sudo -n)
    fi
    # Package lists may be good enough even when a source cannot be reached.
    "${sudo[@]}" apt-get update -q || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
  else
    return 1
  fi
}

if ! complete && { ! install z3 pkg-config -- libz3-dev pkg-config gcc libc6-dev >&2 || ! complete; }; then
  unavailable "Z3, pkg-config or a C compiler is missing: install them with “sudo apt-get install libz3-dev \
pkg-config gcc” on Debian or Ubuntu, or with “brew install z3 pkg-config” and “xcode-select --install” on macOS."
fi

emulates() { command -v qemu-system-arm >/dev/null; }

if [[ ${1:-} == --tests ]] && ! emulates && { ! install qemu lld -- qemu-system-arm >&2 || ! emulates; }; then
  echo "QEMU for ARM is missing, so tests against it are skipped: install it with “sudo apt-get install \
--no-install-recommends qemu-system-arm” on Debian or Ubuntu, or with “brew install qemu lld” on macOS." >&2
fi
