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
  /// - Parameters:
  ///   - assignment: Its JSON text.
  ///   - isShown: Whether its values are wanted.
  /// - Returns: The values by key, fewer than there are keys where the last ones are missing; none
  ///   where they are not wanted.
  package mutating func add(_ assignment: String, isShown: Bool) -> [TrialCell] {
    var assignment = assignment
    var cells: [TrialCell] = []
    var (expected, seen) = (0, 0)
    assignment.withUTF8 { bytes in
      _ = JSONFields.visit(bytes) { key, value in
        let column = self.column(bytes, key, value, expected)
        expected = column + 1
        seen += 1
        if isShown {
          while cells.count <= column { cells.append(.none) }
          cells[column] = .json(JSONFields.text(bytes, value))
        }
        return true
      }
    }
    if seen < keys.count { markMissing(assignment) }
    isEmpty = false
    return cells
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
