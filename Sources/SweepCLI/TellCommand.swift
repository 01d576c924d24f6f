import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// The command `sweep tell`.
struct TellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tell",
    abstract: "Tell a sweep what became of a trial that it was asked for.",
    usage: """
      sweep tell TRIAL METRIC=NUMBER ... --step N
      sweep tell TRIAL [METRIC=NUMBER ...] --done | --pruned | --failed MESSAGE
      sweep tell < REPORTS.jsonl
      """,
    discussion: """
      Examples:
        sweep tell ner/4 ents_f=0.72 --step 100
        sweep tell ner/4 ents_f=0.81 --done
        echo '{"trial": "ner/4", "step": 200, "metrics": {"ents_f": 0.75}}' | sweep tell

      Prints a JSON object for each report: {"stop": true, "reason": …} where the study's pruner ends \
      the trial, which is then told with --pruned. Without a trial, reports are read as JSON lines.

      Exit status: 0 when all reports were recorded, 1 when one was refused.
      """)

  @Argument(help: "The trial as `sweep ask` has named it; without it, reports are read as lines.")
  var trial: String?

  @Argument(help: "Scores by name, for example ents_f=0.81.")
  var metrics: [String] = []

  @Option(help: ArgumentHelp("The step of an evaluation.", valueName: "n"))
  var step: Int?

  @Flag(help: "The training came to its end.")
  var done = false

  @Flag(help: "The training was stopped before its end.")
  var pruned = false

  @Option(help: ArgumentHelp("The training failed, and why.", valueName: "message"))
  var failed: String?

  @Option(help: ArgumentHelp("Why it was stopped.", valueName: "text"))
  var reason: String?

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    var taker = try ReportTaker(store: storeOptions.path)
    guard let trial else {
      try takeLines(&taker)
      return
    }
    Lines.write(try taker.tell(TrialReport(.object(message(trial)))))
  }

  private func message(_ trial: String) throws -> JSONObject {
    var message: JSONObject = ["trial": .string(trial)]
    var numbers = JSONObject()
    for text in metrics {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = try? JSONValue(parsing: parts[1]) else {
        throw ValidationError("\(text): expected METRIC=NUMBER, for example ents_f=0.81")
      }
      numbers[parts[0]] = value
    }
    if !numbers.isEmpty { message["metrics"] = .object(numbers) }
    if let step { message["step"] = .integer(step) }
    if done { message["done"] = true }
    if pruned { message["pruned"] = true }
    if let failed { message["failed"] = .string(failed) }
    if let reason { message["reason"] = .string(reason) }
    return message
  }

  private func takeLines(_ taker: inout ReportTaker) throws {
    var number = 0
    var wasRefused = false
    while let line = readLine() {
      number += 1
      if line.isEmpty { continue }
      do {
        Lines.write(try taker.tell(TrialReport(StudySession.object(line))))
      } catch {
        wasRefused = true
        var answer = StudySession.answer(to: error)
        answer["line"] = .integer(number)
        Lines.write(answer)
      }
    }
    if wasRefused { throw ExitCode(1) }
  }
}
