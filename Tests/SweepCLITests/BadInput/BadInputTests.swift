import Foundation
import SweepCLI
import SweepStore
import SweepTestSupport
import Testing

/// Every input that is refused says where, what it expected, what it found and what to do, and
/// leaves the record as it was.
@Suite struct BadInputTests {
  @Test func thereAreMoreThan200() {
    #expect(BadInput.all.count >= 200)
    #expect(Set(BadInput.all.map(\.name)).count == BadInput.all.count)
  }

  @Test(arguments: BadInput.all)
  func isAnsweredAndLosesNothing(input: BadInput) throws {
    // Nothing is closed to the superuser.
    if input.needsPermissions, geteuid() == 0 { return }
    let place = try BadInputPlace(input)
    defer { place.remove() }
    let before = try place.record()
    let (status, text) = place.run(input.arguments)
    #expect(status == input.status, "\(text)")
    for part in input.says {
      #expect(text.contains(place.filled(part)), "expected \(part) in:\n\(text)")
    }
    #expect(!input.says.isEmpty)
    let ways = ["help: ", "Help: ", "See '", "see: "]
    #expect(ways.contains { text.contains($0) }, "no way out in:\n\(text)")
    let after = try place.record()
    if input.addsToTheRecord {
      #expect(Set(before).isSubset(of: Set(after)), "the record has lost something")
    } else {
      #expect(after == before, "the record has changed")
    }
  }
}

extension BadInputTests {
  /// What was not yet in the file itself is gone with its WAL; the rest is there.
  @Test(arguments: [[UInt8](), Array("no log".utf8), [UInt8](repeating: 7, count: 5_000)])
  func aStoreOpensWithAnotherLog(log: [UInt8]) throws {
    let place = try BadInputPlace(.store("log", .store(.none), says: ""))
    defer { place.remove() }
    let before = try place.record()
    try Data(log).write(to: URL(filePath: "\(place.folder)/sweep.db-wal"))
    let (status, text) = place.run(["list", "ner", "--store", "@/sweep.db"])
    #expect(status == 0 && text.contains("2 done"), "\(text)")
    #expect(place.run(["tell", "ner/2", "f=0.5", "--done", "--store", "@/sweep.db"]).status == 0)
    #expect(try place.record() != before)
  }
}

/// Runs a command in this process.
///
/// - Returns: Its exit status and what it printed.
func run(_ arguments: [String]) -> (status: Int32, text: String) {
  let reader = ConsoleCapture()
  let status = Console.$capture.withValue(reader) {
    StudyStore.$patience.withValue(0.2) { SweepCommand.execute(arguments) }
  }
  return (status, reader.text)
}
