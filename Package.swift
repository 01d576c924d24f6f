// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "sweep",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "sweep", targets: ["sweep"]),
    .library(name: "SweepKit", targets: ["SweepKit"]),
    // For those who want samplers, pruners and statistics alone.
    .library(name: "SweepSearch", targets: ["SweepSearch"]),
    // For those who want to read and write records alone.
    .library(name: "SweepStore", targets: ["SweepStore"]),
    // For those who want the training core alone, and for the benchmarks.
    .library(name: "SweepBase", targets: ["SweepBase"]),
    .library(name: "SweepConfig", targets: ["SweepConfig"]),
    .library(name: "SweepTensors", targets: ["SweepTensors"]),
    .library(name: "SweepNN", targets: ["SweepNN"]),
    .library(name: "SweepText", targets: ["SweepText"]),
    .library(name: "SweepPipeline", targets: ["SweepPipeline"]),
    .library(name: "SweepTraining", targets: ["SweepTraining"]),
  ],
  // Pinned exactly: Package.resolved is not kept, and a recorded trial must find the same code.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
  ],
  // A target may depend only on targets above it.
  targets: [
    // System libraries and C code
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels"),
    .target(name: "CProcess"),
    .target(name: "CTOML"),

    // Shared ground
    .target(name: "SweepBase", dependencies: ["COpenSSL", "CKernels"]),
    .target(name: "SweepConfig", dependencies: ["SweepBase"]),

    // The training core: knows nothing of trials
    .target(name: "SweepTensors", dependencies: ["SweepBase", "CKernels"]),
    .target(
      name: "SweepNN", dependencies: ["SweepBase", "SweepConfig", "SweepTensors", "CKernels"]),
    .target(name: "SweepText", dependencies: ["SweepBase", "SweepConfig", "CZlib"]),
    .target(
      name: "SweepPipeline",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepNN", "SweepTensors", "SweepText", "CKernels",
      ]),
    .target(
      name: "SweepTraining",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepNN", "SweepPipeline", "SweepTensors", "SweepText",
      ]),

    // Search and records: know nothing of training
    .target(name: "SweepSearch", dependencies: ["SweepBase", "SweepConfig", "CTOML"]),
    .target(
      name: "SweepStore",
      dependencies: ["SweepBase", "SweepConfig", "SweepSearch", "CZlib", grdb, sqlite]),
    .target(name: "SweepReport", dependencies: ["SweepBase", "SweepConfig", "SweepSearch"]),
    .target(
      name: "SweepEngine", dependencies: ["SweepBase", "SweepConfig", "SweepSearch", "CProcess"]),

    // Where the two halves meet
    .target(
      name: "SweepKit",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepTensors", "SweepNN", "SweepText", "SweepPipeline",
        "SweepTraining", "SweepSearch", "SweepStore", "SweepReport", "SweepEngine", logging,
      ],
      resources: [
        .embedInCode("Workers/Python/sweep_trial.py"),
        .embedInCode("Workers/Python/sweep_spacy.py"),
      ]),
    .target(
      name: "SweepCLI",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepTensors", "SweepText", "SweepPipeline", "SweepTraining",
        "SweepSearch", "SweepStore", "SweepReport", "SweepEngine", "SweepKit", argumentParser,
        logging,
      ]),
    .executableTarget(name: "sweep", dependencies: ["SweepCLI", argumentParser]),

    // Tests
    .target(
      name: "SweepTestSupport",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepNN", "SweepTensors", "SweepText", "SweepSearch", "CZlib",
      ],
      path: "Tests/SweepTestSupport"),
    .target(
      name: "SweepFuzzing",
      dependencies: [
        "SweepBase", "SweepConfig", "SweepTensors", "SweepText", "SweepPipeline", "SweepSearch",
        "SweepReport", "SweepEngine",
      ],
      path: "Tests/SweepFuzzing"),
  ],
  cxxLanguageStandard: .cxx17
)

let testedModules = [
  "SweepBase", "SweepConfig", "SweepTensors", "SweepNN", "SweepText", "SweepPipeline",
  "SweepTraining", "SweepSearch", "SweepStore", "SweepReport", "SweepEngine", "SweepKit",
  "SweepCLI",
]
// `SWEEP_TESTS="SweepReport SweepKit" make test` builds and runs the tests of these modules alone.
let chosenTests = Context.environment["SWEEP_TESTS"]?.split(separator: " ").map(String.init)
for (index, module) in testedModules.enumerated() where chosenTests?.contains(module) ?? true {
  // The module and what it may build on, so that testing a low one does not compile the high ones.
  let modules = testedModules[...index].map { Target.Dependency.byName(name: $0) }
  package.targets.append(
    .testTarget(
      name: "\(module)Tests",
      dependencies: modules + ["SweepTestSupport", "CKernels", argumentParser, grdb, logging]))
}
package.targets.append(.testTarget(name: "SweepHouseTests"))
// The programs of docs/library.md, which the tests run.
if chosenTests?.contains("SweepExample") ?? true {
  let examples = ["network", "entities", "schedule"]
  for name in examples {
    package.targets.append(
      .executableTarget(
        name: "example-\(name)",
        dependencies: [
          "SweepBase", "SweepConfig", "SweepTensors", "SweepNN", "SweepText", "SweepTraining",
          "SweepKit",
        ],
        path: "docs/examples/\(name)"))
  }
  package.targets.append(
    .testTarget(
      name: "SweepExampleTests",
      dependencies: examples.map { .byName(name: "example-\($0)") } + ["SweepTestSupport"]))
}
if chosenTests?.contains("SweepFuzz") ?? true {
  package.targets.append(
    .testTarget(name: "SweepFuzzTests", dependencies: ["SweepFuzzing", "SweepTestSupport"]))
}
// libFuzzer brings its own `main`, so that this target links with it only: `make fuzz`.
if Context.environment["SWEEP_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(name: "SweepFuzz", dependencies: ["SweepFuzzing"], path: "Tests/SweepFuzz"))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  target.cSettings = [.treatAllWarnings(as: .error)]
  target.cxxSettings = [.treatAllWarnings(as: .error)]
}
