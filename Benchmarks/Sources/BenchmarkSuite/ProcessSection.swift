import Foundation

/// Whole processes of the program: start-up, a training, a sweep.
struct ProcessSection {
  let sweep: String
  let options: Options

  private struct Cost {
    var processor = Samples()
    var wall = Samples()
    var memory = Samples()

    mutating func note(_ cost: ProcessCost) {
      processor.note(cost.processor)
      wall.note(cost.wall)
      memory.note(cost.memory)
    }
  }

  private func measure(_ arguments: [String], times: Int) throws -> Cost {
    var cost = Cost()
    for _ in 0..<times { cost.note(try Child.measure([sweep] + arguments)) }
    return cost
  }

  /// `sweep train` of a config into a folder that is removed.
  private func train(
    _ config: BenchmarkConfig, _ arguments: [String], times: Int
  ) throws -> Cost {
    let folder = try Child.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try measure(
      ["train", config.file, "--output", folder] + options.overrides(of: config, arguments),
      times: times)
  }

  /// Batches as large from the first step on as a schedule makes them in the end, since memory
  /// grows with them; for configs that batch by words.
  private static let largeBatches = [
    "--training.batcher.size.start", "1000", "--training.batcher.size.stop", "1000",
  ]

  /// Start-up and memory.
  ///
  /// The limits are this project's own, for corpora of up to 100,000 words.
  func processes(_ configs: [BenchmarkConfig], cores: Int) throws -> String {
    var table = Table(
      "whole process", "CPU s", "limit", "wall s", "peak memory, MB", "limit")
    func add(_ name: String, _ cost: Cost, _ seconds: String, _ memory: String) {
      table.add(
        name, Text.decimals(cost.processor.median, 3), seconds,
        Text.decimals(cost.wall.median, 3), Text.decimals(cost.memory.median, 0), memory)
    }
    add("sweep --version", try measure(["--version"], times: 9), "–", "–")
    for config in configs {
      add(
        "sweep train \(config.name), 1 step",
        try train(config, ["--training.max_steps", "1"], times: 5), "0.5", "150")
    }
    for config in configs {
      let steps = ["--training.max_steps", "60", "--training.eval_frequency", "30"]
      for threads in Set([1, cores]).sorted() {
        add(
          "sweep train \(config.name), 60 steps of 1,000 words, threads: \(threads)",
          try train(
            config, Self.largeBatches + steps + ["--threads", String(threads)], times: 3),
          "–", "150")
      }
    }
    return table.text
  }

  /// How long and how often the trials of the sweep train.
  static let (steps, evaluationFrequency) = (200, 100)

  /// A sweep file of `assignments · seeds` trials of a config.
  static func sweepFile(
    _ config: String, dropouts: [Double], seeds: Int, steps: Int, evaluations: Int
  ) -> String {
    func list(_ values: [some CustomStringConvertible]) -> String {
      values.map(\.description).joined(separator: ", ")
    }
    return """
      name = "benchmark"
      config = "\(config)"
      baseline = false
      seeds = [\(list(Array(0..<seeds)))]

      [overrides]
      "training.max_steps" = \(steps)
      "training.eval_frequency" = \(evaluations)

      [parameters]
      "training.dropout" = { values = [\(list(dropouts))] }

      """
  }

  /// Runs a sweep in an empty store, with further arguments.
  func run(_ file: String, _ arguments: [String]) throws -> ProcessCost {
    let folder = try Child.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/sweep.toml"
    try file.write(toFile: path, atomically: true, encoding: .utf8)
    return try Child.measure(
      [
        sweep, "run", path, "--store", folder + "/sweep.db", "--report",
        folder + "/report.md", "--quiet",
      ] + arguments)
  }

  /// The memory of sweeps with more and more trials at a time, in batches of 1,000 words.
  func memory(_ config: BenchmarkConfig) throws -> String {
    var table = Table(
      "trials of \(config.name) at a time", "peak memory, MB", "each further one", "limit")
    var first: Double?
    for jobs in [1, 2, 4] {
      let file = Self.sweepFile(
        config.file, dropouts: [0.1, 0.2], seeds: 4, steps: 30, evaluations: 15)
      let cost = try run(
        file, options.overrides(of: config, ["--jobs", String(jobs)] + Self.largeBatches))
      let further = first.map { Text.decimals((cost.memory - $0) / Double(jobs - 1), 0) }
      table.add(
        "\(jobs)", Text.decimals(cost.memory, 0), further ?? "–", further == nil ? "–" : "40")
      first = first ?? cost.memory
    }
    return table.text
  }

  /// A sweep of eight trials beside its bound: its arithmetic at the speed that one thread reaches,
  /// on all cores, without start-up, saving and waiting.
  func wholeSweep(
    _ config: BenchmarkConfig, _ section: ThroughputSection, cores: Int
  ) throws -> String {
    let file = Self.sweepFile(
      config.file, dropouts: [0.1, 0.2], seeds: 4, steps: Self.steps,
      evaluations: Self.evaluationFrequency)
    let words = Double(section.workload.size(ofSteps: Self.steps + 1).words)
    let evaluations = Double(Self.steps / Self.evaluationFrequency + 1)
    let devWords = Double(section.workload.devSize.words)
    let trial =
      words / section.median(.training) + evaluations * devWords / section.median(.evaluation)
    var table = Table(
      "8 trials of \(section.name), \(Self.steps) steps", "wall s", "CPU s", "CPU s, bound",
      "trials per hour", "bound", "of it", "peak memory, MB")
    let variants = [
      ("1 at a time, 1 thread", ["--jobs", "1", "--threads", "1"]),
      ("1 at a time, all threads", ["--jobs", "1"]), ("as the program chooses", []),
    ]
    for (name, arguments) in variants {
      let cost = try run(file, options.overrides(of: config, arguments))
      let (rate, bound) = (8 / cost.wall * 3600, 3600 / trial * Double(cores))
      table.add(
        name, Text.decimals(cost.wall, 2), Text.decimals(cost.processor, 2),
        Text.decimals(8 * trial, 2), Text.grouped(rate), Text.grouped(bound),
        Text.percent(rate / bound), Text.decimals(cost.memory, 0))
    }
    return table.text + """


      A trial trains on \(Text.grouped(words)) words and evaluates \
      \(Text.decimals(evaluations, 0)) times on \(Text.grouped(devWords)).
      """
  }
}
