// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building `sweep` never builds this. It uses the public API only.
let core: [Target.Dependency] = [
  "SweepBase", "SweepConfig", "SweepTensors", "SweepNN", "SweepText", "SweepPipeline",
  "SweepTraining", "SweepSearch", "SweepStore",
].map { .product(name: $0, package: "sweep") }

let package = Package(
  name: "sweep-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "sweep", path: "..")],
  targets: [
    .target(name: "CPeak", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "BenchmarkSuite", dependencies: core + ["CPeak"]),
    .executableTarget(name: "SweepBenchmark", dependencies: ["BenchmarkSuite"]),
    .executableTarget(name: "SweepChaos"),
    .testTarget(name: "BenchmarkSuiteTests", dependencies: core + ["BenchmarkSuite"]),
  ]
)

for target in package.targets where target.name != "CPeak" {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
