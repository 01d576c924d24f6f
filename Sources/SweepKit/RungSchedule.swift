import SweepSearch

/// Which rows are members of which group of successive halving, and which trials go on or stop.
struct RungSchedule {
  /// A member's place: its group, and its position among all members.
  struct Place {
    var group: HalvingSchedule.Group
    var member: Int
  }

  private let schedule: HalvingSchedule
  /// The rows that the sampler has proposed, in order; given ones train to their end.
  private var rows: [Int] = []
  private var memberOfRow: [Int: Int] = [:]
  /// Trials that may go on, with the step of their next rung, in ascending order of number.
  private var resumable: [(number: Int, rung: Int?)] = []
  private var pruned: [(number: Int, step: Int)] = []
  /// Whether there will be no further members: the last group may be smaller than the others.
  private(set) var isComplete = false

  init(_ schedule: HalvingSchedule) { self.schedule = schedule }

  mutating func addMember(row: Int) {
    memberOfRow[row] = rows.count
    rows.append(row)
  }

  func row(ofMember member: Int) -> Int? { member < rows.count ? rows[member] : nil }

  /// The members of the last group have nobody else to wait for.
  mutating func complete() { isComplete = true }

  var lastRow: Int? { rows.last }

  /// Whether trials are to go on or to be pruned that have waited.
  var hasDecisions: Bool { !pruned.isEmpty || !resumable.isEmpty }

  /// Whether trials are to be pruned while they wait.
  var hasPruned: Bool { !pruned.isEmpty }

  func place(of row: Int) -> Place? {
    memberOfRow[row].map { member in
      var group = schedule.group(of: member)
      if isComplete, group.numbers.upperBound > rows.count {
        group = group.reduced(to: rows.count - group.numbers.lowerBound, by: schedule.reduction)
      }
      return Place(group: group, member: member)
    }
  }

  func decision(
    _ place: Place, _ members: [HalvingSchedule.Group.Member]
  ) -> HalvingSchedule.Group.Decision {
    place.group.decisions(members)[place.member - place.group.numbers.lowerBound]
  }

  mutating func resume(_ number: Int, rung: Int?) {
    guard !resumable.contains(where: { $0.number == number }) else { return }
    resumable.append((number, rung))
    resumable.sort { $0.number < $1.number }
  }

  mutating func prune(_ number: Int, step: Int) {
    guard !pruned.contains(where: { $0.number == number }) else { return }
    pruned.append((number, step))
  }

  mutating func popResumable() -> (number: Int, rung: Int?)? {
    resumable.isEmpty ? nil : resumable.removeFirst()
  }

  mutating func popPruned() -> (number: Int, step: Int)? {
    pruned.isEmpty ? nil : pruned.removeFirst()
  }
}

extension HalvingSchedule.Group {
  /// The group with its first members only, of which the same share goes on from each rung.
  fileprivate func reduced(to count: Int, by reduction: Int) -> Self {
    var group = self
    group.numbers = numbers.lowerBound..<numbers.lowerBound + count
    var left = count
    group.survivors = rungs.map { _ in
      left = max(1, (left + reduction - 1) / reduction)
      return left
    }
    return group
  }
}

extension HalvingSchedule.Group.Member {
  /// What is known of an assignment from its trials, one for each seed: the mean of their best values,
  /// as far as all that still run have come.
  static func mean(of trials: [(curve: Curve, isFinal: Bool)]) -> Self {
    if trials.count == 1 {
      return trials[0].isFinal ? .ended(trials[0].curve) : .running(trials[0].curve)
    }
    let going = trials.filter { !$0.isFinal }
    // Every trial has come so far, or has ended.
    let last = going.map { $0.curve.lastStep ?? -1 }.min() ?? .max
    var steps: Set<Int> = []
    for trial in trials { steps.formUnion(trial.curve.points.map(\.step)) }
    var mean = Curve()
    for step in steps.sorted() where step <= last {
      let values = trials.map { $0.curve.best(through: step) ?? .infinity }
      mean.append(step: step, value: values.reduce(0, +) / Double(trials.count))
    }
    return going.isEmpty ? .ended(mean) : .running(mean)
  }
}
