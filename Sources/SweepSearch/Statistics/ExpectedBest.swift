/// The score that the best of n random assignments is expected to have.
///
/// - Source: Dodge et al. 2019, <https://aclanthology.org/D19-1224>.
public enum ExpectedBest {
  /// The expected best score for 1, 2, … assignments, estimated from scores of which more is better.
  public static func curve(_ scores: [Double], through count: Int) -> [Double] {
    let sorted = scores.filter { !$0.isNaN }.sorted()
    return sorted.isEmpty || count < 1 ? [] : (1...count).map { best(of: $0, ascending: sorted) }
  }

  /// The expected best score of some assignments.
  ///
  /// With draws from the ascending scores with replacement: Σ xᵢ ((i/N)ⁿ − ((i−1)/N)ⁿ). More is
  /// better.
  public static func best(of count: Int, ascending scores: [Double]) -> Double {
    var (sum, last) = (0.0, 0.0)
    for (index, score) in scores.enumerated() {
      let next = power(Double(index + 1) / Double(scores.count), count)
      sum += score * (next - last)
      last = next
    }
    return sum
  }

  /// By squaring, so that the bits do not depend on a library.
  private static func power(_ x: Double, _ n: Int) -> Double {
    var (result, square, rest) = (1.0, x, n)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
