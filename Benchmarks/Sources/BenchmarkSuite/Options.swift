import Foundation
import SweepConfig

/// What to measure, as given on the command line.
struct Options {
  typealias Problem = BenchmarkProblem

  static let usage = """
    usage: SweepBenchmark suite CONFIG ... [options] [--section.key VALUE ...]
           SweepBenchmark scale CONFIG [options] [--section.key VALUE ...]
           SweepBenchmark serve CONFIG [options] [--section.key VALUE ...]
           SweepBenchmark search [--rounds N] [--report FILE]
           SweepBenchmark records [--trials N] [--evaluations N] [--sweep FILE] [--report FILE]
           SweepBenchmark queries --sweep FILE [--rounds N] [--report FILE]
           SweepBenchmark corpus FOLDER [--factor N]

    suite   each figure beside its bound: kernels, training and prediction, processes, a sweep
    scale   how cost grows with corpus, width, batch and trials
    serve   measures a round of training and prediction for each line on standard input
    search  what proposals and the importance of settings take
    records what the store takes: metric rows per second, ends of trials, the start of the program
    queries what list, compare and report take on 10,000 trials
    corpus  writes a generated corpus, train/ and dev.spacy

    CONFIG[,words=N][,corpus=DIR] has batches of its own size and trains on DIR/train.spacy

      --folder DIR     what the configs' paths are relative to (.)
      --sweep FILE     the program, for whole processes
      --report FILE    write the text there, too
      --words N        words of a batch, about, where a config has no other (1000)
      --round N        words of a round, about (6000)
      --rounds N       rounds of each measurement (5)
      --warm N         words before the first round (45000)
      --threads N      threads for the figures with several (the cores)
      --work W         serve: training, prediction or tokenization (all)
      --factor N       size of the generated corpus, 1 being 3,394 documents (1)
      --factors N,...  sizes of generated corpora (1,10,100)
      --trials N       records: how many the store has (10000)
      --evaluations N  records: of each trial, 20 numbers each (10)
    """

  /// What to do.
  enum Command: String {
    case suite, scale, serve, search, records, queries, corpus, spawn
  }

  var command: Command
  /// Configs, or the folder to write to.
  var files: [String] = []
  /// The configs, with what is each one's own.
  var configs: [BenchmarkConfig] = []
  var folder = "."
  var sweep: String?
  var report: String?
  var words = 1000
  var round = 6000
  var rounds = 5
  var warm = 45_000
  var threads: Int?
  var work: Throughput.Work?
  var factor = 1
  var factors = [1, 10, 100]
  var trials = 10_000
  var evaluations = 10
  /// The overrides as they were given, for the program.
  var overrideArguments: [String] = []

  /// - Throws: `Problem`, or what is wrong with an override.
  init(_ arguments: [String]) throws {
    guard let name = arguments.first, let command = Command(rawValue: name) else {
      throw Problem(description: "expected a command\n" + Self.usage)
    }
    self.command = command
    var index = 1
    while index < arguments.count {
      let name = arguments[index]
      let value = index + 1 < arguments.count ? arguments[index + 1] : nil
      if command == .spawn || !name.hasPrefix("--") {
        files.append(name)
        index += 1
        continue
      }
      try read(name, value)
      index += 2
    }
    if [.suite, .scale, .serve].contains(command) { configs = try files.map(BenchmarkConfig.init) }
    guard [.search, .records, .queries].contains(command) || !files.isEmpty else {
      throw Problem(description: "expected a file\n" + Self.usage)
    }
  }

  /// Makes all paths absolute, so that the working directory may change.
  mutating func resolvePaths() {
    let start = FileManager.default.currentDirectoryPath
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : start + "/" + path }
    files = files.map(absolute)
    for index in configs.indices { configs[index].file = absolute(configs[index].file) }
    sweep = sweep.map(absolute)
    report = report.map(absolute)
    folder = absolute(folder)
  }

  /// All overrides of a config: those that select its corpus, then those of the command.
  func overrides(of config: BenchmarkConfig, _ further: [String] = []) -> [String] {
    config.overrideArguments + overrideArguments + further
  }

  private mutating func read(_ name: String, _ value: String?) throws {
    switch name {
    case "--folder": folder = try Self.text(name, value)
    case "--sweep": sweep = try Self.text(name, value)
    case "--report": report = try Self.text(name, value)
    case "--words": words = try Self.count(name, value)
    case "--round": round = try Self.count(name, value)
    case "--rounds": rounds = try Self.count(name, value)
    case "--warm": warm = try Self.count(name, value)
    case "--threads": threads = try Self.count(name, value)
    case "--work":
      work = Throughput.Work.allCases.first { $0.rawValue.hasPrefix(value ?? "?") }
      guard let work, Throughput.Work.served.contains(work) else {
        throw Problem(description: "--work needs training, prediction or tokenization")
      }
    case "--trials": trials = try Self.count(name, value)
    case "--evaluations": evaluations = try Self.count(name, value)
    case "--factor": factor = try Self.count(name, value)
    case "--factors":
      factors = try Self.text(name, value).split(separator: ",").map {
        try Self.count(name, String($0))
      }
    default: overrideArguments += [name] + (value.map { [$0] } ?? [])
    }
  }

  private static func text(_ name: String, _ value: String?) throws -> String {
    guard let value else { throw Problem(description: "\(name) needs a value") }
    return value
  }

  private static func count(_ name: String, _ value: String?) throws -> Int {
    guard let value, let number = Int(value), number > 0 else {
      throw Problem(
        description: "\(name) needs a whole number of at least 1, found \(value ?? "nothing")")
    }
    return number
  }
}
