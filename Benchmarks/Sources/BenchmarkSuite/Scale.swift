import Foundation
import SweepConfig

/// How cost grows with the corpus, the width, the batches and the trials, on generated corpora.
struct Scale {
  private let options: Options
  private let report: Report
  private let machine = Machine()
  private let folder: String

  init(_ options: Options) throws {
    let config = options.configs[0]
    guard config.words == nil, config.corpus == nil else {
      throw Options.Problem(
        description:
          "\(config.name): scale makes corpora and batches of its own; give the file only")
    }
    self.options = options
    report = Report(path: options.report)
    folder = try Child.temporaryFolder()
  }

  /// Measures and prints everything.
  func run() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let begin = Moment()
    report.write("# Scale")
    report.write(machine.description)
    report.write(
      """
      \(options.configs[0].name) on generated corpora: Zipf's law, fresh \
      words however large. Processor time unless it says wall; medians of \(options.rounds) rounds.
      """)
    for factor in options.factors { try ZipfCorpus(factor: factor).write(to: corpus(factor)) }
    try corpora()
    try widths()
    try batches()
    try trials()
    report.write("Measured in \(Text.decimals(Moment().wall - begin.wall, 0)) s.")
    try report.finish()
  }

  private func corpus(_ factor: Int) -> String { "\(folder)/\(factor)x" }

  /// The paths of a corpus, after the command's own overrides.
  private func arguments(_ factor: Int, _ further: [String] = []) -> [String] {
    options.overrideArguments + [
      "--paths.train", corpus(factor) + "/train", "--paths.dev", corpus(factor) + "/dev.spacy",
    ] + further
  }

  /// Words per second with settings that differ from the config's.
  private func throughput(
    _ arguments: [String], words: Int? = nil
  ) throws -> Throughput {
    let size = words ?? options.words
    let plan = Throughput.Plan(
      words: size, round: max(options.round, 2 * size), warm: max(options.warm, 3 * size))
    var throughput = try Throughput(
      options.configs[0].file, try ConfigOverride.parsing(arguments: arguments), plan)
    for _ in 0..<options.rounds { try throughput.round() }
    return throughput
  }

  private func train(_ arguments: [String]) throws -> ProcessCost? {
    guard let sweep = options.sweep else { return nil }
    return try Child.measure(
      [sweep, "train", options.configs[0].file, "--output", folder + "/model"] + arguments)
  }

  private func corpora() throws {
    report.write("## Corpora")
    var table = Table(
      "corpus", "documents", "words", "different words", "files, MB", "1 step: CPU s", "wall s",
      "memory, MB", "streamed, 300 steps: CPU s", "memory, MB", "training, words/s",
      "evaluation, words/s")
    for factor in options.factors {
      let start = try train(arguments(factor, ["--training.max_steps", "1"]))
      // Not every config can be streamed: labels must be known before.
      let streamed = try? train(
        arguments(
          factor,
          [
            "--training.max_steps", "300", "--training.eval_frequency", "300",
            "--training.max_epochs", "-1",
          ]))
      let throughput = try throughput(arguments(factor))
      let size = throughput.workload.trainSize
      table.add(
        "\(factor)x", Text.grouped(size.documents), Text.grouped(size.words),
        Text.grouped(size.different), Text.decimals(try megabytes(corpus(factor) + "/train"), 1),
        start.map { Text.decimals($0.processor, 2) } ?? "–",
        start.map { Text.decimals($0.wall, 2) } ?? "–",
        start.map { Text.decimals($0.memory, 0) } ?? "–",
        streamed.map { Text.decimals($0.processor, 2) } ?? "–",
        streamed.map { Text.decimals($0.memory, 0) } ?? "–",
        Text.grouped(throughput.rates(.training).median),
        Text.grouped(throughput.rates(.evaluation).median))
    }
    report.write(table.text)
  }

  private func widths() throws {
    report.write("## Widths")
    var table = table("width")
    for width in [64, 96, 128, 192, 256] {
      let key = "--components.ner.model.tok2vec.width"
      add(try throughput(arguments(options.factors[0], [key, String(width)])), "\(width)", &table)
    }
    report.write(table.text)
  }

  private func batches() throws {
    report.write("## Batches")
    var table = table("words of a batch")
    for words in [100, 300, 1000, 3000, 10_000] {
      add(
        try throughput(arguments(options.factors[0]), words: words), Text.grouped(words), &table)
    }
    report.write(table.text)
  }

  private func table(_ name: String) -> Table {
    Table(
      name, "training, words/s", "dense bound", "of it", "prediction, words/s", "dense bound",
      "of it")
  }

  private func add(_ throughput: Throughput, _ name: String, _ table: inout Table) {
    let (training, prediction) =
      (throughput.rates(.training).median, throughput.rates(.prediction).median)
    let bounds = [Throughput.Work.training, .prediction].map {
      throughput.bound($0, peak: machine.peak) ?? .nan
    }
    table.add(
      name, Text.grouped(training), Text.grouped(bounds[0]), Text.percent(training / bounds[0]),
      Text.grouped(prediction), Text.grouped(bounds[1]), Text.percent(prediction / bounds[1]))
  }

  private func trials() throws {
    guard let sweep = options.sweep else { return }
    report.write("## Trials")
    var table = Table(
      "trials of 100 steps", "1 worker: wall s", "CPU s", "memory, MB", "2 workers: wall s",
      "CPU s", "memory, MB", "CPU s of a further trial, 1 worker", "2 workers")
    var settings = options
    settings.overrideArguments = arguments(options.factors[0])
    let section = ProcessSection(sweep: sweep, options: settings)
    var before: (count: Int, costs: [ProcessCost])?
    for count in [1, 2, 4, 8, 16, 32] {
      let file = ProcessSection.sweepFile(
        options.configs[0].file, dropouts: [0.1], seeds: count, steps: 100, evaluations: 100)
      let costs = try [1, 2].map {
        try section.run(file, settings.overrideArguments + ["--jobs", String($0)])
      }
      let further = costs.indices.map { index -> String in
        guard let before else { return "–" }
        let seconds = costs[index].processor - before.costs[index].processor
        return Text.decimals(seconds / Double(count - before.count), 3)
      }
      table.add(
        "\(count)", Text.decimals(costs[0].wall, 2), Text.decimals(costs[0].processor, 2),
        Text.decimals(costs[0].memory, 0), Text.decimals(costs[1].wall, 2),
        Text.decimals(costs[1].processor, 2), Text.decimals(costs[1].memory, 0), further[0],
        further[1])
      before = (count, costs)
    }
    report.write(table.text)
  }

  private func megabytes(_ folder: String) throws -> Double {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let sizes = try files.map {
      try FileManager.default.attributesOfItem(atPath: folder + "/" + $0)[.size] as? Int ?? 0
    }
    return Double(sizes.reduce(0, +)) * 1e-6
  }
}
