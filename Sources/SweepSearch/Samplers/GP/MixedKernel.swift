import SweepBase

/// The Matérn kernel of order 5/2 over codes: 1 at no distance.
///
/// The squared distance is a weighted sum over dimensions: of the squared difference of numbers, 1
/// for different categories, and a fixed number where only one of two codes is active.
struct MixedKernel: Sendable {
  /// Positions of the searched dimensions.
  let searched: [Int]
  let isCategorical: [Bool]

  /// The squared distance of an active number to an inactive one.
  private static let inactiveDistance = 0.25

  init(_ coded: CodedSpace) {
    searched = coded.searched
    isCategorical = searched.map { coded.dimensions[$0].kind.isCategorical }
  }

  var dimensionCount: Int { searched.count }

  /// The codes of the searched dimensions.
  func features(_ codes: some RandomAccessCollection<Double>) -> [Double] {
    searched.map { codes[codes.index(codes.startIndex, offsetBy: $0)] }
  }

  /// The distance in one dimension.
  @inline(__always)
  func distance(_ k: Int, _ a: Double, _ b: Double) -> Double {
    let difference = a - b
    if difference == difference {
      return isCategorical[k] ? (difference == 0 ? 0 : 1) : difference * difference
    }
    return a.isNaN && b.isNaN ? 0 : Self.inactiveDistance
  }

  /// The kernel at a squared distance, and its derivative by it.
  @inline(__always)
  static func value(_ square: Double) -> (value: Double, slope: Double) {
    let r = (5 * square).squareRoot()
    let decay = exponential(-r)
    return ((1 + r + r * r / 3) * decay, -5.0 / 6 * (1 + r) * decay)
  }
}
