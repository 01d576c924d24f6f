import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepPipeline
import SweepSearch
import SweepStore
import SweepTraining
import Testing

@Suite struct StudySessionTests {
  private static let space = """
    "training.optimizer.learn_rate" = { distribution = "log_uniform_values", min = 0.001, max = 0.2 }
    "training.dropout" = { min = 0.0, max = 0.6 }
    """

  /// What must not depend on who trains: all but times and hashes of models.
  private func record(_ path: String) throws -> [String] {
    let store = try StudyStore(path: path, access: .read)
    return try store.trials(of: store.study()).map { trial in
      let values = try store.evaluations(of: trial).map { evaluation in
        "\(evaluation.step) \(evaluation.scores.first { $0.name == "ents_f" }?.value ?? -1)"
      }
      let numbers = [trial.row, trial.seed, trial.bestStep ?? -1, trial.endedStep ?? -1]
      return "\(trial.number) \(trial.shortID) \(trial.origin) \(trial.state) \(numbers) "
        + "\(trial.score ?? -1) \(values)"
    }
  }

  /// A program that trains what it is given, several at a time, by turns.
  private func train(
    _ session: inout StudySession, sideBySide: Int, reports: inout Int
  ) throws {
    var running: [(handle: String, steps: any TrialSteps)] = []
    var isOver = false
    while !isOver || !running.isEmpty {
      while !isOver, running.count < sideBySide {
        guard case .trial(let trial) = try session.ask() else {
          if running.isEmpty { isOver = true }
          break
        }
        let task = TrialTask(number: 0, config: try session.config(of: trial))
        do {
          running.append((trial.handle, try FunctionTrainer(microseconds: 0).start(task)))
        } catch {
          _ = try session.tell(TrialReport(.failed("\(error)"), of: trial.handle))
        }
      }
      for index in running.indices.reversed() {
        let handle = running[index].handle
        guard let step = try running[index].steps.next(threads: 1) else {
          let answer = try session.tell(TrialReport(.done(step: nil), of: handle))
          #expect(answer["state"] == "done")
          running.remove(at: index)
          continue
        }
        guard let evaluation = step.evaluation else { continue }
        reports += 1
        let answer = try session.tell(
          TrialReport(
            .evaluated(step: step.number), of: handle,
            metrics: JSONObject(evaluation.scores.json.entries.map { ($0.key, $0.value) })))
        if answer["stop"] == true {
          _ = try session.tell(TrialReport(.pruned(step: nil, reason: nil), of: handle))
          running.remove(at: index)
        }
      }
    }
  }

  @Test(
    arguments: [
      ("tpe", "trials = 20", "[0]"), ("random", "trials = 6", "[0, 1]"),
      ("tpe", "trials = 25\npruner = { type = \"median\", startup_trials = 3 }", "[0]"),
      ("random", "trials = 8\npruner = { type = \"patient\", patience = 3 }", "[0]"),
      ("sobol", "trials = 5\nrace = { first_seeds = 2 }", "[0, 1, 2, 3]"),
    ])
  func findsWhatARunFinds(method: String, options: String, seeds: String) throws {
    let bench = try Bench(
      parameters: Self.space, options: options, method: method, seeds: seeds, maxSteps: 12)
    _ = try bench.studyRun(workers: 3, store: bench.folder + "/run.db").run(
      trainer: FunctionTrainer(), stop: StopSignal()
    ) { _ in }
    let expected = try record(bench.folder + "/run.db")
    #expect(expected.count > 5)
    for sideBySide in [1, 3] {
      let path = bench.folder + "/ask\(sideBySide).db"
      var session = try StudySession(bench.plan(), store: path, asker: .init())
      var reports = 0
      try train(&session, sideBySide: sideBySide, reports: &reports)
      #expect(reports > expected.count)
      #expect(try record(path) == expected)
    }
  }

  @Test func sharesAStudyWithARunAndOtherSessions() throws {
    let bench = try Bench(
      parameters: Self.space, options: "trials = 12", method: "tpe", seeds: "[0]", maxSteps: 12)
    _ = try bench.studyRun(store: bench.folder + "/run.db").run(
      trainer: FunctionTrainer(), stop: StopSignal()
    ) { _ in }
    var first = try StudySession(bench.plan(), store: bench.store, asker: .init(name: "a"))
    var second = try StudySession(bench.plan(), store: bench.store, asker: .init(name: "b"))
    // The two take turns; then a run takes the rest.
    for turn in 0..<8 {
      guard case .trial(let trial) = try turn % 2 == 0 ? first.ask() : second.ask() else {
        Issue.record("no trial at turn \(turn)")
        return
      }
      #expect(trial.handle == "small/\(turn)")
      var taker = try ReportTaker(store: bench.store)
      let config = try first.config(of: trial)
      var steps: (any TrialSteps)?
      do {
        steps = try FunctionTrainer(microseconds: 0).start(TrialTask(number: 0, config: config))
      } catch {
        _ = try taker.tell(TrialReport(.failed("no"), of: trial.handle))
      }
      while let step = try steps?.next(threads: 1) {
        guard let evaluation = step.evaluation else { continue }
        _ = try taker.tell(
          TrialReport(
            .evaluated(step: step.number), of: trial.handle,
            metrics: evaluation.scores.json))
      }
      if steps != nil { _ = try taker.tell(TrialReport(.done(step: nil), of: trial.handle)) }
    }
    _ = try bench.studyRun().run(trainer: FunctionTrainer(), stop: StopSignal()) { _ in }
    let (shared, alone) = (try record(bench.store), try record(bench.folder + "/run.db"))
    #expect(shared == alone)
  }

  @Test func takesUpWhatIsEnqueuedWhileItWorks() throws {
    let bench = try Bench(
      parameters: Self.space, options: "trials = 12", method: "tpe", seeds: "[0]", maxSteps: 12)
    var session = try StudySession(bench.plan(), store: bench.store, asker: .init())
    var other = try StudySession(bench.plan(), store: bench.store, asker: .init(name: "other"))
    for number in 0..<3 {
      guard case .trial(let trial) = try session.ask() else { continue }
      _ = try session.tell(
        TrialReport(
          .done(step: 1), of: trial.handle, metrics: ["ents_f": .number(0.1 * Double(number))]))
    }
    let enqueueing = try Enqueueing(bench.plan(), store: bench.store)
    let added = try enqueueing.add([Setting("training.dropout", 0.25)])
    #expect(added.map(\.origin) == [.enqueued] && added[0].number >= 3)
    #expect(added[0].assignment["training.optimizer.learn_rate"] == .number(0.001))
    #expect(throws: StoreError.self) { try enqueueing.add([Setting("training.dropout", 0.25)]) }
    #expect {
      try enqueueing.add([Setting("training.dropuot", 0.25), Setting("training.dropout", "x")])
    } throws: { error in
      "\(error)".contains("did you mean training.dropout?") && "\(error)".contains("\"x\"")
    }
    // Both go on, the other one to the end, without the first one's knowing of either.
    var reports = 0
    try train(&other, sideBySide: 2, reports: &reports)
    try train(&session, sideBySide: 1, reports: &reports)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.map(\.row) == Array(0..<14))
    #expect(trials.count { $0.origin == .proposed } == 12)
    #expect(trials.allSatisfy { $0.state.isFinal })
    #expect(trials.first { $0.origin == .enqueued }?.assignment["training.dropout"] == 0.25)
  }

  @Test func takesATrialBackWhenItsLeaseHasEnded() throws {
    let bench = try Bench(
      parameters: Self.space, options: "trials = 2", method: "random", seeds: "[0]")
    var late = try StudySession(
      bench.plan(), store: bench.store, asker: .init(name: "late", lease: 20))
    guard case .trial(let lost) = try late.ask() else { return }
    _ = try late.tell(
      TrialReport(.evaluated(step: 1), of: lost.handle, metrics: ["ents_f": 0.5]))
    Thread.sleep(forTimeInterval: 0.05)
    var next = try StudySession(bench.plan(), store: bench.store, asker: .init(name: "next"))
    guard case .trial(let again) = try next.ask() else { return }
    #expect(lost.handle == "small/0" && again.handle == "small/0@2")
    #expect(throws: StoreError.self) {
      try late.tell(TrialReport(.done(step: nil), of: lost.handle))
    }
    var taker = try ReportTaker(store: bench.store)
    #expect(throws: ExchangeError.self) {
      try taker.tell(TrialReport(.done(step: 2), of: lost.handle, metrics: ["ents_f": 0.5]))
    }
    let answer = try taker.tell(
      TrialReport(.done(step: 2), of: again.handle, metrics: ["ents_f": 0.75]))
    #expect(answer["score"] == 0.75)
    #expect(throws: ExchangeError.self) {
      try taker.tell(TrialReport(.failed("twice"), of: again.handle))
    }
    let store = try StudyStore(path: bench.store, access: .read)
    #expect(try store.trial("0").score == 0.75)
    #expect(try store.trial("0").worker?.host == "next")
  }

  @Test func refusesWhatMakesNoSenseAndLosesNothing() throws {
    let bench = try Bench(
      parameters: Self.space, options: "trials = 2", method: "random", seeds: "[0]")
    var lines = SessionLines(
      try StudySession(bench.plan(), store: bench.store, asker: .init()))
    #expect(lines.answers(to: #"{"ask": 1}"#)[0]["trial"] == "small/0")
    for (request, expected) in [
      ("nonsense", "no JSON"), ("{}", "found neither"), (#"{"ask": 0}"#, "from 1 on"),
      (#"{"ask": 1, "aks": 2}"#, "did you mean ask?"),
      (#"{"tell": {"trial": "small/0"}}"#, "a step, or done"),
      (#"{"tell": {"trial": "small/0", "step": 1}}"#, "metrics: expected numbers"),
      (#"{"tell": {"trial": "small/0", "step": "1", "metrics": {"ents_f": 1}}}"#, "step: expected"),
      (#"{"tell": {"trial": "small/0", "step": 1, "metrics": {"ents_f": NaN}}}"#, "found NaN"),
      (#"{"tell": {"trial": "small/0", "step": 1, "metrics": {"ents_f": "x"}}}"#, "the text \"x\""),
      (#"{"tell": {"trial": "small/0", "done": true}}"#, "expected the metric \"ents_f\""),
      (#"{"tell": {"trial": "small/0", "done": true, "metrics": {"f": 1}}}"#, "found f"),
      (#"{"tell": {"trial": "small/0", "done": true, "failed": "x"}}"#, "found several"),
      (#"{"tell": {"trial": "small/1", "done": true}}"#, "it is waiting"),
      (#"{"tell": {"trial": "small/99", "done": true}}"#, "no trial has"),
      (#"{"tell": 5}"#, "a JSON object"),
    ] {
      let answers = lines.answers(to: request)
      let error = answers.first?["error"]?.stringValue ?? "no error"
      #expect(answers.count == 1 && error.contains(expected), "\(request): \(error)")
    }
    let good = #"{"tell": {"trial": "small/0", "step": 1, "metrics": {"ents_f": 0.5, "x": null}}}"#
    #expect(lines.answers(to: good) == [["trial": "small/0", "stop": false]])
    #expect(lines.answers(to: good)[0]["error"]?.stringValue?.contains("after 1") == true)
    let done = #"{"tell": {"trial": "small/0", "done": true}}"#
    #expect(
      lines.answers(to: done) == [["trial": "small/0", "state": "done", "score": .number(0.5)]])
    #expect(lines.answers(to: done)[0]["error"]?.stringValue?.contains("it is done") == true)
    // What is not told ends with the session, and is given out again.
    #expect(lines.answers(to: #"{"ask": 1, "config": true}"#)[0]["config"]?["training"] != nil)
    try lines.close()
    let store = try StudyStore(path: bench.store, access: .read)
    #expect(try store.trials(of: store.study()).map(\.state) == [.done, .stopped, .waiting])
  }

  @Test func refusesRungs() throws {
    let bench = try Bench(
      parameters: Self.space,
      options: "trials = 9\npruner = { type = \"halving\", first_step = 2, last_step = 8 }",
      method: "random", seeds: "[0]")
    #expect(throws: ExchangeError.self) {
      try StudySession(bench.plan(), store: bench.store, asker: .init())
    }
  }

  @Test func takesAnyConfigWhereProgramsElsewhereTrain() throws {
    let bench = try Bench(parameters: Self.space)
    try FileBytes.write(
      "[model]\nsize = 3\nkind = \"a\"\nalso = ${model.size}\n", to: bench.folder + "/any.cfg")
    func plan(_ parameters: String, _ purpose: SweepPlan.Purpose = .asking) throws -> SweepPlan {
      let text = """
        config = "any.cfg"
        trainer = "elsewhere"
        metric = { name = "anything", goal = "minimize" }
        seeds = 2
        [parameters]
        \(parameters)
        """
      return try SweepPlan(
        SweepFile(parsing: text, file: bench.folder + "/any.toml"), for: purpose,
        environment: [:], registry: .native)
    }
    var session = try StudySession(
      plan(#""model.size" = { values = [4] }"#), store: bench.store, asker: .init())
    let trials = try session.ask(count: 9, withConfig: true)
    #expect(trials.count == 5 && trials[4]["end"] == true)
    #expect(trials[3]["assignment"] == ["model.size": 4] && trials[3]["seed"] == 1)
    #expect(
      trials[3]["config"]
        == ["model": ["size": 4, "kind": "a", "also": 4], "sweep": ["seed": 1]])
    #expect {
      try plan(#""model.sise" = { values = [4] }"#)
    } throws: { "\($0)".contains("did you mean `model.size`?") }
    #expect {
      try plan(#""model.size" = { values = ["x"] }"#)
    } throws: { "\($0)".contains("a number") }
    #expect {
      try plan(#""model.size" = { values = [4] }"#, .training)
    } throws: { "\($0)".contains("sweep ask") }
  }
}
