#!/bin/sh
# link.sh FILE: links the objects of `make build` once more, with everything but the C library in the
# program: Swift's runtime and Foundation, SQLite, zlib, OpenSSL's libcrypto, the C++ library. The objects
# are the same ones, so a trial has the same bits. OpenBLAS is loaded where it is installed, as ever.
set -eu
out=$1
build=.build/release
objects=$build/sweep.product/Objects.LinkFileList
fail() { echo "error: $1" >&2; exit 1; }
[ -e "$objects" ] || fail "$objects is not there; run \`make build\` first"
# Objects of different builds do not fit together.
newer=$(find "$(cd $build && pwd -P)" -name '*.o' -newer $build/sweep \
  | grep -Fxf - "$objects" | head -1 || true)
[ -z "$newer" ] || fail "$newer is newer than $build/sweep; run \`make build\` first"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A folder with the archives alone, searched first: else the linker would take the shared libraries.
for library in sqlite3 z crypto stdc++; do
  file=$(clang -print-file-name=lib$library.a)
  [ -e "$file" ] || file=/usr/lib/x86_64-linux-gnu/lib$library.a
  [ -e "$file" ] || fail "no lib$library.a on this machine"
  ln -s "$file" "$work/lib$library.a"
done
clang -O2 -Wall -Werror -c Sources/Packaging/glibc.c -o "$work/glibc.o"

wrap=
for name in arc4random hypot hypotf; do wrap="$wrap -Xlinker --wrap=$name"; done
# Foundation's archives need each other, and those of the shared Foundation are not what was compiled for.
foundation="-lFoundation -lFoundationInternationalization -lFoundationEssentials -lCoreFoundation
  -l_FoundationCShims -l_FoundationCollections -l_FoundationICU"
# shellcheck disable=SC2086
swiftc -static-stdlib -L "$work" -o "$out" -module-name sweep -emit-executable \
  -Xlinker --gc-sections -Xlinker --defsym -Xlinker main=sweep_main -Xlinker --no-export-dynamic \
  -Xlinker -s $wrap "@$objects" "$work/glibc.o" \
  -Xlinker --start-group $foundation -Xlinker --end-group -lsqlite3 -lz -lcrypto -lstdc++ \
  2>"$work/log" || { cat "$work/log" >&2; exit 1; }
