import SweepConfig
public import SweepSearch

/// What the best of so many assignments is expected to score.
public struct ExpectedScores: Equatable, Sendable {
  /// The number of assignments with the expected best score.
  public var rows: [(count: Int, score: Double)]
  /// How many assignments this was estimated from.
  public var total: Int

  /// `nil` for fewer than five.
  ///
  /// - Parameter leaderboard: The assignments that a sampler has proposed count, those that a pruner
  ///   has stopped with what they had reached.
  public init?(_ leaderboard: Leaderboard) {
    let sign = leaderboard.goal == .maximize ? 1.0 : -1.0
    let scores = leaderboard.rows.filter { row in
      !row.isBaseline && !row.trials.contains(where: \.isEnqueued)
    }.compactMap { $0.mean.map { sign * $0 } }.sorted()
    guard scores.count >= 5 else { return nil }
    total = scores.count
    var counts: [Int] = []
    var scale = 1
    while scale <= total {
      counts += [scale, 2 * scale, 5 * scale].filter { $0 <= scores.count }
      scale *= 10
    }
    rows = counts.map { ($0, sign * ExpectedBest.best(of: $0, ascending: scores)) }
  }

  public static func == (a: ExpectedScores, b: ExpectedScores) -> Bool {
    a.total == b.total && a.rows.elementsEqual(b.rows) { $0 == $1 }
  }
}

/// The assignments that none other beats in all metrics.
public struct ParetoFront: Equatable, Sendable {
  public var metrics: [Metric]
  /// The positions in the leaderboard, with the mean of each metric and its deviation.
  public var members: [Member]

  public struct Member: Equatable, Sendable {
    public var row: Int
    public var means: [Double]
    public var deviations: [Double?]
  }

  /// `nil` for a study with one metric.
  public init?(_ leaderboard: Leaderboard, _ input: ReportInput) {
    guard input.metrics.count > 1 else { return nil }
    metrics = input.metrics
    let signs = metrics.map { $0.goal == .maximize ? -1.0 : 1.0 }
    var candidates: [(costs: [Double], member: Member)] = []
    for (index, row) in leaderboard.rows.enumerated() where row.standing != .pruned {
      let values = input.metrics.map { metric in
        row.trials.compactMap { $0.score(metric.name, metric: input.metric) }.filter(\.isFinite)
      }
      let means = values.compactMap(Leaderboard.mean)
      guard means.count == values.count else { continue }
      let member = Member(
        row: index, means: means, deviations: values.map(Leaderboard.deviation))
      candidates.append((zip(signs, means).map(*), member))
    }
    // In this order nothing is beaten by what comes later, so only the front so far matters.
    candidates.sort {
      $0.costs.lexicographicallyPrecedes($1.costs)
        || $0.costs == $1.costs && $0.member.row < $1.member.row
    }
    var front: [(costs: [Double], member: Member)] = []
    for candidate in candidates {
      let isBeaten = front.contains { other in
        other.costs != candidate.costs && zip(other.costs, candidate.costs).allSatisfy { $0 <= $1 }
      }
      if !isBeaten { front.append(candidate) }
    }
    members = front.map(\.member)
  }
}

/// What a report says of the importance of settings.
public struct ImportanceReport: Equatable, Sendable {
  public var importance: Importance
  /// How many assignments it was estimated from.
  public var total: Int

  /// Fewer assignments say nothing.
  static let leastCount = 20

  /// `nil` for fewer than twenty assignments with a score, or fewer than two settings that vary.
  public init?(_ leaderboard: Leaderboard, _ input: ReportInput, _ method: Importance.Method) {
    let rows = leaderboard.rows.filter { $0.mean != nil }
    guard rows.count >= Self.leastCount else { return nil }
    let space = input.space ?? SearchSpace(of: rows.map(\.assignment))
    let sign = leaderboard.goal == .maximize ? -1.0 : 1.0
    var history = SearchHistory(space)
    // By number, so that equal scores keep their order.
    for row in rows.sorted(by: { ($0.trials.first?.id ?? 0) < ($1.trials.first?.id ?? 0) }) {
      guard let mean = row.mean, row.assignment.lies(in: space) else { continue }
      history.add(row.assignment)
      history.finish(history.count - 1, .scored([sign * mean]))
    }
    total = history.count
    guard total >= Self.leastCount else { return nil }
    importance = Importance(method, history.visible(window: 1))
    guard importance.entries.count > 1 else { return nil }
  }
}

extension Assignment {
  /// Whether all values could have been drawn from a space; the baseline's may not.
  fileprivate func lies(in space: SearchSpace) -> Bool {
    space.dimensions.allSatisfy { dimension in
      self[dimension.key].map { value in
        dimension.distribution.contains(value)
          || value.doubleValue.map { dimension.distribution.contains(.number($0)) } ?? false
          || value.doubleValue.flatMap { Int(exactly: $0) }.map {
            dimension.distribution.contains(.integer($0))
          } ?? false
      } ?? true
    }
  }
}

extension SearchSpace {
  /// A space that some assignments may have come from, where theirs is not known: a range for
  /// numbers with many values, logarithmic if they span two orders of magnitude, else a list.
  init(of assignments: [Assignment]) {
    var keys: [String] = []
    var values: [String: [JSONValue]] = [:]
    var numbers: [String: Set<Double>] = [:]
    var others: [String: Set<String>] = [:]
    for setting in assignments.flatMap(\.settings) {
      let key = setting.key
      if values[key] == nil { keys.append(key) }
      let isNew =
        setting.value.doubleValue.map { numbers[key, default: []].insert($0).inserted }
        ?? others[key, default: []].insert(Assignment([setting]).canonicalText).inserted
      if isNew { values[key, default: []].append(setting.value) }
    }
    self.init(
      keys.map { key in
        let values = values[key] ?? []
        let numbers = values.compactMap(\.doubleValue).sorted()
        guard numbers.count == values.count, let first = numbers.first, let last = numbers.last
        else { return Dimension(key, .categorical(values)) }
        if numbers.count <= 16 {
          let sorted = values.sorted { ($0.doubleValue ?? 0) < ($1.doubleValue ?? 0) }
          return Dimension(key, .ordered(sorted))
        }
        let isLog = first > 0 && last >= 100 * first
        return Dimension(key, isLog ? .logUniform(first...last) : .uniform(first...last))
      })
  }
}
