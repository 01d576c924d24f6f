import Foundation
import GRDB
import SweepConfig
import SweepEngine
import SweepKit
import SweepPipeline
import SweepSearch
import SweepStore
import Testing

@Suite struct VerificationTests {
  private func bench(keeps: String = "all") throws -> Bench {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.1, 0.3] }"#,
      options: "keep_models = \"\(keeps)\"", seeds: "[0]")
    _ = try bench.run()
    return bench
  }

  private func change(_ bench: Bench, _ sql: String) throws {
    try DatabaseQueue(path: bench.store).write { try $0.execute(sql: sql) }
  }

  private func problems(_ bench: Bench) throws -> [String] {
    try StoreVerification(StudyStore(path: bench.store, access: .read)).check().problems.map {
      "\($0.place): \($0.problem)"
    }
  }

  @Test func aStoreIsAsItWasWritten() throws {
    let bench = try bench()
    let outcome = try StoreVerification(StudyStore(path: bench.store, access: .read)).check()
    #expect(outcome.problems.isEmpty)
    // Two corpora and two models, which share what does not depend on the training.
    #expect(outcome.contents > 8)
  }

  @Test func damageIsNamedByItsPlace() throws {
    let bench = try bench()
    try change(bench, "UPDATE trials SET config = config || ' ' WHERE number = 0")
    try change(bench, "UPDATE trials SET score_bits = score_bits + 1 WHERE number = 1")
    try change(
      bench, "UPDATE chunks SET data = zeroblob(9) WHERE rowid = (SELECT min(rowid) FROM chunks)")
    try change(
      bench,
      "DELETE FROM blobs WHERE sha256 = (SELECT sha256 FROM artifacts WHERE path = 'ner/model' LIMIT 1)"
    )
    let found = try problems(bench)
    #expect(found.count == 4)
    #expect(found.contains("small/0: its config has another SHA-256 than is recorded"))
    #expect(found.contains("small/1: its score and the bits of it are different numbers"))
    #expect(found.contains { $0.hasSuffix(": its bytes have another SHA-256") })
    #expect(found.contains { $0.hasSuffix(": the file ner/model of its model is gone") })
  }

  @Test func aModelUnderAnotherHashIsNoticed() throws {
    let bench = try bench()
    try change(bench, "UPDATE trials SET model_hash = 'x' WHERE number = 1")
    #expect(
      try problems(bench) == ["small/1: its model's files have another hash than is recorded"])
  }

  @Test func aSampleFollowsFromItsSeed() throws {
    let bench = try bench(keeps: "none")
    let store = try StudyStore(path: bench.store, access: .read)
    func sample(_ count: Int?, _ seed: UInt64, all: Bool = false) throws -> [Int] {
      try StoreVerification.trials(
        of: store, named: [], study: "small", all: all, sample: count, seed: seed
      ).map(\.number)
    }
    #expect(try sample(1, 0) == sample(1, 0))
    #expect(try Set((0..<20).flatMap { try sample(1, $0) }) == [0, 1])
    #expect(try sample(9, 0) == [0, 1])
    #expect(try sample(nil, 0, all: true) == [0, 1])
    #expect(try sample(nil, 0).isEmpty)
    #expect(throws: StoreError.self) {
      try StoreVerification.trials(
        of: store, named: ["9"], study: nil, all: false, sample: nil, seed: 0)
    }
  }

  // MARK: - Whence

  private func restore(_ bench: Bench, _ number: Int) throws -> String {
    let store = try StudyStore(path: bench.store, access: .read)
    let trial = try store.trial("\(number)")
    let files = try store.model(of: trial).map {
      PipelineFile($0.path, try store.bytes($0.sha256))
    }
    let folder = bench.folder + "/moved-\(number)"
    try ModelFolder.write(files, to: folder)
    return folder
  }

  private func origin(_ folder: String, _ bench: Bench) throws -> ModelOrigin {
    try ModelOrigin(folder: folder, in: StudyStore(path: bench.store, access: .read))
  }

  @Test func findsTheTrialOfAModel() throws {
    let bench = try bench()
    let folder = try restore(bench, 1)
    try FileBytes.write("a note", to: folder + "/notes.txt")
    let exact = try origin(folder, bench)
    #expect(exact.candidates.map(\.trial.number) == [1])
    #expect(exact.candidates.map(\.match) == [.exact])
    #expect(exact.others == ["notes.txt"])
  }

  @Test func saysWhatWasChangedSince() throws {
    let bench = try bench()
    let folder = try restore(bench, 1)
    try FileBytes.write("{}", to: folder + "/meta.json")
    try FileBytes.remove(folder + "/tokenizer")
    let changed = try origin(folder, bench)
    #expect(changed.candidates.map(\.trial.number) == [1])
    #expect(changed.candidates.map(\.match) == [.files])
    #expect(changed.candidates.first?.changed == ["meta.json"])
    #expect(changed.candidates.first?.missing == ["tokenizer"])
  }

  @Test func fallsBackToTheConfigWhereNoModelWasKept() throws {
    let bench = try bench()
    let folder = try restore(bench, 1)
    try change(bench, "DELETE FROM artifacts")
    try FileBytes.write("weights", to: folder + "/ner/model")
    let other = try origin(folder, bench)
    #expect(other.candidates.map(\.trial.number) == [1])
    #expect(other.candidates.map(\.match) == [.config])
    try FileBytes.write("[nlp]\nlang = \"de\"\n", to: folder + "/config.cfg")
    #expect(try origin(folder, bench).candidates.isEmpty)
    #expect(throws: ModelOriginError.self) { try origin(bench.folder, bench) }
  }

  // MARK: - Changes

  private func changed(_ bench: Bench, _ overrides: [ConfigOverride]) throws -> RerunChange {
    let store = try StudyStore(path: bench.store, access: .read)
    return try ChangedRerun(
      of: store.trial("0"), in: store, registry: .native, with: overrides, folder: bench.folder
    ).run(stop: StopSignal()) { _ in }
  }

  @Test func aChangedSettingGivesBothTrainings() throws {
    let bench = try bench(keeps: "none")
    let same = try changed(bench, [ConfigOverride("training.dropout", 0.1)])
    #expect(same.settings.isEmpty)
    #expect(same.firstDifference == nil)
    let other = try changed(bench, [ConfigOverride("training.dropout", 0.3)])
    #expect(other.settings.map(\.key) == ["training.dropout"])
    #expect(other.firstDifference != nil)
    // It is the other trial of the study, to the last bit.
    let store = try StudyStore(path: bench.store, access: .read)
    let second = try store.trial("1")
    #expect(other.now.modelHash == second.modelHash)
    #expect(other.scores.contains { $0.name == "ents_f" && $0.difference != nil })
    #expect(!other.scores.contains { $0.name == "speed" })
  }

  @Test func aChangedPathIsReadFromTheDisk() throws {
    let bench = try bench(keeps: "none")
    let dev = try FileBytes.read(bench.folder + "/dev.spacy")
    try FileBytes.write(dev, to: bench.folder + "/new.spacy")
    let other = try changed(bench, [ConfigOverride("paths.train", "new.spacy")])
    #expect(other.inputs.map(\.setting) == ["training.train_corpus"])
    // A path that was read before, given anew, is what lies there now.
    try FileBytes.write(dev, to: bench.folder + "/train.spacy")
    let again = try changed(bench, [ConfigOverride("paths.train", "train.spacy")])
    #expect(again.now.modelHash == other.now.modelHash)
    #expect(throws: ConfigErrors.self) {
      try changed(bench, [ConfigOverride("training.dropot", 0.3)])
    }
  }

  @Test func theDoctorFindsLostTrialsAndUnusedContent() throws {
    let bench = try bench()
    let doctor = Doctor(store: bench.store, environment: [:])
    #expect(!doctor.checks().contains { $0.status == .problem })
    try change(bench, "UPDATE trials SET state = 'running', boot_id = 'x' WHERE number = 1")
    try StudyStore(path: bench.store).keep(bytes: [1, 2, 3])
    let checks = doctor.checks()
    #expect(checks.first { $0.name == "lost trial" }?.status == .warning)
    #expect(
      checks.first { $0.name == "unused content" }?.finding
        == "1 content (3 B) that no trial refers to")
    let none = Doctor(store: bench.folder + "/no/s.db", environment: [:]).checks()
    #expect(none.first { $0.name == "disk" }?.status == .problem)
  }
}
