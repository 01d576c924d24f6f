extension DocBinError: CustomStringConvertible {
  public var description: String {
    var place = file
    if let offset { place += ": offset \(offset)" }
    if let document { place += ": document \(document)" }
    if let token { place += ", token \(token)" }
    return "\(place): \(sentence)"
  }

  private var sentence: String {
    switch reason {
    case .notCompressed(let words):
      "expected a .spacy file (zlib-compressed), found other data (\(words))"
    case .truncated: "the compressed data ends too early; the file is incomplete"
    case .trailingBytes(let count): "\(count) bytes follow the compressed data"
    case .tooLarge(let limit): "the unpacked data is larger than \(limit) bytes"
    case .notMessagePack(let error): "the unpacked data is not MessagePack: \(error)"
    case .missingKey(let key): "the key `\(key)` is missing"
    case .wrongType(let key, let expected, let found):
      "`\(key)`: expected \(expected), found \(found)"
    case .wrongCount(let key, let expected, let found):
      "`\(key)`: expected \(expected) items, found \(found)"
    case .noWords: "`attrs` lists no ORTH: the file has no words"
    case .tooManyDocuments(let count, let limit):
      "expected at most \(limit) documents, found \(count)"
    case .negativeLength: "its length is negative"
    case .unknownString(let attribute, let id):
      "\(attribute): the text of id \(id) is not among the file's strings"
    case .badValue(let attribute, let value, let expected):
      "\(attribute): expected \(expected), found \(value)"
    case .badPart(let key, let error): "`\(key)` cannot be read: \(error)"
    }
  }
}
