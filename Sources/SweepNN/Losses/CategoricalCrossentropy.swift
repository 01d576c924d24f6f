public import SweepTensors

/// The true class of each row.
public enum Classes: Equatable, Sendable {
  /// Names; `nil` is a missing value unless the loss has another.
  case names([String?])
  /// Numbers of classes.
  case numbers([Int])
  /// A row of targets for each row, for example one-hot.
  case targets(Floats2D)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .names(let names): names.count
    case .numbers(let numbers): numbers.count
    case .targets(let targets): targets.rows
    }
  }
}

/// Cross-entropy against one class per row: the gradient is guess − target.
///
/// - Source: Thinc 8.3 `CategoricalCrossentropy.v3`; the older versions lack the later settings.
public struct CategoricalCrossentropy: Loss {
  /// What marks a row without a truth.
  public enum MissingValue: Equatable, Sendable {
    case none
    case name(String)
    case number(Int)
  }

  /// Whether gradients are divided by the number of rows.
  public var normalize = true
  /// The names of the classes, in the order of the columns.
  public var names: [String]?
  /// What marks a row without a truth, besides a `nil` name.
  public var missingValue = MissingValue.none
  /// A prefix that turns a name into "not this class"; all else about the row is unknown.
  public var negPrefix: String?
  /// The share of the target that goes evenly to the other classes.
  public var labelSmoothing = 0.0

  public init(
    normalize: Bool = true, names: [String]? = nil, missingValue: MissingValue = .none,
    negPrefix: String? = nil, labelSmoothing: Double = 0
  ) {
    self.normalize = normalize
    self.names = names
    self.missingValue = missingValue
    self.negPrefix = negPrefix
    self.labelSmoothing = labelSmoothing
  }

  public func callAsFunction(
    _ guesses: Floats2D, _ truths: Classes
  ) throws(LossError) -> (gradient: Floats2D, loss: Double) {
    let gradient = try gradient(guesses, truths)
    return (gradient, gradient.sumOfSquares())
  }

  private func gradient(
    _ guesses: Floats2D, _ truths: Classes
  ) throws(LossError) -> Floats2D {
    try check(guesses, truths)
    var gradient = guesses
    switch truths {
    case .targets(let targets):
      guard labelSmoothing == 0 else {
        throw LossError.smoothing(labelSmoothing, classes: guesses.columns)
      }
      for row in 0..<guesses.rows { try subtract(targets, row, from: &gradient) }
    case .numbers(let numbers):
      let target = try smoothedTarget(guesses.columns)
      for (row, number) in numbers.enumerated() {
        let isKnown = missingValue != .number(number)
        try subtract(isKnown ? number : nil, target, row, from: &gradient)
      }
    case .names(let names):
      try subtract(names, from: &gradient)
    }
    if normalize {
      let rows = Float(guesses.rows)
      for i in gradient.values.indices { gradient.values[i] /= rows }
    }
    return gradient
  }

  private func check(_ guesses: Floats2D, _ truths: Classes) throws(LossError) {
    var shape = "\(truths.count) rows"
    var fits = truths.count == guesses.rows
    if case .targets(let targets) = truths {
      shape += " and \(targets.columns) columns"
      fits = fits && targets.columns == guesses.columns
      for value in targets.values where !(0...1).contains(value) {
        throw LossError.outOfRange(what: "truths", value: value)
      }
    }
    if let names { fits = fits && names.count == guesses.columns }
    guard fits else {
      throw LossError.shapes(
        guesses: "\(guesses.rows) rows and \(guesses.columns) columns", truths: shape)
    }
    for value in guesses.values where !(0...1).contains(value) {
      throw LossError.outOfRange(what: "guesses", value: value)
    }
  }

  /// The targets of the true class and of each other class.
  private func smoothedTarget(_ classes: Int) throws(LossError) -> (gold: Float, other: Float) {
    guard labelSmoothing != 0 else { return (1, 0) }
    guard classes > 1, labelSmoothing > 0,
      labelSmoothing < Double(classes - 1) / Double(classes)
    else { throw LossError.smoothing(labelSmoothing, classes: classes) }
    return (Float(1 - labelSmoothing), Float(labelSmoothing / Double(classes - 1)))
  }

  private func subtract(_ truths: [String?], from gradient: inout Floats2D) throws(LossError) {
    guard let names else { throw LossError.noNames }
    var columns: [String: Int] = [:]
    for (column, name) in names.enumerated() { columns[name] = column }
    let target = try smoothedTarget(gradient.columns)
    for (row, truth) in truths.enumerated() {
      guard let name = truth, missingValue != .name(name) else {
        try subtract(nil, target, row, from: &gradient)
        continue
      }
      guard let prefix = negPrefix, !name.isEmpty, name.hasPrefix(prefix) else {
        guard let column = columns[name] else { throw LossError.unknownName(name) }
        try subtract(column, target, row, from: &gradient)
        continue
      }
      let negated = String(name.dropFirst(prefix.count))
      guard let column = columns[negated] else { throw LossError.unknownName(negated) }
      // A smoothed target of "not this class" would lie below 0.
      guard labelSmoothing == 0 else {
        throw LossError.outOfRange(what: "truths", value: -target.gold)
      }
      for other in 0..<gradient.columns where other != column { gradient[row, other] = 0 }
    }
  }

  /// Turns a row of guesses into its gradient; all 0 when the class is missing.
  private func subtract(
    _ column: Int?, _ target: (gold: Float, other: Float), _ row: Int,
    from gradient: inout Floats2D
  ) throws(LossError) {
    guard let column else {
      for other in 0..<gradient.columns { gradient[row, other] = 0 }
      return
    }
    guard (0..<gradient.columns).contains(column) else {
      throw LossError.unknownName("\(column)")
    }
    for other in 0..<gradient.columns {
      gradient[row, other] -= other == column ? target.gold : target.other
    }
  }

  private func subtract(
    _ targets: Floats2D, _ row: Int, from gradient: inout Floats2D
  ) throws(LossError) {
    var best = 0
    for column in 0..<targets.columns where targets[row, column] > targets[row, best] {
      best = column
    }
    let isMissing = missingValue == .number(best) && targets.columns > 0
    for column in 0..<targets.columns {
      gradient[row, column] = isMissing ? 0 : gradient[row, column] - targets[row, column]
    }
  }
}

extension Floats2D {
  /// The sum of the squares of all elements.
  func sumOfSquares() -> Double {
    values.withUnsafeBufferPointer { values in
      values.baseAddress.map { Kernels.sumOfSquares(count: values.count, $0) } ?? 0
    }
  }
}
