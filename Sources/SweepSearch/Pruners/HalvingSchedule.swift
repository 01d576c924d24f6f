/// The rungs of synchronous successive halving: where trials stop, wait for each other, and how
/// many go on.
///
/// Trials are dealt to groups by number, so a group's members follow from the number alone. At a
/// rung the members of a group are compared once all of them are there or have ended; only then the
/// best go on. So no decision depends on which trial was first, unlike asynchronous halving (ASHA),
/// which promotes what is best so far. The price is waiting, which other groups fill: workers go on
/// with trials of the next group.
///
/// - Source: Karnin et al. 2013, <https://proceedings.mlr.press/v28/karnin13.html>; Li et al. 2018
///   for the brackets of Hyperband, <https://www.jmlr.org/papers/v18/16-558.html>.
public struct HalvingSchedule: Equatable, Sendable {
  /// Trials that are compared with each other.
  public struct Group: Equatable, Sendable {
    /// The numbers of the members.
    public var numbers: Range<Int>
    /// The steps at which members are compared, ascending.
    public var rungs: [Int]
    /// How many go on from each rung.
    public var survivors: [Int]
  }

  /// The step at which trials end anyway.
  public var lastStep: Int
  /// The step of the first comparison of the most eager bracket.
  public var firstStep: Int
  /// One of so many goes on.
  public var reduction: Int
  /// Whether brackets of all kinds take turns, as in Hyperband, or only the most eager one.
  public var isHyperband: Bool
  /// Trials have values at multiples of this step only, so rungs are there.
  public var interval = 1

  /// - Precondition: `firstStep` is from 1 to `lastStep`, and `reduction` at least 2.
  public init(firstStep: Int, lastStep: Int, reduction: Int = 3, isHyperband: Bool = false) {
    precondition(firstStep >= 1 && firstStep <= lastStep, "rungs from \(firstStep) to \(lastStep)")
    precondition(reduction >= 2, "a reduction of \(reduction)")
    (self.firstStep, self.lastStep) = (firstStep, lastStep)
    (self.reduction, self.isHyperband) = (reduction, isHyperband)
  }

  /// How many times the trials of the most eager bracket are reduced.
  public var mostReductions: Int {
    var step = firstStep
    var count = 0
    while step <= lastStep / reduction {
      step *= reduction
      count += 1
    }
    return count
  }

  /// How many trials the largest group has.
  public var largestGroup: Int {
    (isHyperband ? Array(0...mostReductions) : [mostReductions]).map(size(reductions:)).max() ?? 1
  }

  /// The group of a trial.
  public func group(of number: Int) -> Group {
    var start = 0
    var kind = mostReductions
    while true {
      let size = size(reductions: kind)
      if number < start + size { return group(start: start, size: size, reductions: kind) }
      start += size
      kind = isHyperband ? (kind == 0 ? mostReductions : kind - 1) : kind
    }
  }

  /// How many trials a bracket has: so many that one is left at the end, and all brackets of
  /// Hyperband take about as many steps.
  private func size(reductions: Int) -> Int {
    let power = (0..<reductions).reduce(1) { power, _ in power * reduction }
    guard isHyperband else { return power }
    return (mostReductions + 1) * power / (reductions + 1)
      + ((mostReductions + 1) * power % (reductions + 1) > 0 ? 1 : 0)
  }

  private func group(start: Int, size: Int, reductions: Int) -> Group {
    var rungs: [Int] = []
    var survivors: [Int] = []
    var left = size
    var step = lastStep
    for _ in 0..<reductions { step /= reduction }
    for _ in 0..<reductions {
      left = max(1, left / reduction)
      rungs.append(max(interval, (step + interval / 2) / interval * interval))
      survivors.append(left)
      step *= reduction
    }
    return Group(numbers: start..<start + size, rungs: rungs, survivors: survivors)
  }
}

extension HalvingSchedule.Group {
  /// What is known of a member.
  public enum Member: Equatable, Sendable {
    /// It has not begun, or has recorded up to some step.
    case running(Curve)
    /// It recorded no more, because it failed or was stopped for another reason.
    case ended(Curve)
  }

  /// What becomes of a member.
  public enum Decision: Equatable, Sendable {
    /// It trains up to a step; `nil` is its end.
    case train(through: Int?)
    /// It waits for others at a rung.
    case wait
    /// It stops at a rung.
    case prune(step: Int)
  }

  /// What becomes of each member.
  ///
  /// - Parameter members: One for each number of the group.
  /// - Returns: The decisions in order of number.
  public func decisions(_ members: [Member]) -> [Decision] {
    precondition(members.count == numbers.count, "\(members.count) members of \(numbers.count)")
    var decisions = [Decision](repeating: .train(through: nil), count: members.count)
    var going = Array(members.indices)
    for (rung, step) in rungs.enumerated() {
      var isComplete = true
      for index in going {
        if case .running(let curve) = members[index], curve.lastStep ?? -1 < step {
          isComplete = false
          decisions[index] = .train(through: step)
        } else {
          decisions[index] = .wait
        }
      }
      guard isComplete else { return decisions }
      let ranked = going.sorted { (value($0, members, step), $0) < (value($1, members, step), $1) }
      for index in ranked.dropFirst(survivors[rung]) { decisions[index] = .prune(step: step) }
      going = ranked.prefix(survivors[rung]).sorted()
      for index in going { decisions[index] = .train(through: nil) }
    }
    return decisions
  }

  /// The best value up to a rung; those that ended before it come last.
  private func value(_ index: Int, _ members: [Member], _ step: Int) -> Double {
    switch members[index] {
    case .running(let curve): curve.best(through: step) ?? .infinity
    case .ended(let curve):
      (curve.lastStep ?? -1) < step ? .infinity : curve.best(through: step) ?? .infinity
    }
  }
}
