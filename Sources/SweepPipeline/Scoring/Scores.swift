public import SweepConfig

/// The scores of an evaluation, by spaCy's keys and in its order, from 0 to 1.
public struct Scores: Equatable, Sendable {
  /// One score.
  public enum Value: Equatable, Sendable {
    case number(Double)
    /// Nothing to score.
    case null
    /// Precision, recall and F-score of each label, in the order in which labels were met.
    case perType([TypeScore])
    /// A number of each label, in the order of the labels; `nil` where there is nothing to score.
    case perLabel([LabelScore])
    /// What another score stands for.
    case text(String)
  }

  /// One number of a label.
  public struct LabelScore: Equatable, Sendable {
    public var label: String
    public var value: Double?

    package init(label: String, value: Double?) { (self.label, self.value) = (label, value) }
  }

  /// The scores of one label.
  public struct TypeScore: Equatable, Sendable {
    public var label: String
    public var precision: Double
    public var recall: Double
    public var fScore: Double

    package init(label: String, precision: Double, recall: Double, fScore: Double) {
      (self.label, self.precision) = (label, precision)
      (self.recall, self.fScore) = (recall, fScore)
    }
  }

  /// The keys with their values, in order.
  public private(set) var entries: [(key: String, value: Value)] = []

  /// No scores.
  public init() {}

  /// The value of a key; setting adds it at the end or replaces it in its place.
  public subscript(key: String) -> Value? {
    get { entries.first { $0.key == key }?.value }
    set {
      let index = entries.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// The number under a key; `nil` for anything else.
  public func number(_ key: String) -> Double? {
    if case .number(let value)? = self[key] { value } else { nil }
  }

  /// The scores as JSON, in order.
  public var json: JSONObject {
    JSONObject(entries.map { ($0.key, $0.value.json) })
  }

  public static func == (a: Scores, b: Scores) -> Bool {
    a.entries.elementsEqual(b.entries) { $0.key == $1.key && $0.value == $1.value }
  }
}

extension Scores.Value {
  /// The value as JSON.
  public var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .null: .null
    case .text(let text): .string(text)
    case .perLabel(let scores):
      .object(
        JSONObject(scores.map { ($0.label, $0.value.map { .number($0) } ?? .null) }))
    case .perType(let types):
      .object(
        JSONObject(
          types.map { type in
            (
              type.label,
              .object([
                "p": .number(type.precision), "r": .number(type.recall), "f": .number(type.fScore),
              ])
            )
          }))
    }
  }
}
