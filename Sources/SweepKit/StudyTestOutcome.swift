public import SweepConfig
import SweepEngine
import SweepReport
import SweepSearch
import SweepStore

/// What is recorded of a study's winner and baseline on test data.
public struct StudyTestOutcome: Sendable {
  /// An assignment that was tested, over its seeds and folds.
  struct Side: Sendable {
    let title: String
    let trials: [TrialRecord]
    let tests: [TestRecord?]
    let metric: Metric

    var dev: Double? { mean(trials.map(\.score)) }
    /// `nil` until all trials are tested.
    var test: Double? { mean(tests.map { $0?.score(metric.name) }) }
    /// By how much the test is worse.
    var drop: Double? {
      guard let dev, let test else { return nil }
      return metric.goal == .maximize ? dev - test : test - dev
    }
    var looks: Int? { tests.compactMap { $0?.looks }.max() }

    private func mean(_ values: [Double?]) -> Double? {
      let numbers = values.compactMap(\.self)
      guard !numbers.isEmpty, numbers.count == values.count else { return nil }
      return numbers.reduce(0, +) / Double(numbers.count)
    }
  }

  /// How many trials were tested by this run; the others were before.
  public let testedNow: Int
  /// Whether the run was asked to stop before its end.
  public let wasStopped: Bool
  private let study: Study
  private let store: String
  private let path: String
  private let hash: String
  private let winner: Side
  /// `nil` where the winner is the baseline, or there is none.
  private let baseline: Side?
  /// Earlier winners that were tested on the same data.
  private let earlier: [Side]

  init(
    study: Study, store: String, test: TestData, trials: [TrialRecord], winner: [TrialRecord],
    baseline: [TrialRecord], tests: [TestRecord], testedNow: Int, wasStopped: Bool
  ) {
    (self.study, self.store, self.testedNow) = (study, store, testedNow)
    (path, hash, self.wasStopped) = (test.path, test.hash, wasStopped)
    let tests = tests.filter { $0.sha256 == test.hash }
    func side(_ title: String, _ trials: [TrialRecord]) -> Side {
      Side(
        title: title, trials: trials,
        tests: trials.map { trial in tests.first { $0.trial == trial.id } }, metric: study.metric)
    }
    let isBaseline = winner.first?.isBaseline == true
    self.winner = side(isBaseline ? "winner (the baseline)" : "winner", winner)
    self.baseline = isBaseline || baseline.isEmpty ? nil : side("baseline", baseline)
    let others = trials.filter { trial in
      tests.contains { $0.trial == trial.id } && !winner.contains { $0.id == trial.id }
        && !baseline.contains { $0.id == trial.id }
    }
    earlier = Dictionary(grouping: others, by: \.row).sorted { $0.key < $1.key }.map {
      side("earlier winner", $0.value)
    }
  }

  private var sides: [Side] { [winner] + [baseline].compactMap { $0 } + earlier }

  /// The result for people.
  public var text: String {
    let name = study.metric.name
    var lines = [
      "test of \(study.name) on \(path) (SHA-256 \(hash.prefix(12)))"
        + (testedNow == 0 ? ": recorded before, not evaluated again" : "")
    ]
    for side in sides {
      let settings = side.trials.first.map {
        $0.isBaseline ? "" : "  " + Self.settings($0.assignment)
      }
      lines.append("\(side.title)\(settings ?? "")")
      lines.append(
        "  \(name) dev \(Self.shown(side.dev)), test \(Self.shown(side.test)), drop "
          + (side.drop.map { NumberText.signed($0, decimals: 4) } ?? "–")
          + Self.count(side.trials.count)
          + (side.looks.map { ", after \($0) look\($0 == 1 ? "" : "s") at dev" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  private static func settings(_ assignment: Assignment) -> String {
    let names = Leaderboard.shortNames(assignment.settings.map(\.key))
    return zip(names, assignment.settings).map { "\($0) \(NumberText.setting($1.value))" }
      .joined(separator: ", ")
  }

  private static func shown(_ score: Double?) -> String {
    score.map { NumberText.score($0) } ?? "–"
  }

  private static func count(_ trials: Int) -> String { trials == 1 ? "" : ", \(trials) trials" }

  /// The result for scripts.
  public var json: JSONValue {
    [
      "study": .string(study.name), "store": .string(store), "path": .string(path),
      "sha256": .string(hash), "metric": .string(study.metric.name),
      "goal": .string(study.metric.goal.rawValue), "tested_now": .integer(testedNow),
      "stopped": .bool(wasStopped), "winner": Self.json(winner),
      "baseline": baseline.map { Self.json($0) } ?? .null,
      "earlier": .array(earlier.map { Self.json($0) }),
    ]
  }

  private static func json(_ side: Side) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let first = side.trials.first
    return [
      "assignment": first.map { .object($0.assignment.json) } ?? .null,
      "is_baseline": .bool(first?.isBaseline ?? false), "dev": number(side.dev),
      "test": number(side.test), "drop": number(side.drop),
      "looks": side.looks.map { .integer($0) } ?? .null,
      "trials": .array(
        zip(side.trials, side.tests).map { trial, test in
          [
            "number": .integer(trial.number), "id": .string(trial.shortID),
            "seed": .integer(trial.seed), "fold": trial.fold.map { .integer($0) } ?? .null,
            "dev": number(trial.score), "test": number(test?.score(side.metric.name)),
            "scores": test.map { .object($0.scores) } ?? .null,
            "looks": test.map { .integer($0.looks) } ?? .null,
          ]
        }),
    ]
  }
}
