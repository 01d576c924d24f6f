import SweepBase
import SweepConfig

extension SweepFile {
  /// Reads a sweep file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - trials: The number of assignments, in place of the file's.
  /// - Throws: `SweepFileErrors` with all problems: the file cannot be read, is not TOML, has keys
  ///   or types that a sweep file does not have, or ranges that make no sense.
  public init(contentsOf path: String, trials: Int? = nil) throws(SweepFileErrors) {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: Self.largestFile)
    } catch {
      throw SweepFileErrors([
        SweepFileError(.unreadable(error.reason), file: path, line: 0, key: "")
      ])
    }
    try self.init(parsing: bytes, file: path, trials: trials)
  }

  /// Larger files are no sweep files.
  private static let largestFile = 4_000_000

  /// Reads the text of a sweep file.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - file: The path for messages; the config's path is relative to it.
  ///   - trials: The number of assignments, in place of the text's.
  /// - Throws: `SweepFileErrors` as `init(contentsOf:)`.
  public init(
    parsing text: String, file: String, trials: Int? = nil
  ) throws(SweepFileErrors) {
    try self.init(parsing: Array(text.utf8), file: file, trials: trials)
  }

  package init(
    parsing bytes: [UInt8], file: String, trials: Int? = nil
  ) throws(SweepFileErrors) {
    let root: TOMLNode
    do {
      root = try TOMLNode(parsing: bytes)
    } catch {
      let reason = SweepFileError.Reason.syntax(column: error.column, message: error.message)
      throw SweepFileErrors([SweepFileError(reason, file: file, line: error.line, key: "")])
    }
    var reading = SweepFileReading(file: file)
    reading.read(root, trials: trials)
    guard reading.reader.errors.isEmpty else { throw SweepFileErrors(reading.reader.errors) }
    self = reading.result
    source.text = String(decoding: bytes, as: UTF8.self)
  }
}

/// The keys of a sweep file.
private enum SweepKey: String, CaseIterable {
  case name, config, engine, trainer, isolate, method, metric, metrics, seed, seeds, folds, trials
  case baseline, enqueue, window, pruner, race, stop, limits, test, jobs
  case runCap = "run_cap"
  case warmStart = "warm_start"
  case keepModels = "keep_models"
  case keepInputs = "keep_inputs_mb"
  case checkpointSeconds = "checkpoint_seconds"
  case retry
  case onFinish = "on_finish"
  case overrides, parameters, constraints
}

/// Reads the root table of a sweep file into a `SweepFile`.
struct SweepFileReading {
  var reader: TOMLReader
  var result: SweepFile
  private var methodWasRead = true

  init(file: String) {
    reader = TOMLReader(file: file)
    result = SweepFile(name: Self.stem(of: file), config: "")
    result.source.file = file
  }

  mutating func read(_ root: TOMLNode, trials: Int?) {
    let entries = root.entries ?? []
    for entry in entries { read(entry) }
    if let trials { result.trials = trials }
    let keys = Set(entries.map(\.key))
    if keys.isSuperset(of: ["metric", "metrics"]) {
      reader.note(
        .badValue(expected: "either metric or metrics", found: "both"),
        line: entries.first { $0.key == "metrics" }?.line ?? 0, key: "metrics")
    }
    if !keys.contains("config") {
      reader.note(
        .missingKey(help: "name the base config: config = \"ner.cfg\""), line: 0, key: "config")
    }
    if !keys.contains("parameters") {
      reader.note(
        .missingKey(help: "say what varies: \"training.dropout\" = { values = [0.1, 0.2] }"),
        line: 0, key: "[parameters]")
    }
    // What does not vary because of an error of its own is not missing, too.
    let spaceErrors = reader.errors.isEmpty ? result.spaceErrors : []
    reader.note(spaceErrors)
    if methodWasRead { reader.note(result.methodErrors) }
    reader.note(result.keyErrors)
    reader.note(result.searchErrors)
    reader.note(result.engineErrors)
    if reader.errors.isEmpty { reader.note(result.emptinessErrors) }
  }

  private mutating func read(_ entry: TOMLEntry) {
    let (key, node) = (entry.key, entry.node)
    result.source.lines[key] = entry.line
    if let key = ProgramKey(rawValue: key) {
      readProgram(node, key)
      return
    }
    switch SweepKey(rawValue: key) {
    case .name: readName(node)
    case .config: if let path = reader.string(node, key) { result.config = path }
    case .engine, .trainer: readEngine(node, key)
    case .isolate: if let value = reader.bool(node, key) { result.isolates = value }
    case .method:
      let method = reader.word(node, key, as: SearchMethod.self)
      methodWasRead = method != nil
      if let method { result.method = method }
    case .metric: if let metric = readMetric(node, "metric") { result.metrics = [metric] }
    case .metrics: readMetrics(node)
    case .seed:
      if let seed = reader.integer(node, key, from: 0) { result.seed = UInt64(seed) }
    case .seeds: readSeeds(node)
    case .folds: result.folds = reader.integer(node, key, from: 2, through: 1_000)
    case .trials: result.trials = reader.integer(node, key, from: 1)
    case .runCap: result.runCap = reader.integer(node, key, from: 1)
    case .window: result.window = reader.integer(node, key, from: 1, through: 10_000)
    case .enqueue: readEnqueued(node)
    case .warmStart: readWarmStart(node)
    case .pruner: result.pruner = readPruner(node)
    case .race: readRace(node)
    case .stop: readStop(node)
    case .limits: readLimits(node)
    case .test: result.test = reader.string(node, key)
    case .baseline: if let value = reader.bool(node, key) { result.includesBaseline = value }
    case .jobs: result.jobs = reader.integer(node, key, from: 1, through: 1024)
    case .keepModels:
      if let word = reader.word(node, key, as: KeepModels.self) { result.keepModels = word }
    case .keepInputs:
      let megabytes = reader.integer(node, key, from: 0, through: 1_000_000)
      if let megabytes { result.largestKeptInput = megabytes * 1_000_000 }
    case .checkpointSeconds: readCheckpointSeconds(node)
    case .retry:
      if let count = reader.integer(node, key, from: 0, through: 1000) { result.retries = count }
    case .onFinish: readOnFinish(node)
    case .overrides: readOverrides(node, path: "")
    case .parameters: readParameters(node, path: "")
    case .constraints: readConstraints(node)
    case nil:
      let known = SweepKey.allCases.map(\.rawValue) + ProgramKey.allCases.map(\.rawValue)
      let nearest = key.nearest(among: known)
      reader.note(.unknownKey(nearest: nearest, known: known), line: entry.line, key: key)
    }
  }

  private mutating func readCheckpointSeconds(_ node: TOMLNode) {
    let key = "checkpoint_seconds"
    guard let seconds = reader.number(node, key) else { return }
    if (0...86_400).contains(seconds) {
      result.checkpointSeconds = seconds
    } else {
      reader.note(
        .badValue(expected: "seconds from 0 (no checkpoints) to 86400", found: "\(seconds)"),
        line: node.line, key: key)
    }
  }

  /// A program and its arguments, which may be empty.
  private mutating func readOnFinish(_ node: TOMLNode) {
    let key = "on_finish"
    var words: [String] = []
    for (index, item) in (reader.array(node, key) ?? []).enumerated() {
      if index > 0, case .string("") = item.content {
        words.append("")
      } else if let word = reader.string(item, key) {
        words.append(word)
      }
    }
    result.onFinish = words
  }

  private mutating func readName(_ node: TOMLNode) {
    guard let name = reader.string(node, "name") else { return }
    let isFileName =
      !name.hasPrefix(".")
      && !name.unicodeScalars.contains {
        $0 == "/" || $0.value < 32 || $0.value == 127
      }
    if isFileName {
      result.name = name
    } else {
      reader.note(
        .badValue(expected: "a name that a file can have", found: "\"\(name)\""), line: node.line,
        key: "name")
    }
  }

  /// A list of seeds, or their number.
  private mutating func readSeeds(_ node: TOMLNode) {
    if case .integer = node.content {
      let count = reader.integer(node, "seeds", from: 1, through: 10_000)
      if let count { result.seeds = Array(0..<count) }
      return
    }
    for item in reader.array(node, "seeds") ?? [] {
      let seed = reader.integer(item, "seeds", from: 0, through: Int(UInt32.max))
      guard let seed else { continue }
      if result.seeds.contains(seed) {
        reader.note(
          .badValue(expected: "each seed once", found: "\(seed) twice"), line: item.line,
          key: "seeds")
      } else {
        result.seeds.append(seed)
      }
    }
  }

  /// Tables in braces are values; others only make a key longer.
  private mutating func readOverrides(_ node: TOMLNode, path: String) {
    for entry in reader.table(node, "[overrides]") ?? [] {
      let key = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if case .table(_, isInline: false) = entry.node.content {
        readOverrides(entry.node, path: key)
      } else if let value = reader.value(entry.node, "[overrides] \(key)"),
        isNew(key, in: "overrides", line: entry.line)
      {
        result.overrides.append(Setting(key, value))
      }
    }
  }

  private mutating func readParameters(_ node: TOMLNode, path: String) {
    let entries = reader.table(node, "[parameters]") ?? []
    if path.isEmpty, entries.isEmpty, node.entries != nil {
      reader.note(
        .missingKey(help: "say what varies: \"training.dropout\" = { values = [0.1, 0.2] }"),
        line: node.line, key: "[parameters]")
    }
    for entry in entries {
      let key = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if case .table(let inner, isInline: false) = entry.node.content,
        !inner.contains(where: { DistributionReading.keys.contains($0.key) })
      {
        readParameters(entry.node, path: key)
        continue
      }
      var reading = DistributionReading(key: key, reader: reader)
      let dimension = reading.read(entry.node)
      reader = reading.reader
      if let dimension, isNew(key, in: "parameters", line: entry.line) {
        result.space.dimensions.append(dimension)
      }
    }
  }

  private mutating func readConstraints(_ node: TOMLNode) {
    for item in reader.array(node, "constraints") ?? [] {
      guard let text = reader.string(item, "constraints") else { continue }
      do {
        let constraint = try Constraint(parsing: text)
        result.source.lines["constraints.\(result.space.constraints.count)"] = item.line
        result.space.constraints.append(constraint)
      } catch {
        reader.note(
          .constraintSyntax(column: error.column, expected: error.expected, found: error.found),
          line: item.line, key: "constraints")
      }
    }
  }

  /// Notes the line of a key, and an error when it was there before.
  private mutating func isNew(_ key: String, in section: String, line: Int) -> Bool {
    for other in ["overrides", "parameters"] {
      if let first = result.source.lines["\(other).\(key)"] {
        reader.note(.duplicate(firstLine: first), line: line, key: "[\(section)] \(key)")
        return false
      }
    }
    result.source.lines["\(section).\(key)"] = line
    return true
  }

  private static func stem(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? "sweep"
    return name.hasSuffix(".toml") && name.count > 5 ? String(name.dropLast(5)) : name
  }
}
