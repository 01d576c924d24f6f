/// A handle to one parameter of a model.
public struct ParameterID: Hashable, Sendable {
  /// The parameter's number, in the order of adding.
  public let index: Int

  init(index: Int) { self.index = index }
}

/// The weights of a model: named arrays that layers refer to by handle.
///
/// A value, passed in wherever a layer runs: trials share layers without locks, and averaged
/// weights are just other parameters. Copies share memory until one of them changes, so whoever
/// changes weights in the hot path must hold the only copy.
public struct Parameters: Equatable, Sendable {
  /// What a parameter holds at first.
  public enum InitialValue: Sendable {
    case zeros
    case values([Float])
  }

  /// The vectors that layers may read beside their weights; `nil` for none.
  public var vectorTable: VectorTable?
  private var names: [String] = []
  private var shapes: [[Int]] = []
  private var values: [[Float]] = []

  /// No parameters.
  public init() {}

  /// Adds a parameter and returns the handle by which its layer refers to it.
  ///
  /// - Precondition: initial values fill the shape.
  public mutating func add(
    _ name: String, shape: [Int], initially initial: InitialValue = .zeros
  ) -> ParameterID {
    let count = shape.reduce(1, *)
    switch initial {
    case .zeros:
      values.append([Float](repeating: 0, count: count))
    case .values(let initialValues):
      precondition(
        initialValues.count == count,
        "parameter \(name) of shape \(shape) needs \(count) values, got \(initialValues.count)")
      values.append(initialValues)
    }
    names.append(name)
    shapes.append(shape)
    return ParameterID(index: values.count - 1)
  }

  /// The number of parameters.
  public var count: Int { values.count }

  /// All handles, in the order in which the parameters were added.
  public var ids: [ParameterID] { values.indices.map(ParameterID.init) }

  /// The values of a parameter, row-major.
  ///
  /// - Precondition: the number of values stays the same.
  public subscript(id: ParameterID) -> [Float] {
    get { values[id.index] }
    _modify {
      let count = values[id.index].count
      yield &values[id.index]
      precondition(
        values[id.index].count == count,
        "\(names[id.index]) has \(count) values, not \(values[id.index].count)")
    }
  }

  /// Swaps the values of a parameter with other ones; whoever takes them out puts them back.
  mutating func swapValues(_ id: ParameterID, with others: inout [Float]) {
    swap(&values[id.index], &others)
  }

  /// The sizes of a parameter, outermost first.
  public func shape(of id: ParameterID) -> [Int] { shapes[id.index] }

  /// The name a parameter was added with.
  public func name(of id: ParameterID) -> String { names[id.index] }

  /// Gives a parameter another shape, as when a component learns more labels.
  ///
  /// - Precondition: the values fill the shape.
  public mutating func replace(_ id: ParameterID, shape: [Int], values newValues: [Float]) {
    precondition(
      newValues.count == shape.reduce(1, *),
      "parameter \(names[id.index]) of shape \(shape) got \(newValues.count) values")
    shapes[id.index] = shape
    values[id.index] = newValues
  }
}
