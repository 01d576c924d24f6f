import ArgumentParser
import SweepConfig

/// Names of commands that were mistyped.
enum CommandNames {
  /// What to say of arguments whose command there is not.
  ///
  /// - Parameter arguments: Without the program's name.
  /// - Returns: `nil` where the command is known, or an option stands in its place.
  static func problem(_ arguments: [String]) -> String? {
    problem(arguments, of: SweepCommand.self, path: "sweep")
  }

  private static func problem(
    _ arguments: [String], of command: any ParsableCommand.Type, path: String
  ) -> String? {
    let known = command.configuration.subcommands
    guard !known.isEmpty, let word = arguments.first, !word.hasPrefix("-") else { return nil }
    let names = known.map { $0._commandName } + (path == "sweep" ? ["help"] : [])
    if word == "help" { return nil }
    if let index = names.firstIndex(of: word) {
      return problem(Array(arguments.dropFirst()), of: known[index], path: "\(path) \(word)")
    }
    let shown = known.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let other = [
      "ls": "list", "dir": "list", "delete": "rm", "remove": "rm", "prune": "gc", "resume": "run",
    ]
    let near = word.nearest(among: shown) ?? other[word].flatMap { names.contains($0) ? $0 : nil }
    let starts = shown.filter { word.count > 1 && $0.hasPrefix(word) }
    let help =
      near.map { "did you mean `\(path) \($0)`?" }
      ?? (starts.isEmpty
        ? "the commands are \(shown.joined(separator: ", "))"
        : "did you mean \(starts.map { "`\(path) \($0)`" }.joined(separator: " or "))?")
    return "there is no command `\(path) \(word)`\n  help: \(help)"
  }
}
