import SweepTensors
import Testing

/// The kernels of maxout layers with layer norm, against the plain kernels that they stand for.
struct EncoderKernelTests {
  /// A maxout layer's rows in the middle of training.
  private struct Layer {
    let (rows, nO, nP, inputs): (Int, Int, Int, Int)
    let (x, dY, weights, start): ([Float], [Float], [Float], [Float])
    let which: [UInt8]

    init(rows: Int, nO: Int, nP: Int, inputs: Int) {
      (self.rows, self.nO, self.nP, self.inputs) = (rows, nO, nP, inputs)
      x = numbers(rows * inputs, seed: 1)
      dY = numbers(rows * nO, seed: 2)
      weights = numbers(nO * nP * inputs, seed: 3)
      start = numbers(nO * nP * inputs, seed: 4)
      which = indices(rows * nO, below: nP, seed: 5).map { UInt8($0) }
    }

    /// The gradients of the pieces, zeros included.
    func dPieces(_ level: SIMDLevel) -> [Float] {
      var dZ = [Float](repeating: 9, count: rows * nO * nP)
      Kernels.maxoutBackward(
        rows: rows, nO: nO, nP: nP, dY, stride: nO, which: which, into: &dZ, stride: nO * nP,
        level: level)
      return dZ
    }
  }

  private static let shapes = [
    Layer(rows: 150, nO: 96, nP: 3, inputs: 288), Layer(rows: 67, nO: 20, nP: 2, inputs: 112),
    Layer(rows: 1, nO: 1, nP: 1, inputs: 16), Layer(rows: 3, nO: 70, nP: 5, inputs: 208),
    Layer(rows: 64, nO: 5, nP: 64, inputs: 96), Layer(rows: 130, nO: 40, nP: 3, inputs: 512),
  ]

  @Test(arguments: levels)
  func winningPiecesGiveTheInputGradientsOfTheDenseProduct(level: SIMDLevel) {
    for layer in Self.shapes {
      var dense = [Float](repeating: 0, count: layer.rows * layer.inputs)
      gemm(
        m: layer.rows, n: layer.inputs, k: layer.nO * layer.nP, layer.dPieces(level),
        lda: layer.nO * layer.nP, layer.weights, ldb: layer.inputs, into: &dense,
        ldc: layer.inputs, backend: .exact, level: level)
      var dX = [Float](repeating: 7, count: dense.count)
      Kernels.maxoutInputGradient(
        rows: layer.rows, nO: layer.nO, nP: layer.nP, inputs: layer.inputs, layer.dY,
        which: layer.which, weights: layer.weights, into: &dX, level: level)
      #expect(sameBits(dX, dense))
    }
  }

  @Test(arguments: levels)
  func winningPiecesGiveTheWeightGradientsOfTheDenseProductForAnySplit(level: SIMDLevel) {
    for layer in Self.shapes {
      var dense = layer.start
      gemm(
        m: layer.nO * layer.nP, n: layer.inputs, k: layer.rows, layer.dPieces(level),
        lda: layer.nO * layer.nP, transposeA: true, layer.x, ldb: layer.inputs, into: &dense,
        ldc: layer.inputs, accumulate: true, backend: .exact, level: level)
      for size in [1, 16, 1000] {
        var dW = layer.start
        for first in stride(from: 0, to: layer.nO, by: size) {
          Kernels.maxoutWeightGradient(
            rows: layer.rows, nO: layer.nO, nP: layer.nP, inputs: layer.inputs,
            outputs: first..<min(first + size, layer.nO), layer.dY, which: layer.which, ids: nil,
            layer.x, stride: layer.inputs, addingTo: &dW, level: level)
        }
        #expect(sameBits(dW, dense))
      }
    }
  }

  @Test(arguments: levels)
  func listedRowsTakeThePlaceOfRowsInARow(level: SIMDLevel) {
    let layer = Self.shapes[1]
    // Every third row of an array, overlapping as windows do.
    let (width, ids) = (layer.inputs / 7, (0..<layer.rows).map { Int32(3 * $0 + 1) })
    let array = numbers(3 * layer.rows * width + layer.inputs, seed: 6)
    let copies = ids.flatMap { array[Int($0) * width..<Int($0) * width + layer.inputs] }
    var (listed, copied) = (layer.start, layer.start)
    Kernels.maxoutWeightGradient(
      rows: layer.rows, nO: layer.nO, nP: layer.nP, inputs: layer.inputs, outputs: 0..<layer.nO,
      layer.dY, which: layer.which, ids: ids, array, stride: width, addingTo: &listed, level: level)
    Kernels.maxoutWeightGradient(
      rows: layer.rows, nO: layer.nO, nP: layer.nP, inputs: layer.inputs, outputs: 0..<layer.nO,
      layer.dY, which: layer.which, ids: nil, copies, stride: layer.inputs, addingTo: &copied,
      level: level)
    #expect(sameBits(listed, copied))

    let outputs = layer.nO * layer.nP
    let packed = PackedMatrix(
      k: layer.inputs, n: outputs, layer.weights, ldb: layer.inputs, transposeB: true,
      level: level)
    let bias = numbers(outputs, seed: 7)
    var (product, expected) = (
      [Float](repeating: 0, count: layer.rows * outputs),
      [Float](repeating: 1, count: layer.rows * outputs)
    )
    packed.multiply(
      rows: ids, m: layer.rows, of: array, lda: width, bias: bias, into: &product, ldc: outputs,
      level: level)
    packed.multiply(
      m: layer.rows, copies, lda: layer.inputs, bias: bias, into: &expected, ldc: outputs,
      level: level)
    #expect(sameBits(product, expected))
  }

  @Test(arguments: levels)
  func biasGradientsAreTheSumsOfThePiecesForAnySplit(level: SIMDLevel) {
    for layer in Self.shapes {
      let outputs = layer.nO * layer.nP
      let start = Array(layer.start[..<outputs])
      var (expected, dB) = (start, start)
      Kernels.sumRows(
        rows: layer.rows, columns: outputs, layer.dPieces(level), stride: outputs, into: &expected,
        level: level)
      for first in stride(from: 0, to: layer.nO, by: 7) {
        Kernels.maxoutBiasGradient(
          rows: layer.rows, nO: layer.nO, nP: layer.nP, outputs: first..<min(first + 7, layer.nO),
          layer.dY, which: layer.which, addingTo: &dB, level: level)
      }
      #expect(sameBits(dB, expected))
    }
  }

  @Test(arguments: levels, [32, 21])
  func onePassOverRowsDoesWhatTheSeparateOnesDo(level: SIMDLevel, width: Int) {
    let (rows, all, pieces) = (9, 20, 3)
    let z = numbers(rows * width * pieces, seed: 8)
    let (g, b) = (numbers(width, seed: 9), numbers(width, seed: 10))
    let (x, mask) = (numbers(all * width, seed: 11), numbers(all * width, seed: 12))
    let ids = (0..<rows).map { Int32(2 * $0 + 1) }
    let targets = (0..<rows).map { Int32(19 - $0) }
    let kept = Kept(rows: rows, width: width)
    defer { kept.release() }
    var y = [Float](repeating: 0, count: all * width)
    x.withUnsafeBufferPointer { x in
      mask.withUnsafeBufferPointer { mask in
        Kernels.maxoutNorm(
          rows: rows, width: width, pieces: pieces, z, g: g, b: b, keeping: kept.rows, ids: ids,
          x: x.baseAddress, mask: mask.baseAddress, targets: targets, into: &y, level: level)
      }
    }
    var (maxed, which) = (
      [Float](repeating: 0, count: rows * width), [UInt8](repeating: 0, count: rows * width)
    )
    Kernels.maxout(
      rows: rows, nO: width, nP: pieces, z, stride: width * pieces, into: &maxed, stride: width,
      which: &which, level: level)
    let norm = LayerKernelTests.layerNorm(
      rows: rows, width: width, maxed, g: g, b: b, level: level)
    var expected = [Float](repeating: 0, count: all * width)
    for row in 0..<rows {
      for k in 0..<width {
        let from = Int(ids[row]) * width + k
        expected[Int(targets[row]) * width + k] = x[from] + norm.y[row * width + k] * mask[from]
      }
    }
    #expect(sameBits(y, expected))
    #expect((0..<rows * width).allSatisfy { kept.rows.which[$0] == which[$0] })

    let dY = numbers(all * width, seed: 13)
    var (dNormed, dMaxed) = (maxed, maxed)
    mask.withUnsafeBufferPointer { mask in
      Kernels.maxoutNormBackward(
        rows: rows, width: width, ids: ids, dY, mask: mask.baseAddress, kept: kept.rows, g: g,
        dNormed: &dNormed, dMaxed: &dMaxed, level: level)
    }
    let dropped = ids.flatMap { id in
      (0..<width).map { dY[Int(id) * width + $0] * mask[Int(id) * width + $0] }
    }
    var through = dropped
    Kernels.layerNormBackward(
      rows: rows, width: width, dropped, stride: width, x: maxed, stride: width, mean: norm.mean,
      rstd: norm.rstd, g: g, into: &through, stride: width, level: level)
    #expect(sameBits(dNormed, dropped))
    #expect(sameBits(dMaxed, through))
  }

  @Test(arguments: levels)
  func windowsOfSomeRowsGoBackAsIfTheOthersWereZero(level: SIMDLevel) {
    let (rows, width, n) = (11, 20, 2)
    let computed = [1, 2, 3, 6, 7, 10]
    var places = [Int32](repeating: -1, count: rows)
    for (place, row) in computed.enumerated() { places[row] = Int32(place) }
    let size = (2 * n + 1) * width
    let dWindows = numbers(computed.count * size, seed: 14)
    var all = [Float](repeating: 0, count: rows * size)
    for (place, row) in computed.enumerated() {
      all.replaceSubrange(
        row * size..<(row + 1) * size, with: dWindows[place * size..<(place + 1) * size])
    }
    let start = numbers(rows * width, seed: 15)
    var (expected, dX) = (start, start)
    Kernels.expandWindowBackward(
      rows: rows, width: width, n: n, all, addingTo: &expected, level: level)
    for range in [0..<4, 4..<5, 5..<11] {
      Kernels.windowBackward(
        range, rows: rows, width: width, n: n, places: places, dWindows, addingTo: &dX,
        level: level)
    }
    #expect(sameBits(dX, expected))
  }

  @Test(arguments: levels)
  func rowsAreSpreadAndCollected(level: SIMDLevel) {
    let (width, sources, targets) = (37, [2, 0, 2, 1], [5, 1, 0, 3])
    let (x, mask) = (numbers(3 * width, seed: 16), numbers(4 * width, seed: 17))
    let (from, to) = (sources.map { Int32($0) }, targets.map { Int32($0) })
    var y = [Float](repeating: 0, count: 6 * width)
    var dX = numbers(3 * width, seed: 18)
    var expected = dX
    mask.withUnsafeBufferPointer { mask in
      Kernels.spreadRows(
        count: 4, width: width, sources: from, targets: to, x, mask: mask.baseAddress, into: &y,
        level: level)
      for columns in [0..<16, 16..<37] {
        Kernels.collectRows(
          count: 4, width: width, columns: columns, sources: to, targets: from, y,
          mask: mask.baseAddress, addingTo: &dX, level: level)
      }
    }
    for i in 0..<4 {
      for k in 0..<width {
        #expect(y[targets[i] * width + k] == x[sources[i] * width + k] * mask[i * width + k])
        expected[sources[i] * width + k] += y[targets[i] * width + k] * mask[i * width + k]
      }
    }
    #expect(sameBits(dX, expected))
  }
}

/// Memory for what a layer keeps of its rows.
private struct Kept {
  let rows: MaxoutNormRows

  init(rows count: Int, width: Int) {
    rows = MaxoutNormRows(
      maxed: .allocate(capacity: count * width), which: .allocate(capacity: count * width),
      mean: .allocate(capacity: count), rstd: .allocate(capacity: count))
  }

  func release() {
    rows.maxed.deallocate()
    rows.which.deallocate()
    rows.mean.deallocate()
    rows.rstd.deallocate()
  }
}
