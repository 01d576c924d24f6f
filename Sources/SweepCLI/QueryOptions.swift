import ArgumentParser
import SweepKit
import SweepReport

/// `--where`, `--sort`, `--columns` and `--limit`, for the commands that list trials.
struct QueryOptions: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only trials of which this is true, as in 'ents_f > 0.8 and dropout < 0.3'.",
      valueName: "condition"),
    completion: .names)
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "The order: a score, setting or field, with :desc for the largest first.",
      valueName: "name[:desc]"), completion: .names)
  var sort: String?

  @Option(
    help: ArgumentHelp(
      "What to show instead, as names with commas between them; +NAME shows it beside the rest.",
      valueName: "name,..."), completion: .names)
  var columns: [String] = []

  @Option(help: ArgumentHelp("Show so many trials of a study at most.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): expected at least 1") }
  }

  /// The query.
  ///
  /// - Throws: `FilterError` for a condition that cannot be read.
  func query() throws -> TrialQuery {
    var query = TrialQuery()
    query.filter = try condition.map { try Filter(parsing: $0) }
    if let sort { query.setSort(sort) }
    query.columns = columns.flatMap { $0.split(separator: ",").map(String.init) }
    query.limit = limit
    return query
  }
}
