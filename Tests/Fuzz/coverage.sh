#!/bin/sh
# coverage.sh PROGRAM "TARGET…": which lines of its readers each target's inputs reach.
#
# The program is built with -profile-generate and -profile-coverage-mapping. The inputs are the kept ones,
# and those that were found in .build/fuzz/found. FILES=1 lists each file, UNREACHED=1 the lines that none reaches.
set -eu
program=$1 targets=$2
here=$(dirname "$0")
work=.build/fuzz/covered
mkdir -p $work
# Those of the toolchain: others may not know its format.
tools=$(dirname "$(readlink -f "$(command -v swift)")")
profdata=$tools/llvm-profdata cov=$tools/llvm-cov
sources() {
  case $1 in
    config) echo Sources/SweepConfig/Language/*.swift Sources/SweepConfig/JSON/*.swift ;;
    sweep-file) echo Sources/CTOML/*.cpp Sources/SweepSearch/TOML/*.swift \
      Sources/SweepSearch/SweepFile/*.swift Sources/SweepSearch/Settings/*.swift \
      Sources/SweepSearch/Spaces/Con*.swift ;;
    filter) echo Sources/SweepReport/Filter/*.swift ;;
    columns) echo Sources/SweepText/Convert/*.swift ;;
    events) echo Sources/SweepEngine/Reports/*.swift ;;
    docbin) echo Sources/SweepText/DocBin/*.swift ;;
    msgpack) echo Sources/SweepText/MessagePack/*.swift ;;
    # But for what reads and writes folders.
    model-folder) echo Sources/SweepPipeline/ModelFolder/*.swift | tr ' ' '\n' |
      grep -v Pipeline+Folder ;;
    tokenizer) echo Sources/SweepText/Tokenizer/*.swift Sources/SweepText/Tokenizer/Pattern/*.swift ;;
    vectors) echo Sources/SweepText/Vectors/NumpyFile.swift Sources/SweepText/Vectors/Vectors+Folder.swift ;;
    word-vectors) echo Sources/SweepText/Vectors/WordVectorsReader.swift \
      Sources/SweepText/Vectors/LineSource.swift ;;
    conversion) echo Sources/SweepText/Convert/CoNLLU*.swift Sources/SweepText/Convert/JSON*.swift \
      Sources/SweepText/Convert/EntityTagColumn.swift ;;
  esac
}
for target in $targets; do
  found=.build/fuzz/found/$target
  mkdir -p "$found"
  FUZZ_TARGET=$target FUZZ_SEEDS=$found FUZZ_THOROUGH=1 LLVM_PROFILE_FILE=$work/$target.profraw \
    "$program" "$here/$target" "$found" -runs=0 2>$work/$target.log
  "$profdata" merge -o $work/$target.profdata $work/$target.profraw
  [ -z "${UNREACHED:-}" ] || "$cov" show "$program" -instr-profile=$work/$target.profdata \
    $(sources "$target" | sed "s|[^ ]*|$PWD/&|g") | grep -E '^ +[0-9]+\| +0\||^/' || true
  "$cov" report "$program" -instr-profile=$work/$target.profdata $(sources "$target" | sed "s|[^ ]*|$PWD/&|g") |
    awk -v target="$target" -v files="${FILES:-}" '
      # Columns 8 to 10 are lines: how many, missed, covered.
      NF >= 10 && $1 ~ /\./ && files { printf "  %-32s %5d lines %8s\n", $1, $8, $10 }
      $1 == "TOTAL" { printf "%-14s %5d lines %8s\n", target, $8, $10 }'
done
