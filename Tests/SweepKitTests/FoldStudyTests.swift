import Foundation
import GRDB
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore
import SweepTensors
import SweepText
import SweepTraining
import Testing

@Suite struct FoldStudyTests {
  private static let parameters = #""training.dropout" = { values = [0.2] }"#

  @Test func runsEachAssignmentOncePerSeedAndFoldAndRepeatsIt() throws {
    let bench = try Bench(parameters: Self.parameters, options: "folds = 3")
    // The development data of the config is not needed.
    try FileBytes.remove(bench.folder + "/dev.spacy")
    let outcome = try bench.run()
    #expect(outcome.failedCount == 0)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.map(\.fold) == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(trials.map(\.seed) == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
    #expect(Set(trials.map(\.contentID)).count == 12)
    #expect(trials.allSatisfy { $0.state == .done })
    let counts = try trials.prefix(3).map { try store.documentCounts(of: $0) ?? [] }
    // 180 documents, each held out once.
    #expect(counts.map(\.count) == [60, 60, 60])
    for number in [1, 8] {
      let verdict = try bench.rerun(number)
      #expect(verdict.isIdentical)
      #expect(verdict.changes.isEmpty)
    }
  }

  @Test func writesReadersThatSayAllIntoTheConfig() throws {
    let bench = try Bench(
      parameters: Self.parameters + "\n" + #""corpora.train.limit" = { values = [100] }"#,
      options: "folds = 5\nseed = 7")
    let path = bench.folder + "/small.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(
      text.replacingOccurrences(
        of: "[overrides]",
        with: "[overrides]\n\"corpora.dev.gold_preproc\" = true\n\"corpora.dev.limit\" = 3"),
      to: path)
    let planned = try #require(try bench.plan().trials.last)
    #expect(planned.entry.fold == 4)
    #expect(
      try planned.config["corpora.dev"]?.serialized(.compact)
        == #"{"@readers":"sweep.Fold.v1","path":"${paths.train}","gold_preproc":true,"max_length":0,"limit":100,"augmenter":null,"fold":4,"folds":5,"seed":7,"held_out":true}"#
    )
    let settings = try TrainingSettings(
      reading: try planned.config.interpolated(), registry: .native)
    let fold = FoldSettings(fold: 4, folds: 5, seed: 7, isHeldOut: false)
    #expect(
      settings.trainCorpus
        == CorpusSettings(
          path: "train.spacy", limit: 100, fold: fold, tokenizer: .language("en")))
  }

  @Test(arguments: [
    (
      #""training.dev_corpus" = "corpora.train""#,
      "with folds, training and evaluation need a corpus section each, and both are \"corpora.train\""
    ),
    (
      #""training.max_epochs" = -1"#,
      "folds are known only when the whole corpus was read, and -1 streams it"
    ),
  ])
  func refusesWhatCannotBeCutIntoFolds(override: String, message: String) throws {
    let bench = try Bench(parameters: Self.parameters, options: "folds = 2")
    let path = bench.folder + "/small.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(
      text.replacingOccurrences(of: "[overrides]", with: "[overrides]\n" + override), to: path)
    #expect {
      try bench.plan()
    } throws: { error in
      "\(error)".contains(message)
    }
  }

  @Test func sharesNoInitialStateBetweenFolds() throws {
    let bench = try Bench(parameters: Self.parameters, options: "folds = 2")
    let keys = try bench.plan().trials.prefix(2).map { trial in
      let resolved = try trial.config.interpolated()
      return InitialStates.Key(
        resolved: resolved,
        settings: try TrainingSettings(reading: resolved, registry: .native), backend: .exact)
    }
    #expect(keys[0] != keys[1])
  }

  @Test func givesTheSameBitsForAnyNumberOfWorkers() throws {
    let bench = try Bench(parameters: Self.parameters, options: "folds = 3")
    _ = try bench.run(workers: 1, store: bench.folder + "/one.db")
    _ = try bench.run(workers: 3, store: bench.folder + "/three.db")
    #expect(
      try bench.record(bench.folder + "/one.db") == bench.record(bench.folder + "/three.db"))
  }

  @Test func findsOtherCountsOfADocumentInARerun() throws {
    let bench = try Bench(parameters: Self.parameters)
    _ = try bench.run()
    let store = try StudyStore(path: bench.store, access: .read)
    let trial = try store.trial("0")
    let counts = try #require(try store.documentCounts(of: trial))
    let total = counts.reduce(into: (correct: 0, sum: 0)) {
      $0.correct += $1.correct
      $0.sum += $1.predicted + $1.expected
    }
    let score = 2 * Double(total.correct) / Double(max(1, total.sum))
    #expect(abs((trial.score ?? -1) - score) < 1e-12)
    #expect(try bench.rerun(0).isIdentical)
    // Fewer documents than there were: the last ones have no counts in the record.
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(sql: "UPDATE trials SET counts = substr(counts, 1, 9) WHERE number = 0")
    }
    let verdict = try bench.rerun(0)
    #expect(!verdict.isIdentical)
    #expect(
      verdict.comparison.differences == [.documents(count: counts.count - 3, first: 3)])
  }
}
