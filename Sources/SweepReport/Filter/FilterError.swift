/// What a filter got wrong, and where.
public struct FilterError: Error, Equatable, Sendable {
  /// The filter as written.
  public var filter: String
  /// Where the problem begins, in UTF-8 bytes from the start.
  public var offset: Int
  /// What was expected and found.
  public var problem: String
  /// What to do about it.
  public var help: String?

  public init(filter: String, offset: Int, problem: String, help: String? = nil) {
    self.filter = filter
    self.offset = offset
    self.problem = problem
    self.help = help
  }

  /// The column of the problem in characters, from 1.
  public var column: Int { String(decoding: filter.utf8.prefix(offset), as: UTF8.self).count + 1 }
}

extension FilterError: CustomStringConvertible {
  /// How much of a long filter is shown on each side of the problem, in characters.
  private static let reach = 50

  public var description: String {
    let lines = ["filter, column \(column): \(problem)", "    " + excerpt.text]
    let caret = "    " + String(repeating: " ", count: excerpt.caret) + "^"
    return (lines + [caret] + (help.map { ["  help: \($0)"] } ?? [])).joined(separator: "\n")
  }

  /// The filter in one line, cut to what is around the problem.
  private var excerpt: (text: String, caret: Int) {
    let characters = filter.map { character -> Character in
      let isPlain = character.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
      return isPlain ? character : " "
    }
    let place = min(column - 1, characters.count)
    let start = max(0, place - Self.reach)
    let end = min(characters.count, place + Self.reach)
    let (before, after) = (start > 0 ? "…" : "", end < characters.count ? "…" : "")
    return (before + String(characters[start..<end]) + after, place - start + before.count)
  }
}
