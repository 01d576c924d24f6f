import Foundation
import SweepTensors

/// Runs the command that the options ask for.
func run(_ options: Options) throws {
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
  case .corpus: try ZipfCorpus(factor: options.factor).write(to: options.files[0])
  case .spawn: break
  }
}

do {
  if let problem = SIMDLevel.environmentProblem { throw Options.Problem(description: problem) }
  try run(try Options(Array(CommandLine.arguments.dropFirst())))
} catch {
  let message = Array("error: \(error)\n".utf8)
  write(2, message, message.count)
  exit(1)
}
