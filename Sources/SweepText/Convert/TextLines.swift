/// A line of a text file, without its end, and its number from 1.
struct TextLine {
  let number: Int
  let text: String
}

/// The lines of UTF-8 text files.
enum TextLines {
  /// The lines, with the bytes that are not UTF-8 as errors; a line ends with `\n`, `\r\n` or `\r`.
  ///
  /// A mark of the byte order at the start is no part of the text. The part after the last line end
  /// is a line too, an empty one as a rule.
  static func read(_ bytes: [UInt8]) -> (lines: [TextLine], errors: [ColumnError]) {
    var lines: [TextLine] = []
    var errors: [ColumnError] = []
    var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
      let number = lines.count + 1
      if let text = String(validating: bytes[start..<end], as: UTF8.self) {
        lines.append(TextLine(number: number, text: text))
      } else {
        let byte = firstInvalid(bytes[start..<end])
        errors.append(ColumnError(.notUTF8(byte: byte), line: number))
        lines.append(TextLine(number: number, text: ""))
      }
      let isPair = end + 1 < bytes.count && bytes[end] == 0x0d && bytes[end + 1] == 0x0a
      start = end + (isPair ? 2 : 1)
    }
    return (lines, errors)
  }

  /// The place of the first byte that is not UTF-8, from 1.
  private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      count += UTF8.width(scalar)
    }
    return count + 1
  }
}

extension PythonText {
  /// The parts of a text between white space: `str.split`.
  static func fields(_ text: Substring) -> [Substring] {
    text.unicodeScalars.split(whereSeparator: isSpace).map { Substring($0) }
  }
}
