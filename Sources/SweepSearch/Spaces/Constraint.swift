import SweepConfig

/// A comparison between the settings of an assignment, for example
/// `variables.width >= 2 * variables.depth`: an entry of `constraints`.
///
/// A constraint that names an inactive setting holds.
public struct Constraint: Equatable, Sendable {
  var expression: Expression

  init(_ expression: Expression) { self.expression = expression }

  /// The keys that the constraint names, each once, in its order.
  public var keys: [String] {
    var keys: [String] = []
    expression.forEachKey { if !keys.contains($0) { keys.append($0) } }
    return keys
  }

  /// Whether an assignment keeps the constraint.
  public func holds(for assignment: Assignment) -> Bool {
    guard keys.allSatisfy({ assignment[$0] != nil }) else { return true }
    return expression.value { assignment[$0] } == .bool(true)
  }

  /// The constraint with other names of its keys.
  func renamed(_ name: (String) -> String) -> Constraint { Constraint(expression.renamed(name)) }

  /// The constraint as a sweep file may have it, in one way of writing.
  public var text: String { expression.text(below: 0) }

  /// A part of a constraint.
  indirect enum Expression: Equatable, Sendable {
    case literal(JSONValue)
    case key(String)
    case unary(Operator, Expression)
    case binary(Operator, Expression, Expression)
  }

  enum Operator: String, Sendable {
    case or, and, not
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"

    /// How tightly a binary operator binds; greater is tighter.
    var rank: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .not: 3
      case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: 4
      case .plus, .minus: 5
      case .times, .over: 6
      }
    }
  }
}

extension Constraint.Expression {
  func forEachKey(_ body: (String) -> Void) {
    switch self {
    case .literal: break
    case .key(let key): body(key)
    case .unary(_, let inner): inner.forEachKey(body)
    case .binary(_, let left, let right):
      left.forEachKey(body)
      right.forEachKey(body)
    }
  }

  func renamed(_ name: (String) -> String) -> Self {
    switch self {
    case .literal: self
    case .key(let key): .key(name(key))
    case .unary(let sign, let inner): .unary(sign, inner.renamed(name))
    case .binary(let sign, let left, let right):
      .binary(sign, left.renamed(name), right.renamed(name))
    }
  }

  /// The value beside given settings; `nil` where types do not fit.
  func value(_ setting: (String) -> JSONValue?) -> JSONValue? {
    switch self {
    case .literal(let value): return value
    case .key(let key): return setting(key)
    case .unary(let sign, let inner):
      guard let value = inner.value(setting) else { return nil }
      if sign == .not { return value.boolValue.map { .bool(!$0) } }
      return value.doubleValue.map { .number(-$0) }
    case .binary(let sign, let left, let right):
      guard let a = left.value(setting), let b = right.value(setting) else { return nil }
      return Self.apply(sign, a, b)
    }
  }

  private static func apply(
    _ sign: Constraint.Operator, _ a: JSONValue, _ b: JSONValue
  ) -> JSONValue? {
    switch sign {
    case .equal: return .bool(a.isSame(as: b))
    case .unequal: return .bool(!a.isSame(as: b))
    case .and, .or, .not:
      guard let a = a.boolValue, let b = b.boolValue else { return nil }
      return .bool(sign == .and ? a && b : a || b)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if let a = a.doubleValue, let b = b.doubleValue { return .bool(isOrdered(sign, a, b)) }
      if let a = a.stringValue, let b = b.stringValue { return .bool(isOrdered(sign, a, b)) }
      return nil
    case .plus, .minus, .times, .over:
      guard let a = a.doubleValue, let b = b.doubleValue else { return nil }
      switch sign {
      case .plus: return .number(a + b)
      case .minus: return .number(a - b)
      case .times: return .number(a * b)
      default: return .number(a / b)
      }
    }
  }

  private static func isOrdered<Value: Comparable>(
    _ sign: Constraint.Operator, _ a: Value, _ b: Value
  ) -> Bool {
    switch sign {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  /// The text, in parentheses where it binds less tightly than its place asks for.
  func text(below rank: Int) -> String {
    switch self {
    case .literal(let value):
      if case .string(let text) = value { return Self.quote(text) }
      return value.serialized(.compact)
    case .key(let key): return ConstraintToken.isPlainKey(key) ? key : "`\(key)`"
    case .unary(let sign, let inner):
      let own = sign == .not ? sign.rank : 7
      let text = (sign == .not ? "not " : "-") + inner.text(below: own)
      return own < rank ? "(\(text))" : text
    case .binary(let sign, let left, let right):
      // Of equals the left one comes first, and comparisons have no chains.
      let isComparison = sign.rank == Constraint.Operator.equal.rank
      let text =
        left.text(below: isComparison ? sign.rank + 1 : sign.rank) + " \(sign.rawValue) "
        + right.text(below: sign.rank + 1)
      return sign.rank < rank ? "(\(text))" : text
    }
  }

  private static func quote(_ text: String) -> String {
    text.contains("'") ? "\"\(text)\"" : "'\(text)'"
  }
}
