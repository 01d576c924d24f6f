import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// The command `sweep doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at the machine and the store, and say what may go wrong.",
    discussion: """
      Examples:
        sweep doctor
        sweep doctor --store runs.db --python .venv/bin/python

      Exit status: 0 nothing is wrong, 1 there is a problem. Warnings do not change it.
      """)

  @Option(
    help: ArgumentHelp("Ask this Python for its spaCy too.", valueName: "program"))
  var python: String?

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let doctor = Doctor(
      store: storeOptions.path, environment: ProcessInfo.processInfo.environment)
    let checks = doctor.checks(python: python)
    if jsonOption.json {
      let json = JSONValue.array(
        checks.map {
          [
            "name": .string($0.name), "status": .string($0.status.rawValue),
            "finding": .string($0.finding), "help": $0.help.map { .string($0) } ?? .null,
          ]
        })
      Console.result(json.serialized(.indented(2)))
    } else {
      Console.result(checks.map(\.line).joined(separator: "\n"))
    }
    if checks.contains(where: { $0.status == .problem }) { throw ExitCode(1) }
  }
}

extension HealthCheck {
  /// The check for people.
  fileprivate var line: String {
    let mark = [Status.ok: "✔", .warning: "!", .problem: "✘"][status] ?? "?"
    let word = status == .ok ? "" : "\(status.rawValue): "
    return "\(mark) \(name): \(word)\(finding)" + (help.map { "\n    help: \($0)" } ?? "")
  }
}
