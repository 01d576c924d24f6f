import SweepBase
import SweepConfig
import SweepSearch

/// The processor time of proposals and importances, for 4 settings.
struct SearchBenchmark {
  private let rounds: Int

  /// - Parameter rounds: How many proposals each figure is the median of.
  init(rounds: Int) { self.rounds = rounds }

  /// All tables, as they are measured.
  func write(to report: Report) {
    report.write(proposals())
    report.write(studies())
    report.write(importances())
  }

  /// Four numbers; one matters most.
  private let space = SearchSpace((0..<4).map { Dimension("x\($0)", .uniform(0...1)) })

  private func score(_ assignment: Assignment) -> Double {
    let x = assignment.settings.compactMap(\.value.doubleValue)
    return 3 * x[0] + (x[1] - 0.3) * (x[1] - 0.3) + 0.1 * x[2]
  }

  /// Random trials with one or two scores.
  private func history(_ count: Int, metrics: Int) -> SearchHistory {
    var history = SearchHistory(space)
    for number in 0..<count {
      guard let next = RandomSampler().propose(number: number, in: space, seed: 1) else { break }
      history.add(next)
      let first = score(next)
      history.finish(number, .scored(metrics == 1 ? [first] : [first, 1 - first * first]))
    }
    return history.visible(window: 1)
  }

  private struct Row {
    var name: String
    var sampler: any Sampler
    var metrics = 1
    /// Milliseconds at 1,000 and 5,000 trials; `nil` where there is none.
    var bounds: [Int: Double] = [:]
  }

  private let rows = [
    Row(name: "random", sampler: RandomSampler()), Row(name: "sobol", sampler: SobolSampler()),
    Row(name: "tpe", sampler: TPESampler(), bounds: [1_000: 0.5, 5_000: 1]),
    Row(name: "gp", sampler: GPSampler()), Row(name: "cmaes", sampler: CMAESSampler()),
    Row(name: "nsga2, two scores", sampler: NSGASampler(), metrics: 2),
  ]

  /// What a proposal takes after so many trials, beside its bound.
  func proposals() -> String {
    let counts = [100, 1_000, 5_000, 10_000]
    var table = Table(
      "proposal, ms", "100 trials", "1,000", "bound", "5,000", "bound", "10,000")
    for row in rows {
      var cells: [Int: String] = [:]
      for count in counts {
        let history = history(count, metrics: row.metrics)
        var times = Samples()
        for round in 0..<rounds {
          let repetitions = row.name == "gp" ? 1 : 10
          let start = Moment()
          for k in 0..<repetitions {
            _ = row.sampler.propose(number: count + round * 10 + k, after: history, seed: 1)
          }
          times.note((Moment().processor - start.processor) / Double(repetitions) * 1e3)
        }
        cells[count] = Text.decimals(times.median, 3)
      }
      func bound(_ count: Int) -> String { row.bounds[count].map { Text.decimals($0, 1) } ?? "" }
      table.add(
        row.name, cells[100] ?? "", cells[1_000] ?? "", bound(1_000), cells[5_000] ?? "",
        bound(5_000), cells[10_000] ?? "")
    }
    return table.text
  }

  /// What a whole serial study of 100 trials takes, without its trainings.
  func studies() -> String {
    var table = Table("100 proposals, 4 settings", "CPU, s")
    for row in rows {
      var times = Samples()
      for round in 0..<max(1, rounds / 2) {
        var history = SearchHistory(space)
        let start = Moment()
        for number in 0..<100 {
          guard
            let next = row.sampler.propose(
              number: number, after: history.visible(window: 1), seed: UInt64(round))
          else { break }
          history.add(next)
          history.finish(
            number, .scored(row.metrics == 1 ? [score(next)] : [score(next), -score(next)]))
        }
        times.note(Moment().processor - start.processor)
      }
      table.add(row.name, Text.decimals(times.median, 4))
    }
    return table.text
  }

  /// What the importance of settings takes; the bound is a second at 1,000 trials.
  func importances() -> String {
    var table = Table("importance, s", "1,000 trials", "bound", "5,000")
    for method in Importance.Method.allCases {
      var cells: [String] = []
      for count in [1_000, 5_000] {
        let history = history(count, metrics: 1)
        let start = Moment()
        _ = Importance(method, history)
        cells.append(Text.decimals(Moment().processor - start.processor, 3))
      }
      table.add(method.rawValue, cells[0], "1", cells[1])
    }
    return table.text
  }
}
