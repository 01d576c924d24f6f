#!/bin/sh
# try.sh [SUITE]: unpacks what `make dist` has made in a fresh Debian folder, without Swift and all else,
# and uses it there: the tarball and the wheel, a sweep, its report, re-runs, and a capsule from outside.
# The folder is made by debootstrap once and kept in .build/roots. Needs root and, the first time, a
# network; says so and does nothing otherwise.
set -eu
suite=${1:-bookworm}
here=$(pwd)
root=$here/.build/roots/$suite
skip() { echo "skipped: $1"; exit 0; }
[ "$(id -u)" = 0 ] || skip "a fresh Debian folder is entered by chroot, which needs root"
if [ ! -e "$root/made" ]; then
  command -v debootstrap >/dev/null || skip "debootstrap is not installed (apt-get install debootstrap)"
  mkdir -p "$root"
  echo "making $root"
  # Without MIRROR, from where debootstrap itself gets the suite.
  debootstrap --variant=minbase --include=python3-venv "$suite" "$root" ${MIRROR:+"$MIRROR"} \
    > "$root.log" 2>&1 || { tail -3 "$root.log"; skip "debootstrap could not make $suite"; }
  touch "$root/made"
fi
set -- .build/dist/sweep-*-linux-x86_64.tar.gz
[ $# = 1 ] && [ -e "$1" ] || {
  echo "error: expected one tarball in .build/dist; run \`make dist\` first" >&2
  exit 1
}
name=$(basename "$1" .tar.gz)
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/bin:/bin LC_ALL=C.UTF-8 sh -c "set -e; cd /try; $1"
}
step() { echo; echo "== $1"; }

rm -rf "$root/try"
mkdir -p "$root/try"
# The kernel's files: who a process is, and when the machine was started, is read there.
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
trap 'umount "$root/proc" 2>/dev/null || true' EXIT
tar -xzf "$1" -C "$root/try"
cp .build/dist/*.whl "$root/try/"
cat > "$root/try/$name/try.toml" <<'END'
name = "try"
config = "configs/ner-v3.cfg"
seeds = [0, 1]
metric = { name = "ents_f", goal = "maximize" }
[overrides]
"training.max_steps" = 60
"training.eval_frequency" = 20
[parameters]
"variables.dropout" = { values = [0.1, 0.3] }
END

step "$suite: $(inside 'ldd --version 2>&1 | head -1'), Swift: $(inside 'command -v swift || echo none')"
inside "$name/bin/sweep --version"
inside "$name/bin/sweep --help >/dev/null"
step "a sweep, its report and a re-run, from the tarball"
inside "cd $name; bin/sweep run try.toml --store try.db --quiet >/dev/null"
inside "cd $name; bin/sweep report try --best ents_f --store try.db | head -20"
inside "cd $name; bin/sweep rerun try/1 --store try.db"
step "the same sweep by the program of make build"
rm -rf .build/try
cp -R "$root/try/$name" .build/try
rm -f .build/try/try.db*
(cd .build/try && "$here/.build/release/sweep" run try.toml --store try.db --quiet >/dev/null)
hashes() {
  python3 - "$1" <<'END'
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(
        "SELECT number, config_hash, model_hash FROM v_trials ORDER BY number"):
    print(*row)
END
}
ours=$(hashes .build/try/try.db)
theirs=$(hashes "$root/try/$name/try.db")
echo "$ours"
[ "$ours" = "$theirs" ] || { echo "error: other models in $suite:"; echo "$theirs"; exit 1; }
echo "the same models, by their hashes"
step "a capsule from here, re-run there"
(cd .build/try && "$here/.build/release/sweep" export try/2 try-2.capsule --store try.db --no-program)
mkdir "$root/try/alone"
cp .build/try/try-2.capsule "$root/try/alone/"
inside "cd alone; ../$name/bin/sweep rerun try-2.capsule"
step "the wheel"
inside "python3 -m venv venv; venv/bin/pip install --quiet --no-index ./*.whl; venv/bin/sweep --version"
inside "venv/bin/python -c 'import sweep_trial; print(sweep_trial.__name__, \"is there\")'"
inside "cd alone; ../venv/bin/sweep rerun try-2.capsule >/dev/null && echo 'the capsule is identical'"
step "all of it works in $suite"
