/// The gradients of a model's parameters: they add up until an optimizer has used them.
///
/// A parameter has an *entry* once anything was added to its gradient. From then on the optimizer
/// runs on it at every step, even when its gradient is zero: momentum and weight decay go on.
public struct Gradients: Sendable {
  private var values: [[Float]]
  private var entries: [Bool]

  /// Zero gradients without entries.
  public init(like parameters: Parameters) {
    values = parameters.ids.map { [Float](repeating: 0, count: parameters[$0].count) }
    entries = [Bool](repeating: false, count: values.count)
  }

  /// The gradient of a parameter, of its shape; changing it makes an entry.
  ///
  /// - Precondition: the number of values stays the same.
  public subscript(id: ParameterID) -> [Float] {
    get { values[id.index] }
    _modify {
      entries[id.index] = true
      yield &values[id.index]
    }
  }

  /// Whether the optimizer runs on a parameter.
  public func hasEntry(_ id: ParameterID) -> Bool { entries[id.index] }

  /// Which parameters have an entry, in their order.
  package var entryFlags: [Bool] { entries }

  /// Makes an entry, as adding zeros does.
  public mutating func markEntry(_ id: ParameterID) { entries[id.index] = true }

  /// Calls `body` with the places of several gradients, which may be changed side by side.
  ///
  /// Each gets an entry.
  ///
  /// - Precondition: the parameters differ and are not empty.
  package mutating func withPointers(
    to ids: [ParameterID], _ body: ([UnsafeMutablePointer<Float>]) -> Void
  ) {
    pointTo(ids[...], [], body)
  }

  private mutating func pointTo(
    _ ids: ArraySlice<ParameterID>, _ pointers: [UnsafeMutablePointer<Float>],
    _ body: ([UnsafeMutablePointer<Float>]) -> Void
  ) {
    guard let id = ids.first else { return body(pointers) }
    // Taken out and put back, so that this value is free for the next one.
    var own: [Float] = []
    swap(&own, &self[id])
    own.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      pointTo(ids.dropFirst(), pointers + [base], body)
    }
    swap(&own, &self[id])
  }
}
