import SweepConfig
import SweepEngine

/// Why a program gave no result, or could not be started.
struct ProgramError: Error, Equatable, Sendable, CustomStringConvertible {
  enum Reason: Equatable, Sendable {
    /// The first word of the command is no program.
    case notFound(String, isPath: Bool)
    case cannotStart(String)
    case badFolder(String)
    /// A file that the config names cannot be read.
    case noInput(key: String, path: String, reason: String)
    case notAPath(key: String, found: String)
    /// It said so itself.
    case said(String)
    case exited(ChildProcess.Exit, errors: [String])
    /// A worker of this program has ended without its end mark.
    case workerExited(ChildProcess.Exit, errors: [String])
    /// It ended well and has reported nothing.
    case noReport(hasPattern: Bool)
    case noMetric(name: String, known: [String])
    case noResult(path: String, reason: String)
    case badResult(path: String, reason: String)
    case noModel(path: String)
    /// The Python of a sweep with `engine = "spacy"` does not have it.
    case noSpacy(python: String)
  }

  var reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  var description: String {
    switch reason {
    case .notFound(let name, isPath: true):
      "there is no program \(name)\n  help: paths in `command` are relative to where sweep runs; "
        + "{sweep} stands for the folder of the sweep file"
    case .notFound(let name, isPath: false):
      "there is no program \(name) in PATH\n  help: give its path"
    case .cannotStart(let reason): reason
    case .badFolder(let reason): "the trial's folder cannot be used: \(reason)"
    case .noInput(let key, let path, let reason):
      "the input \(key) = \"\(path)\" cannot be read: \(reason)"
    case .notAPath(let key, let found):
      "the input \(key): expected a path or a list of paths, found \(found)"
    case .said(let text): "the program says: \(text)"
    case .exited(let exit, let errors): Self.text("the program", exit, errors)
    case .workerExited(let exit, let errors): Self.text("the worker", exit, errors)
    case .noReport(hasPattern: false):
      "the program ended with status 0 and has reported nothing\n"
        + "  help: it has to write JSON lines to $SWEEP_REPORTS, or give `pattern` or `result`"
    case .noReport(hasPattern: true):
      "the program ended with status 0, and nothing that it printed has the pattern"
    case .noMetric(let name, let known):
      "the program has never reported the metric \"\(name)\"\n  help: "
        + (name.nearest(among: known).map { "did you mean `\($0)`? " } ?? "")
        + "it has reported \(known.prefix(12).joined(separator: ", "))"
    case .noResult(let path, let reason):
      "the program ended with status 0 without its result \(path): \(reason)"
    case .badResult(let path, let reason): "the result \(path): \(reason)"
    case .noSpacy(let python):
      "\(python) has no spaCy\n  help: name the Python that has it: python = \".venv/bin/python\""
    case .noModel(let path): "spacy train ended with status 0 without a model in \(path)"
    }
  }

  private static func text(
    _ who: String, _ exit: ChildProcess.Exit, _ errors: [String]
  ) -> String {
    let help = "  help: where nobody has killed it, the machine had no memory left"
    return
      (["\(who) \(exit.text)"] + errors.map { "  | \($0)" }
      + (exit == .signal(9) ? [help] : [])).joined(separator: "\n")
  }
}

extension ChildProcess.Exit {
  /// The end in words: `ended with status 3`.
  var text: String {
    switch self {
    case .status(let status): "ended with status \(status)"
    case .signal(let number):
      "was ended by signal \(number)\(Self.names[number].map { " (\($0))" } ?? "")"
    }
  }

  private static let names = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU",
  ]
}
