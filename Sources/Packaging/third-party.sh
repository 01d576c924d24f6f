#!/bin/sh
# Prints the licences of everything that `make dist` links into the program, from the files that came with it.
set -eu
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
section() {
  [ -e "$2" ] || { echo "error: no licence of $1 at $2" >&2; exit 1; }
  printf '%s\n%s\n%s\n\n' "$rule" "$1" "$rule"
  cat "$2"
  echo
}
rule=$(printf '=%.0s' $(seq 80))
echo "The program contains the following works of others, each under its own licence."
echo "OpenBLAS is not part of it: it is loaded where the machine has it."
echo
checkouts=.build/checkouts
section "Swift: standard library, Concurrency, Dispatch, Foundation (with ICU, see below)" \
  "$toolchain/share/swift/LICENSE.txt"
section "GRDB.swift" "$checkouts/GRDB.swift/LICENSE"
section "swift-argument-parser" "$checkouts/swift-argument-parser/LICENSE.txt"
section "swift-log" "$checkouts/swift-log/LICENSE.txt"
section "SQLite" /usr/share/doc/libsqlite3-dev/copyright
section "zlib" /usr/share/doc/zlib1g-dev/copyright
section "OpenSSL (libcrypto)" /usr/share/doc/libssl-dev/copyright
section "toml++" /usr/share/doc/libtomlplusplus-dev/copyright
runtime=$(basename "$(dirname "$(clang -print-file-name=libstdc++.a)")")
section "The GNU C++ library (GPL 3 with the GCC runtime library exception)" \
  "/usr/share/doc/gcc-$runtime-base/copyright"
section "ICU, as part of Foundation" Sources/Packaging/LICENSE-icu.txt
