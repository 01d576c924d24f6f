import Foundation
public import SweepConfig
import SweepReport
import SweepSearch

/// A program of the user's that is run once at the end of a run: to ring a bell, send a message, start
/// the next thing.
///
/// It gets what has happened as JSON on standard input and in short in environment variables. What it
/// prints goes to standard error. Whatever becomes of it, the run's own result stays as it is.
public struct FinishCommand: Sendable {
  /// The program, found by `PATH`, and its arguments.
  public var arguments: [String]
  /// How long it may take.
  public var timeLimit: Duration

  /// A program with arguments.
  public init(arguments: [String], timeLimit: Duration = .seconds(60)) {
    self.arguments = arguments
    self.timeLimit = timeLimit
  }

  /// A command line for the shell.
  public init(shell: String) {
    self.init(arguments: ["/bin/sh", "-c", shell])
  }

  /// Runs the program and waits for it.
  ///
  /// - Parameters:
  ///   - summary: What has happened; `study`, `state`, `store`, `report` and `best` become
  ///     environment variables, too.
  ///   - environment: Of this process.
  /// - Returns: A warning, or `nil` when it ended well.
  public func run(_ summary: JSONObject, environment: [String: String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--"] + arguments
    process.environment = environment.merging(Self.variables(summary)) { $1 }
    // All of it is in the pipe before the program starts, so one that reads nothing does no harm.
    let input = Pipe()
    let text = Data((summary.serialized(.compact) + "\n").utf8)
    guard text.count <= 1 << 16 else {
      return warning("its input would have \(text.count) bytes, expected at most 65536")
    }
    process.standardInput = input
    process.standardOutput = FileHandle.standardError
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do {
      try input.fileHandleForWriting.write(contentsOf: text)
      try input.fileHandleForWriting.close()
      try process.run()
    } catch {
      return warning("it could not be started: \(error.localizedDescription)")
    }
    if ended.wait(timeout: .now() + timeLimit.seconds) == .timedOut {
      process.terminate()
      if ended.wait(timeout: .now() + 2) == .timedOut {
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
      }
      return warning("it was ended after \(Int(timeLimit.seconds.rounded())) s")
    }
    let status = process.terminationStatus
    if process.terminationReason == .uncaughtSignal {
      return warning("it was ended by signal \(status)")
    }
    // What env says itself when there is no such program.
    if status == 127 { return warning("the program was not found (status 127)") }
    return status == 0 ? nil : warning("it ended with status \(status)")
  }

  private func warning(_ text: String) -> String {
    "warning: the command on finish, \(arguments.joined(separator: " ")): \(text)"
  }

  private static func variables(_ summary: JSONObject) -> [String: String] {
    var variables: [String: String] = [:]
    for key in ["study", "state", "store", "report"] {
      if let text = summary[key]?.stringValue { variables["SWEEP_\(key.uppercased())"] = text }
    }
    if let best = summary["best"]?.objectValue {
      variables["SWEEP_BEST_TRIAL"] = best["trial"]?.stringValue
      variables["SWEEP_BEST_SCORE"] = best["score"]?.doubleValue.map { "\($0)" }
    }
    return variables
  }
}

extension StudyOutcome {
  /// What a command on finish is told.
  ///
  /// - Parameters:
  ///   - reportPath: Where the report is.
  ///   - seconds: How long the run took.
  /// - Returns: `study`, `state` (`done`, `failed` or `stopped`), `counts` by state, `failed` (in this
  ///   run), `best`, `verdict`, `seconds`, `store`, `report`; paths are absolute.
  public func finishSummary(reportPath: String, seconds: Double) -> JSONObject {
    var counts = JSONObject()
    for state in Trial.State.allCases {
      counts[state.rawValue] = .integer(input.trials.count { $0.state == state })
    }
    let hasFailed = failedCount > 0 || testFailure != nil
    let found: JSONValue? = best.flatMap { best in
      best.score.map { score in
        [
          "trial": .string("\(input.study)/\(best.id)"), "id": .string(best.shortID),
          "metric": .string(input.metric.name), "score": .number(score),
        ]
      }
    }
    return [
      "study": .string(input.study),
      "state": .string(wasStopped ? "stopped" : hasFailed ? "failed" : "done"),
      "counts": .object(counts), "failed": .integer(failedCount), "best": found ?? .null,
      "verdict": .string(verdict), "seconds": .number(seconds),
      "store": json["store"].map { .string(Self.absolute($0.stringValue ?? "")) } ?? .null,
      "report": .string(Self.absolute(reportPath)),
    ]
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
