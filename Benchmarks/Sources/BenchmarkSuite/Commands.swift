import Foundation
import SweepTensors

/// Runs what the arguments ask for.
///
/// - Returns: The exit status.
public func runBenchmarks(_ arguments: [String]) -> Int32 {
  do {
    if let problem = SIMDLevel.environmentProblem { throw Options.Problem(description: problem) }
    try run(try Options(arguments))
    return 0
  } catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    return 1
  }
}

/// Runs the command that the options ask for.
private func run(_ options: Options) throws {
  if options.command == .spawn {
    try Child.spawn(options.files)
    return
  }
  var options = options
  options.resolvePaths()
  guard FileManager.default.changeCurrentDirectoryPath(options.folder) else {
    throw Options.Problem(description: "no folder \(options.folder)")
  }
  switch options.command {
  case .suite: try Suite(options).run()
  case .scale: try Scale(options).run()
  case .serve: try serve(options)
  case .search:
    let report = Report(path: options.report)
    SearchBenchmark(rounds: options.rounds).write(to: report)
    try report.finish()
  case .records:
    let report = Report(path: options.report)
    try RecordsBenchmark(
      trials: options.trials, evaluations: options.evaluations, sweep: options.sweep
    ).write(to: report)
    try report.finish()
  case .queries:
    guard let sweep = options.sweep else {
      throw Options.Problem(description: "expected --sweep FILE")
    }
    let report = Report(path: options.report)
    report.write(try QuerySection(sweep: sweep, rounds: options.rounds).table())
    try report.finish()
  case .corpus: try ZipfCorpus(factor: options.factor).write(to: options.files[0])
  case .spawn: break
  }
}
