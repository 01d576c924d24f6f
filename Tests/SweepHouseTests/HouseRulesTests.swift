import Foundation
import Testing

/// Rules of the style guide that a machine can check.
@Suite struct HouseRulesTests {
  /// The folder of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Source files below some folders, as paths relative to the package.
  static func files(in folders: [String], endings: [String]) -> [String] {
    folders.flatMap { folder -> [String] in
      let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
      return (names?.compactMap { $0 as? String } ?? [])
        .filter { name in endings.contains { name.hasSuffix($0) } }.map { "\(folder)/\($0)" }
    }.sorted()
  }

  static let sources = files(in: ["Sources", "Tests"], endings: [".swift", ".c", ".h", ".cpp"])

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// A source file without its comments.
  static func code(_ path: String) throws -> String {
    try text(path).split(separator: "\n").filter {
      !$0.drop { $0 == " " }.hasPrefix("//")
    }.joined(separator: "\n")
  }

  /// What is forced where, each for a reason that its file gives.
  static let exceptions = ["Sources/SweepBase/Fingerprint.swift": "@unchecked Sendable"]

  @Test func findsTheSources() {
    #expect(Self.sources.count > 100)
  }

  @Test(arguments: sources)
  func noFileIsLongerThan600Lines(path: String) throws {
    let lines = try Self.text(path).split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(lines <= 600, "\(path) has \(lines) lines")
  }

  @Test(arguments: files(in: ["Sources"], endings: [".swift"]))
  func nothingIsForced(path: String) throws {
    let text = try Self.code(path)
    for word in ["try!", "as!", "fatalError(", "@unchecked Sendable"] where text.contains(word) {
      #expect(Self.exceptions[path] == word, "\(path) has \(word)")
    }
  }

  @Test(arguments: files(in: ["Sources"], endings: [".swift"]))
  func nothingDependsOnHashesOrTheSystemsRandomness(path: String) throws {
    let text = try Self.code(path)
    for word in [".hashValue", "shuffled()", ".random(in:", "SystemRandomNumberGenerator"] {
      #expect(!text.contains(word), "\(path) uses \(word)")
    }
  }

  @Test(arguments: ["SweepBase", "SweepTensors", "SweepNN"])
  func theCoreDoesWithoutFoundation(module: String) throws {
    for path in Self.files(in: ["Sources/\(module)"], endings: [".swift"]) {
      #expect(!(try Self.text(path)).contains("import Foundation"), "\(path) imports Foundation")
    }
  }

  @Test func everyKernelFileForbidsContraction() throws {
    for path in Self.files(in: ["Sources/CKernels"], endings: [".c"])
    where path.contains("/kernels_") || path.contains("/dispatch") {
      let text = try Self.text(path)
      #expect(
        text.contains("#pragma clang fp contract(off)"),
        "\(path) lets the compiler fuse products and sums")
    }
  }
}
