import ArgumentParser
import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepReport
import SweepTraining

/// The command `sweep test`.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract:
      "Evaluate a study's winner and its baseline once, on data that nothing was chosen by.",
    discussion: """
      Examples:
        sweep test ner
        sweep test ner --file sweeps/corpora/names/test.spacy --json

      The winner is the assignment with the best mean score. Models that were not kept are trained \
      again, and must be the recorded ones. A trial is tested once on a file: what is recorded is \
      shown, and never made anew. `sweep run` does the same at its end when the sweep file has `test`.
      """)

  @Argument(help: "The study (default: the one that was begun last).")
  var study: String?

  @Option(
    help: ArgumentHelp(
      "The test data: a .spacy file or a folder of them (default: `test` of the sweep file).",
      valueName: "path"))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "How many trials are trained again side by side (default: one per core).", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Test the best so far although trials have still to run.")
  var unfinished = false

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): expected at least 1") }
  }

  func run() throws {
    LargeBlocks.giveBackSoon()
    let test = StudyTest(
      study: study, store: storeOptions.path, file: file,
      cores: CoreRequest(jobs: jobs, threads: threadsOption.threads), registry: .native,
      inputs: .local(in: FileManager.default.currentDirectoryPath))
    let stop = StopSignal()
    let interrupts = Interrupts(stop)
    var display = TestDisplay()
    let outcome = try withExtendedLifetime(interrupts) {
      try test.run(requiresFinalTrials: !unfinished, stop: stop) { event in
        for line in display.lines(for: event) { Console.note(line) }
      }
    }
    Console.result(jsonOption.json ? outcome.json.serialized(.indented(2)) : outcome.text)
    if outcome.wasStopped { throw ExitCode(130) }
  }
}

/// What is shown of a test: a line for each trial that is tested, and now and then how far trainings
/// are.
struct TestDisplay {
  private let clock = ContinuousClock()
  private var lastReport: ContinuousClock.Instant
  private var running: [Int: String] = [:]

  /// How long it is silent at most.
  private static let interval = Duration.seconds(10)

  init() { lastReport = clock.now }

  /// Takes an event and says what there is to show.
  mutating func lines(for event: StudyTestEvent) -> [String] {
    switch event {
    case .began(let path, let trials, let share):
      let what = trials == 1 ? "1 trial" : "\(trials) trials"
      return ["testing \(what) on \(path), \(share.description)"]
    case .training(let label, _):
      return ["  #\(label.number) \(label.id)  \(label.settings)  is trained again"]
    case .progressed(let label, let worker, let progress):
      let most = progress.maxSteps > 0 ? "/\(progress.maxSteps)" : ""
      running[worker] = "#\(label.number) step \(progress.step)\(most)"
      guard clock.now - lastReport > Self.interval else { return [] }
      lastReport = clock.now
      return ["  " + running.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")]
    case .tested(let label, let worker, let dev, let test):
      running[worker] = nil
      func shown(_ score: Double?) -> String { score.map { NumberText.score($0) } ?? "–" }
      return [
        "✔ #\(label.number) \(label.id)  \(label.settings)  dev \(shown(dev)), test \(shown(test))"
      ]
    }
  }
}
