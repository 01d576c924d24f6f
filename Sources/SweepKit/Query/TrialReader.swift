import SweepConfig
import SweepReport
import SweepSearch
import SweepStore

/// Reads what is asked of a study's trials, and nothing else.
struct TrialReader {
  private let study: Study
  private let sources: [FilterSource]
  /// What is read of each trial; the first four always.
  private(set) var columns: [TrialColumn] = [.id, .number, .state, .worker]
  /// Where each source's columns begin in `columns`.
  private var places: [[Int]] = []
  private var tags: [Int: [String]] = [:]
  private var verified: [Int64: Int] = [:]
  private var kept: Set<Int64> = []
  private var commits: [String: String] = [:]
  private var losses: [String: [Int64: [Double?]]] = [:]
  private var engine = ""

  /// Prepares the reading.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  init(_ sources: [FilterSource], of study: Study, in store: StudyStore) throws(StoreError) {
    self.study = study
    self.sources = sources
    for source in sources {
      var needed = Self.columns(of: source)
      if case .score(let name) = source {
        // The study's own metric has a column, and losses are in no JSON.
        if name == study.metric.name { needed = [.scoreBits] }
        if name.hasPrefix("loss ") {
          let metric = Metric(name: name, goal: .minimize)
          losses[name] = try store.bestValues(of: [metric], in: study)
        }
      }
      places.append(needed.map { add($0) })
    }
    if sources.contains(.field(.tag)) { tags = try store.tags(of: study) }
    if sources.contains(.field(.verified)) { verified = try store.verifications(of: study) }
    if sources.contains(.field(.kept)) { kept = try store.keptModels(of: study) }
    if sources.contains(.field(.engine)) { engine = try store.engine(of: study) }
    if sources.contains(.field(.commit)) { commits = try store.commits() }
  }

  /// The place of a column, which is read from now on.
  mutating func add(_ column: TrialColumn) -> Int {
    if let known = columns.firstIndex(of: column) { return known }
    columns.append(column)
    return columns.count - 1
  }

  private static func columns(of source: FilterSource) -> [TrialColumn] {
    switch source {
    case .score: [.scores]
    case .setting: [.assignment]
    case .config: [.config]
    case .field(let field): columns(of: field)
    }
  }

  private static func columns(of field: FilterField) -> [TrialColumn] {
    switch field {
    case .study, .number, .state, .engine, .tag, .verified, .kept: []
    case .id: [.contentID]
    case .seed: [.seed]
    case .fold: [.fold]
    case .row: [.row]
    case .origin, .baseline: [.origin]
    case .score: [.scoreBits]
    case .bestStep: [.bestStep]
    case .steps: [.steps]
    case .words: [.words]
    case .seconds: [.started, .finished]
    case .started: [.started]
    case .finished: [.finished]
    case .endedStep: [.endedStep]
    case .attempts: [.attempt]
    case .note: [.note]
    case .commit: [.provenance]
    case .reason: [.reason]
    case .error: [.error]
    }
  }

  /// The state of a trial; one whose process is gone has stopped.
  func state(_ cells: TrialCells) -> String {
    let state = cells.text(2) ?? ""
    return state == "running" && cells.isLost(3) ? "stopped" : state
  }

  /// A trial's value of a source, by its index in `sources`.
  func cell(_ index: Int, _ cells: TrialCells) -> TrialCell {
    func text(_ place: Int) -> String? { cells.text(places[index][place]) }
    switch sources[index] {
    case .score(let name):
      if name == study.metric.name { return number(cells, places[index][0]) }
      if let values = losses[name] {
        return (values[id(cells)]?.first ?? nil).map { .number($0) } ?? .none
      }
      return text(0).flatMap { JSONFields.value(of: name, in: $0) }.map(Self.json) ?? .none
    case .setting(let key):
      return text(0).flatMap { JSONFields.value(of: key, in: $0) }.map(Self.json) ?? .none
    case .config(let key):
      return text(0).flatMap { ConfigLookup.value(of: key, in: $0) }.map { value in
        // As a line of a config, whose key tells a password.
        let start = (key.split(separator: ".").last.map(String.init) ?? key) + " = "
        return Self.json(String(SecretText.stripped(start + value).dropFirst(start.count)))
      } ?? .none
    case .field(let field): return cell(field, cells, places[index])
    }
  }

  private static func json(_ text: String) -> TrialCell { text == "null" ? .none : .json(text) }

  private func id(_ cells: TrialCells) -> Int64 { Int64(cells.integer(0) ?? 0) }

  private func number(_ cells: TrialCells, _ place: Int) -> TrialCell {
    cells.number(place).map { .number($0) } ?? .none
  }

  private func cell(_ field: FilterField, _ cells: TrialCells, _ places: [Int]) -> TrialCell {
    func text(_ text: String?) -> TrialCell { text.map { .text($0) } ?? .none }
    func time(_ milliseconds: Int?) -> TrialCell { milliseconds.map { .time($0) } ?? .none }
    switch field {
    case .study: return .text(study.name)
    case .number: return .integer(cells.integer(1) ?? 0)
    case .state: return .text(state(cells))
    case .engine: return .text(engine)
    case .tag: return .list(tags[cells.integer(1) ?? 0] ?? [])
    case .verified: return time(verified[id(cells)])
    case .kept: return .flag(kept.contains(id(cells)))
    case .id, .origin, .note, .reason, .error: return text(cells.text(places[0]))
    case .baseline: return .flag(cells.text(places[0]) == "baseline")
    case .commit: return text(cells.text(places[0]).flatMap { commits[$0] })
    case .score: return number(cells, places[0])
    case .seconds:
      guard let start = cells.integer(places[0]), let end = cells.integer(places[1]) else {
        return .none
      }
      return .number(Double(end - start) / 1000)
    case .started, .finished: return time(cells.integer(places[0]))
    case .seed, .fold, .row, .bestStep, .steps, .words, .endedStep, .attempts:
      return cells.integer(places[0]).map { .integer($0) } ?? .none
    }
  }
}

extension Study {
  /// All keys of the base config, which its trials' configs have too.
  var configKeys: [String] {
    (try? Config(parsing: configText, file: configPath))?.settings.map(\.key) ?? []
  }
}
