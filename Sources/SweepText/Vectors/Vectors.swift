/// A table of word vectors that training does not change, and which word has which of its rows.
///
/// A word is found by the id of its text. Several words may share a row, and a row may have no word.
/// Copies share the table, so a value may be passed on freely.
///
/// - Source: spaCy 3.8 `Vectors`, mode `default`.
public struct Vectors: Sendable, Equatable {
  /// What the table is called, such as `en_core_web_md.vectors`.
  public var name: String?
  /// The numbers of a row.
  public let width: Int
  /// The rows one after the other: `rowCount * width` numbers.
  public let data: [Float]
  /// The ids of the words, in the order in which they were first added.
  public let keys: [UInt64]
  private let rowOfKey: [UInt64: Int]

  /// How many rows there are.
  public var rowCount: Int { width == 0 ? 0 : data.count / width }

  /// A table without rows.
  public static let none = Vectors(width: 0, data: [], entries: [])

  /// A table and its words.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - width: The numbers of a row.
  ///   - data: The rows, one after the other.
  ///   - entries: Words and their rows; of the same word twice, the later row counts.
  /// - Precondition: `data` has whole rows, and each row of an entry is in it.
  public init(
    name: String? = nil, width: Int, data: [Float], entries: some Sequence<(key: UInt64, row: Int)>
  ) {
    precondition(
      width == 0 ? data.isEmpty : data.count % width == 0,
      "\(data.count) numbers are no rows of \(width)")
    let rows = width == 0 ? 0 : data.count / width
    var (keys, rowOfKey) = ([UInt64](), [UInt64: Int]())
    for (key, row) in entries {
      precondition(row >= 0 && row < rows, "row \(row) is not among \(rows)")
      if rowOfKey.updateValue(row, forKey: key) == nil { keys.append(key) }
    }
    self.name = name
    self.width = width
    self.data = data
    self.keys = keys
    self.rowOfKey = rowOfKey
  }

  /// The row of a word; `nil` for a word that has none.
  public func row(of id: UInt64) -> Int? { rowOfKey[id] }

  /// The words and their rows, in the order of `keys`.
  public var entries: [(key: UInt64, row: Int)] {
    keys.map { ($0, rowOfKey[$0] ?? 0) }
  }

  /// The numbers of a row.
  public subscript(row: Int) -> ArraySlice<Float> { data[row * width..<(row + 1) * width] }

  /// The table with equal rows made one and those without words left out; itself where there are
  /// none of either.
  ///
  /// - Source: spaCy 3.8 `Vocab.deduplicate_vectors`.
  public func deduplicated() -> Vectors {
    let unique = sorted()
    return unique.rowCount == rowCount ? self : unique
  }

  /// The rows that have words, each once, ordered by their numbers, as NumPy's `unique` does.
  func sorted() -> Vectors {
    var filled = [Bool](repeating: false, count: rowCount)
    for row in rowOfKey.values { filled[row] = true }
    let order = filled.indices.filter { filled[$0] }.sorted { isOrdered($0, before: $1) }
    var newRow = [Int](repeating: 0, count: rowCount)
    var kept: [Int] = []
    for (i, row) in order.enumerated() {
      if i == 0 || isOrdered(order[i - 1], before: row) { kept.append(row) }
      newRow[row] = kept.count - 1
    }
    return Vectors(
      name: name, width: width, data: kept.flatMap { self[$0] },
      entries: entries.map { ($0.key, newRow[$0.row]) })
  }

  /// Whether a row comes before another, by its first number that differs.
  private func isOrdered(_ a: Int, before b: Int) -> Bool {
    data.withUnsafeBufferPointer { data in
      for i in 0..<width {
        let (x, y) = (data[a * width + i], data[b * width + i])
        if x < y || (y.isNaN && !x.isNaN) { return true }
        if x > y || (x.isNaN && !y.isNaN) { return false }
      }
      return false
    }
  }
}
