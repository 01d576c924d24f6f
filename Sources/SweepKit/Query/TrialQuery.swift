public import SweepReport
import SweepSearch
public import SweepStore

/// Which trials to list, in which order, and what to show of them.
public struct TrialQuery: Sendable {
  /// What trials must fulfil; all do without.
  public var filter: Filter?
  /// What decides the order: a name as in filters.
  public var sortKey: String?
  public var isDescending = false
  /// How many trials there are at most.
  public var limit: Int?
  /// What to show, as names; those with a leading `+` beside what is shown otherwise.
  public var columns: [String] = []
  /// Whether columns stay whose values are all the same.
  public var showsAllColumns = false

  /// A query for all trials.
  public init() {}

  /// Reads `KEY`, `KEY:asc` or `KEY:desc`.
  public mutating func setSort(_ text: String) {
    (sortKey, isDescending) = (text, false)
    for (ending, descends) in [(":desc", true), (":asc", false)] where text.hasSuffix(ending) {
      (sortKey, isDescending) = (String(text.dropLast(ending.utf8.count)), descends)
    }
  }

  /// The names of columns instead of the usual ones.
  var replacingColumns: [String] { columns.filter { !$0.hasPrefix("+") } }

  /// The names of further columns.
  var addedColumns: [String] {
    columns.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) }
  }
}

/// A query's names that stand for nothing.
public struct QueryError: Error, CustomStringConvertible, Sendable {
  /// The option that has it.
  public var option: String
  public var problem: String
  public var help: String?

  public var description: String {
    "\(option): \(problem)" + (help.map { "\n  help: \($0)" } ?? "")
  }
}

/// A query whose names are settled, for some studies.
struct ResolvedQuery {
  var query: TrialQuery
  var filter: ResolvedFilter?
  var sort: FilterSource?
  /// Of the columns that replace the usual ones, and of those that are added.
  var columns: [(name: String, source: FilterSource)]
  var added: [(name: String, source: FilterSource)]

  /// Settles the names; what few trials have is only looked up where it is needed.
  ///
  /// - Throws: `FilterError`, `QueryError` for a name that there is not, or `StoreError`.
  static func resolving(
    _ query: TrialQuery, studies: [Study], in store: StudyStore
  ) throws -> ResolvedQuery {
    let catalog = try store.catalog(of: studies)
    if let resolved = try? ResolvedQuery(query, catalog) { return resolved }
    return try ResolvedQuery(query, try store.fullCatalog(of: studies))
  }

  private init(_ query: TrialQuery, _ catalog: FilterCatalog) throws {
    func source(_ name: String, _ option: String) throws -> (name: String, source: FilterSource) {
      guard let source = catalog.source(of: name) else {
        throw QueryError(
          option: option, problem: "there is no score, setting or field `\(name)`",
          help: catalog.help(for: name))
      }
      return (name, source)
    }
    self.query = query
    filter = try query.filter?.resolved(in: catalog)
    sort = try query.sortKey.map { try source($0, "--sort").source }
    columns = try query.replacingColumns.map { try source($0, "--columns") }
    added = try query.addedColumns.map { try source($0, "--columns") }
  }

  /// All that is asked of trials by name, each once.
  var sources: [FilterSource] {
    var result = filter?.sources ?? []
    for source in columns.map(\.source) + added.map(\.source) + [sort].compactMap({ $0 })
    where !result.contains(source) {
      result.append(source)
    }
    return result
  }
}

extension StudyStore {
  /// The names that a few trials of some studies have.
  public func catalog(of studies: [Study]) throws(StoreError) -> FilterCatalog {
    var catalog = FilterCatalog()
    for study in studies {
      let (scores, assignments) = try samples(of: study)
      catalog.scores += study.metrics.map(\.name) + scores.flatMap(JSONFields.names)
      var settings = SettingColumns()
      for assignment in assignments { settings.add(assignment) }
      catalog.settings += settings.keys
    }
    return catalog.withoutRepetitions
  }

  /// The names that any trial of some studies has, and the keys of their configs.
  func fullCatalog(of studies: [Study]) throws(StoreError) -> FilterCatalog {
    var catalog = try catalog(of: studies)
    for study in studies {
      var names: [String] = []
      var settings = SettingColumns()
      try scan(study, [.scores, .assignment]) { cells in
        if let scores = cells.text(0) {
          let new = JSONFields.names(in: scores)
          if new != names {
            names = new
            catalog.scores += new
          }
        }
        settings.add(cells.text(1) ?? "{}")
      }
      catalog.settings += settings.keys
      catalog.scores += try lossNames(of: study).map { "loss \($0)" }
      catalog.configKeys += study.configKeys
    }
    return catalog.withoutRepetitions
  }
}

extension FilterCatalog {
  fileprivate var withoutRepetitions: FilterCatalog {
    func unique(_ names: [String]) -> [String] {
      var seen: Set<String> = []
      return names.filter { seen.insert($0).inserted }
    }
    return FilterCatalog(
      scores: unique(scores), settings: unique(settings), configKeys: unique(configKeys))
  }
}
