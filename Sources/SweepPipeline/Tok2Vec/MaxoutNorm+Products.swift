import SweepTensors

/// Weights ready for the forward products of one pass: laid out once for all blocks of rows.
struct ForwardWeights {
  private let weights: [Float]
  private let packed: PackedMatrix?
  private let inputs: Int
  private let outputs: Int
  /// The first input that products are still to be made of.
  private let first: Int
  private let backend: MatrixBackend

  /// Weights of the shape `[outputs, inputs]`; products begin with the input `first`.
  init(_ weights: [Float], inputs: Int, outputs: Int, from first: Int = 0, _ numerics: Numerics) {
    self.weights = weights
    self.inputs = inputs
    self.outputs = outputs
    self.first = first
    backend = numerics.backend
    guard backend == .exact else {
      packed = nil
      return
    }
    packed = weights.withUnsafeBufferPointer { weights in
      weights.baseAddress.map {
        PackedMatrix(k: inputs - first, n: outputs, $0 + first, ldb: inputs, transposeB: true)
      }
    }
  }

  /// `y = x wᵀ + bias` for a range of a layer's rows.
  ///
  /// - Shapes: y `[range, outputs]`.
  func multiply(
    _ range: Range<Int>, of rows: MaxoutNorm.Rows, bias: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    let row = range.lowerBound
    guard let packed else {
      return withRows(range, of: rows, inputs: inputs) { x, stride in
        gemm(
          m: range.count, n: outputs, k: inputs, x, lda: stride, weights, ldb: inputs,
          transposeB: true, bias: bias, into: y, ldc: outputs, backend: backend)
      }
    }
    guard let ids = rows.ids else {
      return packed.multiply(
        m: range.count, rows.x + row * rows.stride, lda: rows.stride, bias: bias, into: y,
        ldc: outputs)
    }
    if let beginnings = rows.beginnings {
      for (index, id) in UnsafeBufferPointer(start: beginnings.ids + row, count: range.count)
        .enumerated()
      {
        (y + index * outputs).update(from: beginnings.sums + Int(id) * outputs, count: outputs)
      }
    }
    let isBegun = rows.beginnings != nil
    packed.multiply(
      rows: ids + row, m: range.count, of: rows.x + first, lda: rows.stride,
      bias: isBegun ? nil : bias, into: y, ldc: outputs, accumulate: isBegun)
  }
}

/// The backward products of a maxout layer, with the winning pieces only where the sizes allow it.
struct BackwardProducts {
  private let layer: MaxoutNorm
  private let rows: MaxoutNorm.Rows
  private let dMaxed: UnsafePointer<Float>
  private let which: UnsafePointer<UInt8>
  private let backend: MatrixBackend
  /// The gradients of all pieces, zeros included, for products that want them.
  private let dPieces: UnsafeMutablePointer<Float>?

  /// Products of `dMaxed`, which may be written until they are asked for.
  init(
    _ layer: MaxoutNorm, _ rows: MaxoutNorm.Rows, _ dMaxed: UnsafePointer<Float>,
    _ which: UnsafePointer<UInt8>, _ numerics: Numerics, _ arena: Arena
  ) {
    self.layer = layer
    self.rows = rows
    self.dMaxed = dMaxed
    self.which = which
    backend = numerics.backend
    let isSparse =
      backend == .exact
      && Kernels.hasMaxoutProducts(inputs: layer.inputs, pieces: layer.pieces)
    dPieces = isSparse ? nil : arena.floats(rows.count * layer.outputs)
  }

  /// Writes `dX = dZ w` for a range of rows.
  func writeInputs(
    _ range: Range<Int>, _ weights: UnsafePointer<Float>, into dX: UnsafeMutablePointer<Float>
  ) {
    let (first, width, inputs) = (range.lowerBound, layer.width, layer.inputs)
    guard let dPieces else {
      return Kernels.maxoutInputGradient(
        rows: range.count, nO: width, nP: layer.pieces, inputs: inputs, dMaxed + first * width,
        which: which + first * width, weights: weights, into: dX + first * inputs)
    }
    Kernels.maxoutBackward(
      rows: range.count, nO: width, nP: layer.pieces, dMaxed + first * width, stride: width,
      which: which + first * width, into: dPieces + first * layer.outputs, stride: layer.outputs)
    gemm(
      m: range.count, n: inputs, k: layer.outputs, dPieces + first * layer.outputs,
      lda: layer.outputs, weights, ldb: inputs, into: dX + first * inputs, ldc: inputs,
      backend: backend)
  }

  /// Adds `dZᵀ x` for a range of units; `writeInputs` must have run for all rows.
  func addWeights(_ units: Range<Int>, to dWeights: UnsafeMutablePointer<Float>) {
    let (first, inputs, pieces) = (units.lowerBound, layer.inputs, layer.pieces)
    guard let dPieces else {
      return Kernels.maxoutWeightGradient(
        rows: rows.count, nO: layer.width, nP: pieces, inputs: inputs, outputs: units, dMaxed,
        which: which, ids: rows.ids, rows.x, stride: rows.stride, addingTo: dWeights)
    }
    withRows(0..<rows.count, of: rows, inputs: inputs) { x, stride in
      gemm(
        m: units.count * pieces, n: inputs, k: rows.count, dPieces + first * pieces,
        lda: layer.outputs, transposeA: true, x, ldb: stride,
        into: dWeights + first * pieces * inputs, ldc: inputs, accumulate: true, backend: backend)
    }
  }
}

/// Calls `body` with a range of a layer's rows one after the other, copied together if need be.
private func withRows(
  _ range: Range<Int>, of rows: MaxoutNorm.Rows, inputs: Int,
  _ body: (_ x: UnsafePointer<Float>, _ stride: Int) -> Void
) {
  guard let ids = rows.ids else {
    return body(rows.x + range.lowerBound * rows.stride, rows.stride)
  }
  let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(range.count * inputs, 1))
  defer { copy.deallocate() }
  for (index, row) in range.enumerated() {
    (copy + index * inputs).update(from: rows.x + Int(ids[row]) * rows.stride, count: inputs)
  }
  body(copy, inputs)
}
