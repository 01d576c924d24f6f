import SweepConfig
public import SweepReport
import SweepSearch
public import SweepStore

extension StudyStore {
  /// Trials beside each other: those that are given, or all that a query asks for.
  ///
  /// - Parameters:
  ///   - query: Conditions, order, and columns. Without an order, the best come first.
  ///   - trials: The trials; `nil` for all of the studies.
  ///   - studies: Where they are looked for.
  /// - Returns: A row for each trial, and as columns what is not the same in all of them.
  /// - Throws: `FilterError`, `QueryError`, or `StoreError`.
  public func comparison(
    _ query: TrialQuery, of trials: [TrialRecord]?, in studies: [Study]
  ) throws -> TrialTable {
    var studies = studies
    if let trials {
      studies = studies.filter { study in trials.contains { $0.studyID == study.id } }
    }
    let resolved = try ResolvedQuery.resolving(query, studies: studies, in: self)
    var scan = ComparisonScan(resolved)
    for study in studies {
      let chosen = trials.map { trials in
        Set(trials.filter { $0.studyID == study.id }.map(\.number))
      }
      try scan.read(study, chosen, self)
    }
    return try scan.finish(self)
  }
}

/// A reading of trials for a comparison.
private struct ComparisonScan {
  private struct Found {
    var study: Study
    var number: Int
    var contentID: String
    var key: FilterValue
    /// By `ComparisonScan.sources`.
    var cells: [TrialCell]
    var settings: [TrialCell]
    var scores: [TrialCell]
  }

  private let query: ResolvedQuery
  private let sources: [FilterSource]
  private var found: [Found] = []
  private var settings = SettingColumns()
  private var scores = SettingColumns()

  /// How many scores beside the metrics are shown, unless all are.
  private static let usualScores = 7

  init(_ query: ResolvedQuery) {
    self.query = query
    var sources = query.sources
    let fields: [FilterField] = [
      .id, .state, .seed, .fold, .score, .bestStep, .seconds, .tag, .note,
    ]
    for source in fields.map(FilterSource.field) where !sources.contains(source) {
      sources.append(source)
    }
    self.sources = sources
  }

  /// Takes the trials of a study in.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  mutating func read(_ study: Study, _ chosen: Set<Int>?, _ store: StudyStore) throws {
    var reader = try TrialReader(sources, of: study, in: store)
    let (assignment, scoreTable) = (reader.add(.assignment), reader.add(.scores))
    let (idPlace, scorePlace) = (place(.field(.id)), place(.field(.score)))
    let sortPlace = query.sort.map(place) ?? scorePlace
    try store.scan(study, reader.columns) { cells in
      let number = cells.integer(1) ?? 0
      if let chosen, !chosen.contains(number) { return }
      guard query.filter?.matches({ reader.cell($0, cells).filterValue }) ?? true else { return }
      let values = sources.indices.map { reader.cell($0, cells) }
      found.append(
        Found(
          study: study, number: number, contentID: values[idPlace].fullText,
          key: values[sortPlace].filterValue, cells: values,
          settings: settings.cells(of: cells.text(assignment) ?? "{}"),
          scores: scores.cells(of: cells.text(scoreTable) ?? "{}")))
    }
  }

  private func place(_ source: FilterSource) -> Int { sources.firstIndex(of: source) ?? 0 }

  /// The table of all that was read.
  mutating func finish(_ store: StudyStore) throws -> TrialTable {
    // Without an order, the best first; numbers of several studies by the studies' order.
    let goal = found.first?.study.metric.goal ?? .maximize
    let isDescending = query.sort == nil ? goal == .maximize : query.query.isDescending
    let places = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1.contentID, $0) })
    found.sortByKey(isDescending: isDescending, key: \.key) { places[$0.contentID] ?? 0 }
    if let limit = query.query.limit { found = Array(found.prefix(limit)) }
    let ids = Set(found.map(\.study.id))
    let isMixed = ids.count > 1
    var columns: [(column: TrialTable.Column, isFixed: Bool, cell: (Found) -> TrialCell)] = []
    columns.append(
      (
        TrialTable.Column(
          .field(isMixed ? .study : .number), name: "trial", isNumber: !isMixed), true,
        { isMixed ? .text("\($0.study.name)/\($0.number)") : .integer($0.number) }
      ))
    func add(_ source: FilterSource, _ name: String, isFixed: Bool = false) {
      let place = place(source)
      columns.append(
        (
          TrialTable.Column(source, name: name, isNumber: source.isNumber), isFixed,
          { $0.cells[place] }
        ))
    }
    add(.field(.id), "ID", isFixed: true)
    if !query.columns.isEmpty {
      for (name, source) in query.columns + query.added { add(source, name, isFixed: true) }
      return table(columns)
    }
    add(.field(.state), "state")
    columns += try settingColumns(isMixed, store)
    add(.field(.seed), "seed")
    add(.field(.fold), "fold")
    columns += scoreColumns()
    for (name, source) in query.added { add(source, name, isFixed: true) }
    add(.field(.bestStep), "step")
    add(.field(.seconds), "time")
    if found.contains(where: { $0.cells[place(.field(.tag))] != .list([]) }) {
      add(.field(.tag), "tags", isFixed: true)
    }
    if found.contains(where: { $0.cells[place(.field(.note))] != .none }) {
      add(.field(.note), "note", isFixed: true)
    }
    return table(columns)
  }

  private typealias Columns = [(
    column: TrialTable.Column, isFixed: Bool, cell: (Found) -> TrialCell
  )]

  /// Varied keys, and of several studies the keys in which their configs differ.
  private func settingColumns(_ isMixed: Bool, _ store: StudyStore) throws -> Columns {
    // What the config of each study has for the keys that it does not vary.
    var configs: [Int64: [String: TrialCell]] = [:]
    var keys = settings.keys
    if isMixed {
      var all: [[String: JSONValue]] = []
      for trial in found where configs[trial.study.id] == nil {
        let record = try store.trial("\(trial.study.name)/\(trial.number)")
        let text = try store.config(of: record)
        let config = try? Config(parsing: text, file: record.name)
        // A key that only follows another one by a variable is no difference of its own.
        let written = config?.settings ?? []
        let values = config.map { (try? $0.interpolated()) ?? $0 }?.settings ?? []
        all.append(Dictionary(written.map { ($0.key, $0.value) }) { first, _ in first })
        configs[trial.study.id] = Dictionary(
          values.map { ($0.key, TrialCell.json($0.value.serialized(.compact))) }
        ) { first, _ in first }
        for (key, _) in written where !keys.contains(key) { keys.append(key) }
      }
      let varied = Set(settings.keys)
      keys = keys.filter { key in
        if varied.contains(key) { return true }
        if key.hasSuffix(".seed") { return false }
        return all.contains { $0[key] != all.first?[key] }
      }
    }
    let names = Leaderboard.shortNames(keys)
    let known = Dictionary(uniqueKeysWithValues: settings.keys.enumerated().map { ($1, $0) })
    return zip(keys, names).map { key, name in
      let place = known[key]
      return (
        TrialTable.Column(.setting(key), name: key, title: name, isNumber: true), false,
        { trial in
          if let place, trial.settings.indices.contains(place), trial.settings[place] != .none {
            return trial.settings[place]
          }
          return configs[trial.study.id]?[key] ?? .none
        }
      )
    }
  }

  /// The metrics, and other scores that are no tables.
  private func scoreColumns() -> Columns {
    var columns: Columns = []
    var names: [String] = []
    var seen: Set<Int64> = []
    for trial in found where seen.insert(trial.study.id).inserted {
      for metric in trial.study.metrics where !names.contains(metric.name) {
        names.append(metric.name)
        let (name, score) = (metric.name, place(.field(.score)))
        let other = scores.keys.firstIndex(of: name)
        columns.append(
          (
            TrialTable.Column(.score(name), name: name, isNumber: true), true,
            { trial in
              if trial.study.metric.name == name { return trial.cells[score] }
              return Self.cell(other, trial)
            }
          ))
      }
    }
    let varied = Set(scores.varied)
    var others = 0
    for (place, name) in scores.keys.enumerated() where !names.contains(name) && name != "speed" {
      let isTable = found.contains { trial in
        if case .json(let text) = Self.cell(place, trial) { return text.hasPrefix("{") }
        return false
      }
      guard !isTable, varied.contains(place) || query.query.showsAllColumns else { continue }
      others += 1
      if others > Self.usualScores, !query.query.showsAllColumns { break }
      columns.append(
        (
          TrialTable.Column(.score(name), name: name, isNumber: true), false,
          { Self.cell(place, $0) }
        ))
    }
    return columns
  }

  private static func cell(_ place: Int?, _ trial: Found) -> TrialCell {
    guard let place, trial.scores.indices.contains(place) else { return .none }
    return trial.scores[place] == .json("null") ? .none : trial.scores[place]
  }

  private func table(_ columns: Columns) -> TrialTable {
    let rows = found.map { trial in
      TrialTable.Row(
        study: trial.study.name, number: trial.number, cells: columns.map { $0.cell(trial) })
    }
    var table = TrialTable(columns: columns.map(\.column), rows: rows)
    guard !query.query.showsAllColumns else { return table }
    table.keep(columns.indices.filter { columns[$0].isFixed || !table.isConstant($0) })
    return table
  }
}

extension StudyStore {
  /// The trials that fulfil a condition.
  ///
  /// - Throws: `FilterError` or `StoreError`.
  public func trials(where filter: Filter, in studies: [Study]) throws -> [TrialRecord] {
    var query = TrialQuery()
    query.filter = filter
    query.columns = ["number"]
    let chosen = try listings(query, of: studies).flatMap { listing in
      listing.table.rows.map { "\($0.study)/\($0.number)" }
    }
    let names = Set(chosen)
    guard !names.isEmpty else { return [] }
    return try studies.flatMap { study in
      try trials(of: study).filter { names.contains($0.name) }
    }
  }
}
