import SweepBase
import SweepConfig

/// Reads one entry of `[parameters]` into a distribution and its conditions.
struct DistributionReading {
  /// The keys by which a table is known to be a distribution.
  static let keys = [
    "distribution", "value", "values", "copy", "probabilities", "min", "max", "q", "mu", "sigma",
    "when",
  ]

  let key: String
  var reader: TOMLReader
  private var nodes: [String: TOMLNode] = [:]
  private var line = 0

  init(key: String, reader: TOMLReader) {
    self.key = key
    self.reader = reader
  }

  mutating func read(_ node: TOMLNode) -> Dimension? {
    line = node.line
    let label = "[parameters] \(key)"
    guard let entries = node.entries else {
      return reader.wrongType("a table such as { values = [0.1, 0.2] }", node, label)
    }
    let before = reader.errors.count
    for entry in entries {
      if Self.keys.contains(entry.key) {
        nodes[entry.key] = entry.node
      } else {
        let nearest = entry.key.nearest(among: Self.keys)
        reader.note(
          .unknownKey(nearest: nearest, known: Self.keys), line: entry.line, key: place(entry.key))
      }
    }
    guard let name = distributionName() else { return nil }
    checkKeys(of: name, entries)
    let conditions = conditions()
    guard reader.errors.count == before, let distribution = make(name) else { return nil }
    return Dimension(key, distribution, when: conditions)
  }

  private func place(_ inner: String) -> String { "[parameters.\"\(key)\"] \(inner)" }

  /// The distribution's name: as given, or as W&B guesses it.
  private mutating func distributionName() -> DistributionName? {
    if let node = nodes["distribution"] {
      if case .string("categorical_w_probabilities") = node.content { return .categorical }
      return reader.word(node, place("distribution"), as: DistributionName.self)
    }
    if nodes["value"] != nil { return .constant }
    if nodes["values"] != nil { return .categorical }
    if nodes["copy"] != nil { return .copy }
    if nodes["mu"] != nil || nodes["sigma"] != nil {
      return nodes["q"] == nil ? .normal : .quantizedNormal
    }
    if case .integer = nodes["min"]?.content, case .integer = nodes["max"]?.content,
      nodes["q"] == nil
    {
      return .intUniform
    }
    if nodes["min"] != nil || nodes["max"] != nil {
      return nodes["q"] == nil ? .uniform : .quantizedUniform
    }
    reader.note(
      .missingKey(help: "give `value`, `values`, or `min` and `max`"), line: line,
      key: "[parameters] \(key)")
    return nil
  }

  private mutating func checkKeys(of name: DistributionName, _ entries: [TOMLEntry]) {
    let missing = name.requiredKeys.filter { nodes[$0] == nil }
    if !missing.isEmpty {
      reader.note(
        .distributionNeeds(distribution: name.rawValue, keys: missing), line: line,
        key: "[parameters] \(key)")
    }
    let uses = name.requiredKeys + name.optionalKeys
    for entry in entries where Self.keys.contains(entry.key) {
      guard entry.key != "distribution", entry.key != "when" else { continue }
      guard !uses.contains(entry.key) else { continue }
      reader.note(
        .unusedKey(distribution: name.rawValue, uses: uses), line: entry.line,
        key: place(entry.key))
    }
  }

  private mutating func make(_ name: DistributionName) -> Distribution? {
    switch name {
    case .constant:
      nodes["value"].flatMap { reader.value($0, place("value")) }.map(Distribution.constant)
    case .categorical: categorical()
    case .ordered: values().map(Distribution.ordered)
    case .copy: nodes["copy"].flatMap { reader.string($0, place("copy")) }.map(Distribution.copy)
    case .intUniform: integerRange().map(Distribution.intUniform)
    case .uniform: range().map(Distribution.uniform)
    case .logUniform: range().flatMap { exponentials($0) }.map(Distribution.logUniform)
    case .logUniformValues: positiveRange().map(Distribution.logUniform)
    case .inverseLogUniform:
      range().flatMap { exponentials(-$0.upperBound ... -$0.lowerBound) }
        .map(Distribution.inverseLogUniform)
    case .inverseLogUniformValues: positiveRange().map(Distribution.inverseLogUniform)
    case .quantizedUniform:
      range().flatMap { lattice($0, isInteger: hasWholeBounds) }.map(Distribution.quantizedUniform)
    case .quantizedLogUniform:
      // e to the power of a whole number is a whole number at 0 only.
      range().flatMap { exponentials($0) }
        .flatMap { lattice($0, isInteger: $0.lowerBound == $0.lowerBound.rounded()) }
        .map(Distribution.quantizedLogUniform)
    case .quantizedLogUniformValues:
      positiveRange().flatMap { lattice($0, isInteger: hasWholeBounds) }
        .map(Distribution.quantizedLogUniform)
    case .normal: moments().map { .normal(mean: $0.mean, deviation: $0.deviation) }
    case .logNormal: moments().map { .logNormal(mean: $0.mean, deviation: $0.deviation) }
    case .quantizedNormal:
      quantizedMoments { .quantizedNormal(mean: $0, deviation: $1, step: $2) }
    case .quantizedLogNormal:
      quantizedMoments { .quantizedLogNormal(mean: $0, deviation: $1, step: $2) }
    }
  }
}

// MARK: - Parts

extension DistributionReading {
  private mutating func values() -> [JSONValue]? {
    guard let node = nodes["values"], let items = reader.array(node, place("values")) else {
      return nil
    }
    let values = items.map { reader.value($0, place("values")) }
    return values.contains(nil) ? nil : values.compactMap(\.self)
  }

  private mutating func categorical() -> Distribution? {
    guard let values = values() else { return nil }
    guard let list = nodes["probabilities"] else { return .categorical(values) }
    guard let weights = probabilities(list, count: values.count) else { return nil }
    return .categorical(values, probabilities: weights)
  }

  /// The entries of `when`: `KEY = VALUE`, `KEY = [VALUE, …]` or `KEY = { min = …, max = … }`.
  private mutating func conditions() -> [Condition] {
    guard let node = nodes["when"] else { return [] }
    let found = conditions(node, path: "")
    if found.isEmpty, let entries = reader.table(node, place("when")), entries.isEmpty {
      reader.note(
        .missingKey(help: "name a setting and its value: when = { \"a.b\" = \"x\" }"),
        line: node.line, key: place("when"))
    }
    return found
  }

  /// Tables in braces are ranges or values; others only make a key longer.
  private mutating func conditions(_ node: TOMLNode, path: String) -> [Condition] {
    var result: [Condition] = []
    for entry in path.isEmpty && node.entries == nil ? [] : node.entries ?? [] {
      let other = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if case .table(_, isInline: false) = entry.node.content {
        result += conditions(entry.node, path: other)
      } else if let allowed = allowed(entry.node, place("when \(other)")) {
        result.append(Condition(other, allowed))
      }
    }
    return result
  }

  private mutating func allowed(_ node: TOMLNode, _ label: String) -> Condition.Allowed? {
    if let entries = node.entries, !entries.isEmpty,
      entries.allSatisfy({ ["min", "max"].contains($0.key) })
    {
      var ends = ["min": -Double.infinity, "max": .infinity]
      for entry in entries {
        guard let x = reader.number(entry.node, "\(label) \(entry.key)") else { return nil }
        ends[entry.key] = x
      }
      guard let min = ends["min"], let max = ends["max"], min <= max else {
        reader.note(
          .emptyRange(min: "\(ends["min"] ?? 0)", max: "\(ends["max"] ?? 0)"), line: node.line,
          key: label)
        return nil
      }
      return .range(min...max)
    }
    guard case .array = node.content else {
      return reader.value(node, label).map { .values([$0]) }
    }
    guard let items = reader.array(node, label) else { return nil }
    let values = items.map { reader.value($0, label) }
    return values.contains(nil) ? nil : .values(values.compactMap(\.self))
  }

  private mutating func probabilities(_ node: TOMLNode, count: Int) -> [Double]? {
    let label = place("probabilities")
    guard let items = reader.array(node, label) else { return nil }
    let numbers = items.map { reader.number($0, label) }
    guard !numbers.contains(where: { $0 == nil }) else { return nil }
    let weights = numbers.compactMap(\.self)
    for (weight, item) in zip(weights, items) where weight < 0 {
      return reader.badValue("a probability from 0 on", "\(weight)", item, label)
    }
    guard weights.count == count else {
      reader.note(
        .probabilityCount(values: count, probabilities: weights.count), line: node.line, key: label)
      return nil
    }
    let sum = weights.reduce(0, +)
    guard abs(sum - 1) < 1e-6 else {
      reader.note(.probabilitySum("\(sum)"), line: node.line, key: label)
      return nil
    }
    return weights
  }

  private mutating func integerRange() -> ClosedRange<Int>? {
    guard let low = nodes["min"], let high = nodes["max"] else { return nil }
    let min = reader.integer(low, place("min"), from: .min)
    let max = reader.integer(high, place("max"), from: .min)
    guard let min, let max else { return nil }
    guard min <= max else { return emptyRange("\(min)", "\(max)") }
    return min...max
  }

  private mutating func range() -> ClosedRange<Double>? {
    guard let low = nodes["min"], let high = nodes["max"] else { return nil }
    let min = reader.number(low, place("min"))
    let max = reader.number(high, place("max"))
    guard let min, let max else { return nil }
    guard min <= max else { return emptyRange(low.kind, high.kind) }
    return min...max
  }

  private mutating func positiveRange() -> ClosedRange<Double>? {
    guard let range = range(), let low = nodes["min"] else { return nil }
    guard range.lowerBound > 0 else {
      return reader.badValue("a number above 0, as logarithms need", low.kind, low, place("min"))
    }
    return range
  }

  /// The values of a range of natural logarithms.
  private mutating func exponentials(_ range: ClosedRange<Double>) -> ClosedRange<Double>? {
    let values = exponential(range.lowerBound)...exponential(range.upperBound)
    guard values.lowerBound.isNormal, values.upperBound.isFinite, let low = nodes["min"] else {
      reader.note(
        .badValue(
          expected: "natural logarithms between -708 and 709, as W&B has them",
          found: "\(range.lowerBound) and \(range.upperBound)"), line: line,
        key: "[parameters] \(key)")
      return nil
    }
    _ = low
    return values
  }

  /// The values of a range in steps of `q`; whole numbers if the range's are and the step is.
  private mutating func lattice(_ range: ClosedRange<Double>, isInteger: Bool) -> Lattice? {
    guard let step = step() else { return nil }
    let lattice = Lattice(
      first: range.lowerBound, last: range.upperBound, step: step.step,
      isInteger: isInteger && step.isInteger)
    guard let lattice else {
      reader.note(
        .badValue(expected: "a step that the range can be counted in", found: "\(step.step)"),
        line: line, key: place("q"))
      return nil
    }
    return lattice
  }

  /// Whether `min` and `max` are written as whole numbers.
  private var hasWholeBounds: Bool { isWhole("min") && isWhole("max") }

  private func isWhole(_ key: String) -> Bool {
    if case .integer = nodes[key]?.content { true } else { false }
  }

  /// `q`, which is 1 unless given.
  private mutating func step() -> Quantum? {
    guard let node = nodes["q"] else { return Quantum(step: 1, isInteger: true) }
    guard let step = reader.number(node, place("q")) else { return nil }
    guard step > 0 else { return reader.badValue("a number above 0", node.kind, node, place("q")) }
    return Quantum(step: step, isInteger: isWhole("q"))
  }

  /// `mu` and `sigma`, which are 0 and 1 unless given.
  private mutating func moments() -> (mean: Double, deviation: Double)? {
    let mean = nodes["mu"].map { reader.number($0, place("mu")) } ?? 0
    let deviation = nodes["sigma"].map { reader.number($0, place("sigma")) } ?? 1
    guard let mean, let deviation else { return nil }
    if deviation <= 0, let node = nodes["sigma"] {
      return reader.badValue("a number above 0", node.kind, node, place("sigma"))
    }
    return (mean, deviation)
  }

  private mutating func quantizedMoments(
    _ make: (Double, Double, Quantum) -> Distribution
  ) -> Distribution? {
    guard let (mean, deviation) = moments(), let step = step() else { return nil }
    return make(mean, deviation, step)
  }

  private mutating func emptyRange<Value>(_ min: String, _ max: String) -> Value? {
    reader.note(.emptyRange(min: min, max: max), line: line, key: "[parameters] \(key)")
    return nil
  }
}
