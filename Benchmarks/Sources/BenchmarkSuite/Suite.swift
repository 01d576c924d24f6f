import Foundation

/// All figures of the suite, each beside its bound, as Markdown.
struct Suite {
  private let options: Options
  private let report: Report
  private let machine = Machine()

  init(_ options: Options) {
    self.options = options
    report = Report(path: options.report)
  }

  /// Measures and prints everything.
  func run() throws {
    let begin = Moment()
    report.write("# Benchmarks")
    report.write(machine.description)
    report.write(
      """
      Medians; processor time (getrusage) unless it says wall. One thread, after \
      \(Text.grouped(options.warm)) words of warm-up; batches of about \
      \(batchSizes). What the bounds mean: docs/performance.md.
      """)
    if let sweep = options.sweep {
      report.write("## Whole processes")
      report.write(
        try ProcessSection(sweep: sweep, options: options).processes(
          options.configs, cores: machine.cores))
    }
    report.write("## Training and prediction")
    var sections: [ThroughputSection] = []
    for config in options.configs {
      var section = try ThroughputSection(config, options, cores: machine.cores)
      try section.measure()
      report.write(section.oneThread(peak: machine.peak))
      report.write(section.comparisons(peak: machine.peak, cores: machine.cores))
      sections.append(section)
    }
    if let sweep = options.sweep, let section = sections.first {
      report.write("## A whole sweep")
      let processes = ProcessSection(sweep: sweep, options: options)
      report.write(
        try processes.wholeSweep(options.configs[0], section, cores: machine.cores))
      report.write(try processes.memory(options.configs[0]))
    }
    report.write("## Tokenizer")
    report.write(ThroughputSection.tokenizer(sections))
    report.write("## Kernels")
    kernels(sections)
    report.write("## Search")
    SearchBenchmark(rounds: options.rounds).write(to: report)
    if let sweep = options.sweep {
      report.write(try BookkeepingSection(sweep: sweep).table())
      report.write(try QuerySection(sweep: sweep, rounds: options.rounds).table())
    }
    report.write("## Records")
    try RecordsBenchmark(trials: 500, evaluations: 10, sweep: options.sweep).write(to: report)
    report.write(
      "Measured in \(Text.decimals(Moment().wall - begin.wall, 0)) s.")
    try report.finish()
  }

  /// How many words a batch has: one number, or each config's.
  private var batchSizes: String {
    let sizes = options.configs.map { $0.words ?? options.words }
    guard Set(sizes).count > 1 else { return "\(sizes[0]) words" }
    return zip(options.configs, sizes).map { "\(Text.grouped($1)) words for \($0.name)" }
      .joined(separator: ", ")
  }

  private func kernels(_ sections: [ThroughputSection]) {
    var products: [Operations.Product] = []
    for section in sections {
      for product in section.operations.products where !products.contains(product) {
        products.append(product)
      }
    }
    let benchmark = ProductBenchmark(products, batchRows: options.words, rounds: options.rounds)
    report.write(benchmark.table(peak: machine.peak))
    report.write(
      MaxoutBenchmark(products, batchRows: options.words, rounds: options.rounds)
        .table(peak: machine.peak))
    guard let encoder = products.first(where: { $0.pieces > 1 }) else { return }
    report.write(
      ElementwiseBenchmark(
        batchRows: options.words, width: encoder.outputs / encoder.pieces, pieces: encoder.pieces,
        rounds: options.rounds
      ).table)
  }
}
