/// A table of vectors that layers read and training leaves as it is, such as word vectors.
///
/// A class, since it is large and every copy of a model's weights refers to it.
public final class VectorTable: Sendable, Equatable {
  /// The numbers of a row.
  public let width: Int
  /// The rows one after the other.
  public let data: [Float]
  private let find: @Sendable (UInt64) -> Int?

  /// A table; `find` gives the row of an id, if it has one.
  public init(width: Int, data: [Float], find: @escaping @Sendable (UInt64) -> Int?) {
    (self.width, self.data, self.find) = (width, data, find)
  }

  /// How many rows there are.
  public var rowCount: Int { width == 0 ? 0 : data.count / width }

  /// The row of an id; `nil` for one without.
  public func row(of id: UInt64) -> Int? { find(id) }

  /// Whether two tables have the same rows.
  public static func == (a: VectorTable, b: VectorTable) -> Bool {
    a === b || (a.width == b.width && a.data == b.data)
  }
}
