/// The numbers of a list; its last one for ever after.
public struct ListSchedule: Schedule {
  private let values: [Double]
  private var position = 0

  /// - Precondition: `values` is not empty.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a schedule needs at least one number")
    self.values = values
  }

  public mutating func next() -> Double {
    defer { position = min(position + 1, values.count - 1) }
    return values[position]
  }
}
