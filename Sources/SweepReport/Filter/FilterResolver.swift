import SweepConfig

/// Settles what the names of a filter stand for, and whether what they are compared with fits.
struct FilterResolver {
  let filter: String
  let catalog: FilterCatalog
  private(set) var sources: [FilterSource] = []

  init(filter: String, catalog: FilterCatalog) {
    self.filter = filter
    self.catalog = catalog
  }

  mutating func resolve(_ node: FilterNode) throws(FilterError) -> FilterCondition {
    switch node {
    case .all(let parts): return .all(try resolveAll(parts))
    case .any(let parts): return .any(try resolveAll(parts))
    case .not(let part): return .not(try resolve(part))
    case .present(let name): return .present(index(of: try source(name)))
    case .compare(let name, let sign, let other): return try compare(name, sign, other)
    case .among(let name, let members):
      var parts: [FilterCondition] = []
      for member in members { parts.append(try compare(name, .equal, member)) }
      return .any(parts)
    }
  }

  private mutating func resolveAll(_ nodes: [FilterNode]) throws(FilterError) -> [FilterCondition] {
    var result: [FilterCondition] = []
    for node in nodes { result.append(try resolve(node)) }
    return result
  }

  private mutating func index(of source: FilterSource) -> Int {
    if let known = sources.firstIndex(of: source) { return known }
    sources.append(source)
    return sources.count - 1
  }

  private func source(_ operand: FilterOperand) throws(FilterError) -> FilterSource {
    if let source = catalog.source(of: operand.text) { return source }
    throw error(
      operand, "there is no score, setting or field `\(operand.text)`",
      help: catalog.help(for: operand.text))
  }

  private func error(
    _ operand: FilterOperand, _ problem: String, help: String? = nil
  ) -> FilterError {
    FilterError(filter: filter, offset: operand.offset, problem: problem, help: help)
  }

  // MARK: - Comparisons

  private mutating func compare(
    _ name: FilterOperand, _ sign: FilterOperator, _ other: FilterOperand
  ) throws(FilterError) -> FilterCondition {
    let source = try source(name)
    if other.isNull {
      guard sign == .equal || sign == .unequal else {
        throw error(other, "null has no order", help: "write `\(name.text) = null`")
      }
      let isNull = FilterCondition.isNull(index(of: source))
      return sign == .equal ? isNull : .not(isNull)
    }
    if let otherSource = try nameSource(other, beside: source, sign) {
      let (a, b) = (index(of: source), index(of: otherSource))
      return .compareNames(a, sign, b)
    }
    guard case .field(let field) = source else {
      return .compare(index(of: source), sign, try value(other, sign, for: source))
    }
    return try compare(name, field, sign, other)
  }

  /// The source of the right side where it is a name, and not a text that stands without quotes.
  private func nameSource(
    _ operand: FilterOperand, beside source: FilterSource, _ sign: FilterOperator
  ) throws(FilterError) -> FilterSource? {
    switch operand.kind {
    case .name: return try self.source(operand)
    case .word:
      if case .field(let field) = source {
        switch field.kind {
        case .text, .hash, .word, .list: return nil
        case .number, .duration, .time, .flag: return try self.source(operand)
        }
      }
      if sign == .like || sign == .unlike { return nil }
      if let known = catalog.source(of: operand.text) { return known }
      // `optimizer = adam`: of settings only, whose values may be texts.
      if case .score = source { return try self.source(operand) }
      return sign.isOrder ? try self.source(operand) : nil
    case .text, .literal: return nil
    }
  }

  /// The value beside a score or setting.
  private func value(
    _ operand: FilterOperand, _ sign: FilterOperator, for source: FilterSource
  ) throws(FilterError) -> FilterValue {
    let isText = sign == .like || sign == .unlike
    if case .score(let name) = source {
      guard case .literal(let literal) = operand.kind, case .number = literal, !isText else {
        throw error(
          operand, "the score `\(name)` is compared with a number, found `\(operand.text)`",
          help: isText ? "`~` is for texts" : nil)
      }
      return literal.value
    }
    guard case .literal(let literal) = operand.kind, !isText else { return .text(operand.text) }
    switch literal {
    case .duration, .time: return .text(operand.text)
    case .null, .bool, .number: return literal.value
    }
  }

  private mutating func compare(
    _ name: FilterOperand, _ field: FilterField, _ sign: FilterOperator, _ other: FilterOperand
  ) throws(FilterError) -> FilterCondition {
    let isPattern = sign == .like || sign == .unlike
    let place = index(of: .field(field))
    switch field.kind {
    case .text: return .compare(place, sign, .text(other.text))
    case .list:
      guard !sign.isOrder else { throw error(other, "tags have no order", help: "write `tag = …`") }
      return .compare(place, sign, .text(other.text))
    case .word(let words):
      guard isPattern || words.contains(other.text) else {
        let near = other.text.nearest(among: words).map { "did you mean `\($0)`?" }
        throw error(
          other, "there is no \(field.rawValue) `\(other.text)`",
          help: near ?? "there are \(words.joined(separator: ", "))")
      }
      return .compare(place, sign, .text(other.text))
    case .hash:
      let digits = other.text.lowercased()
      if isPattern { return .compare(place, sign, .text(digits)) }
      guard !sign.isOrder else { throw error(other, "`\(field.rawValue)` has no order") }
      guard !digits.isEmpty, digits.utf8.allSatisfy(Self.isHexDigit) else {
        throw error(other, "expected hex digits, found `\(other.text)`")
      }
      let begins = FilterCondition.begins(place, digits)
      return sign == .equal ? begins : .not(begins)
    case .number, .duration, .time, .flag:
      guard !isPattern else {
        throw error(name, "`\(sign.rawValue)` is for texts, and `\(field.rawValue)` is none")
      }
      return try compare(place, field, sign, other)
    }
  }

  private func compare(
    _ place: Int, _ field: FilterField, _ sign: FilterOperator, _ other: FilterOperand
  ) throws(FilterError) -> FilterCondition {
    var literal: FilterLiteral?
    if case .literal(let written) = other.kind { literal = written }
    switch (field.kind, literal) {
    case (.number, .number?), (.duration, .number?), (.duration, .duration?):
      return .compare(place, sign, literal?.value ?? .null)
    case (.flag, .bool(let flag)?):
      guard !sign.isOrder else { throw error(other, "`\(field.rawValue)` has no order") }
      return .compare(place, sign, .bool(flag))
    case (.time, _):
      guard case .time(let start, let end)? = literal ?? FilterLiteral.time(other.text) else {
        break
      }
      let within = FilterCondition.within(place, start: start, end: end)
      if sign == .equal { return within }
      return sign == .unequal ? .not(within) : .compare(place, sign, .time(start))
    default: break
    }
    throw error(
      other, "expected \(Self.expected(field)) for `\(field.rawValue)`, found `\(other.text)`")
  }

  private static func expected(_ field: FilterField) -> String {
    switch field.kind {
    case .duration: "seconds or a time such as 90s, 10m or 1.5h"
    case .time: "a time such as 2026-11-01 or 2026-11-01T10:30"
    case .flag: "true or false"
    default: "a number"
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte >= 48 && byte <= 57 || byte >= 97 && byte <= 102
  }
}
