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
    let text = try Self.text(path)
    for word in ["try!", "as!", "fatalError(", "@unchecked Sendable"] where text.contains(word) {
      let isExplained = text.contains("// forced: ")
      #expect(isExplained, "\(path) has \(word) without a line that begins with “// forced: ”")
    }
  }

  @Test(arguments: files(in: ["Sources"], endings: [".swift"]))
  func nothingDependsOnHashesOrTheSystemsRandomness(path: String) throws {
    let text = try Self.text(path)
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
    for path in Self.files(in: ["Sources/CKernels"], endings: [".c"]) {
      #expect(
        (try Self.text(path)).contains("#pragma clang fp contract(off)")
          || (try Self.text(path)).contains("#include \"simd.h\""),
        "\(path) lets the compiler fuse products and sums")
    }
  }
}
