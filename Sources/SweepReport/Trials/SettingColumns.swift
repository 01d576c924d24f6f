/// The settings of many assignments as columns, found in their JSON texts.
package struct SettingColumns {
  /// The keys in the order in which they were first met.
  package private(set) var keys: [String] = []
  private var keyBytes: [[UInt8]] = []
  /// The value of each key in the assignment that first had it.
  private var first: [[UInt8]] = []
  private var isVaried: [Bool] = []
  private var isEmpty = true

  package init() {}

  /// Which keys have not the same value in all assignments.
  package var varied: [Int] { keys.indices.filter { isVaried[$0] } }

  /// Takes an assignment in.
  ///
  /// - Parameter assignment: Its JSON text.
  package mutating func add(_ assignment: String) { visit(assignment) { _, _ in } }

  /// Takes an assignment in, and gives its values.
  ///
  /// - Parameters:
  ///   - assignment: Its JSON text.
  ///   - cells: Gets the values by key at its end, fewer than there are keys where the last ones are
  ///     missing.
  package mutating func add(_ assignment: String, to cells: inout [TrialCell]) {
    let start = cells.count
    visit(assignment) { column, value in
      while cells.count <= start + column { cells.append(.none) }
      cells[start + column] = .json(value())
    }
  }

  /// Takes an assignment in, and returns its values by key as above.
  package mutating func cells(of assignment: String) -> [TrialCell] {
    var cells: [TrialCell] = []
    add(assignment, to: &cells)
    return cells
  }

  private mutating func visit(
    _ assignment: String, _ body: (_ column: Int, _ value: () -> String) -> Void
  ) {
    var assignment = assignment
    var (expected, seen) = (0, 0)
    assignment.withUTF8 { bytes in
      _ = JSONFields.visit(bytes) { key, value in
        let column = self.column(bytes, key, value, expected)
        expected = column + 1
        seen += 1
        body(column) { JSONFields.text(bytes, value) }
        return true
      }
    }
    if seen < keys.count { markMissing(assignment) }
    isEmpty = false
  }

  private mutating func column(
    _ bytes: UnsafeBufferPointer<UInt8>, _ key: Range<Int>, _ value: Range<Int>, _ expected: Int
  ) -> Int {
    func fits(_ column: Int) -> Bool {
      keyBytes[column].withUnsafeBufferPointer { JSONFields.equal(bytes, key, $0) }
    }
    var column = expected
    if column >= keys.count || !fits(column) {
      column = keys.indices.first(where: fits) ?? keys.count
    }
    if column == keys.count {
      keys.append(JSONFields.text(bytes, key))
      keyBytes.append(Array(bytes[key]))
      first.append(Array(bytes[value]))
      isVaried.append(!isEmpty)
    } else if !isVaried[column],
      !(first[column].withUnsafeBufferPointer { JSONFields.equal(bytes, value, $0) })
    {
      isVaried[column] = true
    }
    return column
  }

  /// A key that an assignment lacks varies.
  private mutating func markMissing(_ assignment: String) {
    for column in keys.indices where !isVaried[column] {
      if JSONFields.value(of: keys[column], in: assignment) == nil { isVaried[column] = true }
    }
  }
}
