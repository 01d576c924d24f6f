import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepSearch
import SweepStore

/// The command `sweep report`.
struct ReportCommand: ParsableCommand {
  /// What a report is written in.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, csv
  }

  /// How the importance of settings is worked out.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case pedANOVA = "ped-anova"
    case fANOVA = "fanova"

    var value: Importance.Method { self == .pedANOVA ? .pedANOVA : .fANOVA }
  }

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Compare the trials of a study: who won, by how much, and whether it is noise.",
    discussion: """
      Examples:
        sweep report ner --best ents_f
        sweep report ner --importance fanova
        sweep report ner --format csv --output ner.csv
      """)

  @Argument(help: "The study (default: the newest).")
  var study: String?

  @Option(
    help: ArgumentHelp("The score to compare by (default: the sweep's metric).", valueName: "score")
  )
  var best: String?

  @Option(help: "markdown or csv.")
  var format = Format.markdown

  @Option(help: "How the importance of settings is worked out: ped-anova or fanova.")
  var importance = Method.pedANOVA

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String?

  @Flag(inversion: .prefixedNo, help: "Show how long trials took.")
  var times = true

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let input = try store.reportInput(of: store.study(named: study))
    try check(input)
    let text =
      if jsonOption.json {
        JSONReport(input, by: best, importance: importance.value).json.serialized(.indented(2))
          + "\n"
      } else {
        switch format {
        case .markdown:
          MarkdownReport(input, by: best, includesTimes: times, importance: importance.value)
            .render()
        case .csv: CSVReport(input, by: best, includesTimes: times).render()
        }
      }
    if let output {
      try FileBytes.write(text, to: output)
      Console.note("✔ Wrote \(output)")
    } else {
      Console.result(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
  }

  /// Refuses a score that no trial has.
  private func check(_ input: ReportInput) throws {
    let done = input.trials.filter { $0.state == .done }
    guard let best, best != input.metric.name, !done.isEmpty else { return }
    let names = Set(done.flatMap { EvaluationRecord.values(of: $0.scores ?? [:]).map(\.name) })
    guard !names.contains(best) else { return }
    let known = names.filter { !$0.contains(".") }.sorted().joined(separator: ", ")
    throw ValidationError("--best \(best): no trial has this score; there are \(known)")
  }
}
