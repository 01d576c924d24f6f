import Foundation
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct StudyExportTests {
  private func bench() throws -> Bench {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.1, 0.3] }"#, seeds: "[0]")
    _ = try bench.run()
    return bench
  }

  private func export(_ bench: Bench, isRedacted: Bool = false) throws -> StudyExport {
    let store = try StudyStore(path: bench.store, access: .read)
    return StudyExport(of: try store.study(), in: store, isRedacted: isRedacted)
  }

  @Test func csvHasARowPerTrialAndAllDigits() throws {
    let bench = try bench()
    let rows = try CSVReader.rows(Array(export(bench).csv().utf8))
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials()
    #expect(rows.count == 3)
    let columns = rows[0].cells
    #expect(columns.prefix(5) == ["study", "number", "id", "state", "origin"])
    #expect(columns.contains("param.training.dropout"))
    #expect(columns.contains("score.ents_per_type.ORG.f"))
    for (row, trial) in zip(rows.dropFirst(), trials) {
      let cells = Dictionary(uniqueKeysWithValues: zip(columns, row.cells))
      #expect(cells["number"] == "\(trial.number)")
      #expect(cells["id"] == trial.contentID)
      #expect(cells["score"].flatMap { Double($0) } == trial.score)
      #expect(cells["score.ents_p"].flatMap { Double($0) } == trial.scores?["ents_p"]?.doubleValue)
      #expect(cells["model_sha256"] == trial.modelHash)
    }
  }

  @Test func jsonLinesHaveEveryNumber() throws {
    let bench = try bench()
    var lines: [String] = []
    try export(bench).jsonLines { lines.append($0) }
    let store = try StudyStore(path: bench.store, access: .read)
    for (line, trial) in zip(lines, try store.trials()) {
      let json = try JSONValue(parsing: line)
      #expect(json["id"]?.stringValue == trial.contentID)
      let config = try store.config(of: trial)
      #expect(json["config"]?.stringValue == config)
      let evaluations = try store.evaluations(of: trial)
      #expect(json["evaluations"]?.arrayValue?.count == evaluations.count)
      for (index, evaluation) in evaluations.enumerated() {
        let table = json["evaluations"]?[index]?["scores"]?.objectValue ?? [:]
        #expect(table.entries.map(\.value.doubleValue) == evaluation.scores.map(\.value))
      }
    }
  }

  @Test func mlflowsFilesHaveEveryNumber() throws {
    let bench = try bench()
    let folder = bench.folder + "/mlruns"
    #expect(try export(bench).mlflow(to: folder) == 2)
    #expect(try export(bench).mlflow(to: folder) == 2)
    let experiments = try FileBytes.list(folder)
    #expect(experiments.count == 1)
    let store = try StudyStore(path: bench.store, access: .read)
    for trial in try store.trials() {
      let run = "\(folder)/\(experiments[0])/\(trial.contentID.prefix(32))"
      let lines = String(decoding: try FileBytes.read("\(run)/metrics/ents_f"), as: UTF8.self)
        .split(separator: "\n").map { $0.split(separator: " ") }
      let values = try store.evaluations(of: trial).map { evaluation in
        evaluation.scores.first { $0.name == "ents_f" }?.value
      }
      #expect(lines.map { Double($0[1]) } == values)
      #expect(lines.map { Int($0[2]) } == [0, 2, 4])
      #expect(
        String(decoding: try FileBytes.read("\(run)/params/training.dropout"), as: UTF8.self)
          == (trial.number == 0 ? "0.1" : "0.3"))
    }
  }

  @Test func wandbsRunsHaveConfigSummaryAndHistory() throws {
    let bench = try bench()
    let runs = try JSONValue(parsing: export(bench).wandb())
    let store = try StudyStore(path: bench.store, access: .read)
    for (index, trial) in try store.trials().enumerated() {
      let run = try #require(runs[index])
      #expect(run["state"] == "finished")
      #expect(run["summary"]?["ents_f"]?.doubleValue == trial.score)
      #expect(run["config"]?["training"]?["dropout"] == trial.assignment["training.dropout"])
      #expect(run["history"]?.arrayValue?.compactMap { $0["_step"]?.intValue } == [0, 2, 4])
    }
  }

  @Test func aRedactedExportNamesNoFolders() throws {
    let bench = try bench()
    var text = ""
    try export(bench, isRedacted: true).jsonLines { text += $0 }
    #expect(!text.contains(bench.folder))
    #expect(!text.contains("\"log\":\""))
    text = try export(bench, isRedacted: true).csv()
    #expect(!text.contains(bench.folder))
  }
}
