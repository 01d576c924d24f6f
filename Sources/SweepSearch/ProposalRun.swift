import SweepConfig

/// The assignments of a study one after another, each from the outcomes that it may look at.
///
/// First comes the baseline, then what the user has given, then what the sampler proposes. The
/// proposal for a trial with number n follows from the study's seed, n, all assignments before, and
/// the outcomes of the trials up to n − window. So it is the same whatever ran when.
public struct ProposalRun: Sendable {
  /// An assignment with where it comes from.
  public struct Row: Equatable, Sendable {
    /// The number of the assignment in its study, from 0.
    public var number: Int
    public var assignment: Assignment
    public var origin: Trial.Origin
    /// The sampler's number of the assignment; `nil` for those that it has not proposed.
    public var proposal: Int?

    public init(
      number: Int, assignment: Assignment, origin: Trial.Origin, proposal: Int? = nil
    ) {
      self.number = number
      self.assignment = assignment
      self.origin = origin
      self.proposal = proposal
    }
  }

  /// An assignment of another study, with what became of it.
  public struct Prior: Equatable, Sendable {
    public var assignment: Assignment
    public var outcome: Outcome

    public init(_ assignment: Assignment, _ outcome: Outcome) {
      (self.assignment, self.outcome) = (assignment, outcome)
    }
  }

  /// The sweep.
  public let sweep: SweepFile
  /// What each assignment runs with at first.
  public let replicates: [Replicate]
  /// How far proposals look back, in trials.
  public let window: Int
  /// The assignments so far.
  public private(set) var rows: [Row] = []
  /// Whether there are no further assignments, whatever the results say.
  public private(set) var isExhausted = false
  /// Why the search ended before its number of trials; `nil` if it did not.
  public private(set) var stopReason: String?

  private let method: SearchMethod
  private let sampler: any Sampler
  private let baseline: Assignment
  private let identity: @Sendable (Assignment) -> String
  private let priorCount: Int
  private var history: SearchHistory
  /// The cells of a grid, which are found one after another.
  private var cells: GridCells?
  private var known: Set<String> = []
  private var nextDraw = 0
  private var cellCount = 0
  private var proposed = 0
  /// What comes before any proposal; none of the first ones equals an assignment that is there.
  private var given: ArraySlice<(Assignment, Trial.Origin)>
  /// The outcomes of all rows before are known.
  private var settledRows = 0
  /// The best of the rows that have been looked at for the rules of `stop`.
  private var best: (row: Int, value: Double)?
  private var rowsLookedAt = 0

  /// So many draws in vain are taken for the end of a space.
  private static let mostDraws = 1_000
  /// After so many known ones, a model is no longer asked, and chance decides.
  private static let mostModelDraws = 20

  /// Prepares the assignments of a sweep.
  ///
  /// Equal assignments run once, and 1 equals 1.0.
  ///
  /// - Parameters:
  ///   - sweep: The sweep, with keys checked.
  ///   - method: What `auto` stands for where that has been decided before.
  ///   - baseline: The base config's own values of the varied keys.
  ///   - configSeed: The base config's training seed, for a sweep without `seeds`.
  ///   - window: How far proposals look back; the sweep's or the default one if it is not given.
  ///   - priors: Assignments of an earlier study that proposals may look at from the start.
  ///   - identity: What two equal assignments share. By default their keys and values; the caller
  ///     may return a hash of the resolved config instead, which knows the config's defaults. It is
  ///     asked with whole numbers as integers.
  public init(
    _ sweep: SweepFile, method: SearchMethod? = nil, baseline: Assignment, configSeed: Int,
    window: Int? = nil, priors: [Prior] = [],
    identity: @escaping @Sendable (Assignment) -> String = { $0.canonicalText }
  ) {
    self.sweep = sweep
    self.baseline = baseline
    self.identity = identity
    self.window = window ?? sweep.window ?? SweepFile.defaultWindow
    replicates = sweep.replicates(configSeed: configSeed)
    let method = (method ?? sweep.method).resolved(
      for: sweep.space, budget: sweep.trials ?? sweep.runCap, metricCount: sweep.metrics.count)
    self.method = method
    sampler = method.sampler
    history = SearchHistory(sweep.space)
    cells = method == .grid ? GridCells(sweep.space) : nil
    let first = sweep.includesBaseline ? [(baseline, Trial.Origin.baseline)] : []
    given = (first + sweep.enqueued.map { ($0.filled(from: baseline), .enqueued) })[...]
    priorCount = priors.count
    for (index, prior) in priors.enumerated() {
      history.add(prior.assignment)
      history.finish(index, prior.outcome)
    }
  }

  /// How many of the assignments the sampler has proposed.
  public var proposedCount: Int { proposed }

  /// How many of the first assignments the next one depends on.
  public var visibleRows: Int {
    let perRow = replicates.count
    return max(0, (rows.count * perRow - window + 1) / perRow)
  }

  /// Whether the next assignment depends on results.
  public var needsResults: Bool {
    given.isEmpty && visibleRows > 0 && (method.looksAtResults || sweep.stop.looksAtResults)
  }

  /// Whether the outcomes that the next assignment depends on are known.
  public var isReady: Bool {
    guard needsResults else { return true }
    return settledRows >= visibleRows
  }

  /// The trials of an assignment at first, numbered in order of assignments.
  public func entries(of row: Row) -> [TrialPlan.Entry] {
    replicates.enumerated().map { index, replicate in
      TrialPlan.Entry(
        id: row.number * replicates.count + index, row: row.number, assignment: row.assignment,
        origin: row.origin, proposal: row.proposal, seed: replicate.seed, fold: replicate.fold)
    }
  }

  /// Takes an assignment from the record, in order of rows.
  public mutating func restore(_ row: Row) {
    precondition(row.number == rows.count, "row \(row.number) after \(rows.count) rows")
    if row.origin == .proposed { proposed += 1 }
    if let proposal = row.proposal { nextDraw = max(nextDraw, proposal + 1) }
    known.insert(identity(row.assignment.withIntegers))
    keep(row)
  }

  /// Notes what became of an assignment.
  public mutating func finish(_ row: Int, _ outcome: Outcome) {
    history.finish(priorCount + row, outcome)
    while settledRows < rows.count, history.recordedOutcome(priorCount + settledRows) != .pending {
      settledRows += 1
    }
  }

  /// The next assignment; `nil` when there are no more.
  ///
  /// - Precondition: `isReady`.
  public mutating func next() -> Row? {
    if let (assignment, origin) = given.first {
      known.insert(identity(assignment.withIntegers))
      return keep(Row(number: rows.count, assignment: assignment, origin: origin))
    }
    guard !isExhausted, proposed < sweep.trials ?? .max,
      rows.count * replicates.count < sweep.runCap ?? .max
    else {
      isExhausted = true
      return nil
    }
    stopReason = reasonToStop()
    guard stopReason == nil, let (draw, assignment) = propose() else {
      isExhausted = true
      return nil
    }
    proposed += 1
    return keep(
      Row(number: rows.count, assignment: assignment, origin: .proposed, proposal: draw))
  }

  @discardableResult
  private mutating func keep(_ row: Row) -> Row {
    rows.append(row)
    // What an earlier space did not vary had the config's own value.
    history.add(sweep.space.activeSettings(of: row.assignment.filled(from: baseline)))
    // At once, as what is given depends on no results, and what is proposed after it may.
    while let next = given.first, known.contains(identity(next.0.withIntegers)) {
      given.removeFirst()
    }
    return row
  }

  private mutating func propose() -> (Int, Assignment)? {
    let visible = history.visible(first: priorCount + visibleRows)
    for attempt in 0..<(cells == nil ? Self.mostDraws : Int.max) {
      let sampler: any Sampler =
        attempt < Self.mostModelDraws || !method.looksAtResults ? sampler : RandomSampler()
      let number = cells == nil ? nextDraw : attempt + cellCount
      let assignment =
        cells != nil
        ? cells?.next() : sampler.propose(number: number, after: visible, seed: sweep.seed)
      guard let assignment else { return nil }
      nextDraw = number + 1
      if known.insert(identity(assignment.withIntegers)).inserted {
        cellCount = number + 1
        return (number, assignment)
      }
    }
    return nil
  }

  /// The rule of `stop` that holds for the results that may be looked at.
  private mutating func reasonToStop() -> String? {
    guard sweep.stop.looksAtResults else { return nil }
    let sign = sweep.metric.goal == .minimize ? 1.0 : -1.0
    while rowsLookedAt < visibleRows {
      let row = rowsLookedAt
      rowsLookedAt += 1
      guard case .scored(let values) = history.recordedOutcome(priorCount + row),
        let value = values.first, value.isFinite, value < best?.value ?? .infinity
      else { continue }
      best = (row, value)
    }
    guard let best else { return nil }
    if let target = sweep.stop.target, best.value <= sign * target {
      return "assignment \(best.row) has reached \(target)"
    }
    if let most = sweep.stop.noImprovement, visibleRows - 1 - best.row >= most {
      return "\(most) assignments after assignment \(best.row) were no better"
    }
    return nil
  }
}

extension Assignment {
  /// The assignment with the values of another one for keys that it lacks.
  package func filled(from other: Assignment) -> Assignment {
    Assignment(
      other.settings.map { Setting($0.key, self[$0.key] ?? $0.value) }
        + settings.filter { other[$0.key] == nil })
  }
}
