import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepReport
import SweepSearch
import SweepStore

/// The command `sweep report`.
struct ReportCommand: ParsableCommand {
  /// What a report is written in.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, csv, json, latex, html
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
        sweep report ner --format html --output ner.html
        sweep report ner --output report.md --plots pictures
      """)

  @Argument(help: "The study (default: the newest).", completion: .studies)
  var study: String?

  @Option(
    help: ArgumentHelp("The score to compare by (default: the sweep's metric).", valueName: "score")
  )
  var best: String?

  @Option(help: "markdown, csv, json, latex (a table) or html (one file with pictures).")
  var format = Format.markdown

  @Option(help: "How the importance of settings is worked out: ped-anova or fanova.")
  var importance = Method.pedANOVA

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "With markdown: write pictures as SVG files and link them.", valueName: "folder"))
  var plots: String?

  @Flag(inversion: .prefixedNo, help: "Show how long trials took.")
  var times = true

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if plots != nil, format != .markdown || jsonOption.json {
      throw ValidationError(
        "--plots \(plots ?? ""): found --format \(jsonOption.json ? "json" : format.rawValue), but "
          + "pictures in files go with markdown; html has them within")
    }
  }

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let study = try store.study(named: study)
    let format = jsonOption.json ? .json : format
    var input: ReportInput
    if format == .html || plots != nil {
      input = try store.reportInputWithPlots(of: study, by: best)
    } else {
      input = try store.reportInput(of: study)
      try store.addConfusion(to: &input, of: study, by: best)
    }
    try check(input)
    let (text, pictures) = text(input, format)
    if let output {
      try FileBytes.write(text, to: output)
      Console.note("✔ Wrote \(output)")
    } else {
      Console.result(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
    // After the document, so that there are none where it cannot be written.
    guard let plots else { return }
    try FileManager.default.createDirectory(atPath: plots, withIntermediateDirectories: true)
    for file in pictures { try FileBytes.write(file.svg, to: "\(plots)/\(file.name)") }
    Console.note("✔ Wrote \(pictures.count) pictures to \(plots)")
  }

  /// The document, and the pictures that go beside it.
  private func text(
    _ input: ReportInput, _ format: Format
  ) -> (text: String, pictures: [(name: String, svg: String)]) {
    switch format {
    case .markdown: return markdown(input)
    case .csv: return (CSVReport(input, by: best, includesTimes: times).render(), [])
    case .json:
      let report = JSONReport(input, by: best, importance: importance.value)
      return (report.json.serialized(.indented(2)) + "\n", [])
    case .latex: return (LaTeXReport(input, by: best).render(), [])
    case .html:
      let report = HTMLReport(
        input, by: best, includesTimes: times, importance: importance.value)
      return (report.render(), [])
    }
  }

  private func markdown(
    _ input: ReportInput
  ) -> (text: String, pictures: [(name: String, svg: String)]) {
    let report = MarkdownReport(
      input, by: best, includesTimes: times, importance: importance.value)
    guard let plots else { return (report.render(), []) }
    let files = report.plotFiles().map { ($0.name, $0.svg) }
    return (report.render(plots: Self.link(to: plots, from: output ?? "report.md")), files)
  }

  /// The path that leads from a document to a folder.
  private static func link(to folder: String, from document: String) -> String {
    let target = URL(fileURLWithPath: folder).standardizedFileURL.path.dropFirst()
    let base = URL(fileURLWithPath: document).standardizedFileURL.deletingLastPathComponent()
    return StarterSweep.relativePath(of: String(target), from: String(base.path.dropFirst()))
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
