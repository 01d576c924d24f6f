import Foundation
import GRDB
import SweepConfig
import SweepEngine
import SweepKit
import SweepPipeline
import SweepSearch
import SweepStore
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

@Suite struct StudyTestTests {
  /// A bench whose test data has the documents of the development data, in a file of other bytes.
  private func makeBench(
    _ options: String = "", parameters: String = #""training.dropout" = { values = [0.2, 0.4] }"#,
    method: String = "grid"
  ) throws -> Bench {
    let bench = try Bench(parameters: parameters, options: options, method: method)
    let docs = try DocBin(contentsOf: bench.folder + "/dev.spacy").docs
    // An empty doc, which readers skip, makes other bytes of it.
    try DocBin(docs + [Doc(words: [])]).write(to: bench.folder + "/test.spacy")
    return bench
  }

  private func test(
    _ bench: Bench, file: String? = "test.spacy", requiresFinalTrials: Bool = true,
    show: (StudyTestEvent) -> Void = { _ in }
  ) throws -> StudyTestOutcome {
    try StudyTest(
      study: "small", store: bench.store, file: file, cores: CoreRequest(cores: 2),
      registry: .native, inputs: .disk(in: bench.folder)
    ).run(requiresFinalTrials: requiresFinalTrials, stop: StopSignal(), show: show)
  }

  private func tests(_ bench: Bench) throws -> [Int: TestRecord] {
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    return Dictionary(
      uniqueKeysWithValues: try store.tests(of: store.study()).map { test in
        (trials.first { $0.id == test.trial }?.number ?? -1, test)
      })
  }

  @Test func testsTheWinnerAndTheBaselineOnceAtTheEndOfASweep() throws {
    let bench = try makeBench(#"test = "test.spacy""#)
    var trained = 0
    let outcome = try bench.run { event in
      if case .test(.training) = event { trained += 1 }
    }
    #expect(outcome.testFailure == nil)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    let winner = try #require(outcome.json["test"]?["winner"])
    let numbers = try #require(winner["trials"]?.arrayValue).compactMap { $0["number"]?.intValue }
    let recorded = try tests(bench)
    #expect(Set(recorded.keys) == Set(numbers + [0, 1]))
    // One of four models was kept, as the study keeps the best.
    #expect(trained == recorded.count - 1)
    for (number, test) in recorded {
      // The documents are those of the development data, and the model is the recorded one.
      #expect(test.score("ents_f") == trials[number].score)
      #expect(try test.counts == store.documentCounts(of: trials[number]))
      #expect(test.looks == 6)
      #expect(test.scores["speed"] == nil)
    }
    #expect(winner["drop"]?.doubleValue == 0)
    let again = try bench.run { event in
      if case .test(let event) = event { Issue.record("tested again: \(event)") }
    }
    #expect(again.json["test"]?["tested_now"]?.intValue == 0)
    #expect(try tests(bench) == recorded)
    #expect(try test(bench).text.contains("recorded before, not evaluated again"))
  }

  @Test func testsEveryFoldOfTheWinner() throws {
    let bench = try makeBench(
      "folds = 2\ntest = \"test.spacy\"", parameters: #""training.dropout" = { values = [0.2] }"#)
    let outcome = try bench.run()
    #expect(outcome.testFailure == nil)
    let winner = try #require(outcome.json["test"]?["winner"]?["trials"]?.arrayValue)
    #expect(winner.compactMap { $0["fold"]?.intValue } == [0, 1, 0, 1])
    #expect(winner.allSatisfy { $0["test"]?.doubleValue != nil })
  }

  @Test func testsANewWinnerAndKeepsTheEarlierOne() throws {
    let bench = try makeBench("trials = 1\nbaseline = false", method: "random")
    _ = try bench.run()
    _ = try test(bench)
    let first = try tests(bench)
    #expect(first.keys.sorted() == [0, 1])
    let path = bench.folder + "/small.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(
      text.replacingOccurrences(of: "trials = 1", with: "trials = 2"), to: path)
    _ = try bench.run()
    // Another winner, whatever the scores are.
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(
        sql: "UPDATE trials SET score = 1, score_bits = ? WHERE number > 1",
        arguments: [Int64(bitPattern: 1.0.bitPattern)])
    }
    let outcome = try test(bench)
    let both = try tests(bench)
    #expect(both.keys.sorted() == [0, 1, 2, 3])
    #expect(both[0] == first[0] && both[0]?.looks == 2)
    #expect(both[2]?.looks == 4)
    #expect(outcome.json["earlier"]?[0]?["looks"]?.intValue == 2)
    #expect(outcome.json["winner"]?["looks"]?.intValue == 4)
    #expect(outcome.text.contains("earlier winner"))
  }

  @Test func refusesWhatTrialsHaveSeenBeforeAnythingRuns() throws {
    let bench = try makeBench(#"test = "copy.spacy""#)
    try FileBytes.write(
      try FileBytes.read(bench.folder + "/dev.spacy"), to: bench.folder + "/copy.spacy")
    let error = StudyTestError(
      .notHeldOut(path: "copy.spacy", setting: "training.dev_corpus", input: "dev.spacy"),
      study: "small")
    #expect(throws: error) { try bench.run() }
    #expect(!FileBytes.exists(bench.store))
    #expect(
      "\(error)" == """
        copy.spacy: expected data that no trial has seen, found the content of dev.spacy, which is \
        training.dev_corpus
          help: test on a file that is neither trained nor chosen on
        """)
    try FileBytes.write(
      String(decoding: FileBytes.read(bench.folder + "/small.toml"), as: UTF8.self)
        .replacingOccurrences(of: "copy.spacy", with: "test.spacy"),
      to: bench.folder + "/small.toml"
    )
    _ = try bench.run()
    #expect(throws: error) { try test(bench, file: "copy.spacy") }
  }

  @Test func waitsForAllTrialsUnlessToldNotTo() throws {
    let bench = try makeBench()
    _ = try bench.run()
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(sql: "UPDATE trials SET state = 'stopped' WHERE number = 5")
    }
    #expect(throws: StudyTestError(.notFinal(count: 1, state: "stopped"), study: "small")) {
      try test(bench)
    }
    #expect(try test(bench, requiresFinalTrials: false).testedNow > 0)
    // An assignment without all of its trials is no winner.
    #expect(try tests(bench).keys.allSatisfy { $0 < 4 })
  }

  @Test func asksForAFileWhereThereIsNone() throws {
    let bench = try makeBench()
    _ = try bench.run()
    #expect(throws: StudyTestError(.noFile, study: "small")) { try test(bench, file: nil) }
  }

  @Test func refusesAModelThatIsNotTheRecordedOne() throws {
    let bench = try makeBench()
    _ = try bench.run()
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(sql: "UPDATE trials SET model_hash = 'other'")
    }
    #expect {
      try test(bench)
    } throws: { error in
      guard case .otherModel = (error as? StudyTestError)?.reason else { return false }
      return "\(error)".contains("expected the model other, found")
    }
    #expect(try tests(bench).isEmpty)
  }

  @Test func readsTheDataAsTheDevelopmentDataIsRead() throws {
    let bench = try makeBench(
      "baseline = false",
      parameters: #""corpora.dev.gold_preproc" = { values = [true] }"# + "\n"
        + #""corpora.dev.limit" = { values = [20] }"#)
    _ = try bench.run()
    _ = try test(bench)
    let store = try StudyStore(path: bench.store, access: .read)
    let recorded = try #require(try tests(bench)[0])
    let docs = try DocBin(contentsOf: bench.folder + "/test.spacy").docs.filter { !$0.isEmpty }
    #expect(recorded.counts?.count == docs.count)
    #expect(try store.documentCounts(of: store.trial("0"))?.count == 20)
    #expect(
      Array(recorded.counts?.prefix(20) ?? []) == (try store.documentCounts(of: store.trial("0"))))
  }

  /// Of several processes, none tests before all trials have ended; one that has nothing left waits.
  @Test(arguments: [false, true])
  func testsOnlyWhenOtherProcessesAreDone(othersEnd: Bool) throws {
    let bench = try makeBench()
    _ = try bench.run()
    func change(_ sql: String) throws {
      try DatabaseQueue(path: bench.store).write { try $0.execute(sql: sql) }
    }
    // The last worker of both is this process, which is alive.
    try change("UPDATE trials SET state = 'running' WHERE number = 2")
    try change("UPDATE trials SET state = 'stopped' WHERE number = 3")
    let path = bench.folder + "/small.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write("test = \"test.spacy\"\n" + text, to: path)
    let stop = StopSignal()
    let outcome = try bench.run(stop: stop) { event in
      if case .waiting(let others) = event {
        #expect(!othersEnd && others == 1)
        stop.raise()
      }
      guard othersEnd, case .finished(let label, _, _) = event, label.number == 3 else { return }
      try? change("UPDATE trials SET state = 'done' WHERE number = 2")
    }
    #expect(outcome.testFailure == nil)
    #expect(try tests(bench).isEmpty == !othersEnd)
  }
}
