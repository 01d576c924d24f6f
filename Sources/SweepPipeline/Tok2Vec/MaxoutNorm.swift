import SweepBase
import SweepNN
import SweepTensors

/// A maxout layer with its layer norm: its parameters and sizes.
///
/// Or a Mish layer, which has one piece and a curve in place of the maximum.
///
/// - Shapes: weights `[width, pieces, inputs]`, bias `[width, pieces]`, scale and shift `[width]`; of
///   a Mish layer weights `[width, inputs]`, bias `[width]`.
/// - Source: Thinc 8.3 `Maxout.v1` and `Mish.v1` with `normalize`.
struct MaxoutNorm: Sendable {
  let weights: ParameterID
  let bias: ParameterID
  let scale: ParameterID
  let shift: ParameterID
  let width: Int
  let pieces: Int
  let inputs: Int
  /// Whether it is a Mish layer.
  let isMish: Bool

  /// Adds the parameters in the order of the model file, weights at 0.
  init(
    width: Int, pieces: Int, inputs: Int, isMish: Bool = false, prefix: String,
    in parameters: inout Parameters
  ) {
    precondition(!isMish || pieces == 1, "a Mish layer of \(pieces) pieces")
    (self.width, self.pieces, self.inputs, self.isMish) = (width, pieces, inputs, isMish)
    let units = isMish ? [width] : [width, pieces]
    weights = parameters.add("\(prefix).W", shape: units + [inputs])
    bias = parameters.add("\(prefix).b", shape: units)
    scale = parameters.add(
      "\(prefix).G", shape: [width], initially: .values([Float](repeating: 1, count: width)))
    shift = parameters.add("\(prefix).beta", shape: [width])
  }

  /// The outputs of the product: pieces of all units.
  var outputs: Int { width * pieces }

  /// Draws the initial weights in spaCy's order; its bound is that of the first two sizes.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    let bound = glorotBound(width, isMish ? inputs : pieces)
    parameters[weights] = random.numpy.uniformFloats(outputs * inputs, -bound, bound)
  }

  /// The rows that a pass reads and writes.
  ///
  /// Rows of the layer are counted from 0; `ids` says which row of the arrays each of them is.
  struct Rows {
    /// How many rows the layer computes.
    let count: Int
    /// The row of `x`, `residual` and `mask` for each row of the layer, ascending; `nil` for the same.
    var ids: UnsafePointer<Int32>?
    /// What the layer multiplies: rows of `inputs`, which may overlap.
    let x: UnsafePointer<Float>
    /// The distance between rows of `x`.
    let stride: Int
    /// What is added to the result.
    var residual: UnsafePointer<Float>?
    /// What the result is multiplied by before that.
    var mask: UnsafePointer<Float>?
    /// The products' beginnings, where they are known; only with `ids`.
    var beginnings: Beginnings?
  }

  /// Sums over the first inputs, which many rows have in common.
  struct Beginnings {
    /// How many inputs the sums are over.
    let inputs: Int
    /// The sums, from the bias on: `[·, outputs]`.
    let sums: UnsafePointer<Float>
    /// Which of the sums each row of the layer begins with.
    let ids: UnsafePointer<Int32>
  }

  /// Rows whose product is computed at a time, to be used while it is near: a multiple of the rows
  /// that products pack at a time.
  private static let blockRows = 84

  /// Computes `y[targets[r]] = residual + norm(max(x wᵀ + bias)) mask` for all rows; without targets
  /// row r goes to row r.
  ///
  /// `kept` receives what the backward pass needs; it is `nil` in prediction.
  func forward(
    _ rows: Rows, _ parameters: Parameters, _ numerics: Numerics, keeping kept: MaxoutNormRows?,
    targets: UnsafePointer<Int32>?, into y: UnsafeMutablePointer<Float>
  ) {
    let weights = ForwardWeights(
      parameters[weights], inputs: inputs, outputs: outputs, from: rows.beginnings?.inputs ?? 0,
      numerics)
    let (bias, scale, shift) = (parameters[bias], parameters[scale], parameters[shift])
    // A product of OpenBLAS lays its weights out each time, so it gets more rows at once.
    let block = numerics.backend == .exact ? Self.blockRows : max(rows.count, 1)
    numerics.threads.forEachRange(of: rows.count, grain: Self.blockRows / 3) { range in
      let scratch = BlockScratch(rows: min(block, range.count), self)
      defer { scratch.release() }
      for first in stride(from: range.lowerBound, to: range.upperBound, by: block) {
        let count = min(block, range.upperBound - first)
        weights.multiply(first..<first + count, of: rows, bias: bias, into: scratch.pieces)
        if isMish {
          if let linear = kept?.linear {
            (linear + first * width).update(from: scratch.pieces, count: count * width)
          }
          Kernels.mish(count: count * width, scratch.pieces, into: scratch.pieces)
        }
        let ids = rows.ids.map { $0 + first }
        // Without ids the rows of the arrays are those of the block.
        let offset = ids == nil ? first * width : 0
        Kernels.maxoutNorm(
          rows: count, width: width, pieces: pieces, scratch.pieces, g: scale, b: shift,
          keeping: kept?.from(first, width: width) ?? scratch.kept, ids: ids,
          x: rows.residual.map { $0 + offset }, mask: rows.mask.map { $0 + offset },
          targets: targets.map { $0 + first },
          into: targets == nil ? y + first * width : y)
      }
    }
  }

  /// What a block of rows needs for a moment.
  private struct BlockScratch {
    let pieces: UnsafeMutablePointer<Float>
    let kept: MaxoutNormRows

    init(rows: Int, _ layer: MaxoutNorm) {
      let floats = rows * (layer.outputs + layer.width + 2)
      let memory = UnsafeMutableRawPointer.allocate(
        byteCount: 4 * floats + rows * layer.width, alignment: 64)
      pieces = memory.bindMemory(to: Float.self, capacity: floats)
      let maxed = pieces + rows * layer.outputs
      let which = (memory + 4 * floats).bindMemory(to: UInt8.self, capacity: rows * layer.width)
      kept = MaxoutNormRows(
        maxed: maxed, which: which, mean: maxed + rows * layer.width,
        rstd: maxed + rows * layer.width + rows)
    }

    func release() { UnsafeMutableRawPointer(pieces).deallocate() }
  }

  /// Adds the gradients of the parameters for the gradient `dY` of `y`, and writes that of the rows
  /// of `x`.
  ///
  /// - Shapes: dY as the arrays that the rows' `ids` refer to; dX `[rows, inputs]`, a row for each
  ///   row of the layer; scratch `[2, rows, width]`.
  func backward(
    _ dY: UnsafePointer<Float>, _ rows: Rows, kept: MaxoutNormRows, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, into dX: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>, _ arena: Arena
  ) {
    let (dNormed, dMaxed) = (scratch, scratch + rows.count * width)
    let products = BackwardProducts(self, rows, dMaxed, kept.which, numerics, arena)
    let (weights, scale) = (parameters[weights], parameters[scale])
    numerics.threads.forEachRange(of: rows.count, grain: 16) { range in
      let (first, offset) = (range.lowerBound, range.lowerBound * width)
      Kernels.maxoutNormBackward(
        rows: range.count, width: width, ids: rows.ids.map { $0 + first },
        rows.ids == nil ? dY + offset : dY,
        mask: rows.ids == nil ? rows.mask.map { $0 + offset } : rows.mask,
        kept: kept.from(first, width: width),
        g: scale, dNormed: dNormed + offset, dMaxed: dMaxed + offset)
      if let linear = kept.linear {
        Kernels.mishBackward(
          count: range.count * width, linear + offset, dMaxed + offset, into: dMaxed + offset)
      }
      products.writeInputs(range, weights, into: dX)
    }
    // Sums start from what the gradient holds, so that it adds up in one order.
    let dBias = arena.copy(of: gradients[bias])
    let (dScale, dShift) = (arena.zeros(width), arena.zeros(width))
    numerics.threads.forEachRange(of: width, grain: 16) { units in
      let first = units.lowerBound
      Kernels.layerNormGradients(
        rows: rows.count, width: units.count, dNormed + first, stride: width,
        x: kept.maxed + first, stride: width, mean: kept.mean, rstd: kept.rstd,
        dG: dScale + first, dB: dShift + first)
      Kernels.maxoutBiasGradient(
        rows: rows.count, nO: width, nP: pieces, outputs: units, dMaxed, which: kept.which,
        addingTo: dBias)
    }
    gradients[self.weights].withUnsafeMutableBufferPointer { dWeights in
      guard let dWeights = dWeights.baseAddress else { return }
      numerics.threads.forEachRange(of: width, grain: 4) { units in
        products.addWeights(units, to: dWeights)
      }
    }
    gradients[bias].withUnsafeMutableBufferPointer { target in
      for k in target.indices { target[k] = dBias[k] }
    }
    numerics.add(dScale, to: &gradients[self.scale])
    numerics.add(dShift, to: &gradients[shift])
  }
}
