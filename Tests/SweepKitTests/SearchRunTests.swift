import Foundation
import GRDB
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import Testing

@Suite struct SearchRunTests {
  static let dropout = #""training.dropout" = { min = 0.0, max = 0.5 }"#

  private func run(
    _ bench: Bench, microseconds: Int = 0, extendsSpace: Bool = false,
    _ show: (StudyEvent) -> Void = { _ in }
  ) throws -> StudyOutcome {
    try bench.studyRun(extendsSpace: extendsSpace).run(
      trainer: FunctionTrainer(microseconds: microseconds), stop: StopSignal(), show: show)
  }

  private func trials(_ bench: Bench, study: String? = nil) throws -> [TrialRecord] {
    let store = try StudyStore(path: bench.store, access: .read)
    return try store.trials(of: store.study(named: study))
  }

  @Test func repeatsAPrunedTrialUpToItsLastStep() throws {
    let bench = try Bench(
      parameters: Self.dropout,
      options: "trials = 2\npruner = { type = \"threshold\", min = 2, warmup_steps = 1 }",
      method: "random")
    _ = try bench.run()
    let trials = try trials(bench)
    #expect(trials.map(\.state) == [.done, .done, .pruned, .pruned, .pruned, .pruned])
    #expect(trials[2].endedStep == 2 && trials[2].modelHash == nil && trials[2].score != nil)
    let verdict = try bench.rerun(3)
    #expect(verdict.isIdentical)
    #expect(verdict.comparison.comparedSteps == 2)
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(sql: "UPDATE metrics SET bits = bits + 1 WHERE step = 2")
    }
    #expect(try !bench.rerun(3).isIdentical)
  }

  @Test func startsFromAnotherStudyAndKeepsWhatItFound() throws {
    let bench = try Bench(
      parameters: Self.dropout, options: "trials = 12", method: "random", seeds: "[0]")
    _ = try run(bench)
    let cold = try bench.sweep("cold", from: "random", to: "tpe")
    try bench.write(cold, as: "small.toml")
    _ = try run(bench)
    let warm = cold.replacing("\"cold\"", with: "\"warm\"")
      .replacing("trials = 12", with: "trials = 12\nwarm_start = \"small\"")
    try bench.write(warm, as: "small.toml")
    _ = try run(bench)
    let store = try StudyStore(path: bench.store, access: .read)
    let study = try store.study(named: "warm")
    #expect(study.priors.count == 13)
    let scores = try trials(bench, study: "small").map(\.score)
    #expect(
      study.priors.map {
        if case .scored(let losses) = $0.outcome { losses.first.map { -$0 } } else { nil }
      }
        == scores)
    let proposals = try ["cold", "warm"].map { try trials(bench, study: $0).map(\.assignment) }
    #expect(proposals[0][0] == proposals[1][0] && proposals[0] != proposals[1])
    // A study of no use is refused before anything runs.
    try bench.write(
      warm.replacing("\"warm\"", with: "\"none\"").replacing("0.5 }", with: "0.0001 }"),
      as: "small.toml")
    #expect(throws: SweepFileErrors.self) { try run(bench) }
    try bench.write(
      warm.replacing("\"warm\"", with: "\"none\"").replacing("= \"small\"", with: "= \"smal\""),
      as: "small.toml")
    #expect(throws: StoreError.self) { try run(bench) }
  }

  @Test func goesOnWithAnotherSpaceOnRequest() throws {
    let bench = try Bench(
      parameters: Self.dropout, options: "trials = 4", method: "tpe", seeds: "[0]")
    _ = try run(bench)
    let before = try trials(bench)
    let wider =
      try bench.sweep("small", from: "trials = 4", to: "trials = 9")
      .replacing("max = 0.5", with: "max = 0.7")
      + "\n\"components.ner.model.hidden_width\" = { values = [8, 16, 24] }\n"
    try bench.write(wider, as: "small.toml")
    #expect(throws: StoreError.self) { try run(bench) }
    #expect(try trials(bench) == before)
    _ = try run(bench, extendsSpace: true)
    let after = try trials(bench)
    #expect(after.count == 10 && Array(after.prefix(5)) == before)
    #expect(after[5...].allSatisfy { $0.assignment.settings.count == 2 && $0.state == .done })
    // It goes on as it is now, and a smaller number of seeds is still refused.
    _ = try run(bench)
    try bench.write(wider.replacing("seeds = [0]", with: "seeds = [1]"), as: "small.toml")
    #expect(throws: StoreError.self) { try run(bench, extendsSpace: true) }
    #expect(try trials(bench) == after)
  }

  @Test func recordsWhatAClockHasCut() throws {
    let bench = try Bench(
      parameters: Self.dropout, options: "trials = 2\nlimits = { trial_minutes = 0.001 }",
      method: "random", seeds: "[0]")
    _ = try run(bench, microseconds: 20_000)
    let cut = try trials(bench)
    #expect(cut.allSatisfy { $0.state == .pruned && $0.endedStep ?? 0 > 0 && $0.score != nil })
    let decisions = try DatabaseQueue(path: bench.store).read {
      try String.fetchAll($0, sql: "SELECT kind FROM decisions ORDER BY number")
    }
    #expect(decisions == ["trial_minutes", "trial_minutes", "trial_minutes"])

    try bench.write(
      try bench.sweep(
        "late", from: "limits = { trial_minutes = 0.001 }", to: "stop = { hours = 1e-9 }"),
      as: "small.toml")
    var reasons: [String] = []
    _ = try run(bench) { if case .ended(let reason) = $0 { reasons.append(reason) } }
    #expect(try trials(bench, study: "late").allSatisfy { $0.state == .waiting })
    #expect(reasons.count == 1 && reasons[0].contains("hours"))
  }

  @Test func runsWhatIsGivenOnceAndFirst() throws {
    let bench = try Bench(
      parameters: Self.dropout,
      options: """
        trials = 1
        enqueue = [{ "training.dropout" = 0.25 }, { "training.dropout" = 0.1 }, {}]
        """, method: "random", seeds: "[0]")
    _ = try run(bench)
    let trials = try trials(bench)
    #expect(trials.map(\.origin) == [.baseline, .enqueued, .proposed])
    #expect(trials[1].assignment["training.dropout"] == 0.25)
  }

  @Test func refusesWindowsThatGroupsDoNotFit() throws {
    let bench = try Bench(
      parameters: Self.dropout,
      options: """
        trials = 9
        window = 3
        pruner = { type = "halving", first_step = 3, reduction = 2 }
        """, method: "tpe", seeds: "[0]", maxSteps: 12)
    #expect(throws: SweepFileErrors.self) { try bench.plan() }
    try bench.write(
      try bench.sweep("small", from: "window = 3", to: "window = 4"), as: "small.toml")
    #expect(try bench.plan().window == 4)
    try bench.write(try bench.sweep("small", from: "window = 4", to: ""), as: "small.toml")
    #expect(try bench.plan().window == 8)
  }
}

extension Bench {
  /// The sweep file with another name and one change.
  fileprivate func sweep(_ name: String, from old: String, to new: String) throws -> String {
    String(decoding: try FileBytes.read(folder + "/small.toml"), as: UTF8.self)
      .replacing("name = \"small\"", with: "name = \"\(name)\"").replacing(old, with: new)
  }

  fileprivate func write(_ text: String, as file: String) throws {
    try FileBytes.write(text, to: folder + "/" + file)
  }
}
