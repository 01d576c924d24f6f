/// Entity tags in the last column of CoNLL-U files: `name=B-PERSON`, `NE=U-GPE`, `I-ORG` or `O`.
///
/// - Source: spaCy 3.8 `conllu_to_docs`.
enum EntityTagColumn {
  /// Whether a column has a tag among its parts.
  static func hasTag(_ misc: String) -> Bool { parts(of: misc).contains { tag(of: $0) != nil } }

  /// The tag of a column: `O` when it has none.
  ///
  /// - Parameters:
  ///   - misc: The column.
  ///   - map: New names of types; an empty one makes the word `O`.
  /// - Returns: The first part that is a tag.
  static func tag(in misc: String, _ map: [String: String]) -> String {
    guard let tag = parts(of: misc).lazy.compactMap({ tag(of: $0) }).first,
      let label = BILUO.label(of: tag)
    else { return BILUO.outside }
    guard let renamed = map[label] else { return tag }
    return renamed.isEmpty ? BILUO.outside : tag.prefix(2) + renamed
  }

  private static func parts(of misc: String) -> [Substring] {
    misc.split(separator: "|", omittingEmptySubsequences: false)
  }

  /// The tag that a part begins with; types have capital letters and `_` only.
  private static func tag(of part: Substring) -> String? {
    if part == "O" { return BILUO.outside }
    var rest = Array(part.unicodeScalars)[...]
    for prefix in ["name=", "NE="] where rest.starts(with: prefix.unicodeScalars) {
      rest = rest.dropFirst(prefix.unicodeScalars.count)
      break
    }
    guard rest.count > 2, let first = rest.first, "BILU".unicodeScalars.contains(first),
      rest.dropFirst().first == "-"
    else { return nil }
    let label = rest.dropFirst(2).prefix { ($0 >= "A" && $0 <= "Z") || $0 == "_" }
    if label.isEmpty { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: rest.prefix(2))
    text.append(contentsOf: label)
    return String(text)
  }
}
