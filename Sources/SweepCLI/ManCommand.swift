import ArgumentParser
import SweepConfig
import SweepKit

/// The command `sweep man`.
struct ManCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print the manual page of all commands, for man.",
    discussion: """
      Examples:
        sweep man > sweep.1 && man -l sweep.1
        sweep man --output /usr/local/share/man/man1/sweep.1
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let page = ManualPage(commandTree: try JSONValue(parsing: SweepCommand._dumpHelp()))
    guard let output else { return Console.result(String(page.text.dropLast())) }
    try FileBytes.write(page.text, to: output)
    Console.note("✔ Wrote \(output)")
  }
}

/// A manual page in roff, made of the tree of commands as the parser describes it.
struct ManualPage {
  let commandTree: JSONValue

  /// The page.
  var text: String {
    var lines = [
      ".\\\" Made by `sweep man`.",
      ".TH SWEEP 1 \"\" \"sweep \(Self.escaped(Provenance.programVersion))\"",
      ".SH NAME",
      "sweep \\- \(Self.escaped(commandTree["command"]?["abstract"]?.stringValue ?? ""))",
      ".SH SYNOPSIS", ".B sweep", "COMMAND [ARGUMENT ...] [OPTION ...]",
    ]
    lines +=
      [".SH DESCRIPTION"] + paragraphs(commandTree["command"]?["discussion"]?.stringValue ?? "")
    lines.append(".SH COMMANDS")
    for command in commands(of: commandTree["command"]) { lines += section(command, "sweep") }
    lines += Self.rest
    return lines.joined(separator: "\n") + "\n"
  }

  private static let rest = [
    ".SH ENVIRONMENT", ".TP", ".B SWEEP_STORE", "The store, where --store names none.", ".TP",
    ".B SWEEP_SIMD", "Which instructions the kernels use at most; no result depends on it.", ".TP",
    ".B NO_COLOR", "Where it is set, nothing is coloured.", ".SH FILES", ".TP", ".B sweep.db",
    "The store: an SQLite file with all records.", ".TP", ".B sweep.db.checkpoints/",
    "Where trials that were cut short go on from.", ".SH SEE ALSO",
    "The documentation in docs/: command\\-line.md for the conditions of \\-\\-where, sweep\\-files.md,",
    "records.md, reproducibility.md.",
  ]

  private func commands(of command: JSONValue?) -> [JSONValue] {
    (command?["subcommands"]?.arrayValue ?? []).filter {
      $0["shouldDisplay"]?.boolValue ?? true && $0["commandName"]?.stringValue != "help"
    }
  }

  private func section(_ command: JSONValue, _ parent: String) -> [String] {
    let name = parent + " " + (command["commandName"]?.stringValue ?? "")
    var lines = [".SS \(Self.escaped(name))"]
    lines += paragraphs(command["abstract"]?.stringValue ?? "")
    let discussion = command["discussion"]?.stringValue ?? ""
    if !discussion.isEmpty { lines += [".PP"] + paragraphs(discussion) }
    for argument in command["arguments"]?.arrayValue ?? []
    where argument["shouldDisplay"]?.boolValue ?? true {
      let title = Self.title(argument)
      guard !["--help", "-h, --help", "--version"].contains(title) else { continue }
      lines += [".TP", ".B \(Self.escaped(title))"]
      lines += paragraphs(argument["abstract"]?.stringValue ?? "")
    }
    for inner in commands(of: command) { lines += section(inner, name) }
    return lines
  }

  /// `--store <file>`, `-o, --output <file>`, `<trial>`.
  private static func title(_ argument: JSONValue) -> String {
    let value = argument["valueName"]?.stringValue ?? ""
    if argument["kind"]?.stringValue == "positional" {
      return "<\(value)>" + (argument["isRepeating"]?.boolValue == true ? " ..." : "")
    }
    let names = (argument["names"]?.arrayValue ?? []).map { name -> String in
      let dashes = name["kind"]?.stringValue == "short" ? "-" : "--"
      return dashes + (name["name"]?.stringValue ?? "")
    }
    let isFlag = argument["kind"]?.stringValue == "flag"
    return names.sorted { $0.count < $1.count }.joined(separator: ", ")
      + (isFlag ? "" : " <\(value)>")
  }

  /// Text in paragraphs; indented lines stay as they are.
  private func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indented = line.hasPrefix(" ")
      if indented != isExample {
        lines += indented ? [".PP", ".nf", ".RS"] : [".RE", ".fi"]
        isExample = indented
      }
      if line.isEmpty {
        lines.append(".PP")
      } else {
        lines.append(Self.escaped(indented ? String(line.drop { $0 == " " }) : String(line)))
      }
    }
    if isExample { lines += [".RE", ".fi"] }
    return lines
  }

  /// A code point in four hex digits or more.
  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A line whose signs mean nothing to roff.
  static func escaped(_ line: String) -> String {
    var text = ""
    for character in line {
      switch character {
      case "\\": text += "\\e"
      case "-": text += "\\-"
      case "'": text += "\\(aq"
      case "`": text += "\\(ga"
      case "^": text += "\\(ha"
      case "~": text += "\\(ti"
      default:
        // By their code points: not every roff reads UTF-8.
        for scalar in character.unicodeScalars {
          text += scalar.isASCII ? String(scalar) : "\\[u\(Self.hex(scalar.value))]"
        }
      }
    }
    return text.hasPrefix(".") ? "\\&" + text : text
  }
}
