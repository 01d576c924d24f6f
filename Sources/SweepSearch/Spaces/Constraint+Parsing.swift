import SweepConfig

/// What is wrong with the text of a constraint.
public struct ConstraintError: Error, Equatable, Sendable {
  /// Where, counted from 1.
  public var column: Int
  public var expected: String
  public var found: String
}

extension Constraint {
  /// Reads a constraint: `==`, `!=`, `<`, `<=`, `>`, `>=` between sums and products of keys,
  /// numbers, texts, `true` and `false`, joined by `and`, `or` and `not`.
  ///
  /// Keys with other characters than letters, digits, `_`, `.` and `@` stand in backticks.
  ///
  /// - Throws: `ConstraintError` with the first thing that does not fit.
  public init(parsing text: String) throws(ConstraintError) {
    var parser = ConstraintParser(tokens: ConstraintToken.all(of: text))
    expression = try parser.expression(rank: 1)
    try parser.expectEnd()
  }

  /// What a part of a constraint may be, as far as that is known before it is filled in.
  enum Kind: String, Equatable {
    case number = "a number"
    case text = "a text"
    case bool = "true or false"
    case other = "another value"

    init(of value: JSONValue) {
      if value.boolValue != nil {
        self = .bool
      } else if value.doubleValue != nil {
        self = .number
      } else {
        self = value.stringValue == nil ? .other : .text
      }
    }
  }

  /// A part of a constraint whose type does not fit its operator.
  struct TypeProblem {
    var sign: String
    var expected: Kind
    var part: String
  }

  /// The first part whose type does not fit its operator.
  ///
  /// - Parameter kinds: What a key's values are.
  /// - Returns: The part with its operator and the type that it should have; `nil` if all fit.
  func typeProblem(_ kinds: (String) -> Set<Kind>) -> TypeProblem? {
    var problem: TypeProblem?
    func expect(_ kind: Kind, _ part: Expression, _ sign: String) {
      let found = check(part)
      if !found.isSubset(of: [kind]), problem == nil {
        problem = TypeProblem(sign: sign, expected: kind, part: part.text(below: 0))
      }
    }
    func check(_ part: Expression) -> Set<Kind> {
      switch part {
      case .literal(let value): return [Kind(of: value)]
      case .key(let key): return kinds(key)
      case .unary(let sign, let inner):
        let kind = sign == .not ? Kind.bool : .number
        expect(kind, inner, sign.rawValue)
        return [kind]
      case .binary(let sign, let left, let right):
        let kind: Kind
        switch sign {
        case .equal, .unequal:
          _ = (check(left), check(right))
          return [.bool]
        case .and, .or, .not: kind = .bool
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
          // Texts are in order, too, if both sides are texts.
          kind = check(left) == [.text] && check(right) == [.text] ? .text : .number
        case .plus, .minus, .times, .over: kind = .number
        }
        expect(kind, left, sign.rawValue)
        expect(kind, right, sign.rawValue)
        return [sign.rank >= Operator.plus.rank ? .number : .bool]
      }
    }
    expect(.bool, expression, "constraint")
    return problem
  }
}

/// Reads expressions by the ranks of their operators.
private struct ConstraintParser {
  let tokens: [ConstraintToken]
  var position = 0
  /// How deep the parser is in parentheses and signs.
  var depth = 0

  private var token: ConstraintToken { tokens[position] }

  private func refusal(_ expected: String) -> ConstraintError {
    ConstraintError(column: token.column, expected: expected, found: token.name)
  }

  func expectEnd() throws(ConstraintError) {
    guard token.kind == .end else { throw refusal("an operator or the end") }
  }

  /// An expression of operators of a rank or tighter ones.
  mutating func expression(rank: Int) throws(ConstraintError) -> Constraint.Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 200 else { throw refusal("at most 20 levels of parentheses") }
    if rank == Constraint.Operator.not.rank, token.kind == .sign("not") {
      position += 1
      return .unary(.not, try expression(rank: rank))
    }
    if rank > Constraint.Operator.times.rank { return try operand() }
    var left = try expression(rank: rank + 1)
    while case .sign(let text) = token.kind, let sign = Constraint.Operator(rawValue: text),
      sign.rank == rank, sign != .not
    {
      position += 1
      left = .binary(sign, left, try expression(rank: rank + 1))
      if rank == Constraint.Operator.equal.rank, case .sign(let next) = token.kind,
        Constraint.Operator(rawValue: next)?.rank == rank
      {
        throw refusal("`and` between two comparisons")
      }
    }
    return left
  }

  private mutating func operand() throws(ConstraintError) -> Constraint.Expression {
    let token = token
    switch token.kind {
    case .number(let x):
      position += 1
      return .literal(x == x.rounded() && abs(x) < 0x1p53 ? .integer(Int(x)) : .number(x))
    case .text(let text):
      position += 1
      return .literal(.string(text))
    case .key(let key):
      position += 1
      return .key(key)
    case .sign("true"), .sign("false"):
      position += 1
      return .literal(.bool(token.kind == .sign("true")))
    case .sign("-"):
      position += 1
      return .unary(.minus, try expression(rank: Constraint.Operator.times.rank + 1))
    case .sign("("):
      position += 1
      let inner = try expression(rank: 1)
      guard self.token.kind == .sign(")") else { throw refusal("`)`") }
      position += 1
      return inner
    case .sign, .unknown, .end: throw refusal("a key, a number, a text or `(`")
    }
  }
}
