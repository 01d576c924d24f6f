/// A dense matrix of 32-bit floats in row-major order.
public struct Floats2D: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// The elements, row after row.
  public var values: [Float]

  /// - Precondition: `values.count == rows * columns`.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(
      values.count == rows * columns,
      "a [\(rows), \(columns)] matrix needs \(rows * columns) values, got \(values.count)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
  }

  /// A matrix whose elements `fill` writes, all of them.
  public init(
    uninitializedRows rows: Int, columns: Int,
    _ fill: (UnsafeMutablePointer<Float>) -> Void
  ) {
    let count = rows * columns
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress, count > 0 { fill(base) }
      initialized = count
    }
    self.init(rows: rows, columns: columns, values: values)
  }

  /// The element in a row and a column.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// Adds a matrix of the same shape.
  public static func += (lhs: inout Floats2D, rhs: Floats2D) {
    precondition(
      lhs.rows == rhs.rows && lhs.columns == rhs.columns,
      "cannot add [\(rhs.rows), \(rhs.columns)] to [\(lhs.rows), \(lhs.columns)]")
    Kernels.add(count: lhs.values.count, rhs.values, to: &lhs.values)
  }

  /// The sum over the rows, in their order.
  ///
  /// - Returns: One value per column.
  public func sumOfRows() -> [Float] {
    var sums = [Float](repeating: 0, count: columns)
    Kernels.sumRows(rows: rows, columns: columns, values, stride: columns, into: &sums)
    return sums
  }
}
