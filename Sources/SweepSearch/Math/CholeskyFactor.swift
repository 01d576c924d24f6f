import SweepBase

/// The inverse and the determinant of a positive definite matrix.
///
/// Plain loops in a fixed order without fused multiply-add, so the bits are the same everywhere.
struct CholeskyFactor: Sendable {
  /// How many rows the matrix has.
  let count: Int
  /// The logarithm of the determinant.
  let logDeterminant: Double
  /// The inverse, row after row.
  let inverse: [Double]

  /// Factorises a matrix; `nil` if it is not positive definite to rounding.
  ///
  /// - Parameters:
  ///   - matrix: Row after row; only the lower triangle is read.
  ///   - n: How many rows it has.
  /// - Complexity: O(n³).
  init?(_ matrix: [Double], count n: Int) {
    var factor = matrix
    var logDeterminant = 0.0
    var isDefinite = true
    factor.withUnsafeMutableBufferPointer { l in
      for i in 0..<n {
        for j in 0...i {
          let rest = l[i * n + j] - dot(l, i * n, l, j * n, j)
          if i == j {
            guard rest > 1e-14 else {
              isDefinite = false
              return
            }
            let root = rest.squareRoot()
            l[i * n + i] = root
            logDeterminant += 2 * naturalLogarithm(root)
          } else {
            l[i * n + j] = rest / l[j * n + j]
          }
        }
      }
    }
    guard isDefinite else { return nil }
    count = n
    self.logDeterminant = logDeterminant
    inverse = Self.inverse(factor, n)
  }

  /// (L Lᵀ)⁻¹ of a lower triangle.
  private static func inverse(_ factor: [Double], _ n: Int) -> [Double] {
    var triangle = [Double](repeating: 0, count: n * n)
    var result = [Double](repeating: 0, count: n * n)
    factor.withUnsafeBufferPointer { l in
      triangle.withUnsafeMutableBufferPointer { t in
        for i in 0..<n {
          t[i * n + i] = 1
          for k in 0..<i { add(t, i * n, -l[i * n + k], UnsafeBufferPointer(t), k * n, k + 1) }
          let scale = 1 / l[i * n + i]
          for j in 0...i { t[i * n + j] *= scale }
        }
      }
    }
    triangle.withUnsafeBufferPointer { t in
      result.withUnsafeMutableBufferPointer { r in
        for k in 0..<n {
          for i in 0...k { add(r, i * n, t[k * n + i], t, k * n, i + 1) }
        }
        for i in 0..<n { for j in 0..<i { r[j * n + i] = r[i * n + j] } }
      }
    }
    return result
  }
}

/// The sum of products of two rows, in eight partial sums whatever the machine.
private func dot(
  _ a: UnsafeMutableBufferPointer<Double>, _ i: Int, _ b: UnsafeMutableBufferPointer<Double>,
  _ j: Int, _ count: Int
) -> Double {
  dot(UnsafeBufferPointer(a), i, UnsafeBufferPointer(b), j, count)
}

/// The sum of products of two rows, in eight partial sums whatever the machine.
func dot(
  _ a: UnsafeBufferPointer<Double>, _ i: Int, _ b: UnsafeBufferPointer<Double>, _ j: Int,
  _ count: Int
) -> Double {
  guard count > 0, let a = a.baseAddress, let b = b.baseAddress else { return 0 }
  let left = UnsafeRawPointer(a + i)
  let right = UnsafeRawPointer(b + j)
  var sums = SIMD8<Double>.zero
  let blocks = count / 8
  for block in 0..<blocks {
    sums +=
      left.loadUnaligned(fromByteOffset: 64 * block, as: SIMD8<Double>.self)
      * right.loadUnaligned(fromByteOffset: 64 * block, as: SIMD8<Double>.self)
  }
  var sum =
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  for k in 8 * blocks..<count { sum += a[i + k] * b[j + k] }
  return sum
}

/// Adds a multiple of one row to another.
private func add(
  _ target: UnsafeMutableBufferPointer<Double>, _ i: Int, _ factor: Double,
  _ source: UnsafeBufferPointer<Double>, _ j: Int, _ count: Int
) {
  guard let target = target.baseAddress, let source = source.baseAddress else { return }
  let (t, s) = (target + i, source + j)
  for k in 0..<count { t[k] += factor * s[k] }
}
