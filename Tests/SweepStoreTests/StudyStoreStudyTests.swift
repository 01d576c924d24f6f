import Foundation
import SweepConfig
import SweepSearch
import SweepStore
import Testing

@Suite struct StudyStoreStudyTests {
  let folder: TemporaryFolder
  let store: StudyStore

  init() throws {
    folder = try TemporaryFolder()
    store = try StudyStore(path: folder.file("s.db"))
  }

  @Test func recordsAStudyWithItsTrials() throws {
    let new = try Sample.study()
    let study = try store.createOrMatch(new, now: 77)
    #expect(study.name == "ner")
    #expect(study.sweepPath == "sweeps/ner.toml")
    #expect(study.sweepText.hasPrefix("name = \"ner\""))
    #expect(study.configText == "[training]\ndropout = 0.1\n")
    #expect(study.metric == Metric(name: "ents_f", goal: .maximize))
    #expect(study.overrides == [Setting("training.max_steps", 10)])
    #expect(study.created == 77)
    #expect(try store.studies() == [study])
    let trials = try store.trials(of: study)
    #expect(trials.map(\.number) == [0, 1, 2, 3, 4, 5])
    #expect(trials.map(\.seed) == [0, 1, 0, 1, 0, 1])
    #expect(trials.map(\.isBaseline) == [true, true, false, false, false, false])
    #expect(trials.map { $0.assignment["training.dropout"] } == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3])
    #expect(trials.allSatisfy { $0.state == .waiting && $0.contentID.count == 64 })
    #expect(Set(trials.map(\.contentID)).count == 6)
    #expect(try store.config(of: trials[2]) == new.trials[2].config)
    #expect(
      trials[2].contentID == StudyStore.contentID(study: "ner", config: new.trials[2].config))
  }

  @Test func findsTheSameStudyAgain() throws {
    let first = try store.createOrMatch(Sample.study(), now: 1)
    #expect(try store.createOrMatch(Sample.study(), now: 2) == first)
    #expect(try store.trials().count == 6)
  }

  @Test func refusesAChangedPlanAndShowsIt() throws {
    _ = try store.createOrMatch(Sample.study(), now: 1)
    let other = try Sample.study(values: "[0.1, 0.2]")
    let error = #expect(throws: StoreError.self) { try store.createOrMatch(other, now: 2) }
    #expect(
      error?.description == """
        \(store.path): the study "ner" has another plan:
            - parameter training.dropout = { values = [0.1, 0.2, 0.3] }
            + parameter training.dropout = { values = [0.1, 0.2] }
          help: give the sweep another name, or undo the change; `sweep run --extend` goes on with the new parameters
        """)
    #expect(try store.trials().count == 6)
  }

  @Test func goesOnWithMoreTrials() throws {
    let study = try store.createOrMatch(Sample.search(trials: 2), now: 1)
    #expect(study.trialLimit == nil)
    for trial in try store.trials(of: study) { try store.run(trial, score: 1, model: "m") }
    let before = try store.trials(of: study)
    let grown = try store.createOrMatch(Sample.search(trials: 4), now: 2)
    #expect(grown.id == study.id)
    #expect(try store.reconcile(grown).map(\.number) == [3, 4])
    #expect(try Array(store.trials(of: grown).prefix(3)) == before)
  }

  @Test func keepsTrialsThatAreNoLongerPlannedButDoesNotRunThem() throws {
    let study = try store.createOrMatch(Sample.search(trials: 4), now: 1)
    let trials = try store.trials(of: study)
    try store.run(trials[2], score: 1, model: "m")
    let attempt = try #require(
      try store.begin(trials[4], worker: .current(), now: 1, provenance: [:], inputs: []))
    try store.fail(attempt, error: "e", log: "", now: 2)
    let smaller = try store.createOrMatch(Sample.search(trials: 1), now: 2)
    #expect(smaller.trialLimit == 2)
    #expect(try store.reconcile(smaller).map(\.number) == [0, 1])
    #expect(
      try store.trials(of: smaller).map(\.state) == [.waiting, .waiting, .done, .waiting, .failed])
    let again = try store.createOrMatch(Sample.search(trials: 4), now: 3)
    #expect(try store.reconcile(again).map(\.number) == [0, 1, 3, 4])
  }

  @Test func updatesConfigsOfTrialsThatHaveNotBegun() throws {
    let study = try store.createOrMatch(Sample.study(), now: 1)
    var changed = try Sample.study()
    changed.trials[3].config += "new_default = 1\n"
    _ = try store.createOrMatch(changed, now: 2)
    let trials = try store.trials(of: study)
    #expect(try store.config(of: trials[3]) == changed.trials[3].config)
    try store.run(trials[3], score: 1, model: "m")
    changed.trials[3].config += "another = 1\n"
    let error = #expect(throws: StoreError.self) { try store.createOrMatch(changed, now: 2) }
    #expect(
      error?.reason
        == .planChanged(
          study: "ner", difference: "in the config of trial 3:\n+ another = 1"))
  }

  @Test func findsStudiesByName() throws {
    #expect(throws: StoreError(.emptyStore, path: store.path)) { try store.study() }
    _ = try store.createOrMatch(Sample.study("first"), now: 1)
    _ = try store.createOrMatch(Sample.study("second"), now: 2)
    #expect(try store.study().name == "second")
    #expect(try store.study(named: "first").name == "first")
    let error = #expect(throws: StoreError.self) { try store.study(named: "frist") }
    #expect(
      error?.description == """
        \(store.path): there is no study "frist"
          help: did you mean `first`?
        """)
    let near = #expect(throws: StoreError.self) { try store.study(named: "secnd") }
    #expect(near?.description.hasSuffix("did you mean `second`?") == true)
  }

  @Test func findsTrialsByNumberAndID() throws {
    let first = try store.createOrMatch(Sample.study("first"), now: 1)
    let trial = try store.trials(of: first)[2]
    #expect(try store.trial("2") == trial)
    #expect(try store.trial(trial.shortID) == trial)
    #expect(try store.trial(trial.contentID) == trial)
    #expect(try store.trial(String(trial.contentID.prefix(5)).uppercased()) == trial)
    #expect(try store.trial("first/2") == trial)
    for bad in ["6", "-1", "", "abc", "first/9", "second/2", "zzzz", "2 ", "ffff%"] {
      #expect(throws: StoreError.self) { try store.trial(bad) }
    }
    let second = try store.createOrMatch(Sample.study("second"), now: 1)
    let other = try store.trials(of: second)[2]
    let error = #expect(throws: StoreError.self) { try store.trial("2") }
    #expect(
      error?.description == """
        \(store.path): "2" may be any of first/2 (\(trial.shortID)), second/2 (\(other.shortID))
          help: give more of the ID, or the study too: STUDY/NUMBER
        """)
    #expect(try store.trial("2", study: "second") == other)
    #expect(try store.trial("second/2") == other)
  }
}
