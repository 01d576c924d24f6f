import SweepTensors
import Testing

struct EmbeddingKernelTests {
  @Test(arguments: levels, [false, true])
  func embeddingAddsFourRows(level: SIMDLevel, masked: Bool) {
    let (tokens, width, nV, stride) = (7, 19, 5, 40)
    let table = numbers(nV * width, seed: 1)
    let mask = numbers(width, seed: 2)
    let ids = indices(tokens * 4, below: nV, seed: 3).map(UInt32.init)
    var out = [Float](repeating: 9, count: tokens * stride)
    let dY = numbers(tokens * stride, seed: 4)
    let start = numbers(nV * width, seed: 5)
    var dTable = start
    mask.withUnsafeBufferPointer { mask in
      Kernels.hashEmbed(
        tokens: tokens, width: width, ids: ids, table: table,
        mask: masked ? mask.baseAddress : nil, into: &out, stride: stride, level: level)
      Kernels.hashEmbedBackward(
        tokens: tokens, width: width, ids: ids, dY, stride: stride,
        mask: masked ? mask.baseAddress : nil, into: &dTable, level: level)
    }
    var expected = [Float](repeating: 9, count: tokens * stride)
    var expectedGradient = start
    for t in 0..<tokens {
      for i in 0..<width {
        let rows = (0..<4).map { Int(ids[4 * t + $0]) * width + i }
        let sum = table[rows[0]] + table[rows[1]] + table[rows[2]] + table[rows[3]]
        expected[t * stride + i] = masked ? sum * mask[i] : sum
        let d = masked ? dY[t * stride + i] * mask[i] : dY[t * stride + i]
        for row in rows { expectedGradient[row] += d }
      }
    }
    #expect(sameBits(out, expected))
    #expect(sameBits(dTable, expectedGradient))
  }

  @Test(arguments: levels, [0, 1, 2, 5])
  func windowsReachBeyondTheEnds(level: SIMDLevel, n: Int) {
    for rows in [0, 1, 3, 8] {
      let width = 5
      let x = numbers(rows * width + 1, seed: 6)
      let span = (2 * n + 1) * width
      var y = [Float](repeating: 9, count: rows * span + 1)
      Kernels.expandWindow(rows: rows, width: width, n: n, x, into: &y, level: level)
      let dY = numbers(rows * span + 1, seed: 7)
      let start = numbers(rows * width + 1, seed: 8)
      var dX = start
      Kernels.expandWindowBackward(
        rows: rows, width: width, n: n, dY, addingTo: &dX, level: level)
      var expected = y
      var expectedGradient = start
      for row in 0..<rows {
        for w in -n...n {
          for i in 0..<width {
            let inside = (0..<rows).contains(row + w)
            expected[row * span + (w + n) * width + i] = inside ? x[(row + w) * width + i] : 0
          }
        }
        for w in -n...n where (0..<rows).contains(row - w) {
          for i in 0..<width {
            expectedGradient[row * width + i] += dY[(row - w) * span + (w + n) * width + i]
          }
        }
      }
      #expect(sameBits(y, expected))
      #expect(sameBits(dX, expectedGradient))
    }
  }
}
