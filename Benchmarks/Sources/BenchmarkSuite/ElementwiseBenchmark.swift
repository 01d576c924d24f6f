import SweepTensors

/// The speed of everything between the products beside a memory copy.
///
/// A kernel is measured by the bytes that it must read and write once; its bound is a copy of as
/// many bytes, read and written, in arrays of together the same size, so that both work in the same
/// level of the cache.
struct ElementwiseBenchmark {
  private struct Row {
    let name: String
    let bytes: Int
    var rate = Samples()
    var copy = Samples()
  }

  private let rounds: Int
  private var rows: [Row] = []

  /// Measures everything for a batch of so many rows and for vectors of this width.
  init(batchRows: Int, width: Int, pieces: Int, rounds: Int) {
    self.rounds = rounds
    let (n, count) = (batchRows, batchRows * width)
    var x = [Float](repeating: 0.5, count: count)
    var y = [Float](repeating: 0.25, count: count)
    let mask = [Float](repeating: 1, count: count)
    measure("add: y += x", 12 * count) { Kernels.add(count: count, x, to: &y) }
    measure("dropout and residual: y += x m", 16 * count) {
      Kernels.multiply(count: count, x, by: mask, addingTo: &y)
    }
    measureMaxout(n, width, pieces)
    measureNorm(n, width, &x, &y)
    measureEmbedding(n, width)
    measure("sum of rows", 4 * count) {
      Kernels.sumRows(rows: n, columns: width, mask, stride: width, into: &y)
    }
    measureOptimizer(count)
  }

  private mutating func measureMaxout(_ n: Int, _ width: Int, _ pieces: Int) {
    let count = n * width
    var z = (0..<count * pieces).map { Float($0 &* 7919 % 101) }
    var y = [Float](repeating: 0, count: count)
    var which = [UInt8](repeating: 0, count: count)
    let bytes = count * (4 * pieces + 5)
    measure("maxout of \(pieces) pieces", bytes) {
      Kernels.maxout(
        rows: n, nO: width, nP: pieces, z, stride: width * pieces, into: &y, stride: width,
        which: &which)
    }
    measure("maxout, backward", bytes) {
      Kernels.maxoutBackward(
        rows: n, nO: width, nP: pieces, y, stride: width, which: which, into: &z,
        stride: width * pieces)
    }
  }

  private mutating func measureNorm(_ n: Int, _ width: Int, _ x: inout [Float], _ y: inout [Float])
  {
    let count = n * width
    for index in x.indices { x[index] = Float(index &* 7919 % 101) * 0.01 }
    let input = x
    let g = [Float](repeating: 1, count: width)
    var (mean, rstd) = ([Float](repeating: 0, count: n), [Float](repeating: 0, count: n))
    var (dG, dB) = ([Float](repeating: 0, count: width), [Float](repeating: 0, count: width))
    var output = y
    measure("layer norm", 8 * count) {
      Kernels.layerNorm(
        rows: n, width: width, input, stride: width, g: g, b: g, into: &output, stride: width,
        mean: &mean, rstd: &rstd)
    }
    measure("layer norm, backward", 12 * count) {
      Kernels.layerNormBackward(
        rows: n, width: width, g: g, input, mean: mean, rstd: rstd, into: &output)
    }
    measure("layer norm, gradients of g and b", 8 * count) {
      Kernels.layerNormGradients(
        rows: n, width: width, input, stride: width, x: input, stride: width, mean: mean,
        rstd: rstd, dG: &dG, dB: &dB)
    }
  }

  private mutating func measureEmbedding(_ n: Int, _ width: Int) {
    let tableRows = 2000
    let ids = (0..<4 * n).map { UInt32($0 &* 7919 % tableRows) }
    var table = [Float](repeating: 0.1, count: tableRows * width)
    var out = [Float](repeating: 0, count: n * width)
    measure("hash embedding: four rows", 20 * n * width) {
      Kernels.hashEmbed(
        tokens: n, width: width, ids: ids, table: table, mask: nil, into: &out, stride: width)
    }
    let dY = [Float](repeating: 1e-6, count: n * width)
    measure("hash embedding, backward", 36 * n * width) {
      Kernels.hashEmbedBackward(
        tokens: n, width: width, ids: ids, dY, stride: width, mask: nil, into: &table)
    }
  }

  private mutating func measureOptimizer(_ count: Int) {
    let step = OptimizerStep(
      rule: .adam, step: 10, learnRate: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, l2: 0.01,
      gradClip: 1, l2IsWeightDecay: true)
    var weights = [Float](repeating: 0.1, count: count)
    var gradient = [Float](repeating: 0, count: count)
    var (m1, m2) = (weights, weights)
    measure("Adam", 32 * count) {
      m1.withUnsafeMutableBufferPointer { m1 in
        m2.withUnsafeMutableBufferPointer { m2 in
          guard let m1 = m1.baseAddress, let m2 = m2.baseAddress else { return }
          step.apply(
            count: count, weights: &weights, gradient: &gradient, moments: (m1, m2), average: nil)
        }
      }
    }
  }

  private mutating func measure(_ name: String, _ bytes: Int, _ work: () -> Void) {
    var row = Row(name: name, bytes: bytes)
    let source = [UInt8](repeating: 1, count: bytes / 2)
    var target = source
    func copy() {
      target.withUnsafeMutableBytes { target in
        source.withUnsafeBytes { target.copyMemory(from: $0) }
      }
    }
    func rate(_ times: Int, _ work: () -> Void) -> Double {
      let start = Moment()
      for _ in 0..<times { work() }
      return Double(bytes) * Double(times) / max(Moment().processor - start.processor, 1e-9)
    }
    let (times, copies) = (repetitions(work), repetitions(copy))
    for _ in 0..<rounds {
      row.rate.note(rate(times, work))
      row.copy.note(rate(copies, copy))
    }
    rows.append(row)
  }

  /// A Markdown table of medians.
  var table: String {
    var table = Table("elementwise", "KiB moved", "GB/s", "memory copy, GB/s", "of it")
    for row in rows {
      let (rate, copy) = (row.rate.median, row.copy.median)
      table.add(
        row.name, Text.grouped(row.bytes >> 10), Text.decimals(rate * 1e-9, 1),
        Text.decimals(copy * 1e-9, 1), Text.percent(rate / copy))
    }
    return table.text
  }
}

extension Kernels {
  /// `layerNormBackward` on dense rows, with the gradient of `x` itself as the gradient of the
  /// output.
  fileprivate static func layerNormBackward(
    rows: Int, width: Int, g: [Float], _ x: [Float], mean: [Float], rstd: [Float],
    into dX: inout [Float]
  ) {
    layerNormBackward(
      rows: rows, width: width, x, stride: width, x: x, stride: width, mean: mean, rstd: rstd,
      g: g, into: &dX, stride: width)
  }
}
