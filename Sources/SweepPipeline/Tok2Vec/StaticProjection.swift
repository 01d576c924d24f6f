import SweepBase
import SweepNN
import SweepTensors

/// A linear layer without bias over the static vectors of words.
///
/// A word without a vector has zeros, in version 1 the vector of the table's last row. Its gradient
/// goes to the weights as if it had that row in either version: spaCy indexes the table with −1.
///
/// - Shapes: weights `[width, columns]`, table `[rows, columns]`.
/// - Source: spaCy 3.8 `StaticVectors.v2`, spacy-legacy 3.0 `StaticVectors.v1`.
struct StaticProjection: Sendable {
  let weights: ParameterID
  let width: Int
  /// The numbers of a static vector.
  let columns: Int
  /// Whether it is version 1.
  private let usesLast: Bool

  /// Adds the weights, all 0; their sizes are those of the pipeline's vectors.
  init(
    width: Int, usesLast: Bool, prefix: String, in parameters: inout Parameters
  ) {
    (self.width, self.usesLast) = (width, usesLast)
    columns = parameters.vectorTable?.width ?? 0
    weights = parameters.add("\(prefix).W", shape: [width, columns])
  }

  /// Draws the initial weights in spaCy's order.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    let bound = glorotBound(width, columns)
    parameters[weights] = random.numpy.uniformFloats(width * columns, -bound, bound)
  }

  /// What a forward pass keeps.
  struct Kept {
    let count: Int
    /// The rows of the table that were read: `[count, columns]`.
    let vectors: UnsafePointer<Float>
  }

  /// Writes the projected vectors of words, whose ids are given, into rows with a stride.
  func forward(
    _ batch: FeatureBatch, mask: UnsafePointer<Float>?, _ parameters: Parameters,
    _ numerics: Numerics, _ arena: Arena, into out: UnsafeMutablePointer<Float>, stride: Int
  ) -> Kept {
    let count = batch.uniqueCount
    let (vectors, projected) = (arena.floats(count * columns), arena.floats(count * width))
    guard let table = parameters.vectorTable, table.rowCount > 0 else {
      return Kept(count: 0, vectors: vectors)
    }
    let rows = (0..<count).map { table.row(of: batch.lastAttribute($0)) }
    table.data.withUnsafeBufferPointer { data in
      guard let data = data.baseAddress else { return }
      for (word, row) in rows.enumerated() {
        let row = row ?? table.rowCount - 1
        (vectors + word * columns).update(from: data + row * columns, count: columns)
      }
    }
    numerics.product(
      rows: count, inputs: columns, vectors, parameters[weights], bias: nil, outputs: width,
      into: projected)
    for (word, row) in rows.enumerated() {
      let (from, to) = (projected + word * width, out + word * stride)
      if row == nil && !usesLast {
        to.update(repeating: 0, count: width)
      } else if let mask {
        Kernels.multiply(count: width, from, by: mask, into: to)
      } else {
        to.update(from: from, count: width)
      }
    }
    return Kept(count: count, vectors: vectors)
  }

  /// Adds the gradient of the weights for that of the projected vectors, rows with a stride.
  func backward(
    _ dY: UnsafePointer<Float>, stride: Int, mask: UnsafePointer<Float>?, _ kept: Kept,
    _ parameters: Parameters, _ numerics: Numerics, _ gradients: inout Gradients, _ arena: Arena
  ) {
    let dense = arena.floats(kept.count * width)
    for word in 0..<kept.count {
      let (from, to) = (dY + word * stride, dense + word * width)
      if let mask {
        Kernels.multiply(count: width, from, by: mask, into: to)
      } else {
        to.update(from: from, count: width)
      }
    }
    numerics.gradients(
      rows: kept.count, inputs: columns, kept.vectors, dense, outputs: width, parameters[weights],
      addingTo: &gradients[weights], nil)
  }
}
