import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore

/// The command `sweep ask`.
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Ask a sweep for trials, for a program that trains elsewhere.",
    usage: "sweep ask SWEEP.toml [--count N] [--wait] [--worker NAME] [--lease TIME]",
    discussion: """
      Examples:
        sweep ask sweeps/ner.toml
        sweep ask sweeps/ner.toml --config-file configs/asked --lease 12h --worker gpu-3
        sweep tell ner/4 --done ents_f=0.81

      Prints a JSON object for each trial: its name for `sweep tell`, seed, assignment, config. It is \
      the worker's until told otherwise, or until nothing was heard of it for the time of the lease.

      Where the next trial depends on results that are still to come, it prints {"wait": true}; \
      --wait waits for them. When no trial is left to begin: {"end": true, "reason": …}.

      Exit status: 0 with a trial, 3 to wait, 4 at the end, 1 for errors.
      """)

  @Argument(help: "The sweep file, or the name of a study that was made from one.")
  var sweep: String

  @Option(help: ArgumentHelp("How many trials to ask for.", valueName: "n"))
  var count = 1

  @Flag(help: "Wait until there is a trial, or the end.")
  var wait = false

  @OptionGroup var askerOptions: AskerOptions

  @Option(
    help: ArgumentHelp(
      "Write each config into this folder, as STUDY-NUMBER.cfg, in place of printing it.",
      valueName: "folder"))
  var configFile: String?

  @OptionGroup var storeOptions: StoreOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count \(count): expected at least 1") }
  }

  func run() throws {
    let plan = try SweepPlan(asking: sweep, store: storeOptions.path)
    var session = try StudySession(
      plan, store: storeOptions.path, asker: askerOptions.asker(isNamed: true),
      retriesFailed: askerOptions.retryFailed)
    var given = 0
    while given < count {
      switch try session.ask() {
      case .trial(let trial):
        given += 1
        try show(trial, of: session)
      case .wait where wait: Thread.sleep(forTimeInterval: 0.5)
      case .wait:
        Lines.write(["wait": true])
        if given == 0 { throw ExitCode(3) }
        return
      case .end(let reason):
        Lines.write(["end": true, "reason": .string(reason)])
        if given == 0 { throw ExitCode(4) }
        return
      }
    }
  }

  private func show(_ trial: AskedTrial, of session: StudySession) throws {
    var object = trial.json
    let config = try session.config(of: trial)
    if let configFile {
      try FileBytes.makeDirectory(configFile)
      let path = "\(configFile)/\(trial.fileName).cfg"
      try FileBytes.write(config.text() + "\n", to: path)
      object["config_file"] = .string(path)
    } else {
      object["config"] = .object(try config.interpolated().root)
    }
    Lines.write(object)
  }
}

/// The command `sweep serve`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer a program that trains elsewhere, in JSON lines on standard input and output.",
    usage: "sweep serve SWEEP.toml [--worker NAME] [--lease TIME]",
    discussion: """
      Examples:
        echo '{"ask": 1}' | sweep serve sweeps/ner.toml
        {"ask": 1, "config": true}
        {"tell": {"trial": "ner/4", "step": 100, "metrics": {"ents_f": 0.7}}}
        {"tell": {"trial": "ner/4", "done": true, "metrics": {"ents_f": 0.8}}}

      Each request is a line, and each answer one; {"ask": 3} has up to three. An answer with "error" \
      says what was wrong with its request; nothing is recorded then.

      Trials that are asked for end with this process: at the end of its input they are given back. \
      With --worker they last as long as the lease, and `sweep tell` takes reports about them, too.
      """)

  @Argument(help: "The sweep file, or the name of a study that was made from one.")
  var sweep: String

  @OptionGroup var askerOptions: AskerOptions
  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let plan = try SweepPlan(asking: sweep, store: storeOptions.path)
    var lines = SessionLines(
      try StudySession(
        plan, store: storeOptions.path, asker: askerOptions.asker(isNamed: false),
        retriesFailed: askerOptions.retryFailed))
    while let line = readLine() {
      if line.isEmpty { continue }
      for answer in lines.answers(to: line) { Lines.write(answer) }
    }
    try lines.close()
  }
}

/// Who asks, and for how long.
struct AskerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who gets the trials; any name, such as a machine's (default for ask: this machine's).",
      valueName: "name"))
  var worker: String?

  @Option(
    help: ArgumentHelp(
      "How long a trial is the worker's without a report: 90s, 30m, 2h, 1d (default: 2h).",
      valueName: "time"))
  var lease: Lease?

  @Flag(help: "Give out trials again that have failed.")
  var retryFailed = false

  /// Who asks.
  ///
  /// - Parameter isNamed: Whether trials last longer than this process in any case.
  /// - Returns: The process itself unless a name or a lease is given or needed.
  func asker(isNamed: Bool) -> StudySession.Asker {
    let isNamed = isNamed || worker != nil || lease != nil
    var asker = StudySession.Asker(name: isNamed ? worker ?? Worker.current().host : nil)
    if let lease { asker.lease = lease.milliseconds }
    return asker
  }
}

/// A time with its unit.
package struct Lease {
  package var milliseconds: Int

  package init?(argument: String) {
    let units = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let unit = argument.last.flatMap({ units[String($0)] }),
      let number = Double(argument.dropLast()), number > 0, number * Double(unit) < 1e13
    else { return nil }
    milliseconds = max(1, Int(number * Double(unit)))
  }
}

extension Lease: ExpressibleByArgument {}

extension SweepPlan {
  /// The plan of a sweep file, or of the study of a name.
  init(asking sweep: String, store: String) throws {
    let environment = ProcessInfo.processInfo.environment
    if sweep.hasSuffix(".toml") || FileBytes.exists(sweep) {
      try self.init(
        SweepFile(contentsOf: sweep), for: .asking, environment: environment, registry: .native)
    } else {
      try self.init(
        ofStudy: sweep, store: store, environment: environment, registry: .native)
    }
  }
}

/// JSON lines on standard output.
enum Lines {
  /// Writes an object and a line end at once, without a buffer: somebody waits for it.
  static func write(_ object: JSONObject) {
    var text = JSONValue.object(object).serialized(.compact) + "\n"
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(1, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        // A reader that left is no reason to fail.
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
