import Foundation
import GRDB
import SweepBase
import SweepConfig
import SweepSearch
import SweepStore
import Testing

@Suite struct StudyStoreFileTests {
  let folder: TemporaryFolder
  let store: StudyStore
  let study: Study

  init() throws {
    folder = try TemporaryFolder()
    store = try StudyStore(path: folder.file("s.db"))
    study = try store.createOrMatch(Sample.study(), now: 1)
  }

  private func blobs() throws -> Int {
    try DatabaseQueue(path: store.path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM blobs") ?? -1
    }
  }

  private func models() throws -> [Int] {
    try store.trials(of: study).filter { try !store.model(of: $0).isEmpty }.map(\.number)
  }

  @Test func keepsOnlyTheBestModel() throws {
    let trials = try store.trials(of: study)
    try store.run(trials[1], score: 0.5, model: "one")
    #expect(try models() == [1])
    #expect(try blobs() == 2)
    try store.run(trials[2], score: 0.25, model: "two")
    #expect(try models() == [1])
    try store.run(trials[3], score: 0.75, model: "three")
    #expect(try models() == [3])
    // meta.json is the same file in both models.
    #expect(try blobs() == 2)
    try store.run(trials[4], score: .nan, model: "four")
    try store.run(trials[5], score: nil, model: "five")
    // Of equals the first trial counts, though it ends last.
    try store.run(trials[0], score: 0.75, model: "zero")
    #expect(try models() == [0])
    let files = try store.model(of: trials[0])
    #expect(files.map(\.path) == ["meta.json", "ner/model"])
    #expect(try store.bytes(files[1].sha256) == Array("zero".utf8))
    #expect(try blobs() == 2)
  }

  @Test(arguments: [(KeepModels.all, [0, 1, 2]), (.none, [])])
  func keepsAllOrNoModels(policy: KeepModels, expected: [Int]) throws {
    var new = try Sample.study()
    new.keepModels = policy
    _ = try store.createOrMatch(new, now: 2)
    for trial in try store.trials(of: study).prefix(3) {
      try store.run(trial, score: nil, model: "\(trial.number)")
    }
    #expect(try models() == expected)
  }

  @Test func minimizesWhenAsked() throws {
    var new = try Sample.study("low")
    new.metrics = [Metric(name: "loss", goal: .minimize)]
    let study = try store.createOrMatch(new, now: 2)
    let trials = try store.trials(of: study)
    for (trial, score) in zip(trials, [0.5, 0.25, 0.75]) {
      try store.run(trial, score: score, model: "\(score)")
    }
    #expect(try trials.filter { try !store.model(of: $0).isEmpty }.map(\.number) == [1])
  }

  @Test func keepsInputsOnceAndWhole() throws {
    let path = folder.file("train.spacy")
    // Over two chunks, one that compresses and one that does not.
    var random = RandomStream(seed: 1, path: [])
    let bytes =
      [UInt8](repeating: 7, count: 1 << 20)
      + (0..<1_200_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    try Data(bytes).write(to: URL(filePath: path))
    let hash = Fingerprint.hex(of: bytes)
    #expect(try !store.holds(hash))
    try store.keep(file: path, sha256: hash)
    try store.keep(file: path, sha256: hash)
    #expect(try store.holds(hash))
    #expect(try blobs() == 1)
    #expect(try store.bytes(hash) == bytes)
    let size = try DatabaseQueue(path: store.path).read {
      try Int.fetchOne($0, sql: "SELECT sum(length(data)) FROM chunks")
    }
    #expect(try #require(size) < 1_210_000)

    let inputs = [
      InputRecord(
        setting: "paths.train", written: "a/../train.spacy", resolved: path, sha256: hash,
        bytes: bytes.count),
      InputRecord(setting: "paths.dev", written: "dev", resolved: "/d", sha256: "x", bytes: 3),
    ]
    let trial = try store.trial("0")
    _ = try store.begin(trial, worker: .current(), now: 0, provenance: [:], inputs: inputs)
    var expected = inputs
    expected[0].isKept = true
    #expect(try store.inputs(of: trial) == expected)
  }

  @Test func keepsEmptyFiles() throws {
    let path = folder.file("empty")
    try Data().write(to: URL(filePath: path))
    let hash = Fingerprint.hex(of: [])
    try store.keep(file: path, sha256: hash)
    #expect(try store.bytes(hash) == [])
  }

  @Test func refusesAnInputThatChanged() throws {
    let path = folder.file("train.spacy")
    try Data([1]).write(to: URL(filePath: path))
    #expect(throws: StoreError(.changed(path: path), path: store.path)) {
      try store.keep(file: path, sha256: "0")
    }
    let missing = folder.file("missing")
    let error = #expect(throws: StoreError.self) { try store.keep(file: missing, sha256: "0") }
    #expect(
      error?.description == "\(store.path): cannot read \(missing): No such file or directory")
  }

  @Test func findsDamageWhenReading() throws {
    let path = folder.file("train.spacy")
    let bytes = [UInt8](repeating: 1, count: 100_000)
    try Data(bytes).write(to: URL(filePath: path))
    let hash = Fingerprint.hex(of: bytes)
    try store.keep(file: path, sha256: hash)
    #expect(throws: StoreError(.noBlob(sha256: "abc"), path: store.path)) {
      try store.bytes("abc")
    }
    let other = [UInt8](repeating: 2, count: 100_000)
    try Data(other).write(to: URL(filePath: path))
    try store.keep(file: path, sha256: Fingerprint.hex(of: other))
    let damages = [
      "UPDATE chunks SET data = (SELECT data FROM chunks WHERE blob = 2) WHERE blob = 1",
      "UPDATE chunks SET data = x'00' WHERE blob = 1",
      "UPDATE chunks SET bytes = 1000000000000 WHERE blob = 1",
      "UPDATE chunks SET bytes = -1 WHERE blob = 1", "DELETE FROM chunks WHERE blob = 1",
    ]
    for sql in damages {
      try DatabaseQueue(path: store.path).write { try $0.execute(sql: sql) }
      #expect(throws: StoreError(.blobDamaged(sha256: hash), path: store.path), "\(sql)") {
        try store.bytes(hash)
      }
    }
  }

  @Test func givesSpaceBack() throws {
    let trials = try store.trials(of: study)
    var random = RandomStream(seed: 1, path: [])
    for (index, trial) in trials.enumerated() {
      let weights = (0..<3_000_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let attempt = try #require(
        try store.begin(trial, worker: .current(), now: 0, provenance: [:], inputs: []))
      try store.finish(
        attempt, Sample.result(Double(index)), model: [ModelFile(path: "m", bytes: weights)],
        now: 1)
    }
    try DatabaseQueue(path: store.path).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let size = try FileManager.default.attributesOfItem(atPath: store.path)[.size] as? Int
    #expect(try #require(size) < 7_500_000, "one model and the free pages of at most one")
  }

  @Test func remembersVerifications() throws {
    let trial = try store.trial("0")
    #expect(try store.verifications(of: study).isEmpty)
    try store.recordVerification(of: trial, isIdentical: true, detail: "", now: 5)
    try store.recordVerification(of: trial, isIdentical: true, detail: "", now: 9)
    try store.recordVerification(
      of: store.trial("1"), isIdentical: false, detail: "step 3", now: 9)
    #expect(try store.verifications(of: study) == [trial.id: 9])
  }
}
