import SweepTensors
import Testing

struct LayerKernelTests {
  // MARK: - Elementwise

  @Test(arguments: levels)
  func elementwiseKernelsFollowTheirFormulas(level: SIMDLevel) {
    let n = 103
    let x = numbers(n, seed: 1)
    let m = numbers(n, seed: 2)
    let start = numbers(n, seed: 3)
    var y = start
    Kernels.add(count: n, x, to: &y, level: level)
    #expect(sameBits(y, (0..<n).map { start[$0] + x[$0] }))
    y = start
    Kernels.add(count: n, x, times: 0.3, to: &y, level: level)
    #expect(sameBits(y, (0..<n).map { start[$0] + 0.3 * x[$0] }))
    y = start
    Kernels.scale(count: n, &y, by: 0.7, level: level)
    #expect(sameBits(y, (0..<n).map { start[$0] * 0.7 }))
    Kernels.multiply(count: n, x, by: m, into: &y, level: level)
    #expect(sameBits(y, (0..<n).map { x[$0] * m[$0] }))
    y = start
    Kernels.multiply(count: n, x, by: m, addingTo: &y, level: level)
    #expect(sameBits(y, (0..<n).map { start[$0] + x[$0] * m[$0] }))
  }

  @Test(arguments: levels)
  func reluKeepsWhatIsNotNegative(level: SIMDLevel) {
    let x: [Float] = [-2, -0.0, 0, 3, -1, 5] + numbers(40, seed: 4)
    var y = x
    var which = [UInt8](repeating: 9, count: x.count)
    Kernels.relu(count: x.count, x, into: &y, which: &which, level: level)
    #expect(y == x.map { max($0, 0) })
    #expect(which == x.map { $0 >= 0 ? 1 : 0 })
    let dY = numbers(x.count, seed: 5)
    var dX = dY
    Kernels.reluBackward(count: x.count, dY, which: which, into: &dX, level: level)
    #expect(dX == zip(x, dY).map { $0 >= 0 ? $1 : 0 })
  }

  @Test(arguments: levels, [1, 16, 37])
  func rowsAreSummedInTheirOrder(level: SIMDLevel, columns: Int) {
    let (rows, stride) = (9, columns + 2)
    let x = numbers(rows * stride, seed: 6)
    let start = numbers(columns, seed: 7)
    var sums = start
    Kernels.sumRows(rows: rows, columns: columns, x, stride: stride, into: &sums, level: level)
    let expected = (0..<columns).map { column in
      (0..<rows).reduce(start[column]) { $0 + x[$1 * stride + column] }
    }
    #expect(sameBits(sums, expected))
    var biased = x
    Kernels.addBias(rows: rows, columns: columns, start, to: &biased, stride: stride, level: level)
    let withBias = x.indices.map { i in
      i % stride < columns ? x[i] + start[i % stride] : x[i]
    }
    #expect(sameBits(biased, withBias))
    Kernels.multiplyRows(
      rows: rows, columns: columns, x, stride: stride, by: start, into: &biased, stride: stride,
      level: level)
    #expect(biased[0] == x[0] * start[0])
    #expect(biased[8 * stride + columns - 1] == x[8 * stride + columns - 1] * start[columns - 1])
  }

  @Test(arguments: levels, [1, 16, 23])
  func sumsOverRowsHaveTheSameBitsForAnySplitOfColumns(level: SIMDLevel, size: Int) {
    let (rows, width) = (40, 59)
    let x = numbers(rows * width, seed: 18)
    let dY = numbers(rows * width, seed: 19)
    let rowValues = numbers(rows, seed: 20)
    let start = numbers(width, seed: 21)

    /// The three sums, one after the other, some columns at a time.
    func sums(_ ranges: [Range<Int>]) -> [Float] {
      var sums = start + start + start
      x.withUnsafeBufferPointer { x in
        dY.withUnsafeBufferPointer { dY in
          sums.withUnsafeMutableBufferPointer { sums in
            guard let x = x.baseAddress, let dY = dY.baseAddress, let sums = sums.baseAddress
            else { return }
            for range in ranges {
              let first = range.lowerBound
              Kernels.sumRows(
                rows: rows, columns: range.count, x + first, stride: width, into: sums + first,
                level: level)
              Kernels.layerNormGradients(
                rows: rows, width: range.count, dY + first, stride: width, x: x + first,
                stride: width, mean: rowValues, rstd: rowValues, dG: sums + width + first,
                dB: sums + 2 * width + first, level: level)
            }
          }
        }
      }
      return sums
    }
    let split = stride(from: 0, to: width, by: size).map { $0..<min(width, $0 + size) }
    #expect(sameBits(sums(split), sums([0..<width])))
  }

  @Test(arguments: levels, [0, 1, 15, 16, 1000])
  func normIsTheRootOfTheSumOfSquares(level: SIMDLevel, count: Int) {
    let x = numbers(count + 1, seed: 8)
    let expected = x.prefix(count).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let norm = Kernels.norm(count: count, x, level: level)
    #expect((norm - expected).magnitude <= 1e-13 * expected)
  }

  // MARK: - Maxout

  @Test(arguments: levels, [1, 2, 3, 5])
  func maxoutTakesTheLargestPieceAndTheLowestOfEqualOnes(level: SIMDLevel, nP: Int) {
    for nO in [1, 7, 16, 35, 96] {
      let rows = 3
      let (zStride, yStride) = (nO * nP + 1, nO + 3)
      // Few distinct values make many ties.
      let z = numbers(rows * zStride, seed: 9).map { ($0 * 2).rounded() }
      var y = [Float](repeating: 9, count: rows * yStride)
      var which = [UInt8](repeating: 9, count: rows * nO)
      Kernels.maxout(
        rows: rows, nO: nO, nP: nP, z, stride: zStride, into: &y, stride: yStride, which: &which,
        level: level)
      var again = y
      Kernels.maxout(
        rows: rows, nO: nO, nP: nP, z, stride: zStride, into: &again, stride: yStride, which: nil,
        level: level)
      #expect(again == y)
      let dY = numbers(rows * yStride, seed: 10)
      var dZ = [Float](repeating: 9, count: rows * zStride)
      Kernels.maxoutBackward(
        rows: rows, nO: nO, nP: nP, dY, stride: yStride, which: which, into: &dZ, stride: zStride,
        level: level)
      for row in 0..<rows {
        for o in 0..<nO {
          let pieces = Array(z[row * zStride + o * nP..<row * zStride + (o + 1) * nP])
          let best = pieces.firstIndex(of: pieces.max() ?? 0) ?? 0
          #expect(y[row * yStride + o] == pieces[best])
          #expect(which[row * nO + o] == UInt8(best))
          for p in 0..<nP {
            #expect(dZ[row * zStride + o * nP + p] == (p == best ? dY[row * yStride + o] : 0))
          }
        }
        #expect(y[row * yStride + nO] == 9 && dZ[row * zStride + nO * nP] == 9)
      }
    }
  }

  // MARK: - Layer norm

  struct Norm {
    var y: [Float]
    var mean: [Float]
    var rstd: [Float]
  }

  static func layerNorm(
    rows: Int, width: Int, _ x: [Float], g: [Float], b: [Float], level: SIMDLevel
  ) -> Norm {
    var norm = Norm(
      y: [Float](repeating: 0, count: rows * width), mean: [Float](repeating: 0, count: rows),
      rstd: [Float](repeating: 0, count: rows))
    Kernels.layerNorm(
      rows: rows, width: width, x, stride: width, g: g, b: b, into: &norm.y, stride: width,
      mean: &norm.mean, rstd: &norm.rstd, level: level)
    return norm
  }

  /// Layer norm of one row in double.
  static func plainNorm(_ x: [Double], g: [Double], b: [Double]) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count) + 1e-8
    return x.indices.map { (x[$0] - mean) / variance.squareRoot() * g[$0] + b[$0] }
  }

  @Test(arguments: levels, [1, 15, 16, 50, 96])
  func layerNormFollowsItsFormula(level: SIMDLevel, width: Int) {
    let rows = 4
    let x = numbers(rows * width, seed: 11).map { $0 + 0.5 }
    let g = numbers(width, seed: 12)
    let b = numbers(width, seed: 13)
    let norm = Self.layerNorm(rows: rows, width: width, x, g: g, b: b, level: level)
    for row in 0..<rows {
      let expected = Self.plainNorm(
        x[row * width..<(row + 1) * width].map(Double.init), g: g.map(Double.init),
        b: b.map(Double.init))
      let result = Array(norm.y[row * width..<(row + 1) * width])
      #expect(distance(result, expected.map(Float.init)) < (width == 1 ? 1e-3 : 2e-6))
    }
  }

  @Test(arguments: levels, [15, 16, 50])
  func layerNormGradientsMatchDifferences(level: SIMDLevel, width: Int) {
    let rows = 3
    let x = numbers(rows * width, seed: 14)
    let g = numbers(width, seed: 15)
    let b = numbers(width, seed: 16)
    let dY = numbers(rows * width, seed: 17)
    let norm = Self.layerNorm(rows: rows, width: width, x, g: g, b: b, level: level)
    var dX = dY
    Kernels.layerNormBackward(
      rows: rows, width: width, dY, stride: width, x: x, stride: width, mean: norm.mean,
      rstd: norm.rstd, g: g, into: &dX, stride: width, level: level)
    var dG = [Float](repeating: 1, count: width)
    var dB = [Float](repeating: 2, count: width)
    Kernels.layerNormGradients(
      rows: rows, width: width, dY, stride: width, x: x, stride: width, mean: norm.mean,
      rstd: norm.rstd, dG: &dG, dB: &dB, level: level)

    /// The sum of dY · y as a function of everything, in double.
    func objective(_ x: [Double], _ g: [Double], _ b: [Double]) -> Double {
      (0..<rows).reduce(0) { sum, row in
        let y = Self.plainNorm(Array(x[row * width..<(row + 1) * width]), g: g, b: b)
        var sum = sum
        for i in 0..<width { sum += y[i] * Double(dY[row * width + i]) }
        return sum
      }
    }
    func slope(_ values: [Double], at i: Int, _ f: ([Double]) -> Double) -> Float {
      var up = values
      var down = values
      up[i] += 1e-6
      down[i] -= 1e-6
      return Float((f(up) - f(down)) / 2e-6)
    }
    let (xs, gs, bs) = (x.map(Double.init), g.map(Double.init), b.map(Double.init))
    for i in stride(from: 0, to: rows * width, by: 7) {
      #expect((slope(xs, at: i) { objective($0, gs, bs) } - dX[i]).magnitude < 2e-5)
    }
    for i in 0..<width {
      #expect((slope(gs, at: i) { objective(xs, $0, bs) } + 1 - dG[i]).magnitude < 2e-5)
      #expect((slope(bs, at: i) { objective(xs, gs, $0) } + 2 - dB[i]).magnitude < 2e-5)
    }
  }
}
