extension ColumnError: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .notUTF8(let byte): "line \(line): expected UTF-8, found other bytes at byte \(byte)"
    case .wrongColumns(let expected, let found):
      "line \(line): expected \(expected) columns as on the lines before, found \(found)"
    case .tooFewColumns(let found):
      "line \(line): expected a word and a tag at least, found \(found) column\(found == 1 ? "" : "s")"
    case .wrongToken(let token, let parts):
      "line \(line): expected \(parts) parts divided by | in each token, found \"\(token)\""
    case .wrongFields(let expected, let found):
      "line \(line): expected \(expected) columns divided by tabs, found \(found)"
    case .malformed(let what): "line \(line): \(what)"
    case .unknownTag(let tag):
      "line \(line): expected O or an entity tag such as B-PERSON, found \"\(tag)\""
    }
  }
}

extension ColumnErrors: CustomStringConvertible {
  public var description: String {
    var lines = errors.map { error in
      "\(file):\(error.line): " + error.description.split(separator: ": ", maxSplits: 1)[1]
    }
    if omitted > 0 { lines.append("\(file): \(omitted) more lines with errors") }
    return lines.joined(separator: "\n")
  }
}
