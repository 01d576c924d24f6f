#!/usr/bin/env bash
# The reference of the public interface as a web site, from the modules that `make build` has compiled.
#
#   docs/reference.sh OUTPUT
#
# Needs what comes with Swift alone. `python3 -m http.server -d OUTPUT` shows it.
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:?usage: docs/reference.sh OUTPUT}
built=.build/release
graphs=.build/docc/graphs
rm -rf "$graphs" && mkdir -p "$graphs"
maps=()
for map in $built/*.build/module.modulemap Sources/*/module.modulemap \
  .build/checkouts/GRDB.swift/Sources/GRDBSQLite/module.modulemap; do
  maps+=(-Xcc "-fmodule-map-file=$map")
done
target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",$/\1/p' | head -1)
for module in Base Config Tensors NN Text Pipeline Training Search Store Report Engine Kit; do
  swift-symbolgraph-extract -module-name "Sweep$module" -target "$target" -I $built/Modules \
    "${maps[@]}" -minimum-access-level public -skip-inherited-docs -output-dir "$graphs"
done
docc convert docs/sweep.docc --additional-symbol-graph-dir "$graphs" \
  --fallback-display-name sweep --fallback-bundle-identifier sweep --output-path "$output" \
  --transform-for-static-hosting
