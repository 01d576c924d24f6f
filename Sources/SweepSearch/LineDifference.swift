/// Which lines a text lost and gained.
public struct LineDifference: Equatable, Sendable {
  public enum Change: Equatable, Sendable {
    case kept(String)
    case removed(String)
    case added(String)
  }

  /// All lines of both texts, in order.
  public var changes: [Change]

  /// Compares two texts line by line; the longest common subsequence of lines is kept.
  ///
  /// - Complexity: O(n m) for the lines between the common start and the common end.
  public init(from old: String, to new: String) {
    let (a, b) = (Self.lines(old), Self.lines(new))
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var end = 0
    while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] {
      end += 1
    }
    changes = a[..<start].map(Change.kept)
    changes += Self.middle(Array(a[start..<a.count - end]), Array(b[start..<b.count - end]))
    changes += a[(a.count - end)...].map(Change.kept)
  }

  /// Whether the texts are equal.
  public var isEmpty: Bool {
    changes.allSatisfy { if case .kept = $0 { true } else { false } }
  }

  /// The changed lines alone, with `-` and `+` before them.
  public var text: String {
    changes.compactMap {
      switch $0 {
      case .kept: nil
      case .removed(let line): "- \(line)"
      case .added(let line): "+ \(line)"
      }
    }.joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func middle(_ a: [String], _ b: [String]) -> [Change] {
    // Larger differences are shown whole: nobody reads them line by line.
    guard !a.isEmpty, !b.isEmpty, a.count * b.count <= 4_000_000 else {
      return a.map(Change.removed) + b.map(Change.added)
    }
    var common = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    var (i, j) = (0, 0)
    var changes: [Change] = []
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        changes.append(.kept(a[i]))
        (i, j) = (i + 1, j + 1)
      } else if j == b.count || (i < a.count && common[i + 1][j] >= common[i][j + 1]) {
        changes.append(.removed(a[i]))
        i += 1
      } else {
        changes.append(.added(b[j]))
        j += 1
      }
    }
    return changes
  }
}
