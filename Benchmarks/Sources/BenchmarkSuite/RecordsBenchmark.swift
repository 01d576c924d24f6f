import Foundation
import SweepConfig
import SweepSearch
import SweepStore

/// What the record itself takes: metric rows, begin and end of trials, the start of the program.
///
/// Everything goes through the library as a sweep does it: an evaluation of 20 numbers is a
/// transaction of its own, which survives `kill -9`; begin and end are synced to the disk.
struct RecordsBenchmark {
  /// How many trials the large store has, and evaluations each.
  let trials: Int
  let evaluations: Int
  /// The program, for its start; `nil` leaves that out.
  let sweep: String?

  /// Numbers of one evaluation.
  static let rows = 20

  /// All tables, as they are measured.
  ///
  /// - Throws: `StoreError`, or `Options.Problem` if the program fails.
  func write(to report: Report) throws {
    report.write(try metricRows())
    if let sweep { report.write(try startUp(of: sweep)) }
  }

  // MARK: - Rows

  /// A tenth of the fill: all of its time, with the moments when the journal goes into the file.
  private struct Stretch {
    var rows = 0
    var wall = 0.0
    var processor = 0.0
    /// Begin and end of each trial.
    var endsWall = Samples()
    var endsProcessor = Samples()
  }

  /// Fills a store with trials and their evaluations, and measures its tenths.
  private func metricRows() throws -> String {
    let folder = try Child.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/records.db"
    let store = try StudyStore(path: path)
    let records = try store.trials(of: store.createOrMatch(study(), now: 0))
    let worker = Worker.current()
    var stretches: [Stretch] = []
    var values = Numbers()
    let length = max(1, records.count / 10)
    for first in stride(from: 0, to: records.count, by: length) {
      var stretch = Stretch()
      for trial in records[first..<min(first + length, records.count)] {
        let list = (0..<evaluations).map { values.evaluation($0) }
        let start = Moment()
        let begun = try store.begin(trial, worker: worker, now: 0, provenance: [:], inputs: [])
        guard let attempt = begun else {
          throw Options.Problem(description: "\(trial.name) is taken")
        }
        let begin = Moment()
        for evaluation in list { try store.append(evaluation, to: attempt) }
        let end = Moment()
        try store.finish(attempt, values.result(evaluations), model: [], now: 1)
        let last = Moment()
        stretch.rows += evaluations * Self.rows
        stretch.wall += end.wall - begin.wall
        stretch.processor += end.processor - begin.processor
        stretch.endsWall.note(begin.wall - start.wall + last.wall - end.wall)
        stretch.endsProcessor.note(
          begin.processor - start.processor + last.processor - end.processor)
      }
      stretches.append(stretch)
    }
    var table = Table(
      "metric rows, \(Self.rows) a transaction", "rows/s, wall", "goal", "rows/s, CPU",
      "begin and end of a trial, synced: wall ms", "CPU ms")
    var rows = 0
    for (index, stretch) in stretches.enumerated() {
      rows += stretch.rows
      // The first, the middle and the last show whether it falls.
      guard [0, stretches.count / 2, stretches.count - 1].contains(index) else { continue }
      table.add(
        "up to \(Text.grouped(rows)) rows of \(Text.grouped((index + 1) * length)) trials",
        Text.grouped(Double(stretch.rows) / stretch.wall), "100,000",
        Text.grouped(Double(stretch.rows) / stretch.processor),
        Text.decimals(1e3 * stretch.endsWall.median, 2),
        Text.decimals(1e3 * stretch.endsProcessor.median, 2))
    }
    let bytes = [path, path + "-wal"].compactMap {
      try? FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int
    }.reduce(0, +)
    return table.text + "\n\nThe store has \(Text.decimals(Double(bytes) * 1e-6, 0)) MB, "
      + "\(Text.decimals(Double(bytes) / Double(max(rows, 1)), 0)) bytes a row with all else in it."
  }

  /// A random search with as many trials, and a config as long as real ones are.
  private func study() throws -> NewStudy {
    let sweep = try SweepFile(
      parsing: """
        name = "records"
        config = "records.cfg"
        method = "random"
        trials = \(trials)
        metric = { name = "ents_f", goal = "maximize" }
        keep_models = "none"
        [parameters]
        "train.a" = { min = 0.0, max = 1.0 }
        "train.b" = { min = 0.0, max = 1.0 }
        """, file: "records.toml")
    let config = (0..<80).map { "key\($0) = \"a value of some length\"\n" }.joined()
    return NewStudy(
      sweep, configText: config,
      trials: (0..<trials).map { number in
        let entry = TrialPlan.Entry(
          id: number, row: number,
          assignment: Assignment([
            Setting("train.a", .number(Double(number) / 7)), Setting("train.b", .number(0.5)),
          ]),
          origin: .proposed, proposal: number, seed: 0)
        return NewTrial(entry, config: config + "number = \(number)\n")
      })
  }

  // MARK: - Start-up

  /// What the smallest commands take.
  private func startUp(of sweep: String) throws -> String {
    var table = Table("start", "wall ms", "least", "goal", "CPU ms", "memory, MB")
    for argument in ["--help", "--version"] {
      var (wall, processor, memory) = (Samples(), Samples(), Samples())
      for _ in 0..<41 {
        let cost = try Child.measure([sweep, argument])
        wall.note(cost.wall * 1e3)
        processor.note(cost.processor * 1e3)
        memory.note(cost.memory)
      }
      table.add(
        "sweep \(argument)", Text.decimals(wall.median, 1), Text.decimals(wall.smallest, 1), "15",
        Text.decimals(processor.median, 1), Text.decimals(memory.median, 0))
    }
    return table.text
  }
}

/// Evaluations with different numbers of full length, the same ones each time.
private struct Numbers {
  private var state: UInt64 = 88_172_645_463_325_252

  private static let names =
    ["score", "token_acc", "token_p", "token_r", "token_f", "ents_p", "ents_r", "ents_f"]
    + ["PERSON", "LOC", "ORG"].flatMap { type in
      ["p", "r", "f"].map { "ents_per_type.\(type).\($0)" }
    } + ["speed"]

  /// A number between 0 and 1, by Marsaglia's xorshift.
  private mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) * 0x1p-53
  }

  mutating func evaluation(_ index: Int) -> EvaluationRecord {
    EvaluationRecord(
      step: index * 200, epoch: index / 2,
      scores: Self.names.map { EvaluationRecord.Value($0, next()) },
      losses: ["tok2vec", "ner"].map { EvaluationRecord.Value($0, 100 * next()) },
      words: index * 20_000, milliseconds: index * 1500)
  }

  mutating func result(_ evaluations: Int) -> TrialResult {
    TrialResult(
      score: next(), scores: ["ents_f": .number(next())], bestStep: 0, steps: evaluations * 200,
      words: 100_000, modelHash: nil, log: "")
  }
}
