import ArgumentParser
import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepStore

/// The command `sweep rerun`.
struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Train a recorded trial again and compare every number and the model, bit for bit.",
    discussion: """
      Examples:
        sweep rerun 3
        sweep rerun ner/3 --output model
        sweep rerun 8f2a --threads 1
        sweep rerun ner-3.capsule
        sweep rerun ner/3 --with corpora.train.path=new.spacy --with training.dropout=0.2

      Inputs come from where they were, or from the record when they are gone or changed; those of a \
      capsule from the capsule. Exit \
      status: 0 identical, 1 different, 2 could not run; with --with 0 when it ran.
      """)

  @Argument(
    help: "The trial: its number, STUDY/NUMBER, the start of its ID, or a capsule.",
    completion: .trials)
  var trial: String

  @Option(help: ArgumentHelp("A folder for the model.", valueName: "dir"))
  var output: String?

  @Option(
    name: .customLong("with"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Change a config value, and compare the scores instead of proving them; may be repeated.
      """, valueName: "key=value"))
  var changes: [String] = []

  @Option(
    help: ArgumentHelp("The study of the number (default: the only match).", valueName: "name"))
  var study: String?

  @Flag(help: "Let a capsule start the program that it names.")
  var trust = false

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let verdict: RerunVerdict?
    do {
      verdict = try changes.isEmpty ? rerun() : nil
      if verdict == nil { try compare() }
    } catch let code as ExitCode {
      throw code
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      throw ExitCode(2)
    }
    guard let verdict else { return }
    Console.result(jsonOption.json ? verdict.json.serialized(.indented(2)) : verdict.text)
    if !verdict.isIdentical { throw ExitCode(1) }
  }

  func validate() throws {
    if !changes.isEmpty, output != nil {
      throw ValidationError("--with compares scores and keeps no model; leave out --output")
    }
    _ = try overrides()
  }

  /// Refuses to start a program that somebody else has named, unless the user says so.
  private func requireTrust(_ source: RecordSource) throws {
    guard let capsule = source.capsule, !trust,
      let command = try source.store.provenance(of: source.trial)?["command"]?.arrayValue
    else { return }
    let words = command.compactMap(\.stringValue).joined(separator: " ")
    throw CapsuleError(.needsTrust(command: words), capsule)
  }

  private func overrides() throws -> [ConfigOverride] {
    try changes.map { text in
      guard let override = OverrideArguments.parsed(text) else {
        throw ValidationError(
          "--with \(text): expected KEY=VALUE, for example training.dropout=0.2")
      }
      return override
    }
  }

  /// Trains with changes and shows both trainings.
  private func compare() throws {
    let source = try RecordSource(trial, study: study, options: storeOptions)
    let rerun = try ChangedRerun(
      of: source.trial, in: source.store, registry: .native, with: overrides(),
      folder: FileManager.default.currentDirectoryPath, capsule: source.capsule)
    let stop = StopSignal()
    let interrupts = Interrupts(stop) { _ in
      Console.note("\nstopping …")
      stop.raise()
    }
    if !jsonOption.json {
      Console.note("re-running \(source.trial.name) (\(source.trial.shortID)) with changes")
    }
    let change = try withExtendedLifetime((interrupts, source)) {
      try rerun.run(threads: threadsOption.count, stop: stop) { event in
        if case .logged(let line) = event { Console.note(line) }
      }
    }
    Console.result(jsonOption.json ? change.json.serialized(.indented(2)) : change.text)
  }

  private func rerun() throws -> RerunVerdict {
    let source = try RecordSource(trial, study: study, options: storeOptions, writes: true)
    let (store, record) = (source.store, source.trial)
    try requireTrust(source)
    let rerun = try Rerun(of: record, in: store, registry: .native, capsule: source.capsule)
    let provenance = Provenance.current(
      in: FileManager.default.currentDirectoryPath,
      environment: ProcessInfo.processInfo.environment)
    let stop = StopSignal()
    let interrupts = Interrupts(stop) { _ in
      Console.note("\nstopping …"); stop.raise()
    }
    if !jsonOption.json { Console.note("re-running \(record.name) (\(record.shortID))") }
    let verdict = try withExtendedLifetime((interrupts, source)) {
      try rerun.run(
        output: output, provenance: provenance, threads: threadsOption.count, stop: stop
      ) { event in
        if case .logged(let line) = event { Console.note(line) }
      }
    }
    guard source.capsule == nil else { return verdict }
    store.record(verdict, of: record)
    return verdict
  }
}

extension RerunVerdict {
  /// One line with the verdict.
  var summary: String {
    if isIdentical {
      return
        "\(trial) (\(id)) is identical: \(comparison.comparedValues) numbers of "
        + "\(comparison.comparedSteps) evaluations"
        + (modelHash.map {
          " and the \(comparison.isOfPrograms ? "files" : "model") \($0.prefix(12))"
        }
          ?? (comparison.isOfPrograms ? "" : ", up to where it was ended"))
    }
    if comparison.isVacuous {
      return "\(trial) (\(id)) has nothing to compare with in its record: this is no pass"
    }
    let place = comparison.firstDifferingStep.map { "first at step \($0)" } ?? "in the model only"
    return "\(trial) (\(id)) is different: \(comparison.differences.count) differences, \(place)"
  }

  /// The verdict with its reasons, for people.
  var text: String {
    var lines = [(isIdentical ? "✔ " : "✘ ") + summary]
    lines += comparison.differences.prefix(10).map { "  " + $0.text }
    if comparison.differences.count > 10 {
      lines.append("  … and \(comparison.differences.count - 10) more")
    }
    lines += origins.map { "  input \($0)" }
    if changes.isEmpty {
      lines.append("  code, data, numerics, backend, CPU and toolchain are as recorded")
    } else {
      lines.append(isIdentical ? "  although these are not as recorded:" : "  not as recorded:")
      lines += changes.map { "    \($0.name): \($0.recorded.shortened) → \($0.now.shortened)" }
    }
    return lines.joined(separator: "\n")
  }

  /// The verdict for scripts.
  var json: JSONValue {
    .object([
      "trial": .string(trial), "id": .string(id), "identical": .bool(isIdentical),
      "compared_values": .integer(comparison.comparedValues),
      "compared_evaluations": .integer(comparison.comparedSteps),
      "first_differing_step": comparison.firstDifferingStep.map { .integer($0) } ?? .null,
      "differences": .array(comparison.differences.map { .string($0.text) }),
      "model_sha256": modelHash.map { .string($0) } ?? .null,
      "inputs": .array(origins.map { .string($0) }),
      "changes": .array(
        changes.map {
          .object([
            "name": .string($0.name), "recorded": .string($0.recorded), "now": .string($0.now),
          ])
        }),
    ])
  }
}

extension RerunComparison.Difference {
  /// The difference in a line.
  var text: String {
    func shown(_ number: Double?) -> String { number.map { "\($0)" } ?? "nothing" }
    return switch self {
    case .value(let step, let name, let recorded, let now):
      "step \(step) \(name): recorded \(shown(recorded)), now \(shown(now))"
    case .missingNow(let step, let name): "step \(step) \(name): recorded, but not there now"
    case .missingInRecord(let step, let name): "step \(step) \(name): there now, but not recorded"
    case .documents(let count, let first):
      "entities of \(count) document\(count == 1 ? "" : "s") of the development data, the first is "
        + "number \(first)"
    case .model(let recorded, let now):
      "model: recorded \(recorded?.prefix(12) ?? "nothing"), now \(now?.prefix(12) ?? "nothing")"
    }
  }
}

extension String {
  /// The text, cut where it would break a line.
  fileprivate var shortened: String { count > 60 ? prefix(57) + "…" : self }
}
