import SweepConfig

/// Reads the keys that say how a search goes on: pruners, races, budgets, given assignments.
extension SweepFileReading {
  /// A metric, or a list of them.
  mutating func readMetrics(_ node: TOMLNode) {
    let metrics = (reader.array(node, "metrics") ?? []).map { readMetric($0, "metrics") }
    guard !metrics.isEmpty, !metrics.contains(nil) else { return }
    for (index, metric) in metrics.enumerated() {
      guard let metric else { continue }
      if metrics[..<index].contains(where: { $0?.name == metric.name }) {
        reader.note(
          .badValue(expected: "each metric once", found: "\"\(metric.name)\" twice"),
          line: node.line, key: "metrics")
        return
      }
    }
    result.metrics = metrics.compactMap(\.self)
  }

  mutating func readMetric(_ node: TOMLNode, _ key: String) -> Metric? {
    var (name, goal): (String?, Metric.Goal?)
    readTable(node, key, known: ["name", "goal"]) { reading, entry, place in
      if entry.key == "name" { name = reading.reader.string(entry.node, place) }
      if entry.key == "goal" {
        goal = reading.reader.word(entry.node, place, as: Metric.Goal.self)
      }
    }
    guard let entries = node.entries else { return nil }
    for inner in ["name", "goal"] where !entries.contains(where: { $0.key == inner }) {
      reader.note(
        .missingKey(
          help: "\(key == "metric" ? "metric = " : "")"
            + "{ name = \"ents_f\", goal = \"maximize\" }"), line: node.line,
        key: "\(key) \(inner)")
    }
    guard let name, let goal else { return nil }
    return Metric(name: name, goal: goal)
  }

  /// Reads the entries of a table whose keys are known.
  mutating func readTable(
    _ node: TOMLNode, _ key: String, known: [String],
    _ read: (inout SweepFileReading, TOMLEntry, _ place: String) -> Void
  ) {
    for entry in reader.table(node, key) ?? [] {
      let place = "\(key) \(entry.key)"
      guard known.contains(entry.key) else {
        reader.note(
          .unknownKey(nearest: entry.key.nearest(among: known), known: known), line: entry.line,
          key: place)
        continue
      }
      read(&self, entry, place)
    }
  }

  mutating func readPruner(_ node: TOMLNode, _ key: String = "pruner") -> PrunerSettings? {
    guard let entries = reader.table(node, key) else { return nil }
    guard let typeNode = entries.first(where: { $0.key == "type" })?.node else {
      reader.note(
        .missingKey(help: "pruner = { type = \"median\" }"), line: node.line, key: "\(key) type")
      return nil
    }
    guard let kind = reader.word(typeNode, "\(key) type", as: PrunerSettings.Kind.self) else {
      return nil
    }
    var reading = PrunerReading(kind: kind)
    let before = reader.errors.count
    readTable(node, key, known: ["type"] + kind.keys) { file, entry, place in
      reading.read(entry, place, &file)
    }
    for missing in kind.neededKeys where !entries.contains(where: { $0.key == missing }) {
      reader.note(
        .missingKey(help: "the pruner \"\(kind.rawValue)\" needs \(missing)"), line: node.line,
        key: "\(key) \(missing)")
    }
    guard reader.errors.count == before else { return nil }
    if kind == .threshold, reading.least == -.infinity, reading.greatest == .infinity {
      reader.note(
        .missingKey(help: "the pruner \"threshold\" needs min, max or both"), line: node.line,
        key: "\(key) min")
      return nil
    }
    guard reading.least <= reading.greatest else {
      reader.note(
        .emptyRange(min: "\(reading.least)", max: "\(reading.greatest)"), line: node.line, key: key)
      return nil
    }
    return reading.settings
  }

  /// `true`, or a table.
  mutating func readRace(_ node: TOMLNode) {
    if case .bool(let isWanted) = node.content {
      result.race = isWanted ? RaceSettings() : nil
      return
    }
    var race = RaceSettings()
    let before = reader.errors.count
    readTable(node, "race", known: ["first_seeds", "level"]) { reading, entry, place in
      if entry.key == "first_seeds" {
        if let count = reading.reader.integer(entry.node, place, from: 2, through: 1_000) {
          race.firstSeeds = count
        }
      } else if let level = reading.reader.number(entry.node, place) {
        if level > 0, level < 1 {
          race.level = level
        } else {
          reading.reader.note(
            .badValue(expected: "a chance between 0 and 1", found: "\(level)"), line: entry.line,
            key: place)
        }
      }
    }
    // What follows from a race that was not understood is no problem of its own.
    if reader.errors.count == before { result.race = race }
  }

  mutating func readStop(_ node: TOMLNode) {
    readTable(node, "stop", known: ["target", "no_improvement", "hours"]) { file, entry, place in
      switch entry.key {
      case "target": file.result.stop.target = file.reader.number(entry.node, place)
      case "no_improvement":
        file.result.stop.noImprovement = file.reader.integer(entry.node, place, from: 1)
      default: file.result.stop.hours = file.positive(entry.node, place)
      }
    }
  }

  mutating func readLimits(_ node: TOMLNode) {
    readTable(node, "limits", known: ["trial_minutes", "memory_mb"]) { file, entry, place in
      if entry.key == "trial_minutes" {
        file.result.limits.trialMinutes = file.positive(entry.node, place)
      } else {
        file.result.limits.memoryMegabytes = file.reader.integer(
          entry.node, place, from: 100, through: 100_000_000)
      }
    }
  }

  private mutating func positive(_ node: TOMLNode, _ key: String) -> Double? {
    guard let value = reader.number(node, key) else { return nil }
    guard value > 0 else {
      return reader.badValue("a number above 0", "\(value)", node, key)
    }
    return value
  }

  /// Assignments that are given: a table each.
  mutating func readEnqueued(_ node: TOMLNode) {
    for item in reader.array(node, "enqueue") ?? [] {
      var settings: [Setting] = []
      for entry in flattened(item, "enqueue", path: "") {
        if let value = reader.value(entry.node, "enqueue \(entry.key)") {
          settings.append(Setting(entry.key, value))
        }
      }
      result.source.lines["enqueue.\(result.enqueued.count)"] = item.line
      result.enqueued.append(Assignment(settings))
    }
  }

  /// The entries of a table; tables that are not in braces only make a key longer.
  private mutating func flattened(_ node: TOMLNode, _ key: String, path: String) -> [TOMLEntry] {
    (reader.table(node, key) ?? []).flatMap { entry -> [TOMLEntry] in
      let name = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if case .table(_, isInline: false) = entry.node.content {
        return flattened(entry.node, key, path: name)
      }
      return [TOMLEntry(key: name, line: entry.line, node: entry.node)]
    }
  }

  /// The name of a study, or a table with its store.
  mutating func readWarmStart(_ node: TOMLNode) {
    if case .string = node.content {
      if let name = reader.string(node, "warm_start") { result.warmStart = WarmStart(study: name) }
      return
    }
    var (study, store): (String?, String?)
    readTable(node, "warm_start", known: ["study", "store"]) { file, entry, place in
      let text = file.reader.string(entry.node, place)
      if entry.key == "study" { study = text } else { store = text }
    }
    guard let entries = node.entries else { return }
    if !entries.contains(where: { $0.key == "study" }) {
      reader.note(
        .missingKey(help: "warm_start = { study = \"ner\", store = \"sweep.db\" }"),
        line: node.line, key: "warm_start study")
    }
    if let study { result.warmStart = WarmStart(study: study, store: store) }
  }
}

extension PrunerSettings.Kind {
  fileprivate var keys: [String] {
    switch self {
    case .median: ["startup_trials", "warmup_steps", "interval"]
    case .percentile: ["percentile", "startup_trials", "warmup_steps", "interval"]
    case .threshold: ["min", "max", "warmup_steps"]
    case .patient: ["patience", "min_delta", "pruner"]
    case .halving, .hyperband: ["first_step", "reduction", "last_step"]
    }
  }

  fileprivate var neededKeys: [String] {
    switch self {
    case .median, .threshold: []
    case .percentile: ["percentile"]
    case .patient: ["patience"]
    case .halving, .hyperband: ["first_step"]
    }
  }
}

/// The keys of a pruner as they are read.
private struct PrunerReading {
  let kind: PrunerSettings.Kind
  var percentile = 50.0
  var startupTrials = 5
  var warmupSteps = 0
  var interval = 1
  var least = -Double.infinity
  var greatest = Double.infinity
  var patience = 0
  var leastImprovement = 0.0
  var inner: PrunerSettings?
  var halving = HalvingSettings(firstStep: 1)

  init(kind: PrunerSettings.Kind) { self.kind = kind }

  mutating func read(_ entry: TOMLEntry, _ place: String, _ file: inout SweepFileReading) {
    let node = entry.node
    func whole(_ file: inout SweepFileReading, _ value: inout Int, from least: Int) {
      if let read = file.reader.integer(node, place, from: least) { value = read }
    }
    func number(_ file: inout SweepFileReading, _ value: inout Double) {
      if let read = file.reader.number(node, place) { value = read }
    }
    switch entry.key {
    case "percentile":
      number(&file, &percentile)
      if !(0...100).contains(percentile) {
        file.reader.note(
          .badValue(expected: "a percentile from 0 to 100", found: "\(percentile)"),
          line: entry.line, key: place)
      }
    case "startup_trials": whole(&file, &startupTrials, from: 1)
    case "warmup_steps": whole(&file, &warmupSteps, from: 0)
    case "interval": whole(&file, &interval, from: 1)
    case "min": number(&file, &least)
    case "max": number(&file, &greatest)
    case "patience": whole(&file, &patience, from: 0)
    case "min_delta": number(&file, &leastImprovement)
    case "pruner":
      inner = file.readPruner(node, place)
      if case .halving = inner {
        file.reader.note(
          .badValue(
            expected: "\"median\", \"percentile\" or \"threshold\" inside of \"patient\"",
            found: "rungs"), line: entry.line, key: place)
      }
    case "first_step": whole(&file, &halving.firstStep, from: 1)
    case "reduction": whole(&file, &halving.reduction, from: 2)
    case "last_step":
      var last = 0
      whole(&file, &last, from: 1)
      halving.lastStep = last
    default: break
    }
  }

  var settings: PrunerSettings {
    switch kind {
    case .median, .percentile:
      return .percentile(
        kind == .median ? 50 : percentile, startupTrials: startupTrials, warmupSteps: warmupSteps,
        interval: interval)
    case .threshold: return .threshold(least...greatest, warmupSteps: warmupSteps)
    case .patient:
      return .patient(inner, patience: patience, leastImprovement: leastImprovement)
    case .halving, .hyperband:
      var settings = halving
      settings.isHyperband = kind == .hyperband
      return .halving(settings)
    }
  }
}
