import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep compare`.
struct CompareCommand: ParsableCommand {
  /// What a table is written in.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, csv, json
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Put trials beside each other, the best first, with what is different between them.",
    discussion: """
      Examples:
        sweep compare 0 3 7
        sweep compare --where 'ents_f > 0.8 and dropout < 0.3' --study ner
        sweep compare ner/3 old/3 --format markdown
        sweep compare --study ner --columns dropout,ents_f,ents_per_type.PERSON.f --limit 5

      Columns whose values are all the same are left out.
      """)

  @Argument(
    help:
      "Trials: numbers, STUDY/NUMBER, or starts of IDs (default: those of --where and --study).",
    completion: .trials)
  var trials: [String] = []

  @Option(
    help: ArgumentHelp("Only trials of this study.", valueName: "study"), completion: .studies)
  var study: String?

  @OptionGroup var queryOptions: QueryOptions

  @Flag(help: "Show columns, too, whose values are all the same.")
  var allColumns = false

  @Option(help: "text, markdown, csv or json; the last two with all digits.")
  var format = Format.text

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if trials.isEmpty, study == nil, queryOptions.condition == nil {
      throw ValidationError(
        "expected trials, --study or --where, as in `sweep compare 0 3` or "
          + "`sweep compare --where 'ents_f > 0.8'`")
    }
  }

  func run() throws {
    var query = try queryOptions.query()
    query.showsAllColumns = allColumns
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let chosen = try study.map { [try store.study(named: $0)] } ?? store.studies()
    let records =
      trials.isEmpty ? nil : try trials.map { try store.trial($0, study: study) }
    let table = try store.comparison(query, of: records, in: chosen)
    let isJSON = jsonOption.json || format == .json
    guard isJSON || !table.isEmpty else {
      Console.note("no trial fulfils the condition")
      return
    }
    Console.result(isJSON ? table.json.serialized(.indented(2)) : text(table))
  }

  private func text(_ table: TrialTable) -> String {
    switch format {
    case .markdown: table.table.markdown
    case .csv: String(table.fullTable.csv.dropLast())
    case .text, .json: table.text()
    }
  }
}
