#!/bin/sh
# run.sh PROGRAM TARGET RUNS: mutates the kept inputs of a target so many times, with libFuzzer.
# LENGTH=… makes inputs of so many bytes at most; FUZZ_OPTIONS=… are options of libFuzzer.
# run.sh PROGRAM TARGET merge: adds those found inputs to the kept ones that reach something new.
#
# What it finds goes to .build/fuzz/found/TARGET; an input that crashes, hangs or breaks a promise to
# .build/fuzz/broken/TARGET-…, and the script fails. Such an input becomes a kept one once it is mended.
set -eu
program=$1 target=$2 runs=$3
here=$(dirname "$0")
found=.build/fuzz/found/$target
mkdir -p "$found" .build/fuzz/broken
case $target in
  filter) length=128 ;;
  docbin | tokenizer) length=1536 ;;
  model-folder) length=16384 ;;
  *) length=512 ;;
esac
length=${LENGTH:-$length}
# Without a symboliser's pipe and AddressSanitizer's own stacks it is twice as fast.
export FUZZ_TARGET="$target" FUZZ_SEEDS="$found" SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=0:max_malloc_fill_size=0
if [ "$runs" = merge ]; then
  exec "$program" -merge=1 -max_len=$length -rss_limit_mb=1024 -timeout=10 "$here/$target" "$found"
fi
exec "$program" "$found" "$here/$target" -dict="$here/$target.dict" -runs="$runs" \
  -max_len=$length -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 ${FUZZ_OPTIONS:-} \
  -artifact_prefix=.build/fuzz/broken/"$target"-
