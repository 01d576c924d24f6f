import SweepBase
import SweepConfig

/// A space in the numbers that models work with: a code for each dimension, NaN where it is
/// inactive.
struct CodedSpace: Sendable {
  let space: SearchSpace
  let dimensions: [CodedDimension]
  /// `nil` for a space without conditions, copies and constraints.
  private let rules: SpaceRules?

  init(_ space: SearchSpace) {
    self.space = space
    dimensions = space.dimensions.map { CodedDimension($0.distribution) }
    rules = space.isPlain ? nil : SpaceRules(space)
  }

  /// The positions of the dimensions that have something to choose.
  var searched: [Int] { dimensions.indices.filter { dimensions[$0].kind != .fixed } }

  /// Whether some settings may be inactive.
  var isConditional: Bool { space.dimensions.contains { !$0.conditions.isEmpty } }

  /// Whether all dimensions have few values, so that the space may run out of new ones.
  var isCountable: Bool { dimensions.allSatisfy { $0.kind != .continuous } }

  /// The codes of an assignment, which may be of another space: of a smaller one that this one
  /// extends, or of another study.
  ///
  /// - Returns: For each dimension its code; NaN, as for an inactive one, where the assignment has
  ///   no value or one that is not in a list; the code of the end of a range beyond it.
  func codes(of assignment: Assignment) -> [Double] {
    zip(space.dimensions, dimensions).map { dimension, coded in
      assignment[dimension.key].map(coded.code(of:)) ?? .nan
    }
  }

  /// The assignment of codes that are active, or `nil` if it breaks a constraint.
  func assignment(_ codes: [Double]) -> Assignment? {
    guard let rules else {
      return Assignment(
        zip(space.dimensions, zip(dimensions, codes)).map { Setting($0.key, $1.0.value($1.1)) })
    }
    let assignment = rules.assignment(rules.completed(values(codes)))
    return rules.areKept(assignment) ? assignment : nil
  }

  private func values(_ codes: [Double]) -> [JSONValue] {
    zip(dimensions, codes).map { $0.value($1.isNaN ? 0 : $1) }
  }

  /// The codes of the values that are nearest.
  ///
  /// - Parameter codes: A code for each dimension.
  /// - Returns: Codes, NaN for what is inactive beside the others; `nil` if they break a constraint.
  func snapped(_ codes: [Double]) -> [Double]? {
    var snapped = zip(dimensions, codes).map { $0.snapped($1) }
    guard let rules else { return snapped }
    let completed = rules.completed(values(snapped))
    if !space.constraints.isEmpty, !rules.areKept(rules.assignment(completed)) { return nil }
    for (i, value) in completed.enumerated() where value == nil { snapped[i] = .nan }
    return snapped
  }

  /// Codes drawn from the distributions, all dimensions active.
  func draw(from random: inout RandomStream) -> [Double] {
    dimensions.map { $0.draw(from: &random) }
  }

  /// Codes at a point of a Sobol sequence, all dimensions active.
  func codes(at point: SobolPoint) -> [Double] {
    var coordinates = point.coordinates.makeIterator()
    return dimensions.map { dimension in
      guard dimension.kind != .fixed else { return 0 }
      return dimension.code(atShare: coordinates.next() ?? 0)
    }
  }
}

extension CodedDimension {
  func draw(from random: inout RandomStream) -> Double {
    kind == .fixed ? 0 : code(atShare: random.double())
  }

  /// The code below which a share of the distribution lies.
  func code(atShare u: Double) -> Double {
    switch kind {
    case .fixed: return 0
    case .continuous: return u
    case .discrete: return code(ofCell: cell(u))
    case .categorical(let count):
      var sum = 0.0
      for (index, share) in shares.enumerated() {
        sum += share
        if u < sum { return Double(index) }
      }
      return Double(shares.lastIndex { $0 > 0 } ?? count - 1)
    }
  }
}
