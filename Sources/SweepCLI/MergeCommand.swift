import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep merge`.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Take the studies and trials of another store into this one.",
    discussion: """
      Examples:
        sweep merge laptop.db --dry-run
        sweep merge laptop.db --into sweep.db

      Trials are the same where their IDs are. A result beats none, and nothing is overwritten: where both \
      stores have a result and they differ, the one here stays and the difference is reported. The other \
      store is not changed. Exit status: 0 merged, 1 merged, but results differ, 2 nothing was merged.
      """)

  @Argument(help: "The other store.")
  var other: String

  @Option(
    help: ArgumentHelp(
      "The store that takes them in (default: the one of --store).", valueName: "file"))
  var into: String?

  @Flag(help: "Say what would be done, and change nothing.")
  var dryRun = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let outcome: MergeOutcome
    let path = into ?? storeOptions.path
    do {
      let store = try StudyStore(path: path, access: .write)
      if Self.isSame(path, other) {
        throw ValidationError("\(other) is the store itself")
      }
      outcome = try store.merge(other, isDryRun: dryRun)
    } catch let error as ValidationError {
      throw error
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      throw ExitCode(2)
    }
    Console.result(
      jsonOption.json ? outcome.json.serialized(.indented(2)) : text(outcome, path))
    if !outcome.conflicts.isEmpty { throw ExitCode(2) }
    if !outcome.findings.isEmpty { throw ExitCode(1) }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    guard let x = realpath(a, nil), let y = realpath(b, nil) else { return false }
    defer {
      free(x)
      free(y)
    }
    return strcmp(x, y) == 0
  }

  private func text(_ outcome: MergeOutcome, _ path: String) -> String {
    if !outcome.conflicts.isEmpty {
      return "✘ nothing was merged:\n" + outcome.conflicts.map { "  \($0)" }.joined(separator: "\n")
    }
    func list(_ names: [String]) -> String {
      names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }
    let verb = dryRun ? "would be" : "were"
    var lines: [String] = []
    if !outcome.studies.isEmpty { lines.append("  new studies: \(list(outcome.studies))") }
    if !outcome.added.isEmpty {
      lines.append("  \(outcome.added.count) new trials: \(list(outcome.added))")
    }
    if !outcome.completed.isEmpty {
      lines.append(
        "  \(outcome.completed.count) that had no result here: \(list(outcome.completed))")
    }
    if !outcome.confirmed.isEmpty {
      lines.append(
        "  \(outcome.confirmed.count) trained in both, identical to the last bit: "
          + list(outcome.confirmed))
    }
    if outcome.known > 0 { lines.append("  \(outcome.known) known") }
    if outcome.contents > 0 {
      lines.append(
        "  \(outcome.contents) contents of models and inputs (\(NumberText.size(outcome.bytes)))")
    }
    for finding in outcome.findings {
      lines.append(
        "  ✘ \(finding.trial) (\(finding.id)) has another result there: \(finding.difference)\n"
          + "    the one here stays; which is right: sweep rerun \(finding.id)")
    }
    let head =
      lines.isEmpty ? "✔ nothing is new in \(other)" : "✔ from \(other) into \(path) \(verb) taken"
    return ([head] + lines).joined(separator: "\n")
  }
}

extension MergeOutcome {
  /// What was done, for scripts.
  fileprivate var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
    return [
      "studies": list(studies), "added": list(added), "completed": list(completed),
      "confirmed": list(confirmed), "known": .integer(known), "contents": .integer(contents),
      "bytes": .integer(bytes), "conflicts": list(conflicts),
      "findings": .array(
        findings.map {
          ["trial": .string($0.trial), "id": .string($0.id), "difference": .string($0.difference)]
        }),
    ]
  }
}
