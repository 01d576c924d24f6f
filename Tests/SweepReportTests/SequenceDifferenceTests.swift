import SweepReport
import Testing

/// Runs of equal and changed lines, as Python's `difflib` finds them.
struct SequenceDifferenceTests {
  /// `=` for kept lines, `-` and `+` for lines that go and come.
  private func changes(_ a: String, _ b: String) -> String {
    SequenceDifference.changes(from: a.map(String.init), to: b.map(String.init)).map { change in
      switch change {
      case .kept(let lines): "=" + lines.joined()
      case .replaced(let old, let new): "-" + old.joined() + "+" + new.joined()
      }
    }.joined(separator: " ")
  }

  @Test(arguments: [
    ("", "", ""), ("abc", "abc", "=abc"), ("abc", "", "-abc+"), ("", "abc", "-+abc"),
    ("abcd", "abxd", "=ab -c+x =d"), ("qabxcd", "abycdf", "-q+ =ab -x+y =cd -+f"),
    // The longest run counts, not the first.
    ("abxxxab", "xxxab", "-ab+ =xxxab"), ("private", "volatile", "-pri+ =v -+ol =at -+il =e"),
  ])
  func findsTheRunsOfDifflib(a: String, b: String, expected: String) {
    #expect(changes(a, b) == expected)
  }

  @Test func linesThatComeOftenBeginNoRun() {
    let many = (0..<150).flatMap { ["line \($0)", ""] }
    var other = many
    other.replaceSubrange(100..<102, with: ["new", "", ""])
    let found = SequenceDifference.changes(from: many, to: other)
    #expect(
      found == [
        .kept(Array(many[..<100])), .replaced(old: ["line 50"], new: ["new", ""]),
        .kept(Array(many[101...])),
      ])
  }
}
