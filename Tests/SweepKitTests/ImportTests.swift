import Foundation
import GRDB
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import Testing

/// A folder with an empty store, removed at the end of a test.
final class ImportBench {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "sweep-\(UUID().uuidString)"
    try FileBytes.makeDirectory(folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var storePath: String { folder + "/sweep.db" }

  func store() throws -> StudyStore { try StudyStore(path: storePath) }

  /// The database of another tool, from the text of its tables.
  func database(_ tool: String, changing sql: String = "") throws -> String {
    let path = folder + "/\(tool).db"
    try? FileManager.default.removeItem(atPath: path)
    let text = String(decoding: try Fixture.bytes("exchange/\(tool).sql"), as: UTF8.self)
    try DatabaseQueue(path: path).write { try $0.execute(sql: text + sql) }
    return path
  }

  func file(_ name: String, _ text: String) throws -> String {
    try FileBytes.write(text, to: folder + "/" + name)
    return folder + "/" + name
  }

  @discardableResult
  func run(
    _ path: String, _ options: StudyImport.Options = StudyImport.Options()
  ) throws -> [StudyImport.Outcome] {
    try StudyImport(path: path, options: options).run(into: store(), now: 1000)
  }

  func error(_ path: String, _ options: StudyImport.Options = StudyImport.Options()) -> String {
    do {
      try run(path, options)
      return ""
    } catch {
      return "\(error)".replacingOccurrences(of: folder + "/", with: "")
    }
  }
}

@Suite struct ImportTests {
  /// What a tool itself says of its studies.
  private func expected(_ tool: String) throws -> JSONObject {
    try #require(
      JSONValue(parsing: Fixture.bytes("exchange/\(tool).json")).objectValue)
  }

  /// A number as the scripts write it: `nan` and `inf` as text.
  private func number(_ json: JSONValue?) -> Double? {
    json?.stringValue.flatMap { Double($0) } ?? json?.doubleValue
  }

  /// Whether two numbers are the same; MLflow writes infinity as the largest number.
  private func same(_ a: Double?, _ b: Double?) -> Bool {
    a == b || abs(b ?? 0) == Double.greatestFiniteMagnitude && a == (b ?? 0) * 2
      || (a?.isNaN ?? false) && (b?.isNaN ?? false)
  }

  private func curve(_ trial: TrialRecord, _ name: String, _ store: StudyStore) throws
    -> [(step: Int, value: Double?)]
  {
    try store.evaluations(of: trial).compactMap { evaluation in
      evaluation.scores.first { $0.name == name }.map { (evaluation.step, $0.value) }
    }
  }

  @Test func optunasTrialsHaveOptunasNumbers() throws {
    let bench = try ImportBench()
    let outcomes = try bench.run(bench.database("optuna"))
    #expect(outcomes.map(\.study) == ["tune", "two"])
    let store = try bench.store()
    let states = [
      "COMPLETE": Trial.State.done, "PRUNED": .pruned, "FAIL": .failed, "RUNNING": .stopped,
      "WAITING": .waiting,
    ]
    for (name, metric) in [("tune", "ents_f"), ("two", "value_0")] {
      let study = try store.study(named: name)
      #expect(study.metric.name == metric)
      let trials = try store.trials(of: study)
      let items = try #require(expected("optuna")[name]?.arrayValue)
      #expect(trials.count == items.count)
      for (trial, item) in zip(trials, items) {
        #expect(trial.state == item["state"]?.stringValue.flatMap { states[$0] })
        #expect(trial.assignment.json == item["params"]?.objectValue)
        if trial.state == .done {
          #expect(same(trial.score, number(item["values"]?[0])))
          for (index, value) in (item["values"]?.arrayValue ?? []).enumerated() {
            #expect(same(trial.scores?[study.metrics[index].name]?.doubleValue, number(value)))
          }
        }
        let points = try curve(trial, metric, store)
        let wanted = item["curve"]?.arrayValue ?? []
        #expect(points.count == wanted.count)
        for (point, want) in zip(points, wanted) {
          #expect(point.step == want[0]?.intValue)
          #expect(same(point.value, number(want[1])))
        }
      }
    }
    #expect(try store.study(named: "two").metrics.map(\.goal) == [.minimize, .maximize])
  }

  @Test func mlflowsRunsHaveMLflowsNumbers() throws {
    let bench = try ImportBench()
    let options = StudyImport.Options(metric: Metric(name: "val_f1", goal: .maximize))
    try bench.run(bench.database("mlflow"), options)
    let store = try bench.store()
    let trials = try store.trials(of: store.study(named: "ner"))
    let items = try #require(expected("mlflow")["ner"]?.arrayValue)
    // The deleted run is not there.
    #expect(trials.count == items.count)
    for (trial, item) in zip(trials, items) {
      #expect(trial.state == (item["state"] == "FAILED" ? .failed : .done))
      for setting in trial.assignment.settings {
        let text = item["params"]?[setting.key]?.stringValue ?? ""
        let shown =
          setting.value.boolValue.map { $0 ? "True" : "False" }
          ?? setting.value.stringValue ?? setting.value.serialized(.compact)
        #expect(shown == text || setting.value.doubleValue == Double(text))
      }
      for entry in item["curves"]?.objectValue?.entries ?? [] {
        let points = try curve(trial, entry.key, store)
        let wanted = entry.value.arrayValue ?? []
        #expect(points.map(\.step) == wanted.compactMap { $0[0]?.intValue })
        for (point, want) in zip(points, wanted) {
          #expect(same(point.value, number(want[1])), "\(trial.name) \(entry.key) \(point.step)")
        }
      }
    }
    // The better one of the two values, not the last.
    #expect(trials[1].score == 0.75)
    #expect(trials[1].bestStep == 200)
  }

  @Test func trackiosRunsHaveTrackiosNumbers() throws {
    let bench = try ImportBench()
    let path = try bench.database("trackio")
    let options = StudyImport.Options(name: "demo", metric: Metric(name: "val_f1", goal: .maximize))
    try bench.run(path, options)
    let store = try bench.store()
    let trials = try store.trials(of: store.study(named: "demo"))
    let items = try #require(expected("trackio")["demo"]?.arrayValue)
    #expect(trials.count == 2)
    for (trial, item) in zip(trials, items) {
      for (point, want) in zip(
        try store.evaluations(of: trial), item["curve"]?.arrayValue ?? [])
      {
        #expect(point.step == want[0]?.intValue)
        #expect(point.scores.first { $0.name == "val_f1" }?.value == want[1]?.doubleValue)
        #expect(point.scores.first { $0.name == "train.loss" }?.value == want[2]?.doubleValue)
      }
    }
    #expect(trials[1].assignment["rate"] == 0.05)
    #expect(trials[1].assignment["model.width"] == 64)
  }

  private static let valF1 = Metric(name: "val_f1", goal: .maximize)

  @Test func aTableOfWandbIsRead() throws {
    let bench = try ImportBench()
    let text = String(decoding: try Fixture.bytes("exchange/wandb.csv"), as: UTF8.self)
    let path = try bench.file("runs.csv", text)
    let options = StudyImport.Options(metric: Self.valF1, scores: ["train_loss"])
    #expect(try bench.run(path, options).map(\.added) == [3])
    let store = try bench.store()
    let trials = try store.trials(of: store.study(named: "runs"))
    #expect(trials.map(\.state) == [.done, .stopped, .done])
    #expect(trials[0].score == 0.8123)
    #expect(trials[0].scores?["train_loss"] == 12.5)
    #expect(trials[0].assignment["learn_rate"] == 0.001)
    #expect(trials[0].assignment["model.kind"] == "cnn")
    #expect(trials[0].assignment["val_f1"] == nil)
    #expect(trials[2].score?.isNaN == true)
    #expect(try store.transfer(of: trials[0]).tags == ["base", "small"])
    #expect(try store.transfer(of: trials[1]).note == "ran out of\nmemory, twice")
    #expect(try store.transfer(of: store.study()).engine == "imported")
    #expect(try store.transfer(of: store.study()).source == "wandb: runs")
  }

  @Test func aLogOfSpacyHasTheNumbersThatItsLoggerWasGiven() throws {
    let bench = try ImportBench()
    let text = String(decoding: try Fixture.bytes("exchange/spacy.jsonl"), as: UTF8.self)
    let path = try bench.file("training.jsonl", text)
    try bench.run(path, StudyImport.Options(name: "mine"))
    let store = try bench.store()
    let trial = try #require(try store.trials().first)
    #expect(trial.score == 0.4455555556)
    #expect(trial.bestStep == 400)
    let infos = try #require(expected("spacy")["log"]?.arrayValue)
    let evaluations = try store.evaluations(of: trial)
    #expect(evaluations.count == infos.count)
    for (evaluation, info) in zip(evaluations, infos) {
      #expect(evaluation.step == info["step"]?.intValue)
      #expect(evaluation.epoch == info["epoch"]?.intValue)
      // The logger rounds to ten decimals, of percents.
      func near(_ a: Double?, _ b: Double?) -> Bool { abs((a ?? 9) - (b ?? 0)) < 1e-10 }
      for loss in evaluation.losses {
        #expect(near(loss.value, info["losses"]?[loss.name]?.doubleValue))
      }
      for score in evaluation.scores where score.name != "ents_r" {
        let given = score.name == "score" ? info["score"] : info["other_scores"]?[score.name]
        #expect(near(score.value, given?.doubleValue), "\(score.name)")
      }
      #expect(evaluation.scores.map(\.name) == ["score", "ents_f", "ents_p", "ents_r", "speed"])
    }
  }

  @Test func importingAgainAddsOnlyWhatIsNew() throws {
    let bench = try ImportBench()
    let path = try bench.database("optuna")
    try bench.run(path)
    let before = try bench.store().trials()
    #expect(
      try bench.run(path).map { [$0.added, $0.known, $0.updated] } == [[0, 8, 0], [0, 2, 0]])
    #expect(try bench.store().trials() == before)
    // The running trial ends.
    let later = try bench.database(
      "optuna",
      changing: """
        UPDATE trials SET state = 'COMPLETE' WHERE state = 'RUNNING';
        INSERT INTO trial_values VALUES (99, (SELECT trial_id FROM trials WHERE number = 6), 0, 0.5, 'FINITE');
        """)
    #expect(
      try bench.run(later).map { [$0.added, $0.known, $0.updated] } == [[0, 7, 1], [0, 2, 0]])
    #expect(try bench.store().trial("tune/6").score == 0.5)
    // A result that is another is no result to take over.
    let other = try bench.database(
      "optuna", changing: "UPDATE trial_values SET value = 0.25 WHERE value_type = 'FINITE';")
    #expect(
      bench.error(other).hasPrefix(
        "optuna.db: these trials were imported before with other numbers, so nothing was imported: tune/0 (0)"
      ))
  }

  @Test func namesAllRowsThatCannotBeRead() throws {
    let bench = try ImportBench()
    let path = try bench.file(
      "runs.csv",
      "Name,State,rate,val_f1\na,finished,1,0.5\nb,sleeping,1,0.5\nc,finished,1\nd,finished,1,high\na,finished,1,0.5\n"
    )
    let options = StudyImport.Options(metric: Self.valF1)
    #expect(
      bench.error(path, options) == """
        runs.csv: 4 rows cannot be read, so nothing was imported:
            line 3: unknown state "sleeping"
            line 4: expected 4 cells as in the first line, found 3
            line 5: val_f1: expected a number, found "high"
            line 6: the run a is there twice
          help: mend the rows, or leave them out with --skip-bad
        """)
    #expect(try bench.store().studies().isEmpty)
    var skipping = options
    skipping.skipsBadRows = true
    #expect(try bench.run(path, skipping).map(\.added) == [1])
    let log = try bench.file(
      "log.jsonl", #"{"step":0,"losses":{},"score":0}"# + "\nnonsense\n" + #"{"score":1}"# + "\n")
    #expect(
      bench.error(log).contains(
        "line 2, offset 0: expected a value\n    line 3: expected an object with a whole number \"step\""
      ))
    let database = try bench.database(
      "optuna",
      changing: "UPDATE trial_params SET param_value = 9 WHERE param_name = 'kind';"
        + "UPDATE trials SET state = 'ODD' WHERE number = 1;")
    let text = bench.error(database)
    #expect(text.contains("\n    trial 0 of tune: the parameter kind is 9"))
    #expect(text.contains("\n    trial 1 of tune: unknown state \"ODD\""))
  }

  @Test func saysWhatItNeedsToKnow() throws {
    let bench = try ImportBench()
    let path = try bench.database("mlflow")
    #expect(
      bench.error(path)
        == "mlflow.db: which of the 2 values of \"ner\" decides is not told by the file\n  help: name it with --metric NAME, or NAME:minimize; there are loss, val_f1"
    )
    let typo = StudyImport.Options(metric: Metric(name: "val_f2", goal: .maximize))
    #expect(bench.error(path, typo).hasSuffix("help: did you mean `val_f1`?"))
    #expect(
      bench.error(path, StudyImport.Options(study: "x", metric: Self.valF1))
        == "mlflow.db: there is no study \"x\" in it\n  help: it has ner")
    #expect(
      bench.error(path, StudyImport.Options(tool: .optuna)).hasPrefix(
        "mlflow.db: expected a file of optuna: its tables are not in the database"))
    let text = try bench.file("x.txt", "hello")
    #expect(bench.error(text).hasPrefix("x.txt: expected a file of Optuna, MLflow, Trackio"))
    #expect(bench.error(bench.folder + "/none").contains("No such file"))
    // A store of ours is none of them.
    #expect(bench.error(bench.storePath).hasPrefix("sweep.db: expected a file of Optuna"))
    try bench.run(path, StudyImport.Options(metric: Self.valF1))
    let log = try bench.file("l.jsonl", #"{"step":0,"losses":{},"score":0}"#)
    #expect(
      bench.error(log, StudyImport.Options(name: "ner")).contains(
        "the store has a study \"ner\" that was not imported from such a file"))
  }

  @Test(arguments: [
    ("2026-01-02T03:04:05.678Z", 1_767_323_045_678), ("2026-01-02 03:04:05", 1_767_323_045_000),
    ("2026-01-02T04:04:05.6789+01:00", 1_767_323_045_678), ("1970-01-01", 0),
    ("2026-13-02", nil), ("soon", nil), ("2026-01-02T03:04:05x", nil),
  ])
  func readsTimes(text: String, milliseconds: Int?) {
    #expect(TimeText.milliseconds(text) == milliseconds)
  }

  @Test func readsCSV() throws {
    let text = "\u{FEFF}a,\"b \"\"c\"\"\",\r\n\n\"x\ny\",,z"
    let rows = try CSVReader.rows(Array(text.utf8))
    #expect(rows.map(\.cells) == [["a", "b \"c\"", ""], ["x\ny", "", "z"]])
    #expect(rows.map(\.line) == [1, 3])
    #expect(throws: CSVReader.Problem.self) { try CSVReader.rows(Array("a\n\"b".utf8)) }
  }
}
