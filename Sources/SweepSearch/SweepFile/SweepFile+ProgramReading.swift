import SweepConfig

/// The keys of a sweep file about programs.
enum ProgramKey: String, CaseIterable {
  case command, python, code, inputs, pattern, result, environment
  case runIn = "run_in"
  case grace = "grace_seconds"
  case keepFolders = "keep_folders"

  /// The engines that know the key.
  var engines: [TrialEngine] {
    switch self {
    case .command, .pattern, .result: [.command]
    case .python, .code: [.spacy]
    case .inputs, .environment, .runIn, .grace, .keepFolders: [.command, .spacy]
    }
  }
}

extension SweepFileReading {
  mutating func readEngine(_ node: TOMLNode, _ key: String) {
    if key == "engine" {
      if let word = reader.word(node, key, as: TrialEngine.self) { result.engine = word }
      return
    }
    // The older spelling.
    guard case .string("sweep") = node.content else {
      if case .string("elsewhere") = node.content {
        result.engine = .elsewhere
      } else if let text = reader.string(node, key) {
        reader.note(
          .unknownWord(found: text, nearest: nil, known: ["sweep", "elsewhere"]), line: node.line,
          key: key)
      }
      return
    }
    result.engine = .native
  }

  mutating func readProgram(_ node: TOMLNode, _ key: ProgramKey) {
    let label = key.rawValue
    switch key {
    case .command: result.program.command = readWords(node, label, isTemplate: true)
    case .python: result.program.python = reader.string(node, label)
    case .code: result.program.code = reader.string(node, label)
    case .inputs: result.program.inputs = readWords(node, label, isTemplate: false)
    case .pattern: result.program.pattern = reader.string(node, label)
    case .result:
      guard let path = reader.string(node, label) else { return }
      result.program.result = path
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      if parts.contains(where: { $0.isEmpty || $0 == ".." }) {
        reader.note(
          .badValue(expected: "a path inside of the trial's folder", found: "\"\(path)\""),
          line: node.line, key: label)
      }
    case .environment: readEnvironment(node)
    case .runIn:
      let word = reader.word(node, label, as: ProgramSettings.RunFolder.self)
      if let word { result.program.runIn = word }
    case .grace:
      guard let seconds = reader.number(node, label) else { return }
      if seconds >= 0, seconds <= 86_400 {
        result.program.graceSeconds = seconds
      } else {
        reader.note(
          .badValue(expected: "seconds from 0 to 86400", found: "\(seconds)"), line: node.line,
          key: label)
      }
    case .keepFolders:
      let word = reader.word(node, label, as: ProgramSettings.KeepFolders.self)
      if let word { result.program.keepFolders = word }
    }
  }

  private mutating func readWords(
    _ node: TOMLNode, _ key: String, isTemplate: Bool
  ) -> [String] {
    guard let items = reader.array(node, key) else { return [] }
    return items.compactMap { item -> String? in
      // An argument may be empty.
      if isTemplate, case .string("") = item.content { return "" }
      guard let word = reader.string(item, key) else { return nil }
      guard isTemplate else { return word }
      do throws(CommandTemplate.Problem) {
        _ = try CommandTemplate(parsing: word)
      } catch {
        reader.note(
          .badValue(expected: error.expected, found: error.found), line: item.line, key: key)
      }
      return word
    }
  }

  private mutating func readEnvironment(_ node: TOMLNode) {
    for entry in reader.table(node, "environment") ?? [] {
      let label = "environment \(entry.key)"
      let isName =
        !entry.key.isEmpty && !entry.key.unicodeScalars.contains { $0 == "=" || $0.value == 0 }
      guard isName, !entry.key.hasPrefix("SWEEP_") else {
        reader.note(
          .badValue(
            expected: "names of variables, none of which begins with SWEEP_",
            found: "\"\(entry.key)\""), line: entry.line, key: label)
        continue
      }
      guard let value = reader.value(entry.node, label) else { continue }
      if value.arrayValue != nil || value.objectValue != nil {
        reader.note(
          .wrongType(expected: "a text or a number", found: entry.node.kind), line: entry.line,
          key: label)
      } else {
        result.program.environment.append(Setting(entry.key, value))
      }
    }
  }
}

extension SweepFile {
  /// Keys about programs that do not go with the engine, and what an engine cannot do.
  var engineErrors: [SweepFileError] {
    var errors: [SweepFileError] = []
    if source.lines["engine"] != nil, source.lines["trainer"] != nil {
      errors.append(
        error(
          .badValue(expected: "engine alone", found: "engine and trainer"), "trainer", "trainer")
      )
    }
    for key in ProgramKey.allCases where isGiven(key) && !key.engines.contains(engine) {
      let engines = key.engines.map { "engine = \"\($0.rawValue)\"" }.joined(separator: " or ")
      errors.append(
        error(
          .badValue(expected: "no \(key.rawValue) without \(engines)", found: "both"),
          key.rawValue, key.rawValue))
    }
    if isolates, engine != .native {
      errors.append(
        error(
          .badValue(
            expected: "no isolate where each trial is a program of its own already", found: "both"),
          "isolate", "isolate"))
    }
    if engine == .command, program.command.isEmpty, source.lines["command"] == nil {
      errors.append(
        error(
          .missingKey(
            help:
              "say what to run: command = [\"python3\", \"train.py\", \"--config\", \"{config}\"]"
          ), "engine", "command"))
    }
    if engine != .native {
      let who = engine == .elsewhere ? "programs elsewhere train" : "programs train"
      var refused = [("folds", folds != nil), ("test", test != nil)]
      if engine == .elsewhere { refused.append(("limits", limits != TrialLimits())) }
      for (key, isGiven) in refused where isGiven {
        errors.append(
          error(.badValue(expected: "no \(key) where \(who)", found: "both"), key, key))
      }
    }
    return errors
  }

  private func isGiven(_ key: ProgramKey) -> Bool {
    if source.lines[key.rawValue] != nil { return true }
    let plain = ProgramSettings()
    return switch key {
    case .command: program.command != plain.command
    case .python: program.python != plain.python
    case .code: program.code != plain.code
    case .inputs: program.inputs != plain.inputs
    case .pattern: program.pattern != plain.pattern
    case .result: program.result != plain.result
    case .environment: program.environment != plain.environment
    case .runIn: program.runIn != plain.runIn
    case .grace: program.graceSeconds != plain.graceSeconds
    case .keepFolders: program.keepFolders != plain.keepFolders
    }
  }
}

extension SweepFile {
  /// The engine and its program as lines of a sweep file; none for what is by default.
  var programLines: [String] {
    var lines: [String] = []
    let plain = ProgramSettings()
    if engine != .native { lines.append("engine = \(quoted(engine.rawValue))") }
    if isolates { lines.append("isolate = true") }
    lines += programPlanLines
    if let python = program.python { lines.append("python = \(quoted(python))") }
    if program.graceSeconds != plain.graceSeconds {
      lines.append("grace_seconds = \(program.graceSeconds)")
    }
    if program.keepFolders != plain.keepFolders {
      lines.append("keep_folders = \(quoted(program.keepFolders.rawValue))")
    }
    return lines
  }

  /// What of the program decides the results of trials.
  var programPlanLines: [String] {
    var lines: [String] = []
    func list(_ words: [String]) -> String { JSONValue.array(words.map { .string($0) }).toml }
    if !program.command.isEmpty { lines.append("command = \(list(program.command))") }
    if let code = program.code { lines.append("code = \(quoted(code))") }
    if !program.inputs.isEmpty { lines.append("inputs = \(list(program.inputs))") }
    if let pattern = program.pattern { lines.append("pattern = \(quoted(pattern))") }
    if let result = program.result { lines.append("result = \(quoted(result))") }
    if !program.environment.isEmpty {
      lines.append("environment = \(JSONValue.object(Assignment(program.environment).json).toml)")
    }
    if program.runIn != .here { lines.append("run_in = \(quoted(program.runIn.rawValue))") }
    return lines
  }
}
