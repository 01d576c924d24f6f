import ArgumentParser
import Foundation
import SweepCLI
import SweepConfig
import Testing

// One after another: the parser keeps the shell that a completion script was last made for.
@Suite(.serialized) struct CommandTreeTests {
  /// All commands with their names, from the root on.
  static func commands(
    _ command: any ParsableCommand.Type = SweepCommand.self, _ path: [String] = []
  ) -> [(path: [String], type: any ParsableCommand.Type)] {
    [(path, command)]
      + command.configuration.subcommands.flatMap { commands($0, path + [$0._commandName]) }
  }

  static let names = commands().map { $0.path.joined(separator: " ") }

  @Test(arguments: names)
  func everyCommandHasHelpWithAnExample(name: String) throws {
    let path = name.split(separator: " ").map(String.init)
    let result = CommandResult(running: path + ["--help"])
    #expect(result.status == 0)
    #expect(result.notes.isEmpty)
    #expect(result.output.contains("Example"), "\(name) has no example")
    #expect(result.output.contains("OVERVIEW: "))
  }

  @Test func noTwoCommandsHaveOneName() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Self.names.count > 20)
  }

  @Test func noTwoOptionsOfACommandShareAName() throws {
    func check(_ command: JSONValue) {
      let names = (command["arguments"]?.arrayValue ?? []).flatMap { argument in
        (argument["names"]?.arrayValue ?? []).map {
          "\($0["kind"]?.stringValue ?? "") \($0["name"]?.stringValue ?? "")"
        }
      }
      #expect(Set(names).count == names.count, "\(command["commandName"] ?? .null): \(names)")
      for inner in command["subcommands"]?.arrayValue ?? [] { check(inner) }
    }
    check(try JSONValue(parsing: SweepCommand._dumpHelp())["command"] ?? [:])
  }

  @Test func theManualPageHasEveryCommand() throws {
    let page = CommandResult(running: ["man"]).output
    #expect(page.hasPrefix(".\\\" Made by"))
    let shown = Self.commands().filter { $0.type.configuration.shouldDisplay }
    for name in shown.map({ $0.path.joined(separator: " ") }) where !name.isEmpty {
      let title = ".SS sweep " + name.split(separator: "-").joined(separator: "\\-")
      #expect(page.contains(title + "\n"), "\(name) is missing")
    }
    // Text must not be taken for a request.
    for line in page.split(separator: "\n") where line.hasPrefix("'") { Issue.record("\(line)") }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreGeneratedForEveryShell(shell: String) throws {
    let script = CommandResult(running: ["--generate-completion-script", shell])
    #expect(script.status == 0)
    #expect(script.output.contains("---completion"), "\(script.notes)")
  }

  @Test func completionsOfferWhatIsInTheStore() throws {
    let store = try CommandStore.filled()
    func offered(_ command: String, _ prefix: String, _ position: String = "positional@0")
      -> [String]
    {
      let words = ["sweep", command, "--store", store.path, prefix]
      let result = CommandResult(
        running: ["---completion", command, "--", position, "4", "\(prefix.count)"] + words)
      return result.output.split(separator: "\n").map(String.init)
    }
    #expect(offered("list", "n") == ["ner"])
    #expect(offered("show", "tiny/") == ["tiny/0", "tiny/1"])
    #expect(offered("compare", "ner/").count == 6)
    #expect(offered("list", "variables.", "--where") == ["variables.dropout"])
    let missing = CommandResult(
      running: [
        "---completion", "list", "--", "positional@0", "1", "0", "sweep", "list", "--store",
        "/nowhere/s.db",
      ])
    #expect(missing.status == 0 && missing.output.split(separator: "\n").isEmpty)
  }
}
