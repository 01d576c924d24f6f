/// How a text file writes words with their entity tags.
public enum ColumnFormat: String, CaseIterable, Sendable {
  /// One token per line, the word first and the tag last; sentences end with a line of white space.
  case ner
  /// One sentence per line, its tokens as `word|tag|iob` or `word|iob`.
  case iob

  /// The format of a file, by its name and where that leaves it open, by its first 20 lines.
  ///
  /// - Returns: `nil` when neither says.
  /// - Source: spaCy 3.8 `convert`; a name without a known ending is left to the lines.
  public static func detect(file: String, text: String) -> ColumnFormat? {
    let name = file.split(separator: "/").last ?? ""
    switch name.contains(".") ? name.split(separator: ".").last : nil {
    case "conll": return .ner
    case "ner": return detect(text: text) ?? .ner
    case "iob": return detect(text: text) ?? .iob
    default: return detect(text: text)
    }
  }

  private static func detect(text: String) -> ColumnFormat? {
    var found: Set<ColumnFormat> = []
    for line in lines(of: text) {
      let fields = PythonText.fields(line)
      if fields.contains(where: isTaggedWord) { found.insert(.iob) }
      if fields.count > 1, let last = fields.last, isTag(last) { found.insert(.ner) }
    }
    return found.count == 1 ? found.first : nil
  }

  private static func lines(of text: String) -> [Substring] {
    let end = UInt8(ascii: "\n")
    return text.utf8.split(separator: end, maxSplits: 20, omittingEmptySubsequences: false)
      .prefix(20).map { Substring($0) }
  }

  private static func isTaggedWord(_ field: Substring) -> Bool {
    let parts = field.unicodeScalars.split(separator: "|")
    return parts.count > 1 && parts.dropFirst().contains { isTag(Substring($0)) }
  }

  private static func isTag(_ field: Substring) -> Bool {
    field == "O" || ((field.hasPrefix("B-") || field.hasPrefix("I-")) && field.utf8.count > 2)
  }
}
