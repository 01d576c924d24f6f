public import SweepConfig
public import SweepReport
public import SweepSearch
public import SweepStore

/// The trials of a study that a query asks for, one line each.
public struct StudyListing: Sendable {
  public var study: Study
  /// How many trials of each state there are, also of those that are not shown.
  public var counts: [Trial.State: Int]
  public var table: TrialTable
  /// What stands at the end of each row: `best`, `baseline`, tags, errors.
  public var marks: [String]

  /// The number of all trials of the study.
  public var total: Int { counts.values.reduce(0, +) }

  /// A heading and a table.
  public func render() -> String {
    let states = Trial.State.allCases.compactMap { state in
      counts[state].map { "\($0) \(state.rawValue)" }
    }
    let parts = [study.name, study.configPath, states.joined(separator: ", ")]
    var heading = parts.filter { !$0.isEmpty }.joined(separator: "  ")
    if table.count < total { heading += "; \(table.count) of \(total) shown" }
    return table.isEmpty ? heading : heading + "\n" + table.text(marks: marks)
  }
}

extension StudyStore {
  /// The trials that a query asks for, by study.
  ///
  /// Settings that change in the study are shown, in the order of the space. Only what is shown or
  /// asked for is read.
  ///
  /// - Throws: `FilterError`, `QueryError`, or `StoreError`.
  public func listings(_ query: TrialQuery, of studies: [Study]) throws -> [StudyListing] {
    let resolved = try ResolvedQuery.resolving(query, studies: studies, in: self)
    return try studies.map { try listing(resolved, of: $0) }
  }

  private func listing(_ query: ResolvedQuery, of study: Study) throws -> StudyListing {
    var scan = try ListingScan(query, of: study, in: self)
    // With a condition, few may be left.
    if query.filter == nil { scan.expected = try trialCount(of: study) }
    try self.scan(study, scan.columns) { scan.add($0) }
    return scan.finish()
  }
}

/// A reading of a study's trials for a list.
private struct ListingScan {
  private struct Found {
    var number: Int
    var key: FilterValue
    /// Where its values begin in `values`: what was asked for by name, then its settings.
    var start: Int
    /// How many settings there are.
    var settings: Int
    var marks: [String]
  }

  /// Where a column's value of a trial is.
  private enum Place {
    case number
    case source(Int)
    case setting(Int)
  }

  private let query: ResolvedQuery
  private let study: Study
  private var reader: TrialReader
  private let sources: [FilterSource]
  private let usual: [FilterSource]
  private let marksAt: (origin: Int, error: Int, reason: Int, tags: Int)
  private let assignment: Int?
  private let score: Int
  private let sort: Int?
  private var settings = SettingColumns()
  private var counts: [Trial.State: Int] = [:]
  private var found: [Found] = []
  /// The values of all that were found; arrays of their own would take longer than the reading.
  private var values: [TrialCell] = []
  /// How many trials will be found, or 0 if that is not known: growing lists of thousands would be
  /// copied several times.
  var expected = 0
  private var best: (number: Int, score: Double)?
  private var seeds: Set<Int> = []
  private var hasFolds = false
  private let (seed, fold): (Int, Int)

  /// What is read of each trial.
  var columns: [TrialColumn] { reader.columns }

  init(_ query: ResolvedQuery, of study: Study, in store: StudyStore) throws(StoreError) {
    self.query = query
    self.study = study
    usual =
      query.columns.isEmpty
      ? study.metrics.map { .score($0.name) } + [.field(.bestStep), .field(.seconds)]
      : query.columns.map(\.source)
    var sources = query.sources
    let always: [FilterSource] = [
      .field(.id), .field(.state), .field(.seed), .field(.fold), .field(.origin), .field(.error),
      .field(.reason), .field(.tag),
    ]
    for source in usual + always where !sources.contains(source) { sources.append(source) }
    reader = try TrialReader(sources, of: study, in: store)
    self.sources = sources
    func place(_ field: FilterField) -> Int { sources.firstIndex(of: .field(field)) ?? 0 }
    marksAt = (place(.origin), place(.error), place(.reason), place(.tag))
    (seed, fold) = (place(.seed), place(.fold))
    sort = query.sort.flatMap { sources.firstIndex(of: $0) }
    score = reader.add(.scoreBits)
    assignment = query.columns.isEmpty ? reader.add(.assignment) : nil
  }

  /// Takes a trial in.
  mutating func add(_ cells: TrialCells) {
    let state = Trial.State(rawValue: reader.state(cells)) ?? .waiting
    counts[state, default: 0] += 1
    let number = cells.integer(1) ?? 0
    if state == .done, let score = cells.number(score), score.isFinite,
      best.map({ study.metric.isBetter(score, than: $0.score) }) ?? true
    {
      best = (number, score)
    }
    let isShown = query.filter?.matches { reader.cell($0, cells).filterValue } ?? true
    let start = values.count
    if isShown { for index in sources.indices { values.append(reader.cell(index, cells)) } }
    if seeds.count < 2,
      case .integer(let value) = isShown ? values[start + seed] : reader.cell(seed, cells)
    {
      seeds.insert(value)
    }
    if !hasFolds {
      hasFolds = (isShown ? values[start + fold] : reader.cell(fold, cells)) != .none
    }
    if let assignment {
      let assignment = cells.text(assignment) ?? "{}"
      if isShown { settings.add(assignment, to: &values) } else { settings.add(assignment) }
    }
    guard isShown else { return }
    if found.isEmpty {
      found.reserveCapacity(expected)
      values.reserveCapacity(expected * values.count)
    }
    found.append(
      Found(
        number: number, key: key(at: start), start: start,
        settings: values.count - start - sources.count, marks: marks(at: start)))
  }

  /// What decides the place of a trial whose values begin there.
  private func key(at start: Int) -> FilterValue {
    sort.map { values[start + $0].filterValue } ?? .null
  }

  private func marks(at start: Int) -> [String] {
    var marks: [String] = []
    if values[start + marksAt.origin] == .text("baseline") { marks.append("baseline") }
    if case .list(let tags) = values[start + marksAt.tags], !tags.isEmpty {
      marks.append(tags.map { "#\($0)" }.joined(separator: " "))
    }
    for place in [marksAt.error, marksAt.reason] where values[start + place] != .none {
      marks.append(String(values[start + place].fullText.prefix { !$0.isNewline }))
    }
    return marks
  }

  /// The list of all that were taken in.
  mutating func finish() -> StudyListing {
    found.sortByKey(isDescending: query.query.isDescending, key: \.key, number: \.number)
    if let limit = query.query.limit { found = Array(found.prefix(limit)) }
    var columns: [(column: TrialTable.Column, place: Place)] = []
    func add(_ source: FilterSource, _ name: String, isNumber: Bool = true) {
      columns.append(
        (
          TrialTable.Column(source, name: name, title: name, isNumber: isNumber),
          sources.firstIndex(of: source).map { .source($0) } ?? .number
        ))
    }
    add(.field(.number), "trial")
    add(.field(.id), "ID", isNumber: false)
    if query.columns.isEmpty {
      add(.field(.state), "state", isNumber: false)
      let varied = settings.varied
      for (key, name) in zip(varied, Leaderboard.shortNames(varied.map { settings.keys[$0] })) {
        columns.append(
          (
            TrialTable.Column(
              .setting(settings.keys[key]), name: settings.keys[key], title: name, isNumber: true),
            .setting(key)
          ))
      }
      if seeds.count > 1 { add(.field(.seed), "seed") }
      if hasFolds { add(.field(.fold), "fold") }
      for metric in study.metrics { add(.score(metric.name), metric.name) }
      for (name, source) in query.added { add(source, name, isNumber: source.isNumber) }
      add(.field(.bestStep), "step")
      add(.field(.seconds), "time")
    } else {
      for (name, source) in query.columns + query.added {
        add(source, name, isNumber: source.isNumber)
      }
    }
    let places = columns.map(\.place)
    let rows = found.map { trial in
      TrialTable.Row(
        study: study.name, number: trial.number, cells: places.map { cell(of: trial, $0) })
    }
    let best = best?.number
    return StudyListing(
      study: study, counts: counts,
      table: TrialTable(columns: columns.map(\.column), rows: rows),
      marks: query.columns.isEmpty
        ? found.map { (($0.number == best ? ["best"] : []) + $0.marks).joined(separator: ", ") }
        : [])
  }

  private func cell(of trial: Found, _ place: Place) -> TrialCell {
    switch place {
    case .number: .integer(trial.number)
    case .source(let index): values[trial.start + index]
    case .setting(let key):
      key < trial.settings ? values[trial.start + sources.count + key] : .none
    }
  }
}

extension FilterSource {
  /// Whether its values stand at the right of a column.
  var isNumber: Bool {
    guard case .field(let field) = self else { return true }
    switch field {
    case .study, .id, .state, .origin, .engine, .tag, .note, .commit, .reason, .error: return false
    default: return true
    }
  }
}

extension Array {
  /// Sorts by a key, missing ones and NaN last, equal ones by a number.
  mutating func sortByKey(
    isDescending: Bool, key: (Element) -> FilterValue, number: (Element) -> Int
  ) {
    sort { a, b in
      let (x, y) = (key(a), key(b))
      let (xIsLast, yIsLast) = (x.isLast, y.isLast)
      if xIsLast || yIsLast { return xIsLast == yIsLast ? number(a) < number(b) : yIsLast }
      if x.precedes(y) { return !isDescending }
      if y.precedes(x) { return isDescending }
      return number(a) < number(b)
    }
  }
}

extension FilterValue {
  fileprivate var isLast: Bool {
    if case .number(let number) = self { return number.isNaN }
    return self == .null
  }

  /// The order of kinds is that of their names: a column seldom has several.
  fileprivate func precedes(_ other: FilterValue) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)), (.time(let a), .time(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.bool(let a), .bool(let b)): !a && b
    case (.list(let a), .list(let b)):
      a.joined(separator: " ").utf8.lexicographicallyPrecedes(b.joined(separator: " ").utf8)
    default: rank < other.rank
    }
  }

  private var rank: Int {
    switch self {
    case .null: 5
    case .bool: 0
    case .list: 1
    case .number: 2
    case .text: 3
    case .time: 4
    }
  }
}

extension StudyStore {
  /// The trials that a query asks for, for other programs: by study, everything that is known of each
  /// trial in short, or the columns that the query names.
  ///
  /// - Throws: `FilterError`, `QueryError`, or `StoreError`.
  public func listingJSON(_ query: TrialQuery, of studies: [Study]) throws -> JSONValue {
    var list: [JSONValue] = []
    for listing in try listings(query, of: studies) {
      var trials = listing.table.json
      if query.columns.isEmpty {
        let input = try reportInput(of: listing.study)
        let known = Dictionary(uniqueKeysWithValues: input.trials.map { ($0.id, $0) })
        let tags = try tags(of: listing.study)
        let notes = try notes(of: listing.study)
        trials = .array(
          listing.table.rows.compactMap { row in
            guard var object = known[row.number]?.json.objectValue else { return nil }
            object["tags"] = .array((tags[row.number] ?? []).map { .string($0) })
            object["note"] = notes[row.number].map { .string($0) } ?? .null
            return .object(object)
          })
      }
      list.append([
        "study": .string(listing.study.name), "config": .string(listing.study.configPath),
        "metric": .string(listing.study.metric.name),
        "goal": .string(listing.study.metric.goal.rawValue), "trials": trials,
      ])
    }
    return .array(list)
  }
}
