import Foundation
import Logging
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTraining

/// A folder with a shell script, a config and a sweep of it, removed at the end of a test.
final class ProgramBench {
  let folder: String

  /// - Parameters:
  ///   - script: What a trial runs, by `sh`; its first argument is `model.rate`, its second the seed.
  ///   - options: Further lines of the sweep file.
  ///   - parameters: What varies.
  /// - Throws: `FileError` when it cannot be written.
  init(
    _ script: String, options: String = "",
    parameters: String = #""model.rate" = { values = [1, 2, 3] }"#
  ) throws {
    folder = NSTemporaryDirectory() + "sweep-\(UUID().uuidString)"
    try FileBytes.makeDirectory(folder)
    try FileBytes.write(script, to: folder + "/train.sh")
    try FileBytes.write("1 2 3\n", to: folder + "/data.txt")
    try FileBytes.write(
      """
      [data]
      path = "data.txt"

      [model]
      rate = 0
      name = "a b"
      nothing = null
      """, to: folder + "/base.cfg")
    try FileBytes.write(
      """
      name = "sh"
      config = "base.cfg"
      engine = "command"
      command = ["sh", "{sweep}/train.sh", "{model.rate}", "{seed}", "{model.name}"]
      \(options.contains("metric =") ? "" : #"metric = { name = "acc", goal = "maximize" }"#)
      baseline = false
      \(options)
      [parameters]
      \(parameters)
      """, to: folder + "/sh.toml")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var store: String { folder + "/sweep.db" }

  func plan() throws -> SweepPlan {
    try SweepPlan(SweepFile(contentsOf: folder + "/sh.toml"), environment: [:], registry: .native)
  }

  func run(
    workers: Int = 2, stop: StopSignal = StopSignal(), retries: Int? = nil,
    environment: [String: String] = ["PATH": "/usr/bin:/bin"],
    show: (StudyEvent) -> Void = { _ in }
  ) throws -> StudyOutcome {
    var run = StudyRun(
      plan: try plan(), store: store, cores: CoreRequest(cores: 2, jobs: workers, threads: 1),
      folder: folder, environment: environment, registry: .native, inputs: .disk(in: folder),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    run.retries = retries
    return try run.run(stop: stop, show: show)
  }

  func rerun(_ number: Int) throws -> RerunVerdict {
    let store = try StudyStore(path: store, access: .read)
    return try Rerun(of: store.trial("\(number)"), in: store, registry: .native).run(
      output: nil, provenance: .current(in: folder, environment: [:]), stop: StopSignal()
    ) { _ in }
  }

  func trials() throws -> [TrialRecord] {
    let store = try StudyStore(path: store, access: .read)
    return try store.trials(of: store.study())
  }

  func log(_ number: Int) throws -> String {
    let store = try StudyStore(path: store, access: .read)
    return try store.log(of: store.trial("\(number)")) ?? ""
  }

  /// The numbers of a trial's evaluations: `step name=value`.
  func values(_ number: Int) throws -> [String] {
    let store = try StudyStore(path: store, access: .read)
    return try store.evaluations(of: store.trial("\(number)")).flatMap { evaluation in
      evaluation.scores.map { "\(evaluation.step) \($0.name)=\($0.value.map { "\($0)" } ?? "nil")" }
        + evaluation.losses.map { "\(evaluation.step) loss \($0.name)=\($0.value ?? 0)" }
    }.sorted()
  }

  /// The processes whose environment has a variable of this bench.
  func processes(with variable: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { pid in
      guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else {
        return false
      }
      return String(decoding: bytes, as: UTF8.self).contains(variable)
    }
  }
}
