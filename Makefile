# Everything a fresh Debian or Ubuntu machine with Swift 6.2 or newer needs: `make demo`, `make test`.
SWIFT ?= swift
# Debug builds would compile the kernels without optimisation, so everything is built for release.
BUILD_FLAGS := -c release --explicit-target-dependency-import-check error
SWEEP := .build/release/sweep
DEMO_STORE := .build/demo/sweep.db
BENCHMARKS := Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests
PACKAGES := pkg-config libopenblas-dev libsqlite3-dev libtomlplusplus-dev zlib1g-dev libssl-dev

.PHONY: demo test chaos fuzz fuzz-build fuzz-merge fuzz-coverage bench bench-scale bench-search bench-optuna bench-books \
  bench-records bench-queries bench-spacy bench-test bench-build build man reference dist dist-test setup lint \
  format install clean

## demo: install what is missing, build, sweep the bundled corpus, show the report, repeat one trial
demo: build
	@rm -rf .build/demo && mkdir -p .build/demo
	$(SWEEP) run sweeps/ner.toml --store $(DEMO_STORE)
	@echo
	$(SWEEP) report ner --best ents_f --store $(DEMO_STORE)
	@echo
	$(SWEEP) rerun 1 --store $(DEMO_STORE)

## test: the whole test suite
test: setup
	$(SWIFT) build $(BUILD_FLAGS) --build-tests
	$(SWIFT) test -c release --skip-build --disable-xctest

## fuzz: mutated input for all that reads some, by libFuzzer; RUNS=…, TARGETS=…; see docs/testing.md
#   ASAN=0     without AddressSanitizer, several times as fast: what Swift checks itself still traps
#   LENGTH=…   inputs of so many bytes at most
RUNS ?= 1000000
TARGETS ?= config sweep-file filter columns events docbin msgpack model-folder tokenizer vectors \
  word-vectors conversion
ASAN ?= 1
export LENGTH
FUZZ := .build/fuzz
FUZZ_BUILT := $(FUZZ)$(if $(filter 0,$(ASAN)),/plain,)
FUZZ_BUILD := SWEEP_FUZZ=1 $(SWIFT) build -c release --product SweepFuzz --sanitize fuzzer \
  -Xswiftc -parse-as-library
fuzz: fuzz-build
	@set -e; for target in $(TARGETS); do \
	  echo "$$target: $(RUNS) runs"; \
	  Tests/Fuzz/run.sh $(FUZZ_BUILT)/release/SweepFuzz $$target $(RUNS); done

## fuzz-merge: keeps of what `make fuzz` has found the inputs that reach something new
fuzz-merge: fuzz-build
	@set -e; for target in $(TARGETS); do \
	  Tests/Fuzz/run.sh $(FUZZ_BUILT)/release/SweepFuzz $$target merge; done

fuzz-build: setup
	$(FUZZ_BUILD) --scratch-path $(FUZZ_BUILT) $(if $(filter 0,$(ASAN)),,--sanitize address)

## fuzz-coverage: which lines of the readers the kept and found inputs reach, by llvm-cov
fuzz-coverage: setup
	$(FUZZ_BUILD) --scratch-path $(FUZZ)/coverage -Xswiftc -profile-generate \
	  -Xswiftc -profile-coverage-mapping -Xcxx -fprofile-instr-generate -Xcxx -fcoverage-mapping
	@Tests/Fuzz/coverage.sh $(FUZZ)/coverage/release/SweepFuzz "$(TARGETS)"

## reference: the public interface as a web site in .build/reference, by DocC
reference: build
	docs/reference.sh .build/reference

## bench: each figure beside its bound, in a few minutes; CONFIGS=…, DATA=…, REPORT=…, ARGS=… below
#   CONFIGS  configs to train (those of configs/ on the bundled corpora); a.cfg,words=100 has batches
#            of 100 words, a.cfg,corpus=DIR trains on DIR/train.spacy and DIR/dev.spacy
#   DATA     the folder that paths in them are relative to (.)
#   REPORT   a file to write the text to
#   ARGS     further options: Benchmarks/.build/release/SweepBenchmark without any lists them
DATA ?= .
BENCH := Benchmarks/.build/release
NAMES := corpus=sweeps/corpora/names
BUNDLED := configs/ner-v3.cfg,$(NAMES) configs/tagger-parser.cfg configs/textcat.cfg,words=100
BUNDLED_V2 := configs/ner.cfg,$(NAMES)
BENCH_OPTIONS = --folder $(DATA) --sweep $(BENCH)/sweep $(if $(REPORT),--report $(REPORT)) $(ARGS)
bench: bench-build
	$(BENCH)/SweepBenchmark suite $(or $(CONFIGS),$(BUNDLED) $(BUNDLED_V2)) $(BENCH_OPTIONS)

## bench-scale: how cost grows with corpus, width, batch and trials, on generated corpora
bench-scale: bench-build
	$(BENCH)/SweepBenchmark scale $(or $(CONFIGS),configs/ner-v3.cfg) $(BENCH_OPTIONS)

## bench-search: what proposals and the importance of settings take, in half a minute
bench-search: bench-build
	$(BENCH)/SweepBenchmark search $(if $(REPORT),--report $(REPORT)) $(ARGS)

## bench-optuna: the same beside Optuna; PYTHON=… has optuna, cmaes and, for its GP, torch
bench-optuna: bench-build
	python3 Benchmarks/optuna_compare.py --python $(PYTHON) \
	  $(if $(REPORT),--report $(REPORT)) $(ARGS)

## bench-spacy: sweep and spaCy by turns; PYTHON=… has spaCy, STEPS=… of each of the 8 trials
PYTHON ?= python3
STEPS ?= 2000
bench-spacy: bench-build
	python3 Benchmarks/spacy_compare.py $(or $(CONFIGS),$(BUNDLED)) \
	  --python $(PYTHON) --folder $(DATA) --steps $(STEPS) \
	  $(if $(REPORT),--report $(REPORT)) $(ARGS)

## bench-books: CPU per trial of the record, beside Optuna's by turns; PYTHON=… has Optuna
bench-books: bench-build
	python3 Benchmarks/bookkeeping.py --sweep $(BENCH)/sweep --python $(PYTHON) $(ARGS)

## chaos: KILLS=… kill -9 at random moments, and what is left of each sweep; a quarter of an hour
KILLS ?= 200
chaos: build
	$(BENCH_BUILD) --product SweepChaos
	$(BENCH)/SweepChaos --kills $(KILLS) --sweep $(SWEEP) $(ARGS)

## bench-records: metric rows, ends of trials, start-up; MLFLOW=…, OPTUNA=… Pythons to run beside it
bench-records: bench-build
	$(BENCH)/SweepBenchmark records --sweep $(BENCH)/sweep $(if $(REPORT),--report $(REPORT)) $(ARGS)
ifneq ($(MLFLOW)$(OPTUNA),)
	python3 Benchmarks/records_compare.py --sweep $(BENCH) $(if $(MLFLOW),--mlflow $(MLFLOW)) \
	  $(if $(OPTUNA),--optuna $(OPTUNA))
endif

## bench-queries: what list, compare and report take on 10,000 trials, in two minutes
bench-queries: bench-build
	$(BENCH)/SweepBenchmark queries --sweep $(BENCH)/sweep $(if $(REPORT),--report $(REPORT)) $(ARGS)

## bench-test: the tests of the benchmark suite itself
bench-test: setup
	$(BENCH_BUILD) --build-tests
	$(SWIFT) test -c release --package-path Benchmarks --skip-build --disable-xctest

# Both in one build folder, so that each module is compiled once. A build plan from before does not
# know of files that are new in the package above, so it is made anew.
BENCH_BUILD := $(SWIFT) build $(BUILD_FLAGS) --disable-build-manifest-caching --package-path Benchmarks
bench-build: setup
	$(BENCH_BUILD) --product SweepBenchmark
	$(BENCH_BUILD) --product sweep

## build: the program, at .build/release/sweep
build: setup
	$(SWIFT) build $(BUILD_FLAGS) --product sweep

## man: the manual page of all commands, at .build/sweep.1
man: build
	$(SWEEP) man --output .build/sweep.1

## setup: system libraries, by apt, only those that are missing
setup:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi

## lint: formatting and style, without changing anything
lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests sweeps $(BENCHMARKS)

## format: formats all sources in place
format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests sweeps $(BENCHMARKS)

## install: copies the program to $(PREFIX)/bin
PREFIX ?= /usr/local
install: build
	install -D $(SWEEP) $(DESTDIR)$(PREFIX)/bin/sweep

## dist: a tarball and a Python wheel that need neither Swift nor libraries, in .build/dist
dist: build
	Sources/Packaging/dist.sh

## dist-test: both used in a fresh Debian folder (SUITE=bookworm), as root; after `make dist`
SUITE ?= bookworm
dist-test: build
	Sources/Packaging/try.sh $(SUITE)

clean:
	rm -rf .build
