import SweepConfig
import SweepSearch

/// Where the values of a setting lie beside each other.
struct ParameterAxis: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case numbers(PlotScale)
    /// Texts in order.
    case names([String])
  }

  let key: String
  let name: String
  let kind: Kind
  /// Whether some assignments do not have the setting.
  let isMissingSomewhere: Bool

  /// The most names that are told apart.
  private static let mostNames = 12
  private static let missing = "–"

  /// Chooses how the values of a setting lie: a few numbers like names, many along a scale.
  init(_ key: String, _ name: String, _ values: [JSONValue?], _ space: SearchSpace?) {
    (self.key, self.name) = (key, name)
    isMissingSomewhere = values.contains(nil)
    let distribution = space?.dimensions.first { $0.key == key }?.distribution
    var texts: [String] = []
    var seen = Set<String>()
    var numbers: [Double] = []
    var distinct = Set<Double>()
    var areNumbers = true
    for value in values.compactMap(\.self) {
      if let number = value.doubleValue, number.isFinite {
        if distinct.insert(number).inserted { numbers.append(number) }
      } else {
        areNumbers = false
      }
      let text = NumberText.setting(value)
      if seen.count <= Self.mostNames, seen.insert(text).inserted { texts.append(text) }
    }
    numbers.sort()
    let isList =
      switch distribution {
      case .categorical, .ordered: numbers.count <= Self.mostNames
      default: numbers.count <= 6
      }
    if areNumbers, !numbers.isEmpty {
      if isList {
        let names = numbers.map { NumberText.setting(Self.number($0)) }
        kind = .names(names + (isMissingSomewhere ? [Self.missing] : []))
      } else {
        kind = .numbers(
          PlotScale(
            numbers, logarithmic: Self.isLogarithmic(distribution, numbers), margin: 0.04))
      }
      return
    }
    // In the order of the sweep file where there is one, so that it does not follow from the ranking.
    if case .categorical(let list, _)? = distribution {
      let order = list.map(NumberText.setting)
      texts = order.filter(texts.contains) + texts.filter { !order.contains($0) }.sorted()
    } else {
      texts.sort()
    }
    if texts.count > Self.mostNames { texts = Array(texts.prefix(Self.mostNames - 1)) + ["others"] }
    kind = .names(texts + (isMissingSomewhere ? [Self.missing] : []))
  }

  /// Whole numbers as such, as settings show them.
  private static func number(_ x: Double) -> JSONValue {
    Int(exactly: x).map(JSONValue.integer) ?? .number(x)
  }

  private static func isLogarithmic(_ distribution: Distribution?, _ numbers: [Double]) -> Bool {
    guard let first = numbers.first, let last = numbers.last, first > 0 else { return false }
    return switch distribution {
    case .logUniform, .inverseLogUniform, .quantizedLogUniform, .logNormal, .quantizedLogNormal:
      last >= 4 * first
    default: last >= 100 * first
    }
  }

  /// The position of a value's name; `nil` for numbers along a scale.
  func index(_ value: JSONValue?) -> Int? {
    guard case .names(let names) = kind else { return nil }
    guard let value else { return names.lastIndex(of: Self.missing) }
    let text =
      value.doubleValue.map { NumberText.setting(Self.number($0)) } ?? NumberText.setting(value)
    return names.firstIndex(of: text) ?? names.firstIndex(of: "others")
  }

  /// A value between both ends of the axis, from 0 to 1; `nil` for one that is missing there.
  func share(_ value: JSONValue?) -> Double? {
    switch kind {
    case .names(let names):
      return index(value).map { (Double($0) + 0.5) / Double(names.count) }
    case .numbers(let scale):
      return value?.doubleValue.flatMap { $0.isFinite ? scale.share($0) : nil }
    }
  }

  /// The axis of a frame, with its label.
  var frameAxis: (PlotFrame.Axis, String) {
    switch kind {
    case .names(let names): (.names(names), name)
    case .numbers(let scale): (.numbers(scale), name + (scale.isLogarithmic ? " (log)" : ""))
    }
  }
}
