import SweepBase
public import SweepConfig

/// The values chosen for one trial, in the order of the space.
public struct Assignment: Equatable, Sendable {
  public var settings: [Setting]

  public init(_ settings: [Setting] = []) { self.settings = settings }

  /// The value of a key, or `nil` where the assignment has none.
  public subscript(_ key: String) -> JSONValue? {
    settings.first { $0.key == key }?.value
  }

  /// The assignment as a JSON object, in its own order: what the record keeps.
  public var json: JSONObject {
    var object = JSONObject()
    for setting in settings { object[setting.key] = setting.value }
    return object
  }

  /// Reads what `json` gave.
  public init(json: JSONObject) {
    settings = json.entries.map { Setting($0.key, $0.value) }
  }

  /// A text that two assignments share exactly when they set the same keys to the same values.
  ///
  /// Keys are sorted; 1 and 1.0 are the same value, as they are to a config.
  public var canonicalText: String {
    let sorted = settings.sorted { ($0.key, 0) < ($1.key, 0) }
    let settings = sorted.map { Setting($0.key, $0.value.normalized(sortsKeys: true)) }
    return Assignment(settings).json.canonicalText
  }

  /// The same settings with whole numbers as integers: 1 for 1.0, in the order they have.
  var withIntegers: Assignment {
    Assignment(settings.map { Setting($0.key, $0.value.normalized(sortsKeys: false)) })
  }

  /// The SHA-256 of the canonical text, in hex.
  public var hash: String { Fingerprint.hex(of: canonicalText) }
}

extension JSONObject {
  var canonicalText: String { JSONValue.object(self).serialized(.compact) }
}

extension JSONValue {
  /// The same value with whole numbers as integers, and the keys of objects sorted if wanted.
  func normalized(sortsKeys: Bool) -> JSONValue {
    switch self {
    case .number(let x) where x == x.rounded() && abs(x) < 0x1p53: .integer(Int(x))
    case .array(let items): .array(items.map { $0.normalized(sortsKeys: sortsKeys) })
    case .object(let object): .object(object.normalized(sortsKeys: sortsKeys))
    default: self
    }
  }
}

extension JSONObject {
  fileprivate func normalized(sortsKeys: Bool) -> JSONObject {
    var result = JSONObject()
    for entry in sortsKeys ? entries.sorted(by: { $0.key < $1.key }) : Array(entries) {
      result[entry.key] = entry.value.normalized(sortsKeys: sortsKeys)
    }
    return result
  }
}
