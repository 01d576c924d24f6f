import Foundation
import SweepTestSupport
import Testing

/// The programs of docs/library.md run, and the page shows them as they are.
@Suite struct ExampleTests {
  @Test(arguments: ["network", "entities", "schedule"])
  func isOnThePage(name: String) throws {
    let root = Fixture.packageRoot
    let program = try String(
      contentsOfFile: "\(root)/docs/examples/\(name)/main.swift", encoding: .utf8)
    let page = try String(contentsOfFile: "\(root)/docs/library.md", encoding: .utf8)
    #expect(page.contains("```swift\n\(program)```\n"))
  }

  @Test func tellsPointsApart() throws {
    let output = try run("network")
    let numbers = output.split { !"0123456789.e-".contains($0) }.compactMap { Float($0) }
    #expect(numbers.count == 8)
    // Rows of two classes: equal, different, different, equal.
    #expect(numbers[0] > 0.9 && numbers[3] > 0.9 && numbers[5] > 0.9 && numbers[6] > 0.9)
  }

  /// The losses are those of the same loop in spaCy 3.8: `random.seed(0)` and `numpy.random.seed(0)`,
  /// `spacy.blank("en")`, `add_pipe("ner")`, `Adam(0.001)`.
  @Test func followsSpacysLoop() throws {
    let lines = try run("entities").split(separator: "\n")
    let losses = lines.prefix(4).compactMap { Double($0.split(separator: " ").last ?? "") }
    let recorded = [20.349867, 12.815522, 6.244656, 0.2978423]
    #expect(losses.count == 4)
    for (loss, expected) in zip(losses, recorded) {
      #expect(abs(loss - expected) < 1e-4 * expected)
    }
    #expect(lines.contains("Hugo PERSON") && lines.contains("Oslo PLACE"))
  }

  @Test func callsAFunctionOfItsOwn() throws {
    let rows = try run("schedule").split(separator: "\n")
    #expect(rows.map { $0.split(separator: " ").last } == ["0.004", "0.002", "0.001", "0.0005"])
  }

  /// What a program prints.
  private func run(_ name: String) throws -> String {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: "\(Fixture.packageRoot)/.build/release/example-\(name)")
    process.currentDirectoryURL = URL(fileURLWithPath: Fixture.packageRoot)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }
}
