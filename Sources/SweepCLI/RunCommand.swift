import ArgumentParser
import Foundation
import Logging
import SweepConfig
import SweepEngine
import SweepKit
import SweepReport
import SweepSearch
import SweepTraining

/// The command `sweep run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the trials of a sweep that are missing, and record them.",
    usage: """
      sweep run SWEEP.toml [--jobs N] [--threads N] [--trials N] [--dry-run] [--section.key VALUE ...]
      sweep run CONFIG.cfg --vary KEY=VALUE,VALUE ... [--seeds N] [--section.key VALUE ...]
      """,
    discussion: """
      Examples:
        sweep run sweeps/ner.toml --dry-run
        sweep run sweeps/ner.toml --jobs 2 --threads 4
        sweep run configs/ner-v3.cfg --vary training.dropout=0.1,0.2,0.3 --seeds 3

      Without --jobs and --threads, trials run side by side, one per core; cores that have no trial \
      go to the others as threads. No result depends on it.

      A study is the sweep's name in a store. Running it again runs what is missing or failed. \
      Ctrl-C once finishes the running trials, twice stops them; what finished stays, and stopped \
      trials go on from their last checkpoint.
      """)

  @Argument(help: "The sweep file, for example sweeps/ner.toml, or a config with --vary.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "How many trials run side by side (default: one per core, no more than there are).",
      valueName: "n"))
  var jobs: Int?

  @OptionGroup var threadsOption: ThreadsOption

  @Option(help: ArgumentHelp("How many assignments to try.", valueName: "n"))
  var trials: Int?

  @Option(
    help: ArgumentHelp(
      "A key and the values to try, for a config instead of a sweep file; may be repeated.",
      valueName: "key=v,v"))
  var vary: [String] = []

  @Option(
    help: ArgumentHelp("With --vary: run each assignment with seeds 0 to n-1.", valueName: "n"))
  var seeds: Int?

  @Option(help: ArgumentHelp("With --vary: the study's name.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("With --vary: the score to compare by.", valueName: "score"))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "Try a trial that fails again at once, up to n times (default: the sweep's `retry`, or 0).",
      valueName: "n"))
  var retry: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Whether trials that failed in earlier runs run again (default: all but those whose process died \
      ten times in a row).
      """)
  var retryFailed: Bool?

  @Flag(
    help: """
      Go on with a study whose parameters, constraints or given assignments have changed; its trials \
      stay.
      """)
  var extend = false

  @Flag(help: "Train each trial in a process of its own, so that a crash takes one trial only.")
  var isolate = false

  @Flag(help: "Record that files differ from the commit, but not how.")
  var noCode = false

  @Flag(help: "Print the trials and run nothing.")
  var dryRun = false

  @Flag(help: "Print failures and the result only.")
  var quiet = false

  @Flag(help: "Print a log of the record and the workers, too; no live block.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Where the report goes (default: reports/STUDY.md).", valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      """
      A shell command to run at the end, with a summary as JSON on its standard input (default: the \
      sweep's `on_finish`).
      """, valueName: "command"))
  var onFinish: String?

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption
  @OptionGroup var overrideOptions: OverrideOptions

  func validate() throws {
    for (name, value) in [("--jobs", jobs), ("--trials", trials), ("--seeds", seeds)] {
      if let value, value < 1 { throw ValidationError("\(name) \(value): expected at least 1") }
    }
    if let onFinish, onFinish.isEmpty {
      throw ValidationError("--on-finish: expected a command, found nothing")
    }
    if let retry, retry < 0 { throw ValidationError("--retry \(retry): expected at least 0") }
    if vary.isEmpty {
      for (option, isGiven) in [
        ("--seeds", seeds != nil), ("--name", name != nil),
        ("--metric", metric != nil),
      ]
      where isGiven {
        throw ValidationError("\(option) goes with --vary; a sweep file has its own")
      }
    }
  }

  func run() throws {
    let registry = Registry.native
    let environment = ProcessInfo.processInfo.environment
    let sweep = try readSweep()
    let plan = try SweepPlan(
      sweep, for: dryRun ? .asking : .training, overrides: try overrideOptions.overrides(),
      environment: environment,
      registry: registry)
    if !vary.isEmpty { Console.note("# the same as a sweep file:\n" + plan.sweep.toml()) }
    if dryRun {
      try printPlan(plan)
      return
    }
    LargeBlocks.giveBackSoon()
    var study = StudyRun(
      plan: plan, store: storeOptions.path, cores: cores(of: sweep),
      folder: FileManager.default.currentDirectoryPath, environment: environment,
      registry: registry, inputs: .local(in: FileManager.default.currentDirectoryPath),
      logger: logger, extendsSpace: extend)
    study.keepsPatch = !noCode
    (study.retries, study.retriesFailed) = (retry, retryFailed)
    if isolate {
      guard plan.sweep.engine == .native else {
        throw ValidationError(
          "--isolate: with engine = \"\(plan.sweep.engine.rawValue)\" each trial is a program of its own"
        )
      }
      study.isolates = true
    }
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = try runToTheEnd(study)
    let seconds = (clock.now - start).seconds
    let path = report ?? "reports/\(plan.sweep.name).md"
    try write(outcome, to: path, seconds: seconds)
    if let command = finishCommand(of: plan.sweep) {
      let summary = outcome.finishSummary(reportPath: path, seconds: seconds)
      if let warning = command.run(summary, environment: environment) { Console.note(warning) }
    }
    try exit(with: outcome)
  }

  private func cores(of sweep: SweepFile) -> CoreRequest {
    CoreRequest(jobs: jobs ?? sweep.jobs, threads: threadsOption.threads)
  }

  private func runToTheEnd(_ study: StudyRun) throws -> StudyOutcome {
    let stop = StopSignal()
    let interrupts = Interrupts(stop)
    var display = RunDisplay(isInteractive: Console.isInteractive && !verbose, isQuiet: quiet)
    defer { display.close() }
    return try withExtendedLifetime(interrupts) {
      try study.run(stop: stop) { display.show($0, stop: stop.request) }
    }
  }

  /// Writes to standard error: everything with `--verbose`, else warnings.
  private var logger: Logger {
    var logger = Logger(label: "sweep") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = verbose ? .debug : .warning
    return logger
  }

  /// Reads the sweep file, or makes one from `--vary`.
  private func readSweep() throws -> SweepFile {
    if vary.isEmpty { return try SweepFile(contentsOf: file, trials: trials) }
    var space = SearchSpace()
    for text in vary { space.dimensions.append(try Dimension(varying: text)) }
    let stem =
      file.split(separator: "/").last.map { $0.split(separator: ".").first ?? $0 } ?? "sweep"
    var sweep = SweepFile(name: name ?? String(stem), config: file, space: space)
    if let seeds { sweep.seeds = Array(0..<seeds) }
    if let metric { sweep.metric.name = metric }
    if let trials { sweep.trials = trials }
    return sweep
  }

  private func printPlan(_ plan: SweepPlan) throws {
    let preview = try PlanPreview(
      plan, store: storeOptions.path, cores: cores(of: plan.sweep))
    Console.result(jsonOption.json ? preview.json.serialized(.indented(2)) : preview.text)
  }

  private func finishCommand(of sweep: SweepFile) -> FinishCommand? {
    if let onFinish { return FinishCommand(shell: onFinish) }
    return sweep.onFinish.isEmpty ? nil : FinishCommand(arguments: sweep.onFinish)
  }

  private func write(_ outcome: StudyOutcome, to path: String, seconds: Double) throws {
    if let folder = path.lastIndex(of: "/").map({ String(path[..<$0]) }), !folder.isEmpty {
      try FileBytes.makeDirectory(folder)
    }
    try FileBytes.write(outcome.report, to: path)
    if jsonOption.json {
      Console.result(outcome.json.serialized(.indented(2)))
    } else {
      Console.result(outcome.summary(reportPath: path, seconds: seconds))
    }
    if let failure = outcome.testFailure { Console.note("error: the test: \(failure)") }
  }

  /// Ends with the status that says what has become of the run.
  private func exit(with outcome: StudyOutcome) throws {
    if outcome.wasStopped {
      let command = ["sweep"] + CommandLine.arguments.dropFirst().map(Commands.quoted)
      Console.note("go on:  " + command.joined(separator: " "))
      throw ExitCode(130)
    }
    if outcome.failedCount > 0 || outcome.testFailure != nil { throw ExitCode(1) }
  }
}
