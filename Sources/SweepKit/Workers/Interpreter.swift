import Foundation
import SweepConfig
import SweepEngine

/// What runs a program, as far as it says so: its version, and of Python the packages that it has.
struct Interpreter: Sendable {
  /// The file, with links followed.
  var path: String
  var version: String
  /// Versions by name; empty for other interpreters than Python.
  var packages: JSONObject

  /// The interpreter as it stands in a record.
  var json: JSONObject {
    var json: JSONObject = ["path": .string(path), "version": .string(version)]
    if !packages.isEmpty { json["packages"] = .object(packages) }
    return json
  }

  /// Finds out what a program is run by.
  ///
  /// Only interpreters that are known to answer `--version` are asked: any other program would begin
  /// to train.
  ///
  /// - Parameters:
  ///   - program: The file of a command's first word.
  ///   - environment: What the program is going to have.
  /// - Returns: `nil` for a program that no known interpreter runs.
  static func of(_ program: String, environment: [String: String]) -> Interpreter? {
    guard let path = interpreted(program, environment) else { return nil }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard known.contains(where: { name.hasPrefix($0) }) else { return nil }
    guard let version = output([path, "--version"], environment)?.split(separator: "\n").first
    else { return nil }
    var interpreter = Interpreter(
      path: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, version: String(version),
      packages: [:])
    if name.hasPrefix("python") || name.hasPrefix("pypy") {
      let text = output([path, "-c", packageScript], environment)
      interpreter.packages = text.flatMap { try? JSONValue(parsing: $0) }?.objectValue ?? [:]
    }
    return interpreter
  }

  private static let known = [
    "python", "pypy", "node", "julia", "Rscript", "ruby", "perl", "php", "lua", "deno", "bun",
    "bash",
  ]

  private static let packageScript = """
    import importlib.metadata as m, json
    print(json.dumps(dict(sorted((d.metadata["Name"], d.version) for d in m.distributions()))))
    """

  /// The program itself, or what its first line names.
  private static func interpreted(_ path: String, _ environment: [String: String]) -> String? {
    guard let file = try? FileReader(path), let start = try? file.bytes(at: 0, count: 256),
      start.starts(with: Array("#!".utf8))
    else { return path }
    let line = String(decoding: start.dropFirst(2).prefix { $0 != 10 }, as: UTF8.self)
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else { return nil }
    guard first.hasSuffix("/env") else { return first }
    let name = words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") }
    return name.flatMap { ProgramPath.find($0, folder: "/", environment: environment) }
  }

  private static func output(_ words: [String], _ environment: [String: String]) -> String? {
    let request = ChildProcess.Request(
      path: words[0], arguments: words, environment: environment, folder: "/")
    guard let child = try? ChildProcess(request) else { return nil }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(20)
    var bytes: [UInt8] = []
    while clock.now < end {
      let arrived = child.read(within: 20)
      bytes += arrived.output
      if arrived.isEmpty, let exit = child.exit {
        bytes += child.read(within: 0).output
        return exit == .status(0) ? String(decoding: bytes, as: UTF8.self) : nil
      }
      if bytes.count > 4_000_000 { return nil }
    }
    return nil
  }
}

/// Where programs are.
enum ProgramPath {
  /// The file of a program.
  ///
  /// - Parameters:
  ///   - name: With a slash a path, else looked for in `PATH`.
  ///   - folder: What a path is relative to.
  ///   - environment: Its `PATH` counts.
  /// - Returns: An absolute path; `nil` where there is none that can be run.
  static func find(_ name: String, folder: String, environment: [String: String]) -> String? {
    func usable(_ path: String) -> Bool {
      FileManager.default.isExecutableFile(atPath: path) && !FileBytes.isDirectory(path)
    }
    if name.contains("/") {
      let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
      return usable(path) ? path : nil
    }
    let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.map { ($0.hasPrefix("/") ? "" : folder + "/") + "\($0)/\(name)" }
      .first(where: usable)
  }
}
