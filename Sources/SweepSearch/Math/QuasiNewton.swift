/// Minimises a smooth function inside a box by BFGS steps.
///
/// Steps go to the projection onto the box; dimensions at a border whose slope leads out are left
/// out of a step. The number of evaluations is fixed from above, so that the work is bounded.
///
/// - Source: Bertsekas 1982, <https://doi.org/10.1137/0320018>, with a dense inverse Hessian.
struct QuasiNewton {
  /// The most evaluations.
  var evaluations = 30
  /// The longest first step, of one dimension.
  var firstStep = 0.5
  /// An improvement by less ends the search.
  var tolerance = 1e-6

  /// - Parameters:
  ///   - start: Where the search begins, inside the box.
  ///   - box: The range of each dimension.
  ///   - function: The value and the gradient; a value that is not finite is avoided.
  /// - Returns: The best point and its value.
  func minimize(
    from start: [Double], in box: [ClosedRange<Double>],
    _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> (point: [Double], value: Double) {
    let n = start.count
    var x = start
    var (value, gradient) = function(x)
    guard n > 0, value.isFinite else { return (x, value) }
    var left = evaluations - 1
    var inverse = Self.identity(n)
    var isFirst = true
    while left > 0 {
      let isFree = (0..<n).map { i in
        !(x[i] <= box[i].lowerBound && gradient[i] > 0)
          && !(x[i] >= box[i].upperBound && gradient[i] < 0)
      }
      var direction = [Double](repeating: 0, count: n)
      for i in 0..<n where isFree[i] {
        for j in 0..<n where isFree[j] { direction[i] -= inverse[i * n + j] * gradient[j] }
      }
      var slope = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if slope >= 0 {
        inverse = Self.identity(n)
        direction = (0..<n).map { isFree[$0] ? -gradient[$0] : 0 }
        slope = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        isFirst = true
      }
      let longest = direction.reduce(0) { max($0, abs($1)) }
      guard longest > 1e-12, slope < 0 else { break }
      var step = isFirst ? min(1, firstStep / longest) : min(1, 4 * firstStep / longest)
      var next = x
      var found: (value: Double, gradient: [Double])?
      while left > 0 {
        for i in 0..<n {
          next[i] = min(
            max(x[i] + step * direction[i], box[i].lowerBound), box[i].upperBound)
        }
        let tried = function(next)
        left -= 1
        if tried.value.isFinite, tried.value <= value + 1e-4 * step * slope {
          found = tried
          break
        }
        step *= 0.3
        if step * longest < 1e-10 { break }
      }
      guard let found else { break }
      let moved = zip(next, x).map { $0 - $1 }
      let change = zip(found.gradient, gradient).map { $0 - $1 }
      let gain = value - found.value
      (x, value, gradient) = (next, found.value, found.gradient)
      Self.update(&inverse, n, moved, change, isFirst)
      isFirst = false
      if gain < tolerance { break }
    }
    return (x, value)
  }

  private static func identity(_ n: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n { matrix[i * n + i] = 1 }
    return matrix
  }

  /// The update of Broyden, Fletcher, Goldfarb and Shanno.
  private static func update(
    _ h: inout [Double], _ n: Int, _ s: [Double], _ y: [Double], _ isFirst: Bool
  ) {
    let sy = zip(s, y).reduce(0) { $0 + $1.0 * $1.1 }
    let yy = y.reduce(0) { $0 + $1 * $1 }
    guard sy > 1e-12, yy > 0 else { return }
    if isFirst { for i in 0..<n { h[i * n + i] = sy / yy } }
    let hy = (0..<n).map { i in (0..<n).reduce(0) { $0 + h[i * n + $1] * y[$1] } }
    let yhy = zip(y, hy).reduce(0) { $0 + $1.0 * $1.1 }
    let factor = (1 + yhy / sy) / sy
    for i in 0..<n {
      for j in 0..<n {
        h[i * n + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy
      }
    }
  }
}
