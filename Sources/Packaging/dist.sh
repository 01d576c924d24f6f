#!/bin/sh
# Makes .build/dist/sweep-VERSION-linux-x86_64.tar.gz and the wheel with the same program, from what
# `make build` has built. Made twice of the same build, both have the same bytes: files are sorted, their
# time is that of the last commit or SOURCE_DATE_EPOCH.
set -eu
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "error: packages are made on Linux x86_64 only" >&2; exit 1; }
dist=.build/dist
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
umask 022
rm -rf "$dist"
mkdir -p "$dist"
Sources/Packaging/link.sh "$dist/program"
version=$("$dist/program" --version)
name=sweep-$version-linux-x86_64
tree=$dist/$name
mkdir -p "$tree/bin" "$tree/share/man/man1" "$tree/share/bash-completion/completions" \
  "$tree/share/zsh/site-functions" "$tree/share/fish/vendor_completions.d"
mv "$dist/program" "$tree/bin/sweep"
cp LICENSE README.md "$tree/"
cp -R docs configs sweeps "$tree/"
find "$tree/sweeps" -name '*.swift' -delete
Sources/Packaging/third-party.sh > "$tree/THIRD-PARTY.txt"

sweep=$tree/bin/sweep
"$sweep" --generate-completion-script bash > "$tree/share/bash-completion/completions/sweep"
"$sweep" --generate-completion-script zsh > "$tree/share/zsh/site-functions/_sweep"
"$sweep" --generate-completion-script fish > "$tree/share/fish/vendor_completions.d/sweep.fish"

"$sweep" man > "$tree/share/man/man1/sweep.1" 2>/dev/null || rm -r "$tree/share/man"
mkdir "$tree/python"
"$sweep" init python --output "$tree/python/sweep_trial.py" > /dev/null 2>&1

# The least C library: the newest version that a symbol of the program asks for.
glibc=$(objdump -T "$sweep" | grep -o 'GLIBC_2\.[0-9]*' | sort -Vu | tail -1 | cut -d. -f2)
chmod -R u=rwX,go=rX "$tree"
tar --create --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --format=gnu \
  -C "$dist" "$name" | gzip -9n > "$dist/$name.tar.gz"
python3 Sources/Packaging/wheel.py --tree "$tree" --version "$version" --glibc "2.$glibc" --epoch "$epoch" \
  --output "$dist"
echo "needs glibc 2.$glibc or newer"
ls -l "$sweep" "$dist"/*.tar.gz "$dist"/*.whl | awk '{ printf "%8.1f MB  %s\n", $5 / 1e6, $NF }'
