import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep whence`.
struct WhenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whence",
    abstract: "Tell which recorded trial has made a model folder.",
    discussion: """
      Example:
        sweep whence output/model-best

      The folder may have been moved and renamed. Exit status: 0 the model is that of a trial, 1 it was \
      changed since or is of no trial of the store, 2 it could not be read.
      """)

  @Argument(help: "The model folder.")
  var folder: String

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let origin: ModelOrigin
    do {
      let store = try StudyStore(path: storeOptions.path, access: .read)
      origin = try ModelOrigin(folder: folder, in: store)
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      throw ExitCode(2)
    }
    Console.result(jsonOption.json ? origin.json.serialized(.indented(2)) : origin.text)
    if origin.candidates.first?.match != .exact { throw ExitCode(1) }
  }
}

extension ModelOrigin {
  /// What was found, for people.
  var text: String {
    guard let first = candidates.first else {
      return "✘ \(folder) is of no trial in this store: model \(modelHash.prefix(12))\n"
        + "  help: look in another one with --store FILE"
    }
    var lines: [String]
    switch first.match {
    case .exact:
      lines = ["✔ \(folder) is the model of \(name(first)): model \(modelHash.prefix(12))"]
      lines += candidates.dropFirst().map { "  and of \(name($0)), which has come to the same" }
    case .files:
      lines = candidates.map { "≈ \(folder) was the model of \(name($0)), and was changed since" }
      lines.append("  as recorded: \(first.same.joined(separator: ", "))")
      if !first.changed.isEmpty {
        lines.append("  changed: \(first.changed.joined(separator: ", "))")
      }
      if !first.missing.isEmpty { lines.append("  gone: \(first.missing.joined(separator: ", "))") }
      lines.append("  the recorded one: sweep restore \(first.trial.shortID) DIR")
    case .config:
      lines = candidates.map {
        "≈ \(folder) has the config of \(name($0)), but is another model: "
          + "\(modelHash.prefix(12)), recorded \($0.trial.modelHash?.prefix(12) ?? "none")"
      }
      lines.append("  the recorded one: sweep rerun \(first.trial.shortID) --output DIR")
    }
    if !others.isEmpty {
      lines.append("  no part of a model: " + others.prefix(10).joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }

  private func name(_ candidate: Candidate) -> String {
    let trial = candidate.trial
    let score = trial.score.map { ", score \(NumberText.score($0))" } ?? ""
    return "\(trial.name) (\(trial.shortID), seed \(trial.seed)\(score))"
  }

  /// What was found, for scripts.
  var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
    return [
      "folder": .string(folder), "model_sha256": .string(modelHash), "others": list(others),
      "candidates": .array(
        candidates.map {
          [
            "trial": .string($0.trial.name), "id": .string($0.trial.shortID),
            "match": .string($0.match.rawValue), "same": list($0.same),
            "changed": list($0.changed), "missing": list($0.missing),
            "recorded_model_sha256": $0.trial.modelHash.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
