import SweepConfig

/// Reads word vectors in the text format of word2vec, GloVe and fastText.
///
/// Each line has a word and its numbers, divided by single blanks. A first line of two whole
/// numbers, the count of words and of numbers, may be there or not. Files packed by gzip are unpacked as they are read.
///
/// - Source: spaCy 3.8 `convert_vectors`.
package struct WordVectorsReader {
  private let file: String
  private var width = 0
  /// How many rows the first line promises; `nil` without such a line.
  private var promised: Int?
  private var data: [Float] = []
  private var words: [String] = []
  private var problems: [VectorsError.Problem] = []
  private var omitted = 0

  private init(_ file: String) { self.file = file }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: Its path.
  ///   - limit: How many lines of vectors are read at most; 0 for all.
  /// - Returns: The table, equal rows made one, and its words in the order of the file.
  /// - Throws: `FileError` when it cannot be read, `VectorsError` for wrong content.
  package static func read(
    _ file: String, limit: Int = 0
  ) throws -> (vectors: Vectors, words: [String]) {
    try read(ByteSource(path: file), file: file, limit: limit)
  }

  /// Reads the content of a file, which errors call `file`.
  ///
  /// - Throws: `FileError` when it cannot be read, `VectorsError` for wrong content.
  package static func read(
    _ bytes: ByteSource, file: String, limit: Int = 0
  ) throws -> (vectors: Vectors, words: [String]) {
    var reader = WordVectorsReader(file)
    let source = try LineSource(bytes, file: file)
    guard var line = try source.next().map(Self.trimmed) else {
      throw VectorsError(file: file, expected: "words with their vectors", found: "an empty file")
    }
    if try reader.readHeader(line) {
      guard let first = try source.next() else { throw reader.missing(0) }
      line = Self.trimmed(first)
    }
    while true {
      reader.read(line, number: source.count)
      if reader.words.count == limit { break }
      guard let next = try source.next() else { break }
      line = Self.trimmed(next)
    }
    try reader.finish()
    return (reader.table(limit), reader.words)
  }

  /// Takes the first line; `true` when it is a head and no vector.
  private mutating func readHeader(_ line: ArraySlice<UInt8>) throws(VectorsError) -> Bool {
    let fields = line.split { $0 == 0x20 || $0 == 0x09 }
    let numbers = fields.map { Int(String(decoding: $0, as: UTF8.self)) }
    if fields.count == 8, numbers[..<6].allSatisfy({ $0 != nil }) {
      throw VectorsError(
        file: file, line: 1, expected: "words with their vectors",
        found: "the head of a floret table",
        help: Vectors.floretHelp)
    }
    if numbers.count == 2, let rows = numbers[0], let columns = numbers[1] {
      guard rows > 0, columns > 0, columns <= 1 << 20 else {
        throw VectorsError(
          file: file, line: 1, expected: "how many words and numbers there are",
          found: "\(rows) and \(columns)")
      }
      (promised, width) = (rows, columns)
      return true
    }
    width = fields.count - 1
    guard width > 0 else {
      throw VectorsError(
        file: file, line: 1, expected: "a word and its numbers, divided by blanks",
        found: fields.isEmpty ? "an empty line" : "\"\(String(decoding: line, as: UTF8.self))\"")
    }
    return false
  }

  /// Takes a line with a word and its numbers.
  private mutating func read(_ line: ArraySlice<UInt8>, number: Int) {
    var numbers: [Float] = []
    numbers.reserveCapacity(width)
    var end = line.endIndex
    while numbers.count < width {
      guard let blank = line[..<end].lastIndex(of: 0x20) else {
        report(number, "a word and \(width) numbers", "\(numbers.count) numbers")
        return
      }
      let field = line[(blank + 1)..<end]
      guard let value = FloatText.value(of: field) else {
        let text = String(decoding: field.prefix(40), as: UTF8.self)
        report(
          number, "a word and \(width) numbers", "\"\(text)\" as number \(width - numbers.count)")
        return
      }
      numbers.append(value)
      end = blank
    }
    guard let word = String(validating: line[..<end], as: UTF8.self) else {
      report(number, "UTF-8", "other bytes")
      return
    }
    if let promised, words.count == promised {
      report(number, "\(promised) words, as the first line says", "one more")
      return
    }
    data.append(contentsOf: numbers.reversed())
    words.append(word)
  }

  private mutating func report(_ line: Int, _ expected: String, _ found: String) {
    if problems.count < VectorsError.limit {
      problems.append(VectorsError.Problem(line: line, expected: expected, found: found))
    } else {
      omitted += 1
    }
  }

  private func missing(_ found: Int) -> VectorsError {
    VectorsError(
      file: file, expected: "words with their vectors", found: "\(found) of them")
  }

  private func finish() throws(VectorsError) {
    if !problems.isEmpty { throw VectorsError(file: file, problems, omitted: omitted) }
    if words.isEmpty { throw missing(0) }
  }

  /// The rows by word; those that a first line promised and that did not come have no words.
  private func table(_ limit: Int) -> Vectors {
    let rows = limit > 0 ? limit : promised ?? words.count
    let table = Vectors(
      width: width, data: data,
      entries: words.enumerated().map { (key: StringStore.id(of: $0.element), row: $0.offset) })
    return rows == words.count ? table.deduplicated() : table.sorted()
  }

  /// A line without the white space at its end.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last {
      if last < 0x80 {
        guard PythonText.isSpace(Unicode.Scalar(last)) else { break }
        line.removeLast()
      } else {
        let size = min(4, 1 + line.reversed().prefix { $0 & 0xc0 == 0x80 }.count)
        guard let text = String(validating: line.suffix(size), as: UTF8.self),
          let scalar = text.unicodeScalars.last, PythonText.isSpace(scalar)
        else { break }
        line.removeLast(String(scalar).utf8.count)
      }
    }
    return line
  }
}

/// Numbers in texts, as Python's `float` reads them.
enum FloatText {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The nearest double of a decimal number, rounded to 32 bits; `nil` for other texts.
  static func value(of text: ArraySlice<UInt8>) -> Float? {
    // Up to 15 digits and powers of ten up to 22 are exact doubles: one rounding, no search.
    var (digits, mantissa, scale) = (0, UInt64(0), 0)
    var (isFraction, isNegative, i) = (false, false, text.startIndex)
    if i < text.endIndex, text[i] == 0x2d || text[i] == 0x2b {
      isNegative = text[i] == 0x2d
      i += 1
    }
    while i < text.endIndex {
      let byte = text[i]
      if byte >= 0x30 && byte <= 0x39 {
        mantissa = mantissa &* 10 &+ UInt64(byte - 0x30)
        digits += 1
        if isFraction { scale += 1 }
      } else if byte == 0x2e && !isFraction {
        isFraction = true
      } else {
        return slow(text)
      }
      i += 1
    }
    guard digits > 0, digits <= 15 else { return slow(text) }
    let value = Double(mantissa) / powers[scale]
    return Float(isNegative ? -value : value)
  }

  private static func slow(_ text: ArraySlice<UInt8>) -> Float? {
    let allowed = Set("0123456789+-.eE".utf8)
    let string = String(decoding: text, as: UTF8.self)
    let words = ["nan", "inf", "infinity"]
    let word = string.lowercased().drop { $0 == "+" || $0 == "-" }
    guard text.allSatisfy(allowed.contains) || words.contains(String(word)) else { return nil }
    return Double(string).map { Float($0) }
  }
}
