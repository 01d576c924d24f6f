import ArgumentParser
import Foundation
import SweepBase
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepText
import SweepTraining

/// The command `sweep benchmark`.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure how fast or how good a model is.",
    discussion: """
      Examples:
        sweep benchmark speed output/ner/model-best dev.spacy
        sweep benchmark accuracy output/ner/model-best dev.spacy
      """,
    subcommands: [BenchmarkSpeedCommand.self, BenchmarkAccuracyCommand.self])
}

/// The command `sweep benchmark accuracy`: `evaluate` by its other name.
struct BenchmarkAccuracyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Score a model folder, as `sweep evaluate` does.",
    discussion: """
      Example:
        sweep benchmark accuracy output/ner/model-best dev.spacy --output scores.json
      """)

  @OptionGroup var options: EvaluationOptions

  func run() throws { try options.run() }
}

/// The command `sweep benchmark speed`.
struct BenchmarkSpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed",
    abstract: "Measure how many words a second a model annotates.",
    discussion: """
      Example:
        sweep benchmark speed output/ner/model-best dev.spacy --batches 100 --threads 1

      Each batch is timed. The interval is that of 95% of 10000 means of batches drawn again.
      """)

  @Argument(help: "The model folder.")
  var model: String

  @Argument(help: "Texts: a .spacy file or a folder of them.")
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Texts per batch (default: the model's batch_size).", valueName: "n"))
  var batchSize: Int?

  @Flag(name: .customLong("no-shuffle"), help: "Take the texts in their order.")
  var noShuffle = false

  @Option(
    name: [.customLong("batches"), .customLong("n-batches")],
    help: ArgumentHelp("How many batches are timed, at least 30.", valueName: "n"))
  var batches = 50

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Passes over the texts before that.", valueName: "n"))
  var warmup = 3

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if let batchSize, batchSize < 1 {
      throw ValidationError("--batch-size \(batchSize): expected at least 1")
    }
    guard batches >= 30 else {
      throw ValidationError("--batches \(batches): expected at least 30")
    }
    guard warmup >= 0 else { throw ValidationError("--warmup \(warmup): expected 0 or more") }
  }

  func run() throws {
    let folder = try PipelineLocation.folder(
      of: model, environment: ProcessInfo.processInfo.environment)
    var pipeline = try Pipeline(folder: folder)
    pipeline.threads = Threads(threadsOption.count)
    let docs = try PreparedCorpus(
      CorpusSettings(
        path: data, tokenizer: .file(pipeline.tokenizer, name: "\(folder)/tokenizer")),
      from: .disk(in: ".")
    )
    .examples.map(\.example.predicted)
    guard !docs.isEmpty else { throw TrainingError.emptyDevCorpus(path: data) }
    let size =
      batchSize ?? pipeline.config.resolvedValue(of: "nlp.batch_size")?.intValue ?? 1000
    note("Warming up for \(warmup) epochs...")
    for _ in 0..<warmup {
      for start in stride(from: 0, to: docs.count, by: size) {
        _ = pipeline.predict(Array(docs[start..<min(start + size, docs.count)]))
      }
    }
    note("\nBenchmarking \(batches) batches...")
    var random = RandomStream(seed: 0, path: ["benchmark", "speed"])
    let speeds = (0..<batches).map { batch in
      let texts = (0..<size).map { index in
        docs[
          noShuffle
            ? (batch * size + index) % docs.count : random.below(docs.count)]
      }
      let clock = ContinuousClock()
      let start = clock.now
      let count = pipeline.predict(texts).reduce(0) { $0 + $1.count }
      return Double(count) / max((clock.now - start) / .seconds(1), 1e-9)
    }
    show(SpeedSample(speeds))
  }

  private func note(_ text: String) { if !jsonOption.json { Console.result(text) } }

  private func show(_ sample: SpeedSample) {
    if jsonOption.json { return Console.result(sample.json.serialized(.indented(2))) }
    let (few, many) = sample.outliers
    let (low, high) = sample.interval
    func one(_ value: Double) -> String { fixed(value, decimals: 1) }
    Console.result("\nOutliers: \(one(few * 100))%, extreme outliers: \(one(many * 100))%")
    Console.result(
      "Mean: \(one(sample.mean)) words/s (95% CI: \(one(low - sample.mean)) "
        + "+\(one(high - sample.mean)))")
    Console.result("Median: \(one(sample.quantile(0.5))) words/s")
  }
}

/// Speeds of batches, in words per second.
struct SpeedSample {
  private let sorted: [Double]

  init(_ speeds: [Double]) { sorted = speeds.sorted() }

  var mean: Double { sorted.reduce(0, +) / Double(sorted.count) }

  /// A quantile, between the two nearest values where it falls between them.
  func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  /// The shares of the batches that are 1.5 and 3 times the middle half's width away from it.
  var outliers: (mild: Double, extreme: Double) {
    let (low, high) = (quantile(0.25), quantile(0.75))
    func share(_ factor: Double) -> Double {
      let width = factor * (high - low)
      return Double(sorted.count { $0 < low - width || $0 > high + width }) / Double(sorted.count)
    }
    return (share(1.5), share(3))
  }

  /// Where 95% of the means of batches drawn again lie.
  var interval: (low: Double, high: Double) {
    var random = RandomStream(seed: 0, path: ["benchmark", "bootstrap"])
    let means = (0..<10000).map { _ in
      (0..<sorted.count).reduce(0.0) { sum, _ in
        sum + sorted[random.below(sorted.count)]
      } / Double(sorted.count)
    }.sorted()
    return (means[250], means[9750])
  }

  /// For scripts.
  var json: JSONObject {
    let (low, high) = interval
    return [
      "batches": .integer(sorted.count), "mean": .number(mean), "median": .number(quantile(0.5)),
      "low": .number(low), "high": .number(high), "outliers": .number(outliers.mild),
      "extreme_outliers": .number(outliers.extreme), "unit": "words per second",
    ]
  }
}
