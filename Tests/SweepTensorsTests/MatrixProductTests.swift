import SweepTensors
import Testing

struct MatrixProductTests {
  struct Shape: Sendable {
    var m: Int
    var n: Int
    var k: Int
  }

  static let shapes: [Shape] = [
    Shape(m: 1, n: 1, k: 1), Shape(m: 3, n: 5, k: 2), Shape(m: 14, n: 32, k: 7),
    Shape(m: 15, n: 33, k: 17), Shape(m: 29, n: 49, k: 31), Shape(m: 13, n: 16, k: 192),
    Shape(m: 7, n: 130, k: 385), Shape(m: 131, n: 97, k: 65), Shape(m: 2, n: 400, k: 30),
    Shape(m: 300, n: 20, k: 9), Shape(m: 0, n: 4, k: 4), Shape(m: 4, n: 0, k: 4),
    Shape(m: 4, n: 5, k: 0), Shape(m: 31, n: 100, k: 512), Shape(m: 260, n: 400, k: 10),
  ]

  /// A product with rows further apart than they need be, and what lies between them.
  struct Problem {
    let shape: Shape
    let transposeA: Bool
    let transposeB: Bool
    let lda: Int
    let ldb: Int
    let ldc: Int
    let a: [Float]
    let b: [Float]
    let c: [Float]
    let bias: [Float]

    init(_ shape: Shape, transposeA: Bool, transposeB: Bool) {
      let (m, n, k) = (shape.m, shape.n, shape.k)
      self.shape = shape
      self.transposeA = transposeA
      self.transposeB = transposeB
      lda = (transposeA ? m : k) + 3
      ldb = (transposeB ? k : n) + 1
      ldc = n + 2
      a = numbers((transposeA ? k : m) * lda + 1, seed: 1)
      b = numbers((transposeB ? n : k) * ldb + 1, seed: 2)
      c = numbers(m * ldc + 1, seed: 3)
      bias = numbers(n + 1, seed: 4)
    }

    /// One chain of fused multiply-adds per element.
    func chains(bias usesBias: Bool, accumulate: Bool) -> [Float] {
      var result = c
      for i in 0..<shape.m {
        for j in 0..<shape.n {
          var sum = accumulate ? c[i * ldc + j] : usesBias ? bias[j] : 0
          for p in 0..<shape.k {
            let left = transposeA ? a[p * lda + i] : a[i * lda + p]
            let right = transposeB ? b[j * ldb + p] : b[p * ldb + j]
            sum = sum.addingProduct(left, right)
          }
          result[i * ldc + j] = sum
        }
      }
      return result
    }

    func run(
      bias usesBias: Bool, accumulate: Bool, backend: MatrixBackend, level: SIMDLevel,
      rows: Range<Int>? = nil, into start: [Float]? = nil
    ) -> [Float] {
      let rows = rows ?? 0..<shape.m
      var result = start ?? c
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          bias.withUnsafeBufferPointer { bias in
            result.withUnsafeMutableBufferPointer { c in
              guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
                return
              }
              gemm(
                m: rows.count, n: shape.n, k: shape.k,
                a + rows.lowerBound * (transposeA ? 1 : lda), lda: lda, transposeA: transposeA,
                b, ldb: ldb, transposeB: transposeB, bias: usesBias ? bias.baseAddress : nil,
                into: c + rows.lowerBound * ldc, ldc: ldc, accumulate: accumulate,
                backend: backend, level: level)
            }
          }
        }
      }
      return result
    }

    func runPacked(bias usesBias: Bool, accumulate: Bool, level: SIMDLevel) -> [Float] {
      let packed = PackedMatrix(
        k: shape.k, n: shape.n, b, ldb: ldb, transposeB: transposeB, level: level)
      var result = c
      bias.withUnsafeBufferPointer { bias in
        packed.multiply(
          m: shape.m, a, lda: lda, transposeA: transposeA,
          bias: usesBias ? bias.baseAddress : nil, into: &result, ldc: ldc,
          accumulate: accumulate, level: level)
      }
      return result
    }
  }

  @Test(arguments: MatrixBackend.allCases)
  func multipliesSmallMatrices(backend: MatrixBackend) {
    let a = Floats2D(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    let b = Floats2D(rows: 3, columns: 2, values: [1, 0, 0, 1, 2, 3])
    let product = gemm(a, b, backend: backend)
    #expect(product == Floats2D(rows: 2, columns: 2, values: [7, 11, 16, 23]))
    let at = Floats2D(rows: 3, columns: 2, values: [1, 4, 2, 5, 3, 6])
    let bt = Floats2D(rows: 2, columns: 3, values: [1, 0, 2, 0, 1, 3])
    #expect(gemm(at, transposeA: true, b, backend: backend) == product)
    #expect(gemm(a, bt, transposeB: true, backend: backend) == product)
    #expect(gemm(at, transposeA: true, bt, transposeB: true, backend: backend) == product)
  }

  @Test(arguments: shapes, [false, true])
  func isOneChainPerElementAtEveryLevel(shape: Shape, transposeA: Bool) {
    for transposeB in [false, true] {
      let problem = Problem(shape, transposeA: transposeA, transposeB: transposeB)
      for (bias, accumulate) in [(false, false), (true, false), (false, true)] {
        let expected = problem.chains(bias: bias, accumulate: accumulate)
        for level in levels {
          let result = problem.run(
            bias: bias, accumulate: accumulate, backend: .exact, level: level)
          #expect(sameBits(result, expected), "\(level) \(transposeB) \(bias) \(accumulate)")
          let packed = problem.runPacked(bias: bias, accumulate: accumulate, level: level)
          #expect(sameBits(packed, expected), "packed \(level) \(transposeB) \(bias)")
        }
      }
    }
  }

  @Test(arguments: shapes, [false, true])
  func isCloseToOpenBLAS(shape: Shape, transposeA: Bool) {
    for transposeB in [false, true] {
      let problem = Problem(shape, transposeA: transposeA, transposeB: transposeB)
      for (bias, accumulate) in [(false, false), (true, false), (false, true)] {
        let expected = problem.chains(bias: bias, accumulate: accumulate)
        let result = problem.run(
          bias: bias, accumulate: accumulate, backend: .openblas, level: .current)
        #expect(distance(result, expected) < 4e-5)
      }
    }
  }

  @Test(arguments: [1, 5, 14, 37, 100])
  func hasTheSameBitsForAnySplitOfRows(size: Int) {
    let problem = Problem(Shape(m: 131, n: 97, k: 65), transposeA: false, transposeB: true)
    for level in levels {
      let whole = problem.run(bias: true, accumulate: false, backend: .exact, level: level)
      var split = problem.c
      for first in stride(from: 0, to: 131, by: size) {
        split = problem.run(
          bias: true, accumulate: false, backend: .exact, level: level,
          rows: first..<min(131, first + size), into: split)
      }
      #expect(sameBits(split, whole), "\(level)")
    }
  }

  @Test func hasTheSameBitsOnManyThreads() async {
    let problem = Problem(Shape(m: 60, n: 70, k: 300), transposeA: false, transposeB: true)
    let expected = problem.chains(bias: false, accumulate: false)
    let agree = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<16 {
        group.addTask {
          // Other shapes in between make the threads' packing buffers grow.
          let other = Problem(Shape(m: 9, n: 16 * index, k: 80), transposeA: true, transposeB: true)
          _ = other.run(bias: false, accumulate: false, backend: .exact, level: .current)
          let problem = Problem(
            Shape(m: 60, n: 70, k: 300), transposeA: false, transposeB: true)
          return sameBits(
            problem.run(bias: false, accumulate: false, backend: .exact, level: .current),
            expected)
        }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(agree)
  }

  @Test(arguments: MatrixBackend.allCases)
  func readsAWindowThroughOverlappingRows(backend: MatrixBackend) {
    let (rows, width, n) = (9, 12, 5)
    let x = numbers((rows + 2) * width, seed: 5)
    let w = numbers(n * 3 * width, seed: 6)
    var result = [Float](repeating: 0, count: rows * n)
    gemm(
      m: rows, n: n, k: 3 * width, x, lda: width, w, ldb: 3 * width, transposeB: true,
      into: &result, ldc: n, backend: backend)
    var laidOut: [Float] = []
    for row in 0..<rows { laidOut += x[row * width..<(row + 3) * width] }
    let expected = gemm(
      Floats2D(rows: rows, columns: 3 * width, values: laidOut),
      Floats2D(rows: n, columns: 3 * width, values: w), transposeB: true, backend: backend)
    #expect(distance(result, expected.values) < 1e-5)
    if backend == .exact { #expect(sameBits(result, expected.values)) }
  }

  @Test(arguments: levels, [16, 20, 96])
  func takesOverlappingRowsOfB(level: SIMDLevel, width: Int) {
    // More rows than one block of k, and a part of a window after the other as the plain version.
    let (rows, outputs, inputs) = (900, 45, 3 * width)
    let dY = numbers(rows * outputs, seed: 7)
    let x = numbers((rows + 2) * width, seed: 8)
    let before = numbers(outputs * inputs, seed: 9)
    var (result, expected) = (before, before)
    gemm(
      m: outputs, n: inputs, k: rows, dY, lda: outputs, transposeA: true, x, ldb: width,
      into: &result, ldc: inputs, accumulate: true, backend: .exact, level: level)
    for part in 0..<3 {
      expected.withUnsafeMutableBufferPointer { expected in
        guard let base = expected.baseAddress else { return }
        gemm(
          m: outputs, n: width, k: rows, dY, lda: outputs, transposeA: true,
          Array(x[(part * width)...]), ldb: width, into: base + part * width, ldc: inputs,
          accumulate: true, backend: .exact, level: level)
      }
    }
    #expect(sameBits(result, expected))
    #expect(!sameBits(result, before))
  }

  /// Sums that come out differently when a·b + c is rounded to double first, or is below the
  /// normal numbers.
  static let delicateSums: [(c: Float, a: Float, b: Float)] = [
    (1 + 0x1p-23, (1 + 0x1p-23) * 0x1p-12, (1 - 0x1p-23) * 0x1p-12),
    (-1 - 0x1p-23, -(1 + 0x1p-23) * 0x1p-12, (1 - 0x1p-23) * 0x1p-12),
    (1, 0x1p-12, 0x1p-12), (1 + 0x1p-23, 0x1p-12, 0x1p-12),
    (0, 0x1.8p-75, 0x1p-75), (0x1p-149, 0x1.8p-75, 0x1p-75), (0x1p-126, -0x1p-80, 0x1.01p-60),
    (0x1p-126, -0x1.000002p-75, 0x1.fffffep-76), (0, 0x1p-80, 0x1p-80), (0, -1, 0),
    (Float.greatestFiniteMagnitude, 0x1.fffffep60, 0x1p42), (1, .infinity, 1), (-2, 0.5, 4),
  ]

  @Test(arguments: levels)
  func roundsEachStepOnce(level: SIMDLevel) {
    for (c, a, b) in Self.delicateSums {
      // Beside plain elements, so that tiles hold both.
      let left: [Float] = [a, 0.3, a]
      let right = (0..<20).map { $0 % 3 == 0 ? b : 0.7 + Float($0) }
      var result = [Float](repeating: c, count: 60)
      gemm(
        m: 3, n: 20, k: 1, left, lda: 1, right, ldb: 20, into: &result, ldc: 20,
        accumulate: true, backend: .exact, level: level)
      let expected = (0..<60).map { c.addingProduct(left[$0 / 20], right[$0 % 20]) }
      #expect(sameBits(result, expected), "\(c) + \(a) · \(b)")
    }
  }
}
